"""What the options of IPv6 have in common: a type that says what a node does that does not know it, and a length (RFC 8200 §4.2)."""

from __future__ import annotations

from types import MappingProxyType

from netkit.packet.field import bits, flag, variable
from netkit.packet.header import Header
from netkit.packet.kinds import BYTES, HEXADECIMAL, LENGTH

__all__ = ["ExperimentalOption", "Ipv6Option", "Ipv6OptionRest", "PadN", "PadOne", "UnknownOption"]

ACTIONS = MappingProxyType(
    {
        0: "skip it", 1: "drop the packet", 2: "drop the packet and tell the sender",
        3: "drop the packet and tell the sender, unless it went to many",
    }
)  # fmt: skip
NUMBERS = MappingProxyType(
    {
        1: "padding", 2: "jumbo payload", 3: "RPL", 4: "tunnel encapsulation limit", 5: "router alert", 6: "quick-start", 7: "CALIPSO",
        8: "duplicate detection", 9: "home address", 10: "endpoint identification", 11: "ILNP nonce", 12: "line identification",
        13: "deprecated MPL", 14: "IP diff frame", 15: "performance and diagnostics", 16: "minimum path MTU", 17: "IOAM", 30: "experiment",
    }
)  # fmt: skip


class PadOne(Header):
    """One byte that fills up."""

    key = "ipv6"
    title = "IPv6 padding of one byte"
    rfc = "RFC 8200 §4.2"

    type: int = bits(8, "0: this byte fills up", key="ipv6.opt.pad_one", kind=HEXADECIMAL, default=0, minor=True)


class Ipv6Option(Header):
    """What every option but the padding of one byte begins with."""

    key = "ipv6"
    title = "IPv6 option"
    rfc = "RFC 8200 §4.2"

    action: int = bits(
        2, "what a node does that does not know it", key="ipv6.opt.type.action", names=ACTIONS, default=0, minor=True
    )
    change: bool = flag("routers may change it on the way", key="ipv6.opt.type.change", minor=True)
    option_number: int = bits(
        5, "which option it is", key="ipv6.opt.type.rest", kind=HEXADECIMAL, names=NUMBERS, label="Option"
    )
    length: int = bits(
        8, "bytes of the option behind this field", key="ipv6.opt.length", kind=LENGTH, default=0, minor=True
    )


class PadN(Ipv6Option):
    """Bytes that fill up."""

    title = "IPv6 padding"

    padding: bytes = variable("zeros that fill up", key="ipv6.opt.padn", size=lambda option: option.length, minor=True)


class UnknownOption(Ipv6Option):
    """An option that netkit has no table for: its data are kept whole."""

    title = "IPv6 option of another kind"

    data: bytes = variable("what the option says", key="ipv6.opt.unknown", size=lambda option: option.length)


class ExperimentalOption(Ipv6Option):
    """An option for experiments (RFC 4727)."""

    title = "IPv6 experimental option"
    rfc = "RFC 4727 §3.2"

    data: bytes = variable("what the experiment says", key="ipv6.opt.experimental", size=lambda option: option.length)


class Ipv6OptionRest(Header):
    """Bytes of the options that can't be read."""

    key = "ipv6"
    title = "IPv6 options that can't be read"
    rfc = "RFC 8200 §4.2"

    rest: bytes = variable("bytes that fit no option", key="ipv6.opt.rest", size=lambda _: 0, kind=BYTES)
