"""Addresses between the number on the wire and the text people write: IPv4, IPv6 (RFC 5952) and MAC addresses."""

from __future__ import annotations

import ipaddress
import re

__all__ = ["format_ipv4", "format_ipv6", "format_mac", "parse_ipv4", "parse_ipv6", "parse_mac"]

_MAC = re.compile(r"[0-9a-fA-F]{2}([:-])[0-9a-fA-F]{2}(?:\1[0-9a-fA-F]{2}){4}|(?:[0-9a-fA-F]{4}\.){2}[0-9a-fA-F]{4}")


def format_ipv4(number: int) -> str:
    """Dotted decimal text of a 32-bit address."""
    return f"{number >> 24}.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def format_ipv6(number: int) -> str:
    """The one text that RFC 5952 recommends for a 128-bit address.

    Lower case, no leading zeros, the longest run of two or more zero groups (the first of equals) as `::` (§4.2), and an IPv4-mapped
    address with its last 32 bits in dotted decimal (§5).
    """
    if number >> 32 == 0xFFFF:
        return f"::ffff:{format_ipv4(number & 0xFFFFFFFF)}"
    groups = [number >> shift & 0xFFFF for shift in range(112, -1, -16)]
    start, length = _longest_zero_run(groups)
    if length < 2:
        return ":".join(f"{group:x}" for group in groups)
    left = ":".join(f"{group:x}" for group in groups[:start])
    right = ":".join(f"{group:x}" for group in groups[start + length :])
    return f"{left}::{right}"


def _longest_zero_run(groups: list[int]) -> tuple[int, int]:
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


def parse_ipv4(text: str) -> int:
    """The number of a dotted decimal address; ValueError says what is wrong with any other text."""
    return int(ipaddress.IPv4Address(text))


def parse_ipv6(text: str) -> int:
    """The number of an IPv6 address in any form of RFC 4291 §2.2; ValueError says what is wrong with any other text."""
    if "%" in text:
        raise ValueError(f"{text!r} has a zone (after %), which is no part of the address on the wire")
    return int(ipaddress.IPv6Address(text))


def parse_mac(text: str) -> int:
    """The number of a MAC address written with colons, hyphens or as three dotted groups; ValueError for any other text."""
    if not _MAC.fullmatch(text):
        raise ValueError(f"{text!r} is no MAC address: six bytes in hex, such as 02:00:00:00:00:0a")
    return int(re.sub(r"[:.-]", "", text), 16)
