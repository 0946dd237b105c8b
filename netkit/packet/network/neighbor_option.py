"""The tables of the options of neighbour discovery: each begins with its type, and its length in words of 8 bytes (RFC 4861 §4.6)."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from netkit.address import format_ipv6
from netkit.packet.field import bits, flag, variable
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_IPV6, ADDRESS_MAC, BYTES, LENGTH, SECONDS, Kind, TextKind

__all__ = [
    "AdvertisementInterval", "CaptivePortal", "FlagsExpansion", "HomeAgentInformation", "MtuInformation", "NeighborNonce",
    "NeighborOption", "Pref64", "PrefixInformation", "RecursiveServer", "RedirectedHeader", "RouteInformation", "SearchList",
    "ServerList", "SourceLinkAddress", "TargetLinkAddress", "UnknownNeighborOption",
]  # fmt: skip

_TYPES = MappingProxyType(
    {
        1: "source link-layer address", 2: "target link-layer address", 3: "prefix information", 4: "redirected header", 5: "MTU",
        7: "advertisement interval", 8: "home agent information", 11: "CGA", 12: "RSA signature", 13: "timestamp", 14: "nonce",
        15: "trust anchor", 16: "certificate", 17: "IP address", 24: "route information", 25: "recursive DNS server",
        26: "flags expansion", 31: "DNS search list", 33: "address registration", 34: "6LoWPAN context", 35: "border router",
        37: "captive portal", 38: "PREF64",
    }
)  # fmt: skip
_PREFERENCES = MappingProxyType({0: "medium", 1: "high", 3: "low"})
_PREFIX_LENGTHS = MappingProxyType({0: "/96", 1: "/64", 2: "/56", 3: "/48", 4: "/40", 5: "/32"})


class _Prefix(Kind):
    """The first bytes of an IPv6 address; those that are left out are zero."""

    json_type = "string"
    counts = False
    plain = False

    def value(self, raw: Any, width: int) -> str:  # noqa: ARG002
        return format_ipv6(int.from_bytes(raw[:16].ljust(16, b"\0"), "big"))

    def attribute(self, raw: Any, width: int) -> object:  # noqa: ARG002
        return raw

    def parse(self, value: object, width: int) -> Any:
        return BYTES.parse(value, width)


class _PaddedText(TextKind):
    """Characters that are followed by zeros up to the end of the option."""

    def value(self, raw: Any, width: int) -> str:
        return str(super().value(raw.partition(b"\0")[0], width))

    def attribute(self, raw: Any, width: int) -> object:  # noqa: ARG002
        return raw


class NeighborOption(Header):
    """What every option of neighbour discovery begins with."""

    key = "icmpv6"
    title = "Neighbor discovery option"
    rfc = "RFC 4861 §4.6"

    type: int = bits(8, "which option this is", key="icmpv6.opt.type", names=_TYPES)
    length: int = bits(
        8,
        "words of 8 bytes, this header included",
        key="icmpv6.opt.length",
        note=lambda raw: f"{raw * 8} bytes",
        minor=True,
    )


class UnknownNeighborOption(NeighborOption):
    """An option that netkit has no table for."""

    title = "Neighbor discovery option of another kind"

    data: bytes = variable("what the option says", key="icmpv6.nd.opt.data", size=lambda option: option.length * 8 - 2)


class SourceLinkAddress(NeighborOption):
    """The link-layer address of the sender, so that nobody has to ask for it."""

    title = "Source link-layer address"
    rfc = "RFC 4861 §4.6.1"

    address: str = bits(48, "the sender's interface", key="icmpv6.opt.src_linkaddr", kind=ADDRESS_MAC)


class TargetLinkAddress(NeighborOption):
    """The link-layer address of the target."""

    title = "Target link-layer address"
    rfc = "RFC 4861 §4.6.1"

    address: str = bits(48, "the target's interface", key="icmpv6.opt.target_linkaddr", kind=ADDRESS_MAC)


class PrefixInformation(NeighborOption):
    """A prefix of this link, from which hosts make their addresses."""

    title = "Prefix information"
    rfc = "RFC 4861 §4.6.2"

    prefix_length: int = bits(8, "how many bits of the prefix count", key="icmpv6.opt.prefix.length")
    on_link: bool = flag("such addresses are on this link", key="icmpv6.opt.prefix.flag.l")
    autonomous: bool = flag("make an address of your own with it", key="icmpv6.opt.prefix.flag.a")
    router_address: bool = flag(
        "the prefix is a whole router's address", key="icmpv6.opt.prefix.flag.r", rfc="RFC 6275 §7.2", minor=True
    )
    reserved: int = bits(5, "must be zero", key="icmpv6.opt.prefix.flag.reserved", default=0, minor=True)
    valid_lifetime: int = bits(32, "how long such addresses hold", key="icmpv6.opt.prefix.valid_lifetime", kind=SECONDS)
    preferred_lifetime: int = bits(
        32, "how long to begin conversations with them", key="icmpv6.opt.prefix.preferred_lifetime", kind=SECONDS
    )
    also_reserved: bytes = bits(
        32, "must be zero", key="icmpv6.nd.opt.reserved", kind=BYTES, default=bytes(4), minor=True
    )
    prefix: str = bits(128, "the prefix", key="icmpv6.opt.prefix", kind=ADDRESS_IPV6)


class RedirectedHeader(NeighborOption):
    """The beginning of the packet that a redirect is about."""

    title = "Redirected header"
    rfc = "RFC 4861 §4.6.3"

    reserved: bytes = bits(48, "must be zero", key="icmpv6.nd.opt.reserved", kind=BYTES, default=bytes(6), minor=True)


class MtuInformation(NeighborOption):
    """The largest packet that this link carries."""

    title = "MTU"
    rfc = "RFC 4861 §4.6.4"

    reserved: bytes = bits(16, "must be zero", key="icmpv6.nd.opt.reserved", kind=BYTES, default=bytes(2), minor=True)
    mtu: int = bits(32, "the largest packet on this link", key="icmpv6.opt.mtu", kind=LENGTH, label="MTU")


class AdvertisementInterval(NeighborOption):
    """How often the router advertises itself."""

    title = "Advertisement interval"
    rfc = "RFC 6275 §7.3"

    reserved: bytes = bits(16, "must be zero", key="icmpv6.nd.opt.reserved", kind=BYTES, default=bytes(2), minor=True)
    interval: int = bits(32, "at most so many ms pass between two", key="icmpv6.opt.advertisement_interval")


class HomeAgentInformation(NeighborOption):
    """How good a home agent the router is."""

    title = "Home agent information"
    rfc = "RFC 6275 §7.4"

    reserved: bytes = bits(16, "must be zero", key="icmpv6.nd.opt.reserved", kind=BYTES, default=bytes(2), minor=True)
    preference: int = bits(16, "the higher the better", key="icmpv6.opt.home_agent_preference")
    lifetime: int = bits(16, "how long it is one", key="icmpv6.opt.home_agent_lifetime", kind=SECONDS)


class NeighborNonce(NeighborOption):
    """A number that the answer repeats."""

    title = "Nonce"
    rfc = "RFC 3971 §5.3.2"

    nonce: bytes = variable("the answer repeats it", key="icmpv6.opt.nonce", size=lambda option: option.length * 8 - 2)


class RouteInformation(NeighborOption):
    """A prefix that this router is good for."""

    title = "Route information"
    rfc = "RFC 4191 §2.3"

    prefix_length: int = bits(8, "how many bits of the prefix count", key="icmpv6.opt.prefix.length")
    reserved: int = bits(3, "must be zero", key="icmpv6.nd.opt.route.reserved", default=0, minor=True)
    preference: int = bits(
        2, "how much to prefer it", key="icmpv6.opt.route_info.flag.route_preference", names=_PREFERENCES
    )
    also_reserved: int = bits(3, "must be zero", key="icmpv6.nd.opt.route.also_reserved", default=0, minor=True)
    route_lifetime: int = bits(32, "how long this holds", key="icmpv6.opt.route_lifetime", kind=SECONDS)
    prefix: str = variable(
        "the prefix, as many bytes as are needed",
        key="icmpv6.opt.prefix",
        size=lambda option: option.length * 8 - 8,
        kind=_Prefix(),
    )


class ServerList(NeighborOption):
    """Resolvers that hosts on this link can ask."""

    title = "Recursive DNS servers"
    rfc = "RFC 8106 §5.1"

    reserved: bytes = bits(16, "must be zero", key="icmpv6.nd.opt.reserved", kind=BYTES, default=bytes(2), minor=True)
    lifetime: int = bits(32, "how long they can be asked", key="icmpv6.opt.rdnss.lifetime", kind=SECONDS)


class RecursiveServer(Header):
    """One resolver."""

    key = "icmpv6"
    title = "Recursive DNS server"
    rfc = "RFC 8106 §5.1"

    address: str = bits(128, "a resolver", key="icmpv6.opt.rdnss", kind=ADDRESS_IPV6)


class FlagsExpansion(NeighborOption):
    """More flags of a router advertisement."""

    title = "Flags expansion"
    rfc = "RFC 5175 §4"

    flags: bytes = bits(48, "none is defined", key="icmpv6.nd.opt.flags", kind=BYTES)


class SearchList(NeighborOption):
    """Domains to try behind names that are not whole."""

    title = "DNS search list"
    rfc = "RFC 8106 §5.2"

    reserved: bytes = bits(16, "must be zero", key="icmpv6.nd.opt.reserved", kind=BYTES, default=bytes(2), minor=True)
    lifetime: int = bits(32, "how long they hold", key="icmpv6.opt.dnssl.lifetime", kind=SECONDS)


class CaptivePortal(NeighborOption):
    """Where to ask whether one has to log in before using this network."""

    title = "Captive portal"
    rfc = "RFC 8910 §2.3"

    url: str = variable(
        "ask here whether a log-in is needed",
        key="icmpv6.opt.captive_portal",
        size=lambda option: option.length * 8 - 2,
        kind=_PaddedText(),
        label="URL",
    )


class Pref64(NeighborOption):
    """The prefix under which this network shows the IPv4 Internet."""

    title = "PREF64"
    rfc = "RFC 8781 §4"

    scaled_lifetime: int = bits(13, "how long it holds, in units of 8 s", key="icmpv6.opt.pref64.scaled_lifetime")
    prefix_length_code: int = bits(3, "how long the prefix is", key="icmpv6.nd.opt.pref64.plc", names=_PREFIX_LENGTHS)
    prefix: bytes = bits(96, "its highest 96 bits", key="icmpv6.nd.opt.pref64.prefix", kind=BYTES)
