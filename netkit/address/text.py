"""Addresses from the number on the wire to the text people read: IPv4, IPv6 (RFC 5952), MAC and EUI-64."""

from __future__ import annotations

__all__ = ["format_eui64", "format_ipv4", "format_ipv4_bits", "format_ipv6", "format_ipv6_full", "format_mac"]


def format_ipv4(number: int) -> str:
    """Dotted decimal text of a 32-bit address."""
    return f"{number >> 24}.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def format_ipv4_bits(number: int, length: int) -> str:
    """A 32-bit address bit by bit, an octet a group, with a bar where a prefix of `length` bits ends inside an octet."""
    bits = f"{number:032b}"
    octets = [(at, bits[at : at + 8]) for at in range(0, 32, 8)]
    return " ".join(
        f"{octet[: length - at]}|{octet[length - at :]}" if at < length < at + 8 else octet for at, octet in octets
    )


def format_ipv6(number: int) -> str:
    """The one text that RFC 5952 recommends for a 128-bit address.

    Lower case, no leading zeros, the longest run of two or more zero groups (the first of equals) as `::` (§4.2), and an IPv4-mapped
    address with its last 32 bits in dotted decimal (§5).
    """
    if number >> 32 == 0xFFFF:
        return f"::ffff:{format_ipv4(number & 0xFFFFFFFF)}"
    groups = [number >> shift & 0xFFFF for shift in range(112, -1, -16)]
    start, length = longest_zero_run(groups)
    if length < 2:
        return ":".join(f"{group:x}" for group in groups)
    left = ":".join(f"{group:x}" for group in groups[:start])
    right = ":".join(f"{group:x}" for group in groups[start + length :])
    return f"{left}::{right}"


def format_ipv6_full(number: int) -> str:
    """All 32 hex digits of a 128-bit address, in eight groups: the preferred form of RFC 4291 §2.2 with its leading zeros."""
    return ":".join(f"{number >> shift & 0xFFFF:04x}" for shift in range(112, -1, -16))


def longest_zero_run(groups: list[int]) -> tuple[int, int]:
    """Where the longest run of zero groups starts, and its length; the first of equals (RFC 5952 §4.2.3)."""
    best = (0, 0)
    start = 0
    for index, group in enumerate([*groups, 1]):
        if group:
            if index - start > best[1]:
                best = (start, index - start)
            start = index + 1
    return best


def format_mac(number: int) -> str:
    """A 48-bit MAC address in lower case with colons, as Wireshark writes it."""
    return number.to_bytes(6, "big").hex(":")


def format_eui64(number: int) -> str:
    """A 64-bit EUI-64 in lower case with colons."""
    return number.to_bytes(8, "big").hex(":")
