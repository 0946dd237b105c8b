"""Who reads what: each number that names a protocol, with the function that reads it. The one place where protocols are listed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.link.arp import OTHER_ADDRESSES, Arp, ArpAddresses, read_arp
from netkit.packet.data import Data, TcpPayload, UdpPayload
from netkit.packet.application.dns.message import (
    QUESTION_NAME,
    RECORD_NAME,
    Dns,
    DnsLength,
    Opt,
    Question,
    ResourceRecord,
    read_dns,
    read_dns_over_tcp,
)
from netkit.packet.application.dns.records import ALIAS, EXCHANGE, MAILBOX, NAMESERVER, POINTER, PRIMARY, RECORD_TABLES
from netkit.packet.link.ethernet import Ethernet, EthernetPadding, EthernetTrailer, Ieee8023, read_ethernet
from netkit.packet.header import Header
from netkit.packet.network.icmp import (
    Icmp,
    IcmpEcho,
    IcmpGateway,
    IcmpPointer,
    IcmpTimestamps,
    IcmpUnreachable,
    IcmpUnused,
    read_icmp,
)
from netkit.packet.network.icmpv6 import (
    Icmpv6,
    Icmpv6Echo,
    Icmpv6Mtu,
    Icmpv6Pointer,
    Icmpv6Unused,
    NeighborAdvertisement,
    NeighborDiscoveryOptions,
    NeighborSolicitation,
    RouterAdvertisement,
    read_icmpv6,
)
from netkit.packet.network.ipv4 import Ipv4, read_ipv4
from netkit.packet.network.ipv6 import Ipv6, read_ipv6
from netkit.packet.reading import Next, Read, Reading
from netkit.packet.transport.tcp import Tcp, read_tcp
from netkit.packet.transport.udp import Udp, read_udp

__all__ = ["HEADERS", "KEYS", "READERS", "reader_for"]


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


_SINGLE_FIELDS = (ALIAS, EXCHANGE, MAILBOX, NAMESERVER, POINTER, PRIMARY, QUESTION_NAME, RECORD_NAME)

_OTHER_TABLES: tuple[type[Header], ...] = (
    *OTHER_ADDRESSES,
    *RECORD_TABLES,
    EthernetPadding,
    EthernetTrailer,
    NeighborDiscoveryOptions,
)

KEYS: tuple[str, ...] = tuple(
    sorted(
        {field.key for tables in HEADERS.values() for table in tables for field in table.fields}
        | {field.key for table in _OTHER_TABLES for field in table.fields}
        | {field.key for field in _SINGLE_FIELDS}
    )
)
"""Every Wireshark key that a dissection can have."""


def reader_for(following: Next) -> Read | None:
    """Who reads what comes next, if netkit has a table for it."""
    if following is None:
        return None
    space, numbers = following
    for number in numbers:
        if reader := READERS.get((space, number)):
            return reader
    return None
