"""Denial by NSEC3: the same by the hashes of names, so that the zone can't be read off (RFC 5155 section 8, RFC 9276)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import dns.name
import dns.rdatatype

from netkit.dns.name_text import name_text
from netkit.dns.nsec3_hash import nsec3_hash
from netkit.dns.trust.denial.denied import Denied, DeniedKind, types_of
from netkit.dns.walking.reasons import because

if TYPE_CHECKING:
    import dns.rrset

    from netkit.dns.trust.budget import Budget

__all__ = ["Nsec3Denials"]

NS, SOA, CNAME, DNAME, DS = (dns.rdatatype.from_text(each) for each in ("NS", "SOA", "CNAME", "DNAME", "DS"))
SHA1, OPT_OUT = 1, 1
ITERATIONS = 27
"""Extended error: Unsupported NSEC3 Iterations Value."""


class Span(NamedTuple):
    """A record: the hash in its owner's name, the next hash, the types of the name behind the hash, and whether it opts out."""

    hash: bytes
    next: bytes
    types: frozenset[int]
    opt_out: bool


class Nsec3Denials:
    """The NSEC3 records of `zone` that came with a reply, and whose signatures hold."""

    def __init__(self, sets: Sequence[dns.rrset.RRset], zone: dns.name.Name, budget: Budget) -> None:
        self._zone, self._budget = zone, budget
        self._spans: list[Span] = []
        self._salt, self._iterations = b"", -1
        self._hashes: dict[dns.name.Name, bytes] = {}
        for rrset in sets:
            self._take(rrset)

    def __bool__(self) -> bool:
        """Whether there is any record."""
        return bool(self._spans)

    def _take(self, rrset: dns.rrset.RRset) -> None:
        """One record, if it is of a kind that is known, and has the parameters of the first (RFC 5155 section 8.2)."""
        for record in rrset:
            if record.algorithm != SHA1 or record.flags & ~OPT_OUT or rrset.name.parent() != self._zone:
                continue
            if self._iterations < 0:
                self._salt, self._iterations = record.salt, record.iterations
            if (record.salt, record.iterations) != (self._salt, self._iterations):
                continue
            try:
                hashed = base64.b32hexdecode(rrset.name.labels[0].upper())
            except (binascii.Error, ValueError):
                continue
            self._spans.append(Span(hashed, record.next, types_of(record), bool(record.flags & OPT_OUT)))

    def too_costly(self) -> Denied | None:
        """That the names would have to be hashed too often: such a zone counts as unsigned (RFC 9276 section 3.2)."""
        limit = self._budget.limits.iterations
        if self._iterations <= limit:
            return None
        reason = because("hashed.iterations", count=f"{self._iterations:,}", limit=limit)
        return Denied(DeniedKind.OPEN, reason, ITERATIONS)

    @property
    def far_too_costly(self) -> bool:
        """Whether nobody should hash even to find a contradiction."""
        return self._iterations > self._budget.limits.iterations_at_all

    def no_data(self, name: dns.name.Name, rdtype: dns.rdatatype.RdataType) -> Denied | None:
        """That `name` exists without `rdtype`, or would be made from a wildcard without it."""
        text, kind = name_text(name), dns.rdatatype.to_text(rdtype)
        here = self._at(name)
        if here is not None:
            return (
                Denied(DeniedKind.ABSENT, because("hashed.types", name=text, type=kind))
                if _lacks(here, rdtype, root=len(name) == 1)
                else None
            )
        found = self._closest(name)
        if found is None:
            return None
        encloser, covering = found
        made = self._at(dns.name.Name((b"*", *encloser.labels)))
        if made is not None and _lacks(made, rdtype, root=False):
            wildcard = f"*.{name_text(encloser)}"
            reason = because("hashed.wildcard-types", name=text, wildcard=wildcard, type=kind)
            return Denied(DeniedKind.OPEN if covering.opt_out else DeniedKind.ABSENT, reason)
        if covering.opt_out:
            return Denied(DeniedKind.OPEN, because("hashed.opt-out", name=text))
        return None

    def no_name(self, name: dns.name.Name) -> Denied | None:
        """That `name` does not exist, and no wildcard would make it (RFC 5155 section 8.4)."""
        found = self._closest(name)
        if found is None:
            return None
        encloser, covering = found
        if self._covering(dns.name.Name((b"*", *encloser.labels))) is None:
            return None
        if covering.opt_out:
            return Denied(DeniedKind.OPEN, because("hashed.opt-out", name=name_text(name)))
        return Denied(DeniedKind.ABSENT, because("hashed.between", name=name_text(name), encloser=name_text(encloser)))

    def no_closer(self, name: dns.name.Name, wildcard: dns.name.Name) -> Denied | None:
        """That `name` itself does not exist, so that the wildcard was rightly used (RFC 5155 section 8.8)."""
        covering = self._covering(_next_closer(name, wildcard.parent()))
        if covering is None:
            return None
        kind = DeniedKind.OPEN if covering.opt_out else DeniedKind.ABSENT
        return Denied(kind, because("hashed.no-closer", name=name_text(name), wildcard=name_text(wildcard)))

    def no_ds(self, name: dns.name.Name) -> Denied | None:
        """That the zone has no DS for `name`: it is an unsigned delegation, or no delegation at all (RFC 5155 sections 8.6, 8.9)."""
        here = self._at(name)
        if here is not None:
            if DS in here.types or (SOA in here.types and len(name) > 1):
                return None
            if NS in here.types:
                return Denied(DeniedKind.DELEGATION, because("hashed.unsigned", name=name_text(name)))
            return Denied(DeniedKind.ABSENT, because("hashed.no-cut", name=name_text(name)))
        found = self._closest(name)
        if found is None:
            return None
        _, covering = found
        if covering.opt_out:
            return Denied(DeniedKind.DELEGATION, because("hashed.opt-out", name=name_text(name)))
        return Denied(DeniedKind.ABSENT, because("hashed.no-cut", name=name_text(name)))

    def _closest(self, name: dns.name.Name) -> tuple[dns.name.Name, Span] | None:
        """The closest name above that exists, and the gap of the next one down (RFC 5155 section 8.3)."""
        above = name
        while above != self._zone:
            if not above.is_subdomain(self._zone) or len(above) == 1:
                return None
            above = above.parent()
            here = self._at(above)
            if here is None:
                continue
            if DNAME in here.types or (NS in here.types and SOA not in here.types):
                return None
            covering = self._covering(_next_closer(name, above))
            return None if covering is None else (above, covering)
        return None

    def _at(self, name: dns.name.Name) -> Span | None:
        hashed = self._hash(name)
        return next((each for each in self._spans if each.hash == hashed), None)

    def _covering(self, name: dns.name.Name) -> Span | None:
        hashed = self._hash(name)
        for each in self._spans:
            inside = (
                each.hash < hashed < each.next if each.hash < each.next else hashed > each.hash or hashed < each.next
            )
            if inside and hashed != each.hash:
                return each
        return None

    def _hash(self, name: dns.name.Name) -> bytes:
        """RFC 5155 section 5; BudgetSpentError if the walk has hashed enough."""
        known = self._hashes.get(name)
        if known is None:
            self._budget.hash()
            known = nsec3_hash(name, self._salt, self._iterations)
            self._hashes[name] = known
        return known


def _next_closer(name: dns.name.Name, encloser: dns.name.Name) -> dns.name.Name:
    """The name with one label more than `encloser` on the way to `name`."""
    return dns.name.Name(name.labels[max(0, len(name.labels) - len(encloser.labels) - 1) :])


def _lacks(here: Span, rdtype: int, *, root: bool) -> bool:
    if rdtype in here.types or CNAME in here.types:
        return False
    if rdtype == DS:
        return SOA not in here.types or root
    return not (NS in here.types and SOA not in here.types)
