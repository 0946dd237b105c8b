"""Where something lies, in words: bytes, or the bits of a byte, counted from the packet's start."""

from __future__ import annotations

from netkit.language import ENGLISH, Language

__all__ = ["byte_range", "hex_of", "place"]


def byte_range(start: int, length: int, language: Language = ENGLISH) -> str:
    """`bytes 14–33`, `byte 22`, or nothing for no bytes."""
    if length <= 0:
        return ""
    if length == 1:
        return language.say("place.byte", "byte {first}", first=start)
    return language.say("place.bytes", "bytes {first}–{last}", first=start, last=start + length - 1)


def place(start_bit: int, width_bits: int, language: Language = ENGLISH) -> str:
    """The bytes of a field, and its bits where it is not whole bytes: `byte 14, bits 4–7` (bit 0 is the first on the wire)."""
    if width_bits <= 0:
        return ""
    first, last = start_bit // 8, (start_bit + width_bits - 1) // 8
    where = byte_range(first, last - first + 1, language)
    if start_bit % 8 == 0 and width_bits % 8 == 0:
        return where
    bit, end = start_bit % 8, start_bit % 8 + width_bits - 1
    if width_bits == 1:
        return language.say("place.bit", "{bytes}, bit {first}", bytes=where, first=bit)
    return language.say("place.bits", "{bytes}, bits {first}–{last}", bytes=where, first=bit, last=end)


def hex_of(data: bytes, start_bit: int, width_bits: int) -> str:
    """The bytes that a field touches, in hex with spaces."""
    return data[start_bit // 8 : (start_bit + width_bits + 7) // 8].hex(" ")
