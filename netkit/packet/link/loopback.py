"""The four bytes before a packet on a BSD loopback interface: its family, as the system numbers them.

LINKTYPE_NULL has them in the order of the machine that captured, which the file does not tell: Wireshark finds it by what the number
can be, and so does netkit. LINKTYPE_LOOP has them in network order. Linux wrote the Ethernet type there, for a while.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from netkit.packet.field import bits
from netkit.packet.header import Header
from netkit.packet.kinds import HEXADECIMAL, LITTLE_ENDIAN, NUMBER, Kind
from netkit.packet.link.ethernet import GREATEST_LENGTH
from netkit.packet.numbers import ETHERTYPES
from netkit.packet.reading import Next, Reading

__all__ = ["Loopback", "NullFamily", "NullHalf", "NullType", "NullTypeLittle", "read_loopback", "read_null"]

FAMILIES: Mapping[int, str] = MappingProxyType(
    {
        2: "IPv4", 7: "OSI", 16: "AppleTalk", 23: "IPX", 24: "IPv6, on NetBSD and OpenBSD", 28: "IPv6, on FreeBSD",
        30: "IPv6, on macOS and iOS",
    }
)  # fmt: skip

PPP = b"\xff\x03"
"""Address and control of PPP, which some systems put here."""

FAMILY = "which family of protocols the packet is of, as the system that captured it numbers them"


class _Half(Kind):
    """Half of a number, of which Wireshark shows no more; Python code gets the whole of it."""

    counts = False
    plain = False

    def __init__(self, whole: Kind, half: Kind, shift: int) -> None:
        self.whole = whole
        self.half = half
        self.shift = shift

    def value(self, raw: Any, width: int) -> int | bool | str:
        return int(self.whole.value(raw, width)) >> self.shift & 0xFFFF

    def attribute(self, raw: Any, width: int) -> object:
        return self.whole.value(raw, width)

    def text(self, raw: Any, width: int, names: Mapping[int, str]) -> str:
        return self.half.text(self.value(raw, width), 16, names)

    def parse(self, value: object, width: int) -> Any:
        return self.whole.parse(value, width)


class NullFamily(Header):
    """The family in the order of most machines of today: the lowest byte first."""

    key = "null"
    title = "BSD loopback"
    rfc = "LINKTYPE_NULL"
    rule = "null"

    family: int = bits(32, FAMILY, key="null.family", kind=LITTLE_ENDIAN, names=FAMILIES, repeats=True)


class Loopback(Header):
    """The family in network order: the highest byte first."""

    key = "null"
    title = "BSD loopback"
    rfc = "LINKTYPE_LOOP"

    family: int = bits(32, FAMILY, key="null.family", names=FAMILIES, repeats=True)


class NullHalf(Header):
    """The family in the first two bytes only, as IRIX writes it."""

    key = "null"
    title = "BSD loopback"
    rfc = "LINKTYPE_NULL"

    family: int = bits(32, FAMILY, key="null.family", kind=_Half(NUMBER, NUMBER, 16), names=FAMILIES)


class NullHalfLittle(Header):
    """The family in two bytes only, the lower first."""

    key = "null"
    title = "BSD loopback"
    rfc = "LINKTYPE_NULL"

    family: int = bits(32, FAMILY, key="null.family", kind=_Half(LITTLE_ENDIAN, NUMBER, 16), names=FAMILIES)


class NullType(Header):
    """An Ethernet type in place of the family."""

    key = "null"
    title = "BSD loopback"
    rfc = "LINKTYPE_NULL"

    type: int = bits(
        32, "which protocol follows", key="null.type", kind=_Half(NUMBER, HEXADECIMAL, 0), names=ETHERTYPES
    )


class NullTypeLittle(Header):
    """An Ethernet type in place of the family, the lowest byte first."""

    key = "null"
    title = "BSD loopback"
    rfc = "LINKTYPE_NULL"

    type: int = bits(
        32, "which protocol follows", key="null.type", kind=_Half(LITTLE_ENDIAN, HEXADECIMAL, 0), names=ETHERTYPES
    )


def read_loopback(reading: Reading) -> Next:
    """Read the family in network order."""
    return "null.type", (reading.open(Loopback).family,)


def read_null(reading: Reading) -> Next:
    """Read the family, or type, in the order that makes sense of it."""
    if reading.data.startswith(PPP, reading.position):
        return "link_type", (50,)
    raw = reading.data[reading.position : reading.position + 4]
    header: Header = reading.open(_table_of(raw) if len(raw) == 4 else NullFamily)
    (field,) = header.fields
    return "eth.type" if field.key == "null.type" else "null.type", (int(field.kind.value(header.number, 32)),)


def _table_of(raw: bytes) -> type[Header]:
    """Which table makes sense of the four bytes: a family is below 256, and two zeros stand on one side of it."""
    little = int.from_bytes(raw, "little")
    if little >> 16:
        if little < 0x60000:
            return NullHalfLittle
        return NullType if int.from_bytes(raw, "big") > GREATEST_LENGTH else Loopback
    if not little & 0xFF and little < 0x600:
        return NullHalf
    return NullTypeLittle if little > GREATEST_LENGTH else NullFamily
