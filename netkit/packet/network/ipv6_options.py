"""The options in hop-by-hop and destination headers of IPv6 (RFC 8200 §4.2), and how a list of them is read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.errors import TruncatedError
from netkit.packet.field import bits, flag, variable
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_IPV6, HEXADECIMAL, LENGTH
from netkit.packet.network.ipv6_option import (
    ExperimentalOption,
    Ipv6Option,
    Ipv6OptionRest,
    PadN,
    PadOne,
    UnknownOption,
)
from netkit.packet.reading import Reading

__all__ = ["HomeAddress", "JumboPayload", "read_ipv6_options"]

_ALERTS = MappingProxyType({0: "multicast listener discovery", 1: "RSVP", 2: "active networks"})
_QUICK_START = MappingProxyType({0: "rate request", 8: "report of approved rate"})


class RouterAlert6(Ipv6Option):
    """Asks every router on the way to look into the packet, though it is not for them."""

    title = "IPv6 router alert"
    rfc = "RFC 2711 §2.1"

    value: int = bits(16, "why routers shall look into it", key="ipv6.opt.router_alert", names=_ALERTS)


class JumboPayload(Ipv6Option):
    """The length of a packet that is too long for the payload length field."""

    title = "IPv6 jumbo payload"
    rfc = "RFC 2675 §2"

    jumbo_length: int = bits(32, "bytes behind the IPv6 header, more than 65,535", key="ipv6.opt.jumbo", kind=LENGTH)


class TunnelLimit(Ipv6Option):
    """How many tunnels more the packet may be put into."""

    title = "IPv6 tunnel encapsulation limit"
    rfc = "RFC 2473 §4.1.1"

    limit: int = bits(8, "how many tunnels more the packet may be put into", key="ipv6.opt.tel")


class HomeAddress(Ipv6Option):
    """The address that a mobile host has at home; the source address is where it is now."""

    title = "IPv6 home address"
    rfc = "RFC 6275 §6.3"

    home_address: str = bits(128, "the sender's address at home", key="ipv6.opt.mipv6.home_address", kind=ADDRESS_IPV6)


class QuickStart6(Ipv6Option):
    """Asks the routers on the way for a high starting rate."""

    title = "IPv6 quick-start"
    rfc = "RFC 4782 §3.2"

    function: int = bits(4, "whether it asks or reports", key="ipv6.opt.qs_func", names=_QUICK_START)
    rate: int = bits(4, "the rate, as a code", key="ipv6.opt.qs_rate")
    ttl: int = bits(8, "each router that takes part takes one away", key="ipv6.opt.qs_ttl", label="QS TTL")
    nonce: int = bits(30, "proves that routers lowered the rate honestly", key="ipv6.opt.qs_nonce", kind=HEXADECIMAL)
    reserved: int = bits(2, "must be zero", key="ipv6.opt.qs_reserved", kind=HEXADECIMAL, default=0, minor=True)


class Performance(Ipv6Option):
    """Numbers and times from which both ends work out delays."""

    title = "IPv6 performance and diagnostic metrics"
    rfc = "RFC 8250 §3.2.1"

    scale_received: int = bits(8, "the unit of the time since a packet came", key="ipv6.opt.pdm.scale_dtlr")
    scale_sent: int = bits(8, "the unit of the time since a packet went", key="ipv6.opt.pdm.scale_dtls")
    packet_number: int = bits(16, "counts this packet", key="ipv6.opt.pdm.psn_this_pkt")
    last_received: int = bits(16, "the packet that came last", key="ipv6.opt.pdm.psn_last_recv")
    since_received: int = bits(16, "time since then", key="ipv6.opt.pdm.delta_last_recv")
    since_sent: int = bits(16, "time between sending one and receiving one", key="ipv6.opt.pdm.delta_last_sent")


class RplOption(Ipv6Option):
    """Where a packet is in the tree of a network of small devices."""

    title = "IPv6 RPL option"
    rfc = "RFC 6553 §3"

    down: bool = flag("the packet goes down the tree", key="ipv6.opt.rpl.flag.o")
    rank_error: bool = flag("its way did not fit the tree", key="ipv6.opt.rpl.flag.r")
    forwarding_error: bool = flag("it could not be passed down", key="ipv6.opt.rpl.flag.f")
    reserved: int = bits(5, "must be zero", key="ipv6.opt.rpl.flag.rsv", kind=HEXADECIMAL, default=0, minor=True)
    instance: int = bits(8, "which tree", key="ipv6.opt.rpl.instance_id", kind=HEXADECIMAL)
    sender_rank: int = bits(16, "how deep in it the sender is", key="ipv6.opt.rpl.sender_rank", kind=HEXADECIMAL)


class IlnpNonce(Ipv6Option):
    """A number that only the two ends of a conversation know."""

    title = "IPv6 ILNP nonce"
    rfc = "RFC 6744 §2"

    nonce: bytes = variable("known to both ends only", key="ipv6.opt.ilnp_nonce", size=lambda option: option.length)


TABLES: Mapping[int, type[Header]] = MappingProxyType(
    {
        0x01: PadN, 0x04: TunnelLimit, 0x05: RouterAlert6, 0x0F: Performance, 0x26: QuickStart6, 0x63: RplOption, 0x8B: IlnpNonce,
        0xC2: JumboPayload, 0xC9: HomeAddress,
    }
    | {action << 5 | 0x1E: ExperimentalOption for action in range(8)}
)  # fmt: skip


def read_ipv6_options(reading: Reading, end: int) -> list[Header]:
    """Read the options up to byte `end` into the present layer; gives them in their order."""
    found: list[Header] = []
    data = reading.data
    while reading.position < end:
        group = f"option {len(found) + 1}"
        start = reading.position
        if data[start] == 0:
            found.append(reading.read(PadOne, group))
            continue
        stop = start + 2 + data[start + 1] if start + 2 <= end else 0
        if not start < stop <= end:
            text = "an option is longer than the header that it is in"
            reading.report_bytes("ipv6.option.length", start, min(2, end - start), text, rfc="RFC 8200 §4.2")
            reading.run(Ipv6OptionRest.fields[0], end - start, group)
            break
        _read_option(reading, TABLES.get(data[start], UnknownOption), stop, group, found)
    return found


def _read_option(reading: Reading, table: type[Header], stop: int, group: str, found: list[Header]) -> None:
    """Read one option up to byte `stop`; what does not fit its table is kept whole, with the problem."""
    start = reading.position
    outer = reading.narrow(stop, "ipv6.opt.length")
    try:
        option = reading.read(table, group)
    except TruncatedError:
        option = reading.read(UnknownOption, group)
        text = f"the option has {stop - start - 2} bytes, which is too short for its kind"
        reading.report_bytes("ipv6.option.length", start + 1, 1, text, rfc=table.rfc)
    finally:
        reading.widen(outer)
    found.append(option)
    if isinstance(option, PadN) and any(option.padding):
        text = "padding must be zeros"
        reading.report_bytes("ipv6.padding.not_zero", start + 2, stop - start - 2, text, rfc="RFC 8200 §4.2")
    if reading.position < stop:
        text = f"the option has {stop - start - 2} bytes, which is too long for its kind"
        reading.report_bytes("ipv6.option.length", start + 1, 1, text, rfc=table.rfc)
        reading.run(Ipv6OptionRest.fields[0], stop - reading.position, group)
