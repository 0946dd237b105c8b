"""What somebody wants explained, by the form of the text: an address, with its prefix length or not, a prefix, a MAC address, an EUI-64."""

from __future__ import annotations

import re
from dataclasses import dataclass

from netkit.address.address import Address
from netkit.address.mac import Mac
from netkit.address.mac_text import parse_eui64, parse_mac
from netkit.address.pointing import pointed, shortened
from netkit.address.prefix import Prefix
from netkit.address.prefix_text import parse_address_with_length
from netkit.errors import AddressError

__all__ = ["Eui64Subject", "IpSubject", "MacSubject", "Subject", "parse_subject"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IpSubject:
    """An IP address as it was `given`, with the prefix length behind it or None."""

    given: str
    address: Address
    length: int | None

    @property
    def prefix(self) -> Prefix | None:
        """The subnet that the prefix length makes; None without one."""
        return None if self.length is None else Prefix.of(self.address, self.length)

    @property
    def is_prefix(self) -> bool:
        """Whether a whole prefix is meant: a length is given, and no host bit is set."""
        prefix = self.prefix
        return prefix is not None and prefix.number == self.address.number


@dataclass(frozen=True, slots=True, kw_only=True)
class MacSubject:
    """A MAC address as it was `given`."""

    given: str
    mac: Mac


@dataclass(frozen=True, slots=True, kw_only=True)
class Eui64Subject:
    """An EUI-64 as it was `given`, by its number."""

    given: str
    number: int


Subject = IpSubject | MacSubject | Eui64Subject

_MAC_LIKE = re.compile(
    r"[0-9a-zA-Z]{1,2}(?:[:-][0-9a-zA-Z]{1,2}){5}|[0-9a-zA-Z]{4}(?:\.[0-9a-zA-Z]{4}){2}|[0-9a-fA-F]{12}|[^:/]*-[^/]*"
)
_EUI64_LIKE = re.compile(r"[0-9a-fA-F]{2}(?:-[0-9a-fA-F]{2}){7}|[0-9a-fA-F]{4}(?:\.[0-9a-fA-F]{4}){3}|[0-9a-fA-F]{16}")
_KINDS = "IPv4 (192.0.2.1), IPv6 (2001:db8::1), a prefix (192.0.2.0/24), or a MAC address (02:00:00:00:00:0a)"


def parse_subject(text: str) -> Subject:
    """The subject that `text` is by its form; AddressError points at what is wrong.

    Eight groups of two hex digits with colons are an IPv6 address by RFC 4291 §2.2; an EUI-64 is written with hyphens.
    """
    text = text.strip()
    if _EUI64_LIKE.fullmatch(text):
        return Eui64Subject(given=text, number=parse_eui64(text))
    if _MAC_LIKE.fullmatch(text):
        return MacSubject(given=text, mac=Mac(parse_mac(text)))
    try:
        address, length = parse_address_with_length(text)
    except AddressError as error:
        if not re.search(r"[0-9:]", text):
            raise pointed(
                f"{shortened(text)} is no address" if text else "there is no address here",
                text,
                0,
                len(text),
                why=f"what can be explained: {_KINDS}",
            ) from error
        raise
    return IpSubject(given=text, address=address, length=length)
