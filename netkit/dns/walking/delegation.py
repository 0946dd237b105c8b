"""Who is to be asked about a zone: its servers, and what is known of where they are."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import dns.name
import dns.rdatatype

if TYPE_CHECKING:
    import dns.rrset

__all__ = ["Delegation", "Target", "addresses_of", "unusable"]


@dataclass(slots=True, eq=False)
class Target:
    """A name server of a zone; `looked_up` once its address was searched for, `parent_side` where only the parent names it."""

    name: dns.name.Name | None
    addresses: list[str] = field(default_factory=list)
    looked_up: bool = False
    parent_side: bool = False


@dataclass(slots=True, eq=False)
class Delegation:
    """A zone and its servers; `origin` is how it is known: `hints`, `stub`, `referral` or `cache`."""

    zone: dns.name.Name
    targets: list[Target]
    origin: str
    last_resort_taken: bool = False

    def names(self) -> Sequence[dns.name.Name]:
        """The servers' names."""
        return [each.name for each in self.targets if each.name is not None]


def addresses_of(rrset: dns.rrset.RRset) -> list[str]:
    """The addresses in a set of A or AAAA records, spelled as everybody does (RFC 5952)."""
    if rrset.rdtype == dns.rdatatype.A:
        return [each.address for each in rrset if hasattr(each, "address")]
    return [str(ipaddress.IPv6Address(each.address)) for each in rrset if hasattr(each, "address")]


def unusable(address: str, *, ipv4: bool, ipv6: bool, allow_loopback: bool) -> str:
    """Why nobody can be asked at an address, or ""."""
    try:
        number = ipaddress.ip_address(address)
    except ValueError:
        return "it is no address"
    if number.version == 4 and not ipv4:
        return "IPv4 is not used here"
    if number.version == 6 and not ipv6:
        return "IPv6 is not used here"
    if number.is_unspecified:
        return "it means no host at all"
    if number.is_multicast:
        return "it stands for a group"
    mapped = getattr(number, "ipv4_mapped", None)
    if (number.is_loopback or (mapped is not None and mapped.is_loopback)) and not allow_loopback:
        return "it means the asking machine itself"
    return ""
