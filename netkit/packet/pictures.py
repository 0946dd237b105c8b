"""Every message that has a picture of its own, and every key that a dissection can have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from netkit.packet.application.dns.message import (
    Dns,
    DnsLength,
    Opt,
    Question,
    ResourceRecord,
)
from netkit.packet.data import Data, TcpPayload, UdpPayload
from netkit.packet.header import Header
from netkit.packet.link.arp import Arp, ArpAddresses
from netkit.packet.link.ethernet import Ethernet, Ieee8023
from netkit.packet.network.icmp import (
    Icmp,
    IcmpEcho,
    IcmpGateway,
    IcmpPointer,
    IcmpTimestamps,
    IcmpUnreachable,
    IcmpUnused,
)
from netkit.packet.network.icmpv6 import (
    Icmpv6,
    Icmpv6Echo,
    Icmpv6Mtu,
    Icmpv6Pointer,
    Icmpv6Unused,
    NeighborAdvertisement,
    NeighborSolicitation,
    RouterAdvertisement,
)
from netkit.packet.network.ipv4 import Ipv4
from netkit.packet.network.ipv6 import Ipv6
from netkit.packet.transport.tcp import Tcp
from netkit.packet.transport.udp import Udp

__all__ = ["HEADERS", "KEYS", "tables"]


HEADERS: Mapping[str, tuple[type[Header], ...]] = MappingProxyType(
    {
        "ethernet": (Ethernet,),
        "ieee8023": (Ieee8023,),
        "arp": (Arp, ArpAddresses),
        "ipv4": (Ipv4,),
        "ipv6": (Ipv6,),
        "icmp": (Icmp,),
        "icmp-echo": (Icmp, IcmpEcho),
        "icmp-unreachable": (Icmp, IcmpUnreachable),
        "icmp-error": (Icmp, IcmpUnused),
        "icmp-redirect": (Icmp, IcmpGateway),
        "icmp-parameter-problem": (Icmp, IcmpPointer),
        "icmp-timestamp": (Icmp, IcmpTimestamps),
        "icmpv6": (Icmpv6,),
        "icmpv6-echo": (Icmpv6, Icmpv6Echo),
        "icmpv6-error": (Icmpv6, Icmpv6Unused),
        "icmpv6-packet-too-big": (Icmpv6, Icmpv6Mtu),
        "icmpv6-parameter-problem": (Icmpv6, Icmpv6Pointer),
        "neighbor-solicitation": (Icmpv6, NeighborSolicitation),
        "neighbor-advertisement": (Icmpv6, NeighborAdvertisement),
        "router-advertisement": (Icmpv6, RouterAdvertisement),
        "udp": (Udp,),
        "tcp": (Tcp,),
        "dns": (Dns,),
        "dns-question": (Question,),
        "dns-record": (ResourceRecord,),
        "dns-edns": (Opt,),
        "dns-over-tcp": (DnsLength,),
        "data": (Data,),
        "tcp-payload": (TcpPayload,),
        "udp-payload": (UdpPayload,),
    }
)
"""Every message that has a picture of its own, by the name that a person types, with the tables that it is made of."""


def tables(table: type[Header] = Header) -> Iterator[type[Header]]:
    """Every table that there is, those too that have no picture of their own."""
    for each in table.__subclasses__():
        if each.__module__.startswith("netkit."):
            yield each
            yield from tables(each)


KEYS: tuple[str, ...] = tuple(sorted({field.key for table in tables() for field in table.fields}))
"""Every Wireshark key that a dissection can have."""
