"""One question, from what is known of its zones down to the zone that answers it (RFC 1034 section 5.3.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dns.rdatatype

from netkit.dns.name_text import name_text, zone_text
from netkit.dns.query import Question
from netkit.dns.step import Outcome
from netkit.dns.walking.found import Found
from netkit.dns.walking.known import closest, recalled
from netkit.dns.walking.minimising import Minimising
from netkit.dns.walking.reasons import because
from netkit.dns.walking.referring import followed
from netkit.dns.walking.remembering import proof_with_signatures, remember
from netkit.dns.walking.servers import Inquiry

if TYPE_CHECKING:
    from collections.abc import Sequence

    import dns.rrset

    from netkit.dns.reason import Reason
    from netkit.dns.step import Step
    from netkit.dns.walking.reading import Reading
    from netkit.dns.walking.servers import AddressLookUp
    from netkit.dns.walking.walk import Errand, Talk, Walk

__all__ = ["find"]


def find(
    walk: Walk, question: Question, errand: Errand, look_up: AddressLookUp, *, asked_for: Reason | None = None
) -> Talk[Found]:
    """What there is for `question`; aliases are followed only as far as one reply leads.

    `asked_for` says why it is asked, where that is told.
    """
    known = recalled(walk, question, errand)
    if known is not None:
        return known
    start = question
    told: tuple[Reason, ...] = () if asked_for is None else (asked_for,)
    if question.type == dns.rdatatype.DS and len(question.name.labels) > 1:
        start = Question(question.name.parent(), question.type)
        told = (*told, because("question.parent-side", name=name_text(question.name)))
    inquiry = Inquiry(walk, closest(walk, start, errand), errand, look_up)
    limits = walk.settings.limits
    minimising = Minimising(question, on=walk.settings.qmin, kind=walk.settings.qmin_type, limits=limits)
    referrals = 0
    while True:
        zone = inquiry.delegation.zone
        asked, why = minimising.next(zone)
        whole = asked == question
        if not whole and _passed(walk, asked, minimising):
            continue
        reply = yield from inquiry.ask(asked, (told if whole else ()) if why is None else (why,))
        if reply is None:
            if not whole:
                minimising.give_up("question.whole-after-failure")
                inquiry.why_not = None
                continue
            return _given_up(walk, question, inquiry)
        step, reading = reply
        remember(walk, step, reading, asked)
        if reading.outcome is Outcome.REFERRAL:
            referrals += 1
            if referrals > limits.referrals:
                reason = because("limit.referrals", count=limits.referrals)
                walk.limit(zone, question, errand, reason)
                return Found(outcome=Outcome.GAVE_UP, target=question.name, failure=reason)
            inquiry = Inquiry(walk, followed(walk, step, reading), errand, look_up)
            continue
        if whole:
            return _found(reading, step)
        _shortened(step, reading, minimising)


def _passed(walk: Walk, asked: Question, minimising: Minimising) -> bool:
    """Whether it is known already what would come back for a shortened name."""
    denied = walk.cache.negative(asked.name, asked.type, now=walk.now)
    if denied is not None and denied.rdtype is None:
        minimising.give_up("question.whole-after-denial")
    return denied is not None or walk.cache.get(asked.name, asked.type, now=walk.now) is not None


def _shortened(step: Step, reading: Reading, minimising: Minimising) -> None:
    """What a reply to a shortened name means for the next question."""
    if reading.outcome is Outcome.NXDOMAIN:
        minimising.give_up("question.whole-after-denial")
    elif reading.outcome is Outcome.ALIAS or reading.chain:
        minimising.give_up("question.whole-after-alias")
    else:
        step.concluded.insert(0, because("answer.minimised", name=name_text(step.question.name)))


def _found(reading: Reading, step: Step) -> Found:
    proof: Sequence[dns.rrset.RRset] = ()
    if reading.outcome in (Outcome.NODATA, Outcome.NXDOMAIN):
        soa = reading.soa
        proof = proof_with_signatures(reading, 0 if soa is None else min(soa.ttl, soa[0].minimum))
    return Found(
        outcome=reading.outcome,
        target=reading.target,
        records=(*reading.chain, *reading.records),
        proof=proof,
        zone=step.zone,
        step=step.number,
        no_closer=() if proof else proof_with_signatures(reading),
        signatures=reading.signatures,
    )


def _given_up(walk: Walk, question: Question, inquiry: Inquiry) -> Found:
    reason = inquiry.why_not or because("servers.none", zone=zone_text(inquiry.delegation.zone))
    if not walk.distrusted:  # else others may find what this walk does not believe
        walk.cache.put_failure(question.name, question.type, reason.text, now=walk.now, seconds=5)
    return Found(outcome=Outcome.GAVE_UP, target=question.name, failure=reason, zone=inquiry.delegation.zone)
