"""Scripts run on the kernel of this machine, in a network namespace with a TUN device: what the endpoint is held against, by hand."""
