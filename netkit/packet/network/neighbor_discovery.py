"""The messages of neighbour discovery: who is on this link, who is its router, how to live on it (RFC 4861)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.field import bits, flag
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_IPV6, BYTES, SECONDS

__all__ = [
    "DISCOVERY", "NeighborAdvertisement", "NeighborSolicitation", "Redirect", "RouterAdvertisement", "RouterSolicitation",
]  # fmt: skip

_PREFERENCES = MappingProxyType({0: "medium", 1: "high", 3: "low"})


class RouterSolicitation(Header):
    """Is there a router on this link?"""

    key = "icmpv6"
    title = "ICMPv6 router solicitation"
    rfc = "RFC 4861 §4.1"

    reserved: bytes = bits(32, "must be zero", key="icmpv6.reserved", kind=BYTES, default=bytes(4), minor=True)


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
        2,
        "how much to prefer this router",
        key="icmpv6.nd.ra.flag.prf",
        names=_PREFERENCES,
        rfc="RFC 4191 §2.2",
        default=0,
        minor=True,
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


class Redirect(Header):
    """There is a better first hop for this destination."""

    key = "icmpv6"
    title = "ICMPv6 redirect"
    rfc = "RFC 4861 §4.5"

    reserved: bytes = bits(32, "must be zero", key="icmpv6.reserved", kind=BYTES, default=bytes(4), minor=True)
    target: str = bits(
        128, "the better first hop", key="icmpv6.nd.rd.target_address", kind=ADDRESS_IPV6, label="Target address"
    )
    destination: str = bits(
        128,
        "the destination that it is better for",
        key="icmpv6.rd.na.destination_address",
        kind=ADDRESS_IPV6,
        label="Destination address",
    )


DISCOVERY: Mapping[int, type[Header]] = MappingProxyType(
    {
        133: RouterSolicitation, 134: RouterAdvertisement, 135: NeighborSolicitation, 136: NeighborAdvertisement, 137: Redirect,
        141: RouterSolicitation, 142: RouterSolicitation,
    }
)  # fmt: skip
"""The table of each type; options follow all of them."""
