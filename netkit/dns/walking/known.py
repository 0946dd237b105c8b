"""What the cache knows already: the whole answer, or at least a zone on the way to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

import dns.name
import dns.rdatatype

from netkit.dns.cache import Credibility
from netkit.dns.durations import seconds_text
from netkit.dns.name_text import zone_text
from netkit.dns.step import Outcome
from netkit.dns.walking.aliases import alias_through
from netkit.dns.walking.delegation import Delegation, Target, addresses_of
from netkit.dns.walking.found import Found
from netkit.dns.walking.reasons import because

if TYPE_CHECKING:
    from collections.abc import Sequence

    import dns.rrset

    from netkit.dns.cache import Entry, Failure, Negative
    from netkit.dns.query import Question
    from netkit.dns.reason import Reason
    from netkit.dns.step import Step
    from netkit.dns.walking.walk import Errand, Walk

__all__ = ["closest", "recalled", "targets_of"]


def recalled(walk: Walk, question: Question, errand: Errand) -> Found | None:
    """The answer, alias, denial or failure that is remembered for a question, with a step where another walk learned it."""
    now, cache = walk.now, walk.cache
    failure = cache.failure(question.name, question.type, now=now)
    if failure is not None and (failure.walk == walk.number or (failure.bogus and not walk.settings.refuse_bogus)):
        failure = None
    if failure is not None and failure.bogus:
        return _failed_before(walk, question, errand, failure)
    for rdtype in (question.type, dns.rdatatype.CNAME):
        entry = cache.get(question.name, rdtype, now=now)
        if entry is not None:
            records = [entry.aged(now)]
            alias = rdtype != question.type
            target = entry.rrset[0].target if alias else question.name
            _tell(walk, question, errand, entry, because_known("cache.answer", entry, walk), records)
            outcome = Outcome.ALIAS if alias else Outcome.ANSWER
            return Found(outcome=outcome, target=target, records=records, **_origin(walk, entry))
    negative = cache.negative(question.name, question.type, now=now)
    if negative is not None:
        _tell(walk, question, errand, negative, because_known("cache.negative", negative, walk), ())
        outcome = Outcome.NXDOMAIN if negative.rdtype is None else Outcome.NODATA
        return Found(
            outcome=outcome, target=question.name, proof=negative.aged_proof(now), zone=negative.zone,
            step=_step_of(walk, negative),
        )  # fmt: skip
    redirected = _redirected(walk, question, errand)
    if redirected is not None:
        return redirected
    return None if failure is None else _failed_before(walk, question, errand, failure)


def _failed_before(walk: Walk, question: Question, errand: Errand, failure: Failure) -> Found:
    reason = because("cache.failure", detail=failure.text)
    _cached(walk, question.name, question, errand, reason)
    return Found(outcome=Outcome.GAVE_UP, target=question.name, failure=reason, error=failure.error)


def _redirected(walk: Walk, question: Question, errand: Errand) -> Found | None:
    """By a DNAME above the name that is remembered."""
    least = Credibility.ANSWER_OF_OTHERS
    for entry in walk.cache.above(question.name, dns.rdatatype.DNAME, now=walk.now, least=least):
        if entry.rrset.name == question.name:
            continue
        made = alias_through(question.name, entry.aged(walk.now))
        if made is None:
            return None
        records = [entry.aged(walk.now), made]
        _tell(walk, question, errand, entry, because_known("cache.answer", entry, walk), records)
        ends = question.type == dns.rdatatype.CNAME
        target = question.name if ends else made[0].target
        outcome = Outcome.ANSWER if ends else Outcome.ALIAS
        return Found(outcome=outcome, target=target, records=records, **_origin(walk, entry))
    return None


class _Origin(TypedDict):
    zone: dns.name.Name
    step: int | None
    no_closer: Sequence[dns.rrset.RRset]
    signatures: dict[tuple[dns.name.Name, int], dns.rrset.RRset]


def _origin(walk: Walk, entry: Entry) -> _Origin:
    """Where a remembered set came from, and what came with it."""
    signatures = {} if entry.signatures is None else {(entry.rrset.name, int(entry.rrset.rdtype)): entry.signatures}
    return _Origin(zone=entry.zone, step=_step_of(walk, entry), no_closer=entry.proof, signatures=signatures)


def _step_of(walk: Walk, known: Entry | Negative) -> int | None:
    """The step of this walk that taught it; None where an earlier walk did."""
    return known.step if known.walk == walk.number else None


def closest(walk: Walk, question: Question, errand: Errand) -> Delegation:
    """The deepest zone on the way to a name whose servers are known: from the cache, from stubs, or the root's hints."""
    settings, name = walk.settings, question.name
    stub = max(
        (each for each in settings.stubs if name.is_subdomain(each)), key=lambda each: len(each.labels), default=None
    )
    cuts = walk.cache.above(name, dns.rdatatype.NS, now=walk.now, least=Credibility.REFERRAL)
    while cuts and not _reachable(walk, cuts[0]):
        del cuts[0]
    entry = cuts[0] if cuts else None
    if entry is not None and (stub is None or len(entry.rrset.name.labels) > len(stub.labels)):
        zone = entry.rrset.name
        if entry.walk != walk.number:
            step = _cached(walk, zone, question, errand, _saved(walk, cuts))
            step.remaining = entry.remaining(walk.now)
        return Delegation(zone, targets_of(walk, entry.rrset), "cache")
    if stub is not None:
        return Delegation(stub, [Target(None, [str(each) for each in settings.stubs[stub]])], "stub")
    targets: dict[dns.name.Name, Target] = {}
    for server, address in settings.hints:
        targets.setdefault(server, Target(server)).addresses.append(address)
    return Delegation(dns.name.root, list(targets.values()), "hints")


def targets_of(walk: Walk, servers: dns.rrset.RRset) -> list[Target]:
    """The servers of an NS set, with the addresses that are known of them."""
    found = []
    for record in list(servers)[: walk.settings.limits.servers]:
        target = Target(record.target)
        for rdtype in (dns.rdatatype.A, dns.rdatatype.AAAA):
            entry = walk.cache.get(record.target, rdtype, now=walk.now, least=Credibility.ADDITIONAL)
            if entry is not None:
                target.addresses += addresses_of(entry.rrset)
        found.append(target)
    return found


def _reachable(walk: Walk, entry: Entry) -> bool:
    """Whether a remembered zone has a server that can be asked without the zone itself."""
    zone = entry.rrset.name
    return any(
        each.addresses or not each.name.is_subdomain(zone) for each in targets_of(walk, entry.rrset) if each.name
    )


def because_known(rule: str, known: Entry | Negative, walk: Walk) -> Reason:
    """Since when something is known, and for how long it still is."""
    return because(rule, since=_since(known, walk), time=seconds_text(known.remaining(walk.now)))


def _since(known: Entry | Negative, walk: Walk) -> str:
    return f"{seconds_text(walk.now - known.learned_at)} ago" if known.learned_at < walk.now else "just now"


def _saved(walk: Walk, cuts: Sequence[Entry]) -> Reason:
    """Which zones' servers need not be asked, because a deeper one is known."""
    entry = cuts[0]
    above = [zone_text(each.rrset.name) for each in cuts[1:] if len(each.rrset.name.labels) > 1]
    return because(
        "cache.delegation",
        zone=zone_text(entry.rrset.name),
        since=_since(entry, walk),
        time=seconds_text(entry.remaining(walk.now)),
        saved=" and ".join(["the root", *reversed(above)]),
    )


def _tell(
    walk: Walk,
    question: Question,
    errand: Errand,
    known: Entry | Negative,
    reason: Reason,
    records: Sequence[dns.rrset.RRset],
) -> None:
    if known.walk == walk.number:
        return
    step = _cached(walk, known.zone, question, errand, reason)
    step.remaining, step.records = known.remaining(walk.now), records


def _cached(walk: Walk, zone: dns.name.Name, question: Question, errand: Errand, reason: Reason) -> Step:
    step = walk.step(zone, question, errand)
    step.outcome, step.ended_at = Outcome.CACHED, walk.now
    step.concluded.append(reason)
    return step
