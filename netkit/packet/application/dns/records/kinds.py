"""Kinds of value that only records have: text in bytes, shortened addresses, hashes as names, sets of types."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from netkit.address import format_ipv4, format_ipv6
from netkit.packet.application.dns.codes import TYPES
from netkit.packet.kinds import BYTES, Kind

__all__ = [
    "CHARACTERS", "EUI64", "HASH", "IPV4_PREFIX", "IPV6_PREFIX", "IPV6_SUFFIX", "PRINTABLE", "TYPE_BITMAP", "TYPE_BITS", "UTF8",
    "BytesKind",
]  # fmt: skip


class BytesKind(Kind):
    """Bytes that stand for something; Python code gets the bytes."""

    json_type = "string"
    counts = False
    plain = False

    def value(self, raw: Any, width: int) -> str:  # noqa: ARG002
        """The bytes in hex."""
        return bytes(raw).hex()

    def raw_json(self, raw: Any, width: int) -> str:  # noqa: ARG002
        """The bytes in hex."""
        return bytes(raw).hex()

    def attribute(self, raw: Any, width: int) -> object:  # noqa: ARG002
        """The bytes."""
        return raw

    def parse(self, value: object, width: int) -> bytes:
        """The bytes that Python code gave."""
        return bytes(BYTES.parse(value, width))


class _Characters(BytesKind):
    r"""Characters of a string: any bytes; those that are not ASCII are written as \xNN."""

    def value(self, raw: Any, width: int) -> str:  # noqa: ARG002
        return raw.decode("ascii", "backslashreplace") if isinstance(raw, bytes) else ""

    def parse(self, value: object, width: int) -> bytes:  # noqa: ARG002
        if isinstance(value, str):
            value = re.sub(rb"\\x([0-9a-f]{2})", lambda found: bytes.fromhex(found[1].decode()), value.encode("ascii"))
        if not isinstance(value, bytes):
            raise ValueError("bytes are wanted, or ASCII text")
        return value


class _Printable(BytesKind):
    """Bytes that are text as a rule; a person sees the text where they are."""

    def digits(self, raw: Any, width: int) -> str:
        text = bytes(raw).decode("latin-1")
        return f'"{text}"' if text.isascii() and text.isprintable() and text else BYTES.digits(bytes(raw), width)


class _Utf8(BytesKind):
    r"""Text in UTF-8; bytes that are none are written as \xNN."""

    def value(self, raw: Any, width: int) -> str:  # noqa: ARG002
        return bytes(raw).decode("utf-8", "backslashreplace")


class _Prefix(BytesKind):
    """The first bytes of an address; the others are 0."""

    def __init__(self, size: int) -> None:
        self.size = size

    def value(self, raw: Any, width: int) -> str:  # noqa: ARG002
        return self._format(bytes(raw)[: self.size].ljust(self.size, b"\0"))

    def _format(self, whole: bytes) -> str:
        number = int.from_bytes(whole, "big")
        return format_ipv4(number) if self.size == 4 else format_ipv6(number)


class _Suffix(_Prefix):
    """The last bytes of an address; those before them stand elsewhere."""

    def value(self, raw: Any, width: int) -> str:  # noqa: ARG002
        return self._format(bytes(raw)[-self.size :].rjust(self.size, b"\0"))


class _Hash(BytesKind):
    """A hash as it stands in a name: in base 32 with the digits 0 to 9 and a to v (RFC 4648 §7), without padding."""

    def value(self, raw: Any, width: int) -> str:  # noqa: ARG002
        wire = bytes(raw)
        digits = -(-len(wire) * 8 // 5)
        number = int.from_bytes(wire, "big") << digits * 5 - len(wire) * 8
        return "".join("0123456789abcdefghijklmnopqrstuv"[number >> 5 * at & 31] for at in range(digits - 1, -1, -1))


class _Eui64(Kind):
    """A hardware address of 64 bits."""

    json_type = "string"
    counts = False
    plain = False

    def value(self, raw: Any, width: int) -> str:  # noqa: ARG002
        return raw.to_bytes(8, "big").hex(":") if isinstance(raw, int) else ""

    def raw_json(self, raw: Any, width: int) -> str:  # noqa: ARG002
        return f"{raw:016x}"

    def parse(self, value: object, width: int) -> int:  # noqa: ARG002
        if not isinstance(value, str) or not re.fullmatch(r"[0-9a-f]{2}(:[0-9a-f]{2}){7}", value):
            raise ValueError("eight bytes in hex with colons between them are wanted")
        return int(value.replace(":", ""), 16)


class _TypeBits(BytesKind):
    """One bit for each type of record, from type 0 on."""

    def digits(self, raw: Any, width: int) -> str:  # noqa: ARG002
        return _names(_set_bits(bytes(raw))) or "no types"


class _TypeBitmap(BytesKind):
    """Blocks of 256 types, each with its number and its length before its bits (RFC 4034 §4.1.2)."""

    def digits(self, raw: Any, width: int) -> str:  # noqa: ARG002
        return _names(types_of(bytes(raw))) or "no types"


def types_of(bitmap: bytes) -> Iterator[int]:
    """The types that a bitmap in blocks has."""
    at = 0
    while at + 2 <= len(bitmap):
        block, size = bitmap[at], bitmap[at + 1]
        for bit in _set_bits(bitmap[at + 2 : at + 2 + size]):
            yield block * 256 + bit
        at += 2 + size


def _set_bits(bits: bytes) -> Iterator[int]:
    return (at * 8 + bit for at, byte in enumerate(bits) if byte for bit in range(8) if byte & 0x80 >> bit)


def _names(types: Iterator[int]) -> str:
    return ", ".join(TYPES.get(number, f"type {number}") for number in types)


CHARACTERS = _Characters()
UTF8 = _Utf8()
IPV4_PREFIX = _Prefix(4)
IPV6_PREFIX = _Prefix(16)
IPV6_SUFFIX = _Suffix(16)
PRINTABLE = _Printable()
HASH = _Hash()
EUI64 = _Eui64()
TYPE_BITS = _TypeBits()
TYPE_BITMAP = _TypeBitmap()
