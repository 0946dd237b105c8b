"""ICMP for IPv6 (RFC 4443), with the fixed parts of neighbour discovery (RFC 4861)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.data import Data
from netkit.packet.field import bits, flag, variable
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_IPV6, BYTES, HEXADECIMAL, SECONDS
from netkit.packet.reading import Next, Reading
from netkit.packet.transport_checksum import check_later

__all__ = [
    "Icmpv6", "Icmpv6Echo", "Icmpv6Mtu", "Icmpv6Pointer", "Icmpv6Unused", "NeighborAdvertisement", "NeighborDiscoveryOptions",
    "NeighborSolicitation",
    "RouterAdvertisement", "read_icmpv6",
]  # fmt: skip

PROTOCOL = 58

TYPES: Mapping[int, str] = MappingProxyType(
    {
        1: "destination unreachable", 2: "packet too big", 3: "time exceeded", 4: "parameter problem", 128: "echo request",
        129: "echo reply", 130: "multicast listener query", 131: "multicast listener report", 132: "multicast listener done",
        133: "router solicitation", 134: "router advertisement", 135: "neighbor solicitation", 136: "neighbor advertisement",
        137: "redirect", 143: "multicast listener report, version 2",
    }
)  # fmt: skip

CODES: Mapping[tuple[int, int], str] = MappingProxyType(
    {
        (1, 0): "no route to it", (1, 1): "prohibited by a filter", (1, 2): "beyond the scope of the source address",
        (1, 3): "address unreachable", (1, 4): "port unreachable", (1, 5): "source address failed a policy", (1, 6): "route rejected",
        (3, 0): "hop limit ran out on the way", (3, 1): "fragments did not all come in time", (4, 0): "erroneous header field",
        (4, 1): "unknown next header", (4, 2): "unknown option",
    }
)  # fmt: skip


class Icmpv6(Header):
    """What every ICMPv6 message begins with."""

    key = "icmpv6"
    title = "ICMPv6"
    rfc = "RFC 4443 §2.1"

    type: int = bits(8, "what the message says; below 128 it is an error", key="icmpv6.type", names=TYPES)
    code: int = bits(8, "which case of it", key="icmpv6.code", default=0, noted=True)
    checksum: int = bits(
        16, "guards the message and both IPv6 addresses", key="icmpv6.checksum", kind=HEXADECIMAL, default=0
    )


class Icmpv6Echo(Header):
    """Echo request and reply: what comes back is what was sent."""

    key = "icmpv6"
    title = "ICMPv6 echo"
    rfc = "RFC 4443 §4.1"

    identifier: int = bits(
        16, "tells one program's echoes from another's", key="icmpv6.echo.identifier", kind=HEXADECIMAL
    )
    sequence_number: int = bits(16, "counts the requests; the reply repeats it", key="icmpv6.echo.sequence_number")


class Icmpv6Unused(Header):
    """Four bytes that this message leaves unused."""

    key = "icmpv6"
    title = "ICMPv6 error"
    rfc = "RFC 4443 §3.1"

    unused: bytes = bits(32, "unused, zero", key="icmpv6.reserved", kind=BYTES, default=b"\0\0\0\0", minor=True)


class Icmpv6Mtu(Header):
    """Packet too big: what would have fitted."""

    key = "icmpv6"
    title = "ICMPv6 packet too big"
    rfc = "RFC 4443 §3.2"

    mtu: int = bits(32, "the largest packet that the next link carries", key="icmpv6.mtu", label="MTU")


class Icmpv6Pointer(Header):
    """Parameter problem: the byte that was wrong."""

    key = "icmpv6"
    title = "ICMPv6 parameter problem"
    rfc = "RFC 4443 §3.4"

    pointer: int = bits(32, "the byte of the quoted packet that was wrong", key="icmpv6.pointer")


class RouterAdvertisement(Header):
    """A router says that it is there, and how to live on this link."""

    key = "icmpv6"
    title = "ICMPv6 router advertisement"
    rfc = "RFC 4861 §4.2"

    current_hop_limit: int = bits(8, "the hop limit to start from", key="icmpv6.nd.ra.cur_hop_limit")
    managed: bool = flag("addresses come from DHCPv6", key="icmpv6.nd.ra.flag.m")
    other_configuration: bool = flag("other settings come from DHCPv6", key="icmpv6.nd.ra.flag.o")
    home_agent: bool = flag(
        "the router is a mobile host's home agent", key="icmpv6.nd.ra.flag.h", rfc="RFC 6275 §7.1", minor=True
    )
    preference: int = bits(
        2, "how much to prefer this router", key="icmpv6.nd.ra.flag.prf", rfc="RFC 4191 §2.2", default=0, minor=True
    )
    proxy: bool = flag(
        "the advertisement was passed on by a proxy", key="icmpv6.nd.ra.flag.p", rfc="RFC 4389 §4.1.3.3", minor=True
    )
    reserved: int = bits(2, "must be zero", key="icmpv6.nd.ra.flag.rsv", default=0, minor=True)
    router_lifetime: int = bits(
        16, "how long to use it as default router", key="icmpv6.nd.ra.router_lifetime", kind=SECONDS
    )
    reachable_time: int = bits(32, "how long a neighbour counts as reachable, in ms", key="icmpv6.nd.ra.reachable_time")
    retransmission_timer: int = bits(32, "between solicitations, in ms", key="icmpv6.nd.ra.retrans_timer")


class NeighborSolicitation(Header):
    """Who on this link has this address?"""

    key = "icmpv6"
    title = "ICMPv6 neighbor solicitation"
    rfc = "RFC 4861 §4.3"

    reserved: bytes = bits(32, "must be zero", key="icmpv6.reserved", kind=BYTES, default=b"\0\0\0\0", minor=True)
    target: str = bits(
        128,
        "the address that is asked about",
        key="icmpv6.nd.ns.target_address",
        kind=ADDRESS_IPV6,
        label="Target address",
    )


class NeighborAdvertisement(Header):
    """I have this address, and this is my interface."""

    key = "icmpv6"
    title = "ICMPv6 neighbor advertisement"
    rfc = "RFC 4861 §4.4"

    router: bool = flag("the sender is a router", key="icmpv6.nd.na.flag.r")
    solicited: bool = flag("this answers a question", key="icmpv6.nd.na.flag.s")
    override: bool = flag("forget what you knew before", key="icmpv6.nd.na.flag.o")
    reserved: int = bits(29, "must be zero", key="icmpv6.nd.na.flag.rsv", default=0, minor=True)
    target: str = bits(
        128,
        "the address that was asked about",
        key="icmpv6.nd.na.target_address",
        kind=ADDRESS_IPV6,
        label="Target address",
    )


class NeighborDiscoveryOptions(Header):
    """What follows the fixed part of a neighbour discovery message."""

    key = "icmpv6"
    title = "Neighbor discovery options"
    rfc = "RFC 4861 §4.6"

    options: bytes = variable("options, kept whole", key="icmpv6.options", size=lambda _: 0)


_BODIES: Mapping[int, type[Header]] = MappingProxyType(
    {
        1: Icmpv6Unused, 2: Icmpv6Mtu, 3: Icmpv6Unused, 4: Icmpv6Pointer, 128: Icmpv6Echo, 129: Icmpv6Echo, 133: Icmpv6Unused,
        134: RouterAdvertisement, 135: NeighborSolicitation, 136: NeighborAdvertisement,
    }
)  # fmt: skip

_WITH_OPTIONS = frozenset({133, 134, 135, 136})


def read_icmpv6(reading: Reading) -> Next:
    """Read the message; an error quotes the packet that it is about, which is read next."""
    icmp = reading.open(Icmpv6, rest=Data)
    if name := CODES.get((icmp.type, icmp.code)):
        reading.layer.note(icmp.first_bit("code"), name)
    check_later(
        reading, icmp, protocol=PROTOCOL, end=reading.end, pseudo=True, rule="icmpv6.checksum.bad", rfc="RFC 4443 §2.3"
    )
    if icmp.type in _BODIES:
        reading.read(_BODIES[icmp.type])
    if icmp.type in _WITH_OPTIONS:
        reading.take(NeighborDiscoveryOptions)
    if not 1 <= icmp.type <= 4:
        return None
    reading.quoted = True
    reading.part = True
    return "eth.type", (0x86DD,)
