"""One record set and its signatures: does one of them hold (RFC 4035 section 5.3)?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import dns.dnssec
import dns.exception
import dns.name
import dns.rdataset
import dns.rdatatype
from dns.rdtypes.ANY.RRSIG import posixtime_to_sigtime  # type: ignore[attr-defined]

from netkit.dns.name_text import name_text, zone_text
from netkit.dns.trust.algorithms import algorithm_text
from netkit.dns.walking.reasons import because

if TYPE_CHECKING:
    import dns.rrset
    from dns.rdtypes.ANY.DNSKEY import DNSKEY
    from dns.rdtypes.ANY.RRSIG import RRSIG

    from netkit.dns.reason import Reason
    from netkit.dns.trust.budget import Budget

__all__ = ["Signed", "check_set", "expanded_from", "usable_keys"]

HALF = 1 << 31
BOGUS, EXPIRED, NOT_YET, NO_KEY, NO_SIGNATURE, NO_ZONE_KEY, BACKWARDS = 6, 7, 8, 9, 10, 11, 25
"""Extended errors (RFC 8914 section 4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What came of it: the signature that holds (None where none does), why, and the extended error's number (None where all is well)."""

    reason: Reason
    signature: RRSIG | None = None
    error: int | None = None
    mend: str = ""

    @property
    def holds(self) -> bool:
        """Whether the set is what the zone signed."""
        return self.signature is not None


def usable_keys(keys: Iterable[DNSKEY], signature: RRSIG) -> list[DNSKEY]:
    """The keys that may have made a signature: several can have the same tag (RFC 4035 section 5.3.1)."""
    return [
        key
        for key in keys
        if key.algorithm == signature.algorithm
        and key.protocol == 3
        and key.flags & 0x0100
        and not (key.flags & 0x0080 and signature.type_covered != dns.rdatatype.DNSKEY)
        and dns.dnssec.key_id(key) == signature.key_tag
    ]


def expanded_from(owner: dns.name.Name, signature: RRSIG) -> dns.name.Name | None:
    """The wildcard that a set was made from, by the count of labels in its signature; None where it was not (RFC 4035 section 5.3.4)."""
    count = len(owner.labels) - 1 - (owner.is_wild())
    if signature.labels >= count:
        return None
    return dns.name.Name((b"*", *owner.labels[len(owner.labels) - 1 - signature.labels :]))


def check_set(
    rrset: dns.rrset.RRset,
    signatures: Sequence[RRSIG],
    keys: Sequence[DNSKEY],
    zone: dns.name.Name,
    *,
    now: float,
    budget: Budget,
    algorithms: frozenset[int],
) -> Signed:
    """Check `rrset` against the keys of `zone`; `now` in seconds since 1970. BudgetSpentError if the walk's share is used up."""
    what = f"{name_text(rrset.name)} {dns.rdatatype.to_text(rrset.rdtype)}"
    if not signatures:
        reason = because("signature.missing", what=what, zone=zone_text(zone))
        return Signed(reason=reason, error=NO_SIGNATURE, mend=because("mend.sign", zone=zone_text(zone)).text)
    worst: Signed | None = None
    limit, tried = budget.limits.validations_per_set, 0
    for signature in signatures[: 4 * limit]:
        fault = _unusable(rrset, signature, zone, now, algorithms)
        if fault is None:
            candidates = usable_keys(keys, signature)
            if not candidates:
                fault = _no_key(keys, signature, what, zone)
            for key in candidates[: budget.limits.keys_of_one_tag]:
                budget.check()
                if tried >= limit:
                    reason = because("limit.validations-of-set", count=limit, what=what)
                    return Signed(reason=reason, error=BOGUS)
                tried += 1
                if _verifies(rrset, signature, key, zone, now):
                    budget.checked(holds=True)
                    reason = because("signature.holds", what=what, zone=zone_text(zone), tag=signature.key_tag)
                    return Signed(reason=reason, signature=signature)
                budget.checked(holds=False)
                fault = Signed(
                    reason=because("signature.wrong", what=what, zone=zone_text(zone), tag=signature.key_tag),
                    error=BOGUS,
                    mend=because("mend.sign", zone=zone_text(zone)).text,
                )
        if fault is not None and (worst is None or _rank(fault) < _rank(worst)):
            worst = fault
    assert worst is not None, "each signature either holds or has its fault"  # noqa: S101
    return worst


def _rank(fault: Signed) -> int:
    """Which of several faults is told: the one that came closest to a signature that holds."""
    order = (EXPIRED, NOT_YET, BACKWARDS, BOGUS, NO_ZONE_KEY, NO_KEY)
    return order.index(fault.error) if fault.error in order else len(order)


def _unusable(
    rrset: dns.rrset.RRset, signature: RRSIG, zone: dns.name.Name, now: float, algorithms: frozenset[int]
) -> Signed | None:
    """What is wrong with a signature before any reckoning, in the order of RFC 4035 section 5.3.1."""
    what = f"{name_text(rrset.name)} {dns.rdatatype.to_text(rrset.rdtype)}"
    mend = because("mend.sign", zone=zone_text(zone)).text
    count = len(rrset.name.labels) - 1 - rrset.name.is_wild()
    if signature.signer != zone or signature.type_covered != rrset.rdtype or signature.labels > count:
        rule = "signature.signer" if signature.signer != zone else "signature.labels"
        reason = because(rule, what=what, zone=zone_text(zone), found=name_text(signature.signer))
        return Signed(reason=reason, error=BOGUS, mend=mend)
    moment = int(now) & 0xFFFF_FFFF
    if _later(signature.inception, signature.expiration):
        reason = because("signature.backwards", what=what)
        return Signed(reason=reason, error=BACKWARDS, mend=mend)
    if _later(moment, signature.expiration):
        reason = because("signature.expired", what=what, date=date_text(signature.expiration))
        return Signed(reason=reason, error=EXPIRED, mend=because("mend.sign-again", zone=zone_text(zone)).text)
    if _later(signature.inception, moment):
        reason = because("signature.early", what=what, date=date_text(signature.inception))
        return Signed(reason=reason, error=NOT_YET, mend=because("mend.clock", zone=zone_text(zone)).text)
    if signature.algorithm not in algorithms:
        reason = because("signature.algorithm", what=what, algorithm=algorithm_text(signature.algorithm))
        return Signed(reason=reason, error=1)
    return None


def _no_key(keys: Sequence[DNSKEY], signature: RRSIG, what: str, zone: dns.name.Name) -> Signed:
    same = [key for key in keys if dns.dnssec.key_id(key) == signature.key_tag]
    no_zone_key = any(not key.flags & 0x0100 for key in same)
    rule = "signature.no-zone-key" if no_zone_key else "signature.no-key"
    return Signed(
        reason=because(rule, what=what, zone=zone_text(zone), tag=signature.key_tag),
        error=NO_ZONE_KEY if no_zone_key else NO_KEY,
        mend=because("mend.sign", zone=zone_text(zone)).text,
    )


def _verifies(rrset: dns.rrset.RRset, signature: RRSIG, key: DNSKEY, zone: dns.name.Name, now: float) -> bool:
    """Whether the arithmetic comes out; whatever is odd about key or signature makes it False."""
    only = dns.rdataset.Rdataset(key.rdclass, key.rdtype)
    only.add(key, 0)
    try:
        dns.dnssec.validate_rrsig(rrset, signature, {zone: only}, None, now, dns.dnssec.allow_all_policy)
    except (dns.exception.DNSException, ValueError, TypeError, ArithmeticError, LookupError):
        return False
    return True


def _later(one: int, other: int) -> bool:
    """Whether a time is after another, in the arithmetic of serial numbers (RFC 4034 section 3.1.5, RFC 1982)."""
    return one != other and ((one - other) & 0xFFFF_FFFF) < HALF


def date_text(seconds: int) -> str:
    """A moment as people read it; seconds since 1970."""
    digits = posixtime_to_sigtime(seconds)  # type: ignore[no-untyped-call]
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]} {digits[8:10]}:{digits[10:12]} UTC"
