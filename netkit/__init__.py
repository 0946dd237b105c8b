"""netkit teaches how the Internet works by showing it: every byte, every step, every reason."""

__version__ = "0.1.0"
