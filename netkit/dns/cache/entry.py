"""What stands in the cache: record sets, and what is known not to be there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import dns.name
    import dns.rdatatype
    import dns.rrset

__all__ = ["Credibility", "Entry", "Failure", "Negative"]


class Credibility(IntEnum):
    """How far a record set is to be believed: where it stood in whose message (RFC 2181 section 5.4.1). The larger wins."""

    ADDITIONAL = 1
    """Glue, or another server's addition."""
    REFERRAL = 2
    """The authority section of a referral: the parent speaks about its child."""
    ANSWER_OF_OTHERS = 3
    """The answer of a server that does not claim authority."""
    AUTHORITY = 4
    """The authority section of an authoritative answer."""
    ANSWER = 5
    """The answer section of an authoritative answer."""


@dataclass(slots=True, eq=False)
class Entry:
    """A record set, its credibility, when it was learned and until when it may be used (seconds), and by which walk and step.

    `signatures` are the RRSIG records that came with it, `proof` the NSEC and NSEC3 sets with theirs that show that a wildcard was
    rightly used.
    """

    rrset: dns.rrset.RRset
    credibility: Credibility
    learned_at: float
    expires: float
    walk: int
    step: int
    zone: dns.name.Name
    signatures: dns.rrset.RRset | None = None
    proof: tuple[dns.rrset.RRset, ...] = ()

    def remaining(self, now: float) -> int:
        """For how many seconds it may still be used."""
        return max(0, int(self.expires - now))

    def aged(self, now: float) -> dns.rrset.RRset:
        """The record set with what is left of its time to live."""
        return _with_time_to_live(self.rrset, self.remaining(now))


@dataclass(slots=True, eq=False, kw_only=True)
class Negative:
    """That there is nothing: no such records, or, where `rdtype` is None, no such name.

    `proof` is the authority section that said so: the SOA, which says for how long, and with DNSSEC the records that prove the denial.
    """

    name: dns.name.Name
    rdtype: dns.rdatatype.RdataType | None
    proof: tuple[dns.rrset.RRset, ...]
    learned_at: float
    expires: float
    walk: int
    step: int
    zone: dns.name.Name

    def remaining(self, now: float) -> int:
        """For how many seconds it may still be used."""
        return max(0, int(self.expires - now))

    def aged_proof(self, now: float) -> tuple[dns.rrset.RRset, ...]:
        """The authority section of an answer made from this."""
        return tuple(_with_time_to_live(each, self.remaining(now)) for each in self.proof)


@dataclass(slots=True, eq=False)
class Failure:
    """A question that could not be answered: it is not tried again before `expires` (RFC 9520).

    `text` says why it failed, `error` is the extended error's number, `bogus` that an answer was there, and did not hold.
    """

    text: str
    expires: float
    walk: int
    error: int
    bogus: bool


def _with_time_to_live(rrset: dns.rrset.RRset, seconds: int) -> dns.rrset.RRset:
    copied: dns.rrset.RRset = rrset.copy()  # type: ignore[no-untyped-call]
    copied.ttl = min(copied.ttl, seconds) if copied.ttl else 0
    return copied
