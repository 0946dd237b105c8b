"""Addresses: of IPv4, IPv6 or either, prefixes, and those of interfaces."""

from __future__ import annotations

import re

from netkit.address import format_ipv4, format_ipv6, format_mac, parse_address, parse_ipv4, parse_ipv6, parse_mac
from netkit.address import parse_address_with_length as with_length
from netkit.lab.kinds.shape import Shape, UnfitError

__all__ = ["address", "addresses", "ipv4", "ipv6", "mac", "prefix", "prefixes"]

MOST = 64
"""Prefixes or addresses in one answer."""


def ipv4(text: str, _: Shape) -> str:
    """An IPv4 address."""
    try:
        return format_ipv4(parse_ipv4(text.strip()))
    except ValueError:
        raise UnfitError(
            "wanted.ipv4", "an IPv4 address is wanted: four numbers from 0 to 255 with dots, such as 192.0.2.1"
        ) from None


def ipv6(text: str, _: Shape) -> str:
    """An IPv6 address, in any of its forms."""
    try:
        return format_ipv6(parse_ipv6(text.strip()))
    except ValueError:
        raise UnfitError("wanted.ipv6", "an IPv6 address is wanted, such as 2001:db8::1") from None


def address(text: str, _: Shape) -> str:
    """An address of either version."""
    try:
        return str(parse_address(text.strip()))
    except ValueError:
        raise UnfitError("wanted.address", "an IP address is wanted, such as 192.0.2.1 or 2001:db8::1") from None


def addresses(text: str, _: Shape) -> tuple[str, ...]:
    """Addresses in their order, with spaces or commas between them."""
    found = _words(text)
    if not found:
        raise UnfitError("wanted.addresses", "IP addresses are wanted, with spaces between them")
    return tuple(address(each, Shape()) for each in found)


def prefix(text: str, _: Shape) -> str:
    """An address and the length of its prefix; a mask in dotted form says the length, too. Host bits are kept as they are given."""
    try:
        found, length = with_length(text.strip())
    except ValueError:
        length = None
    if length is None:
        raise UnfitError("wanted.prefix", "a prefix is wanted: an address, a slash and a length, such as 192.0.2.64/26")
    return f"{found}/{length}"


def prefixes(text: str, _: Shape) -> tuple[str, ...]:
    """Prefixes in their order, with spaces or commas between them."""
    found = _words(text)
    if not found:
        raise UnfitError(
            "wanted.prefixes", "prefixes are wanted, with spaces between them, such as 192.0.2.0/26 192.0.2.64/27"
        )
    return tuple(prefix(each, Shape()) for each in found)


def mac(text: str, _: Shape) -> str:
    """The address of an interface."""
    try:
        return format_mac(parse_mac(text.strip()))
    except ValueError:
        raise UnfitError("wanted.mac", "a MAC address is wanted: six bytes in hex, such as 02:00:00:00:00:0a") from None


def _words(text: str) -> list[str]:
    found = [each for each in re.split(r"[\s,;]+|\band\b", text.strip()) if each]
    if len(found) > MOST:
        raise UnfitError(
            "wanted.fewer", "these are too many: {found}, and the most is {most}", found=len(found), most=MOST
        )
    return found
