"""What of a reply goes into the cache, how far it is believed, and for how long."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import dns.rdatatype

from netkit.dns.cache import Credibility, Entry, Negative
from netkit.dns.durations import seconds_text
from netkit.dns.name_text import name_text, zone_text
from netkit.dns.step import Outcome
from netkit.dns.walking.reasons import because

if TYPE_CHECKING:
    import dns.name
    import dns.rrset

    from netkit.dns.query import Question
    from netkit.dns.step import Step
    from netkit.dns.walking.reading import Reading
    from netkit.dns.walking.walk import Walk

__all__ = ["negative_proof", "proof_with_signatures", "remember"]

HIGHEST = 0x7FFF_FFFF

NAMED = 3
"""Servers that a sentence names."""


def remember(walk: Walk, step: Step, reading: Reading, question: Question) -> None:
    """Keep what `reading`, the reading of a step's reply, has taught."""
    answer = Credibility.ANSWER if reading.authoritative else Credibility.ANSWER_OF_OTHERS
    for rrset in (*reading.chain, *reading.records):
        if any(rrset is each for each in reading.made):
            continue  # the DNAME says it again, and for every other name
        keep(walk, step, rrset, answer, reading)
    _compare(walk, step, reading)
    believed = _servers_credibility(step, reading)
    if reading.servers is not None and believed is not None:
        keep(walk, step, reading.servers, believed, reading)
    for rrset in reading.glue:
        keep(walk, step, rrset, Credibility.ADDITIONAL, reading)
    for rrset in reading.proof:
        if rrset.rdtype == dns.rdatatype.DS:
            keep(walk, step, rrset, Credibility.ANSWER, reading)
    _keep_missing_ds(walk, step, reading)
    if reading.outcome in (Outcome.NODATA, Outcome.NXDOMAIN) and reading.soa is not None:
        seconds = min(_lifetime(reading.soa), reading.soa[0].minimum)
        found = Negative(
            name=reading.target,
            rdtype=None if reading.outcome is Outcome.NXDOMAIN else question.type,
            proof=negative_proof(reading, seconds),
            learned_at=walk.now,
            expires=walk.now + seconds,
            walk=walk.number,
            step=step.number,
            zone=step.zone,
        )
        walk.cache.put_negative(found)
        step.concluded.append(because("kept.negative", time=seconds_text(found.expires - walk.now)))
    elif reading.records and reading.outcome is Outcome.ANSWER:
        step.concluded.append(because("kept", time=seconds_text(min(_lifetime(each) for each in step.records))))


def _keep_missing_ds(walk: Walk, step: Step, reading: Reading) -> None:
    """What a referral proves of the DS that is not there, as an answer to a question for it would (RFC 4035 section 3.1.4)."""
    servers, denials = reading.servers, [each for each in reading.proof if each.rdtype != dns.rdatatype.DS]
    if reading.outcome is not Outcome.REFERRAL or servers is None or not denials or len(denials) < len(reading.proof):
        return
    seconds = min(_lifetime(each) for each in denials)
    walk.cache.put_negative(
        Negative(
            name=servers.name,
            rdtype=dns.rdatatype.DS,
            proof=proof_with_signatures(reading, seconds),
            learned_at=walk.now,
            expires=walk.now + seconds,
            walk=walk.number,
            step=step.number,
            zone=step.zone,
        )
    )


def _compare(walk: Walk, step: Step, reading: Reading) -> None:
    """Say it where a zone names other servers than its parent does."""
    own = [reading.servers] if reading.servers is not None else []
    own += [each for each in reading.records if each.rdtype == dns.rdatatype.NS]
    for servers in own:
        parents = walk.cache.parent_side(servers.name, now=walk.now)
        if not reading.authoritative or parents is None or servers.name != step.zone:
            continue
        ours, theirs = ({each.target for each in side} for side in (servers, parents.rrset))
        if ours != theirs:
            step.concluded.append(
                because(
                    "servers.disagree",
                    zone=zone_text(servers.name),
                    child=_listed(ours - theirs),
                    parent=_listed(theirs - ours),
                )
            )


def _listed(names: Iterable[dns.name.Name]) -> str:
    return ", ".join(name_text(each) for each in sorted(names)[:NAMED]) or "no other"


def _servers_credibility(step: Step, reading: Reading) -> Credibility | None:
    """How far the servers in the authority section are believed; None where they are not.

    A zone names its own servers in an authoritative answer, a parent those of its child in a referral. What an answer without authority
    says of servers would be a forger's way to take a zone over.
    """
    if reading.servers is None or not reading.servers.name.is_subdomain(step.zone):
        return None
    if reading.outcome is Outcome.REFERRAL:
        return Credibility.REFERRAL
    return Credibility.AUTHORITY if reading.authoritative else None


def negative_proof(reading: Reading, seconds: int) -> tuple[dns.rrset.RRset, ...]:
    """The authority section of a denial: SOA first, with the time for which the denial may be kept (RFC 2308 section 3)."""
    return proof_with_signatures(reading, seconds)


def proof_with_signatures(reading: Reading, seconds: int | None = None) -> tuple[dns.rrset.RRset, ...]:
    """The SOA and the proofs that came with a reply, with their signatures; kept for `seconds` at most."""
    found = [each for each in (reading.soa, *reading.proof) if each is not None]
    found += [each for each in map(reading.signature, found) if each is not None]
    if seconds is None:
        return tuple(found)
    aged = []
    for rrset in found:
        copied = rrset.copy()  # type: ignore[no-untyped-call]
        copied.ttl = min(copied.ttl, seconds)
        aged.append(copied)
    return tuple(aged)


def keep(walk: Walk, step: Step, rrset: dns.rrset.RRset, credibility: Credibility, reading: Reading) -> None:
    """One record set into the cache, unless its time is over at once."""
    seconds = _lifetime(rrset)
    if not len(rrset):
        return
    walk.cache.put(
        Entry(
            rrset, credibility, walk.now, walk.now + seconds, walk.number, step.number, step.zone,
            reading.signature(rrset), proof_with_signatures(reading) if _used_wildcard(reading, rrset) else (),
        )
    )  # fmt: skip


def _used_wildcard(reading: Reading, rrset: dns.rrset.RRset) -> bool:
    """Whether the count of labels in a signature is lower than the name's (RFC 4035 section 5.3.4)."""
    signatures = reading.signature(rrset)
    return signatures is not None and any(each.labels < len(rrset.name.labels) - 1 for each in signatures)


def _lifetime(rrset: dns.rrset.RRset) -> int:
    """The time to live in seconds; what has the highest bit set counts as none (RFC 2181 section 8)."""
    return int(rrset.ttl) if 0 <= rrset.ttl <= HIGHEST else 0
