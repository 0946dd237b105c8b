"""Who reads what: each number that names a protocol, with the function that reads it. The one place where protocols are listed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from netkit.packet.application.dns.message import (
    read_dns,
    read_dns_over_tcp,
)
from netkit.packet.link.arp import read_arp
from netkit.packet.link.ethernet import read_ethernet
from netkit.packet.network.icmp import (
    read_icmp,
)
from netkit.packet.network.icmpv6 import (
    read_icmpv6,
)
from netkit.packet.network.ipv4 import read_ipv4
from netkit.packet.network.ipv6 import read_ipv6
from netkit.packet.reading import Next, Read, Reading
from netkit.packet.transport.tcp import read_tcp
from netkit.packet.transport.udp import read_udp

__all__ = ["READERS", "RECOGNISED", "reader_for"]

Recognise = Callable[[Reading], bool]


def _read_ip(reading: Reading) -> Next:
    """Read a packet that begins with its IP header; the first four bits say which version."""
    return "eth.type", (0x86DD if reading.left and reading.data[reading.position] >> 4 == 6 else 0x0800,)


READERS: Mapping[tuple[str, int], Read] = MappingProxyType(
    {
        ("link_type", 1): read_ethernet,
        ("link_type", 12): _read_ip,
        ("link_type", 14): _read_ip,
        ("link_type", 101): _read_ip,
        ("link_type", 228): read_ipv4,
        ("link_type", 229): read_ipv6,
        ("eth.type", 0x0800): read_ipv4,
        ("eth.type", 0x0806): read_arp,
        ("eth.type", 0x86DD): read_ipv6,
        ("ip.proto", 1): read_icmp,
        ("ip.proto", 6): read_tcp,
        ("ip.proto", 17): read_udp,
        ("ip.proto", 58): read_icmpv6,
        ("tcp.port", 53): read_dns_over_tcp,
        ("udp.port", 53): read_dns,
    }
)

RECOGNISED: Mapping[str, tuple[tuple[Recognise, Read], ...]] = MappingProxyType({"tcp.port": (), "udp.port": ()})
"""Who reads what no number names: for each name space, who knows its own beginning when it sees it, and who then reads it."""


def reader_for(following: Next, reading: Reading) -> Read | None:
    """Who reads what comes next, by its number or else by how it begins, if netkit has a table for it."""
    if following is None:
        return None
    space, numbers = following
    for number in numbers:
        if reader := READERS.get((space, number)):
            return reader
    for recognise, reader in RECOGNISED.get(space, ()):
        if recognise(reading):
            return reader
    return None
