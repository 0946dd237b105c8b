"""What the NSEC and NSEC3 records of a reply prove together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import dns.rdatatype

from netkit.dns.name_text import name_text, zone_text
from netkit.dns.trust.denial.denied import Denied, DeniedKind
from netkit.dns.trust.denial.nsec import NsecDenials
from netkit.dns.trust.denial.nsec3 import Nsec3Denials
from netkit.dns.walking.reasons import because

if TYPE_CHECKING:
    import dns.name
    import dns.rrset

    from netkit.dns.trust.budget import Budget

__all__ = ["Denials"]

BOGUS, NSEC_MISSING = 6, 12
"""Extended errors (RFC 8914 sections 4.7 and 4.13)."""


class Denials:
    """The NSEC and NSEC3 records of `zone` whose signatures hold; every method gives what is proven, at worst `DeniedKind.MISSING`."""

    def __init__(self, sets: Sequence[dns.rrset.RRset], zone: dns.name.Name, budget: Budget) -> None:
        self._zone = zone
        self._plain = NsecDenials([each for each in sets if each.rdtype == dns.rdatatype.NSEC], zone)
        self._hashed = Nsec3Denials([each for each in sets if each.rdtype == dns.rdatatype.NSEC3], zone, budget)

    def no_data(self, name: dns.name.Name, rdtype: dns.rdatatype.RdataType) -> Denied:
        """That there is no such type at `name`."""
        what = f"{name_text(name)} {dns.rdatatype.to_text(rdtype)}"
        return self._first(what, lambda each: each.no_data(name, rdtype))

    def no_name(self, name: dns.name.Name) -> Denied:
        """That `name` does not exist."""
        return self._first(name_text(name), lambda each: each.no_name(name))

    def no_closer(self, name: dns.name.Name, wildcard: dns.name.Name) -> Denied:
        """That a set was rightly made from `wildcard`."""
        return self._first(name_text(name), lambda each: each.no_closer(name, wildcard))

    def no_ds(self, name: dns.name.Name) -> Denied:
        """That nothing vouches for a zone at `name`."""
        return self._first(f"{name_text(name)} DS", lambda each: each.no_ds(name))

    def _first(self, what: str, prove: Callable[[NsecDenials | Nsec3Denials], Denied | None]) -> Denied:
        proven = prove(self._plain)
        if proven is None and self._hashed:
            proven = self._by_hashes(prove)
        if proven is not None:
            return proven
        if self._hashed or self._plain:
            return Denied(DeniedKind.MISSING, because("denial.other", what=what, zone=zone_text(self._zone)), BOGUS)
        return Denied(
            DeniedKind.MISSING, because("denial.missing", what=what, zone=zone_text(self._zone)), NSEC_MISSING
        )

    def _by_hashes(self, prove: Callable[[NsecDenials | Nsec3Denials], Denied | None]) -> Denied | None:
        """A proof that is too costly proves nothing; where it can still be looked at, it must not be a wrong one either."""
        costly = self._hashed.too_costly()
        if costly is None or not self._hashed.far_too_costly:
            proven = prove(self._hashed)
            return proven if costly is None or proven is None else costly
        return costly
