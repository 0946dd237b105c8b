"""Denial by NSEC: each record says which name comes next, and which types its own name has (RFC 4035 section 5.4, RFC 6840 section 4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import dns.name
import dns.rdatatype

from netkit.dns.name_text import name_text, zone_text
from netkit.dns.trust.denial.denied import Denied, DeniedKind, types_of
from netkit.dns.walking.reasons import because

if TYPE_CHECKING:
    import dns.rrset

__all__ = ["NsecDenials"]

NS, SOA, CNAME, DNAME, DS = (dns.rdatatype.from_text(each) for each in ("NS", "SOA", "CNAME", "DNAME", "DS"))


class Span(NamedTuple):
    """A record: its owner, the next name, the owner's types."""

    owner: dns.name.Name
    next: dns.name.Name
    types: frozenset[int]


class NsecDenials:
    """The NSEC records of `zone` that came with a reply, and whose signatures hold."""

    def __init__(self, sets: Sequence[dns.rrset.RRset], zone: dns.name.Name) -> None:
        self._zone = zone
        self._spans = [Span(each.name, each[0].next, types_of(each[0])) for each in sets if len(each)]

    def __bool__(self) -> bool:
        """Whether there is any record."""
        return bool(self._spans)

    def no_data(self, name: dns.name.Name, rdtype: dns.rdatatype.RdataType) -> Denied | None:
        """That `name` exists without `rdtype`, or would be made from a wildcard without it."""
        text, kind = name_text(name), dns.rdatatype.to_text(rdtype)
        here = self._at(name)
        if here is not None:
            if not _lacks(here, rdtype):
                return None
            return Denied(DeniedKind.ABSENT, because("span.types", name=text, type=kind))
        covering = self._covering(name)
        if covering is None:
            return None
        if covering.next.is_subdomain(name):
            return Denied(DeniedKind.ABSENT, because("span.empty", name=text, next=name_text(covering.next)))
        wildcard = dns.name.Name((b"*", *_encloser(name, covering).labels))
        made, around = self._at(wildcard), self._covering(wildcard)
        empty = made is None and around is not None and around.next.is_subdomain(wildcard)
        if empty or (made is not None and _lacks(made, rdtype)):
            reason = because("span.wildcard-types", name=text, wildcard=name_text(wildcard), type=kind)
            return Denied(DeniedKind.ABSENT, reason)
        return None

    def no_name(self, name: dns.name.Name) -> Denied | None:
        """That `name` does not exist, and no wildcard would make it."""
        covering = self._covering(name)
        if covering is None or covering.next.is_subdomain(name):
            return None
        wildcard = dns.name.Name((b"*", *_encloser(name, covering).labels))
        none_made = self._covering(wildcard)
        if none_made is None or none_made.next.is_subdomain(wildcard):
            return None
        reason = because(
            "span.between", name=name_text(name), owner=zone_text(covering.owner), next=zone_text(covering.next),
            wildcard=name_text(wildcard),
        )  # fmt: skip
        return Denied(DeniedKind.ABSENT, reason)

    def no_closer(self, name: dns.name.Name, wildcard: dns.name.Name) -> Denied | None:
        """That `name` itself does not exist, so that the wildcard was rightly used."""
        covering = self._covering(name)
        if covering is None or covering.next.is_subdomain(name):
            return None
        if _encloser(name, covering) != wildcard.parent():
            return None
        return Denied(
            DeniedKind.ABSENT,
            because("span.no-closer", name=name_text(name), wildcard=name_text(wildcard)),
        )

    def no_ds(self, name: dns.name.Name) -> Denied | None:
        """That the zone has no DS for `name`: it is an unsigned delegation, or no delegation at all."""
        here = self._at(name)
        if here is not None:
            if DS in here.types or (SOA in here.types and len(name) > 1):
                return None
            if NS in here.types:
                return Denied(DeniedKind.DELEGATION, because("span.unsigned", name=name_text(name)))
            return Denied(DeniedKind.ABSENT, because("span.no-cut", name=name_text(name)))
        if self._covering(name) is not None:
            return Denied(DeniedKind.ABSENT, because("span.no-cut", name=name_text(name)))
        return None

    def _at(self, name: dns.name.Name) -> Span | None:
        return next((each for each in self._spans if each.owner == name), None)

    def _covering(self, name: dns.name.Name) -> Span | None:
        """The record in whose gap `name` would lie; one at a cut or a DNAME says nothing of what is below it (RFC 6840 section 4.1)."""
        for each in self._spans:
            below = name.is_subdomain(each.owner)
            if below and (DNAME in each.types or (NS in each.types and SOA not in each.types)):
                continue
            last = each.next == self._zone
            if each.owner < name and (last or name < each.next) and name.is_subdomain(self._zone):
                return each
            if each.owner == each.next and name != each.owner and name.is_subdomain(self._zone):
                return each
        return None


def _lacks(here: Span, rdtype: int) -> bool:
    """Whether the types at a name rightly deny one: the parent's record at a cut speaks of DS alone, the child's never of DS."""
    if rdtype in here.types or CNAME in here.types:
        return False
    if rdtype == DS:
        return SOA not in here.types or len(here.owner) == 1
    return not (NS in here.types and SOA not in here.types)


def _encloser(name: dns.name.Name, covering: Span) -> dns.name.Name:
    """The deepest name above `name` that exists, by the ends of the gap that it lies in."""
    common = [name.fullcompare(each)[2] for each in (covering.owner, covering.next)]
    return dns.name.Name(name.labels[len(name.labels) - max(common) :])
