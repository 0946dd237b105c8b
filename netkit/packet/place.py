"""Where something lies, in words: bytes, or the bits of a byte, counted from the packet's start."""

from __future__ import annotations

__all__ = ["byte_range", "hex_of", "place"]


def byte_range(start: int, length: int) -> str:
    """`bytes 14–33`, `byte 22`, or nothing for no bytes."""
    if length <= 0:
        return ""
    return f"byte {start}" if length == 1 else f"bytes {start}–{start + length - 1}"


def place(start_bit: int, width_bits: int) -> str:
    """The bytes of a field, and its bits where it is not whole bytes: `byte 14, bits 4–7` (bit 0 is the first on the wire)."""
    if width_bits <= 0:
        return ""
    first, last = start_bit // 8, (start_bit + width_bits - 1) // 8
    where = byte_range(first, last - first + 1)
    if start_bit % 8 == 0 and width_bits % 8 == 0:
        return where
    bit, end = start_bit % 8, start_bit % 8 + width_bits - 1
    return f"{where}, {f'bit {bit}' if width_bits == 1 else f'bits {bit}–{end}'}"


def hex_of(data: bytes, start_bit: int, width_bits: int) -> str:
    """The bytes that a field touches, in hex with spaces."""
    return data[start_bit // 8 : (start_bit + width_bits + 7) // 8].hex(" ")
