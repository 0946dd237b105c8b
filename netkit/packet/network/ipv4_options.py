"""The options of IPv4 (RFC 791 §3.1): routes to take or to write down, times, a word to the routers. Few travel the Internet today."""

from __future__ import annotations

from types import MappingProxyType

from netkit.packet.field import bits, variable
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_IPV4, BYTES, HEXADECIMAL
from netkit.packet.network.ipv4_option import Ipv4Option, Ipv4OptionRest, Ipv4SingleOption, UnknownIpv4Option
from netkit.packet.network.ipv4_routes import (
    RecordRoute,
    SourceRoute,
    TimestampOption,
)
from netkit.packet.options import OptionFamily

__all__ = ["IPV4_OPTIONS"]

_LEVELS = MappingProxyType(
    {0x3D: "top secret", 0x5A: "secret", 0x96: "confidential", 0xAB: "unclassified", 0x01: "reserved", 0x66: "reserved"}
)
_QUICK_START = MappingProxyType({0: "rate request", 8: "report of approved rate"})


class RouterAlert(Ipv4Option):
    """Asks every router on the way to look into the packet, though it is not for them."""

    title = "IPv4 router alert"
    rfc = "RFC 2113 §2.1"

    value: int = bits(16, "0: every router looks into the packet", key="ip.opt.ra")


class StreamIdentifier(Ipv4Option):
    """The number of a stream in networks that had streams; obsolete."""

    title = "IPv4 stream identifier"
    rfc = "RFC 791 §3.1"

    stream_identifier: int = bits(16, "which stream the packet belongs to", key="ip.opt.sid")


class MtuOption(Ipv4Option):
    """The smallest MTU on the way, asked for or answered; path MTU discovery took its place."""

    title = "IPv4 MTU probe or reply"
    rfc = "RFC 1063"

    mtu: int = bits(16, "the smallest MTU met so far", key="ip.opt.mtu", label="MTU")


class TracerouteOption(Ipv4Option):
    """Asks each router to tell the originator that the packet came by; never caught on."""

    title = "IPv4 traceroute"
    rfc = "RFC 1393 §2.2"

    identifier: int = bits(16, "tells one trace from another", key="ip.opt.id_number")
    outbound_hop_count: int = bits(16, "routers passed on the way there", key="ip.opt.ohc")
    return_hop_count: int = bits(16, "routers passed on the way back", key="ip.opt.rhc")
    originator: str = bits(32, "who wants to hear of it", key="ip.opt.originator", kind=ADDRESS_IPV4)


class QuickStartOption(Ipv4Option):
    """Asks the routers on the way for a high starting rate."""

    title = "IPv4 quick-start"
    rfc = "RFC 4782 §3.1"

    function: int = bits(4, "whether it asks or reports", key="ip.opt.qs_func", names=_QUICK_START)
    rate: int = bits(4, "the rate, as a code", key="ip.opt.qs_rate")
    ttl: int = bits(8, "each router that takes part takes one away", key="ip.opt.qs_ttl", label="QS TTL")
    nonce: int = bits(30, "proves that routers lowered the rate honestly", key="ip.opt.qs_nonce", kind=HEXADECIMAL)
    reserved: int = bits(2, "must be zero", key="ip.opt.qs_reserved", kind=HEXADECIMAL, default=0, minor=True)


class SecurityLevel(Ipv4Option):
    """How secret the packet is."""

    title = "IPv4 security"
    rfc = "RFC 1108 §2"

    classification_level: int = bits(
        8, "how secret the packet is", key="ip.opt.sec_cl", kind=HEXADECIMAL, names=_LEVELS
    )
    protection_authorities: bytes = variable(
        "whose rules hold for it", key="ip.opt.security.authorities", size=lambda option: option.length - 3
    )


class SelectiveBroadcast(Ipv4Option):
    """Sends one packet to several addresses; experimental."""

    title = "IPv4 selective directed broadcast"
    rfc = "RFC 6814 §2"

    addresses: bytes = variable(
        "whom the packet is for", key="ip.opt.sdb.addresses", size=lambda option: option.length - 2
    )


class Ipv4OptionPadding(Header):
    """Bytes between the end of the options and the end of the header."""

    key = "ip"
    title = "IPv4 option padding"
    rfc = "RFC 791 §3.1"

    padding: bytes = variable(
        "fills the header up to a whole word", key="ip.options.padding", size=lambda _: 0, kind=BYTES, minor=True
    )


IPV4_OPTIONS = OptionFamily(
    title="IPv4 options",
    rule="ipv4",
    rfc="RFC 791 §3.1",
    length_key="ip.opt.len",
    single=MappingProxyType({0: Ipv4SingleOption, 1: Ipv4SingleOption}),
    tables=MappingProxyType(
        {
            7: RecordRoute, 11: MtuOption, 12: MtuOption, 25: QuickStartOption, 68: TimestampOption, 82: TracerouteOption,
            130: SecurityLevel, 131: SourceRoute, 136: StreamIdentifier, 137: SourceRoute, 148: RouterAlert, 149: SelectiveBroadcast,
        }
    ),
    unknown=UnknownIpv4Option,
    rest=Ipv4OptionRest,
    padding=Ipv4OptionPadding.fields[0],
)  # fmt: skip
