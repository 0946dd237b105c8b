"""Numbers of things in words: `1 address`, `64 addresses`, `2^96 addresses`."""

from __future__ import annotations

__all__ = ["counted", "large"]

_WRITTEN_OUT = 10**12


def counted(number: int, one: str, many: str) -> str:
    """The number with the noun that goes with it."""
    return f"{large(number)} {one if number == 1 else many}"


def large(number: int) -> str:
    """A number with commas; as a power of two, or about one, where nobody would count the digits."""
    if number < _WRITTEN_OUT:
        return f"{number:,}"
    bits = number.bit_length() - 1
    if number == 1 << bits:
        return f"2^{bits}"
    if number + 2 == 1 << (bits + 1):
        return f"2^{bits + 1} − 2"
    if number + 1 == 1 << (bits + 1):
        return f"2^{bits + 1} − 1"
    return f"about {number:.2e}".replace("e+", " × 10^")
