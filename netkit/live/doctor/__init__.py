"""What this machine can do for netkit, and how to mend what it can't: probes that look, and what each thing needs of them."""
