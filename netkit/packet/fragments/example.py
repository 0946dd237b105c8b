"""Nine fragments that overlap so that every policy gives another packet: the way in which systems were told apart.

The first five are those of Shankar and Paxson, "Active Mapping" (2003), figure 3; the others part Windows and Solaris from the rest.
"""

from __future__ import annotations

from netkit.packet.dissection import Dissection, dissect
from netkit.packet.fragments.headers import renewed
from netkit.packet.fragments.rules import BLOCK
from netkit.packet.network.ipv4 import Ipv4
from netkit.packet.transport.udp import Udp

__all__ = ["EXAMPLE", "example"]

EXAMPLE = ((0, 3), (4, 2), (6, 3), (1, 4), (6, 3), (10, 1), (9, 3), (13, 2), (12, 3))
"""Each fragment's first block of 8 bytes, and how many it has, in the order of arrival."""

BLOCKS = max(start + count for start, count in EXAMPLE)


def example() -> list[Dissection]:
    """The fragments of a UDP datagram; the data of each are its own number, again and again, so that one sees whose a byte is."""
    udp = Udp(source_port=4660, destination_port=7, length=BLOCKS * BLOCK, checksum=0).encode()
    found = []
    for number, (start, count) in enumerate(EXAMPLE, 1):
        data = str(number).encode() * count * BLOCK
        if not start:
            data = udp + data[len(udp) :]
        ip = Ipv4(
            total_length=Ipv4.fixed_bytes + len(data),
            identification=0x1234,
            reserved=False,
            dont_fragment=False,
            more_fragments=start + count < BLOCKS,
            fragment_offset=start,
            protocol=17,
            source="192.0.2.1",
            destination="198.51.100.2",
        )
        found.append(dissect(renewed(ip, b"") + data, 228))
    return found
