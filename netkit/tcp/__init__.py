"""TCP: the numbers of its bytes, and how its segments become a stream again."""

from netkit.tcp.reassembly import Reassembler

__all__ = ["Reassembler"]
