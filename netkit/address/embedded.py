"""IPv4 addresses inside IPv6 addresses: which mechanism put them there, and what else the bits say."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["WELL_KNOWN_TRANSLATION", "Embedded", "find_embedded", "teredo_port", "translated", "translation_of"]

WELL_KNOWN_TRANSLATION = 0x64_FF9B << 96
"""64:ff9b::, the well-known prefix for translation between IPv4 and IPv6 (RFC 6052 §2.1), of 96 bits."""

_TRANSLATION_LENGTHS = (32, 40, 48, 56, 64, 96)
_ISATAP = (0x0000_5EFE, 0x0200_5EFE)


@dataclass(frozen=True, slots=True)
class Embedded:
    """An IPv4 address inside an IPv6 address, 32 bits from `start_bit` on (from the left); `inverted`: each of its bits is turned over."""

    name: str
    address: int
    start_bit: int
    meaning: str
    rfc: str
    inverted: bool = False


def find_embedded(number: int) -> list[Embedded]:
    """The IPv4 addresses that an IPv6 address holds by its prefix or by its identifier, in the order of their bits; mostly none.

    Teredo's holds two (the server's, and the client's with its bits inverted), a 6to4 address one in its prefix, an ISATAP address one at
    its end.
    """
    found: list[Embedded] = []
    low = number & 0xFFFFFFFF
    if number >> 32 == 0xFFFF:
        meaning = "an IPv4 address in a program that handles all addresses as IPv6; it is not sent as such"
        found.append(Embedded("IPv4-mapped", low, 96, meaning, "RFC 4291 §2.5.5.2"))
    elif number >> 32 == 0 and number > 0xFFFF:
        found.append(Embedded("IPv4-compatible", low, 96, "an early way of tunnels, deprecated", "RFC 4291 §2.5.5.1"))
    elif number >> 32 == WELL_KNOWN_TRANSLATION >> 32:
        found.append(Embedded("IPv4-embedded", low, 96, "the IPv4 host that a NAT64 translates to", "RFC 6052 §2.2"))
    elif number >> 112 == 0x2002:
        found.append(
            Embedded(
                "6to4",
                number >> 80 & 0xFFFFFFFF,
                16,
                "the router that packets to this site are tunnelled to",
                "RFC 3056 §2",
            )
        )
    elif number >> 96 == 0x2001_0000:
        found.append(
            Embedded("Teredo server", number >> 64 & 0xFFFFFFFF, 32, "the server that the client asked", "RFC 4380 §4")
        )
        client = low ^ 0xFFFFFFFF
        found.append(
            Embedded(
                "Teredo client", client, 96, "the client as seen from outside its NAT", "RFC 4380 §4", inverted=True
            )
        )
    if number >> 32 & 0xFFFFFFFF in _ISATAP and number >> 120 != 0xFF:
        found.append(
            Embedded("ISATAP", low, 96, "the host that packets are tunnelled to inside a site", "RFC 5214 §6.1")
        )
    return found


def teredo_port(number: int) -> int:
    """The UDP port of a Teredo client as seen from outside its NAT, whose bits the address holds inverted (RFC 4380 §4)."""
    return (number >> 32 & 0xFFFF) ^ 0xFFFF


def translated(prefix: int, length: int, address: int) -> int:
    """The IPv6 address that stands for an IPv4 `address` behind a translation prefix of `length` bits (RFC 6052 §2.2).

    The length is 32, 40, 48, 56, 64 or 96; bits 64 to 71 of the address stay zero, and the IPv4 address leaves them out. ValueError for
    another.
    """
    if length not in _TRANSLATION_LENGTHS:
        raise ValueError(f"a translation prefix has 32, 40, 48, 56, 64 or 96 bits, not {length} (RFC 6052 §2.2)")
    before = max(0, min(64 - length, 32)) if length < 96 else 32
    if length == 96:
        return prefix | address
    high = address >> (32 - before)
    rest = address & ((1 << (32 - before)) - 1)
    return prefix | high << (128 - length - before) | rest << (56 - (32 - before))


def translation_of(number: int, length: int) -> int:
    """The IPv4 address that an IPv6 address behind a translation prefix of `length` bits stands for: the reverse of `translated`."""
    if length not in _TRANSLATION_LENGTHS:
        raise ValueError(f"a translation prefix has 32, 40, 48, 56, 64 or 96 bits, not {length} (RFC 6052 §2.2)")
    if length == 96:
        return number & 0xFFFFFFFF
    before = min(64 - length, 32)
    high = number >> (128 - length - before) & ((1 << before) - 1)
    rest = number >> (56 - (32 - before)) & ((1 << (32 - before)) - 1)
    return high << (32 - before) | rest
