"""The classes that IPv4 addresses had until 1993, when prefixes of any length took their place (RFC 1519, now RFC 4632)."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["AddressClass", "address_class", "classful_length"]


@dataclass(frozen=True, slots=True)
class AddressClass:
    """A class by its letter, the prefix length that it had (None for D and E), and what told it."""

    letter: str
    length: int | None
    text: str


def address_class(number: int) -> AddressClass:
    """The class that an IPv4 address once had by its first bits (RFC 791 §2.3, RFC 1112 §4). It says nothing about any network of today."""
    since = "classes ended in 1993 (RFC 1519): the prefix length is written since"
    if not number >> 31:
        return AddressClass("A", 8, f"its first bit is 0, so its network was a /8; {since}")
    if number >> 30 == 0b10:
        return AddressClass("B", 16, f"its first bits are 10, so its network was a /16; {since}")
    if number >> 29 == 0b110:
        return AddressClass("C", 24, f"its first bits are 110, so its network was a /24; {since}")
    if number >> 28 == 0b1110:
        return AddressClass("D", None, "its first bits are 1110: multicast, as today")
    return AddressClass("E", None, "its first bits are 1111: kept for later, as today")


def classful_length(number: int) -> int | None:
    """The prefix length that an address of class A, B or C had; None for the others."""
    return address_class(number).length
