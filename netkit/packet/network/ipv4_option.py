"""What the options of IPv4 have in common: the type, which is three fields, and the length (RFC 791 §3.1)."""

from __future__ import annotations

from types import MappingProxyType

from netkit.packet.field import bits, flag, variable
from netkit.packet.header import Header
from netkit.packet.kinds import LENGTH

__all__ = ["Ipv4Option", "Ipv4OptionRest", "Ipv4SingleOption", "UnknownIpv4Option"]

_CLASSES = MappingProxyType({0: "control", 2: "debugging and measurement"})
NUMBERS = MappingProxyType(
    {
        0: "end of options", 1: "no operation", 2: "security", 3: "loose source route", 4: "timestamp", 5: "extended security",
        6: "commercial security", 7: "record route", 8: "stream identifier", 9: "strict source route", 11: "MTU probe", 12: "MTU reply",
        18: "traceroute", 19: "address extension", 20: "router alert", 21: "selective directed broadcast", 25: "quick-start",
        30: "experiment",
    }
)  # fmt: skip


class Ipv4SingleOption(Header):
    """An option of one byte: the end of the options, or one that does nothing but fill up."""

    key = "ip"
    title = "IPv4 option without a length"
    rfc = "RFC 791 §3.1"

    copied: bool = flag("every fragment has this option too", key="ip.opt.type.copy", minor=True)
    option_class: int = bits(2, "what sort of option it is", key="ip.opt.type.class", names=_CLASSES, minor=True)
    option_number: int = bits(5, "which option it is", key="ip.opt.type.number", names=NUMBERS, label="Option")


class Ipv4Option(Ipv4SingleOption):
    """What every longer option begins with."""

    title = "IPv4 option"

    length: int = bits(8, "bytes of the option, type and length included", key="ip.opt.len", kind=LENGTH, minor=True)


class UnknownIpv4Option(Ipv4Option):
    """An option of any other kind: its data are kept whole."""

    title = "IPv4 option of another kind"

    data: bytes = variable("what the option says", key="ip.opt.data", size=lambda option: option.length - 2)


class Ipv4OptionRest(Header):
    """Bytes of the options that can't be read."""

    key = "ip"
    title = "IPv4 options that can't be read"
    rfc = "RFC 791 §3.1"

    rest: bytes = variable("bytes that fit no option", key="ip.options.rest", size=lambda _: 0, label="Unreadable")
