"""IPv6 multicast: the scopes and flags in an address (RFC 4291 §2.7, RFC 7346, RFC 7371), and the groups that everybody meets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from netkit.address.prefix import Prefix
from netkit.address.special.range import Range, read_blocks

__all__ = ["GROUPS_IPV6", "SCOPES", "MulticastParts", "multicast_parts", "named_group"]

SCOPES: Mapping[int, tuple[str, str]] = MappingProxyType(
    {
        0x0: ("reserved", "no scope"),
        0x1: ("interface-local", "stays inside the host"),
        0x2: ("link-local", "stays on one link: no router forwards it"),
        0x3: ("realm-local", "stays inside one realm, as the link's technology defines it"),
        0x4: ("admin-local", "stays inside what an administrator has drawn a border around"),
        0x5: ("site-local", "stays inside one site"),
        0x8: ("organization-local", "stays inside one organisation"),
        0xE: ("global", "may cross the Internet"),
        0xF: ("reserved", "no scope"),
    }
)
"""The names of the scopes in RFC 7346 §2, with what each means; the others are for administrators to define."""


@dataclass(frozen=True, slots=True)
class MulticastParts:
    """What the bits of a multicast address say (RFC 4291 §2.7).

    `transient` (T): not given out by IANA. `prefix_based` (P): made from a unicast prefix, `prefix` (RFC 3306 §4). `rendezvous` (R): the
    number of the rendezvous point's address, which can be worked out from it (RFC 3956 §4), or None. `group` is the group's number in the
    last 112 bits.
    """

    flags: int
    scope: int
    group: int
    transient: bool
    prefix_based: bool
    prefix: Prefix | None
    rendezvous: int | None

    @property
    def scope_name(self) -> str:
        """The scope's name, or that it has none."""
        return SCOPES.get(self.scope, ("unassigned", ""))[0]

    @property
    def scope_meaning(self) -> str:
        """How far packets to the group get."""
        return SCOPES.get(self.scope, ("", "may be defined by administrators"))[1]


def multicast_parts(number: int) -> MulticastParts | None:
    """The parts of an IPv6 multicast address, or None for another address."""
    if number >> 120 != 0xFF:
        return None
    flags, scope = number >> 116 & 15, number >> 112 & 15
    transient, prefix_based, embedded = bool(flags & 1), bool(flags & 2), bool(flags & 4)
    length = number >> 96 & 0xFF
    network = number >> 32 & 0xFFFFFFFF_FFFFFFFF
    prefix = rendezvous = None
    if prefix_based and transient and 0 < length <= 64:
        kept = network >> (64 - length) << (64 - length)
        prefix = Prefix(6, kept << 64, length)
        identifier = number >> 104 & 15
        if embedded and identifier:
            rendezvous = kept << 64 | identifier
    return MulticastParts(flags, scope, number & ((1 << 112) - 1), transient, prefix_based, prefix, rendezvous)


_GROUPS: Sequence[tuple[str, str, str, str, str]] = (
    ("ff01::1", "ff01::1", "All Nodes Address", "RFC 4291 §2.7.1", "every part of this host that listens"),
    ("ff01::2", "ff01::2", "All Routers Address", "RFC 4291 §2.7.1", "the routing part of this host"),
    ("ff02::1", "ff02::1", "All Nodes Address", "RFC 4291 §2.7.1", "every host of this link, as broadcast in IPv4"),
    ("ff02::2", "ff02::2", "All Routers Address", "RFC 4291 §2.7.1", "every router of this link"),
    ("ff02::5", "ff02::5", "OSPFIGP", "RFC 5340", "routers that speak OSPF"),
    ("ff02::6", "ff02::6", "OSPFIGP Designated Routers", "RFC 5340", "the link's designated OSPF routers"),
    ("ff02::9", "ff02::9", "RIP Routers", "RFC 2080", "routers that speak RIPng"),
    ("ff02::a", "ff02::a", "EIGRP Routers", "RFC 7868", "routers that speak EIGRP"),
    ("ff02::d", "ff02::d", "All PIM Routers", "RFC 7761", "routers that forward multicast (PIM)"),
    ("ff02::12", "ff02::12", "VRRP", "RFC 9568", "routers that share one address"),
    ("ff02::16", "ff02::16", "All MLDv2-capable routers", "RFC 9777", "routers that want to know who listens to which group"),
    ("ff02::1a", "ff02::1a", "all-RPL-nodes", "RFC 6550", "nodes of a low-power network"),
    ("ff02::1:2", "ff02::1:2", "All_DHCP_Relay_Agents_and_Servers", "RFC 9915", "DHCPv6 servers and relays of this link"),
    ("ff02::1:3", "ff02::1:3", "Link-local Multicast Name Resolution", "RFC 4795", "names on this link, Microsoft's way"),
    ("ff02::1:ff00:0", "ff02::1:ffff:ffff", "Solicited-Node Address", "RFC 4291 §2.7.1", "hosts whose address ends in these 24 bits"),
    ("ff02::2:ff00:0", "ff02::2:ffff:ffff", "Node Information Queries", "RFC 4620", "hosts whose name has this hash"),
    ("ff05::2", "ff05::2", "All Routers Address", "RFC 4291 §2.7.1", "every router of the site"),
    ("ff05::1:3", "ff05::1:3", "All_DHCP_Servers", "RFC 9915", "DHCPv6 servers of the site"),
)  # fmt: skip

GROUPS_IPV6 = read_blocks(6, "multicast", _GROUPS)
"""Groups of one scope that people meet; IANA's registry has more."""

_ANY_SCOPE: Sequence[tuple[int, str, str, str]] = (
    (0xC, "SSDP", "", "devices that offer services (UPnP)"),
    (0xFB, "mDNSv6", "RFC 6762", "names without a server (multicast DNS)"),
    (0xFD, "All CoAP Nodes", "RFC 7252", "small devices that speak CoAP"),
    (0x101, "Network Time Protocol (NTP)", "RFC 5905", "time servers and those who listen to them"),
    (0x181, "PTP-primary", "", "precise clocks (IEEE 1588)"),
)


def named_group(number: int) -> Range | None:
    """The group that has a name in every scope (`ff0X::fb`), or None."""
    if number >> 116 != 0xFF0:
        return None
    for group, name, rfc, meaning in _ANY_SCOPE:
        if number & ((1 << 112) - 1) == group:
            return Range(
                version=6, first=number, last=number, name=name, rfc=rfc, meaning=meaning, registry="multicast"
            )
    if number & ((1 << 112) - 1) >> 32 << 32 == 0xDB8 << 32:
        first = number >> 32 << 32
        return Range(
            version=6, first=first, last=first | 0xFFFFFFFF, name="Documentation Addresses", rfc="RFC 6676 §3",
            meaning="for examples in texts", registry="multicast",
        )  # fmt: skip
    return None
