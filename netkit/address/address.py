"""An IP address of either version as a value: its number, and the text it is written as."""

from __future__ import annotations

from dataclasses import dataclass

from netkit.address.ipv4_text import parse_ipv4
from netkit.address.ipv6_text import parse_ipv6
from netkit.address.pointing import pointed, shortened
from netkit.address.text import format_ipv4, format_ipv6

__all__ = ["WIDTHS", "Address", "parse_address"]

WIDTHS = {4: 32, 6: 128}
"""The bits of an address of each IP version."""


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """An IPv4 or IPv6 address. `zone` names the link on which a link-local one is meant (RFC 4007 §11); it is no part of the number."""

    version: int
    number: int
    zone: str = ""

    @property
    def width(self) -> int:
        """Its bits: 32 or 128."""
        return WIDTHS[self.version]

    @property
    def data(self) -> bytes:
        """Its bytes as they stand in a packet: 4 or 16, the high byte first."""
        return self.number.to_bytes(self.width // 8, "big")

    def __str__(self) -> str:
        text = format_ipv4(self.number) if self.version == 4 else format_ipv6(self.number)
        return f"{text}%{self.zone}" if self.zone else text


def parse_address(text: str) -> Address:
    """The address that `text` means: IPv4 in the strict form of RFC 6943 §3.1.1, or IPv6 in any form of RFC 4291 §2.2, with a zone or not.

    AddressError (a ValueError) points at what is wrong with any other text.
    """
    if ":" not in text:
        return Address(4, parse_ipv4(text))
    bare, percent, zone = text.partition("%")
    if percent and not zone:
        what = f"{shortened(text)} is no IPv6 address"
        why = "after % stands the name or the number of a link, such as eth0 (RFC 4007 §11)"
        raise pointed(what, text, len(bare), 1, found="a zone without a name", why=why, hint=bare)
    return Address(6, parse_ipv6(bare), zone)
