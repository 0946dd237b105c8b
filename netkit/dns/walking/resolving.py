"""A question with all its aliases, to the very end; and the address of a server, which is such a question, too."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import dns.rcode
import dns.rdatatype

from netkit.dns.name_text import name_text
from netkit.dns.query import Purpose, PurposeKind, Question
from netkit.dns.step import Outcome
from netkit.dns.walking.delegation import addresses_of
from netkit.dns.walking.finding import find
from netkit.dns.walking.reasons import because
from netkit.dns.walking.walk import Errand

if TYPE_CHECKING:
    import dns.rrset

    from netkit.dns.reason import Reason
    from netkit.dns.walking.found import Found
    from netkit.dns.walking.walk import Talk, Walk

__all__ = ["Resolved", "resolve"]


@dataclass(slots=True, kw_only=True)
class Resolved:
    """The end of a question: its code, all records from the first alias on, the proof of a denial, and why it failed if it did.

    `parts` are what was found for each name on the way.
    """

    rcode: dns.rcode.Rcode
    answer: list[dns.rrset.RRset] = field(default_factory=list)
    proof: list[dns.rrset.RRset] = field(default_factory=list)
    reason: Reason | None = None
    failed: bool = False
    parts: list[tuple[Question, Found]] = field(default_factory=list)


def resolve(walk: Walk, question: Question, errand: Errand) -> Talk[Resolved]:
    """Find `question`, and what its aliases lead to."""
    resolved = Resolved(rcode=dns.rcode.NOERROR)
    wanted, seen, links = question, {question.name}, 0
    while True:
        found = yield from find(walk, wanted, errand, server_addresses)
        resolved.parts.append((wanted, found))
        aliases = [each for each in found.records if each.rdtype == dns.rdatatype.CNAME and each.name != found.target]
        resolved.answer += found.records
        if found.failure is not None:
            return _failed(resolved, found.failure)
        links += len(aliases)
        limit = walk.settings.limits.aliases
        if links > limit:
            reason = because("limit.aliases", count=limit)
            walk.limit(walk.steps[-1].zone, wanted, errand, reason)
            return _failed(resolved, reason)
        if found.outcome is Outcome.NXDOMAIN:
            resolved.rcode = dns.rcode.NXDOMAIN
            if not found.proof and found.records and found.records[-1].rdtype == dns.rdatatype.DNAME:
                resolved.rcode = dns.rcode.YXDOMAIN
        if found.outcome is not Outcome.ALIAS:
            resolved.proof += found.proof
            return resolved
        if found.target in seen:
            reason = because("alias.loop", name=name_text(found.target))
            walk.limit(walk.steps[-1].zone, wanted, errand, reason)
            return _failed(resolved, reason)
        seen |= {each.name for each in aliases} | {found.target}
        wanted = Question(found.target, question.type)
        if errand.purpose.kind is PurposeKind.ANSWER or errand.purpose.kind is PurposeKind.ALIAS:
            parent = walk.steps[-1].number if walk.steps else None
            errand = Errand(Purpose(PurposeKind.ALIAS, wanted, None, parent, errand.purpose.depth), errand.waiting)


def _failed(resolved: Resolved, reason: Reason) -> Resolved:
    resolved.rcode, resolved.reason, resolved.failed = dns.rcode.SERVFAIL, reason, True
    return resolved


def server_addresses(walk: Walk, question: Question, errand: Errand) -> Talk[list[str]]:
    """The addresses of a server, of the type that is asked for; none if there are none."""
    resolved = yield from resolve(walk, question, errand)
    return [address for rrset in resolved.answer if rrset.rdtype == question.type for address in addresses_of(rrset)]
