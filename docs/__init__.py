"""netkit's documentation: pages by hand, and those that `docs.generate` writes. No part of the installed package."""
