"""Which walks a capture shows."""

from __future__ import annotations

from collections.abc import Sequence

import dns.name
import dns.rdatatype

from netkit.dns.query import Question
from netkit.dns.replay.exchange import Exchange
from netkit.dns.replay.knowledge import BESIDE

__all__ = ["walks_in"]

SIGNAL = b"_ta-"
"""With such a name a resolver tells the root which keys it trusts (RFC 8145 section 5.1)."""


def walks_in(exchanges: Sequence[Exchange]) -> list[Question]:
    """What walks were for: questions asked one server after the other, without what was asked on the way.

    Where the capture has the clients' questions to a resolver, too, those say what its walks were for. On the way are names above another
    one (minimised), addresses of name servers that a referral names, aliases' targets, the root's own servers, and keys.
    """
    walked = [each for each in exchanges if not each.recursive]
    names = {each.question.name for each in walked}
    walkers, targets = {each.client for each in walked}, _targets(walked)
    wanted = [
        _lower(each.question)
        for each in exchanges
        if each.recursive
        and each.question.name in names
        and (each.server in walkers or each.question.name not in targets)
    ]
    wanted = [each for each in dict.fromkeys(wanted) if each.type not in BESIDE]
    known = {each.name for each in wanted}
    found = [each for each in _ends(walked) if each.name not in known]
    if not found and not wanted:
        questions = dict.fromkeys(_lower(each.question) for each in walked)
        return [each for each in questions if len(each.name) > 1 and each.type not in BESIDE]
    order: dict[Question | dns.name.Name, int] = {}
    for number, each in enumerate(_lower(each.question) for each in walked):
        order.setdefault(each, number)
        order.setdefault(each.name, number)
    return sorted([*wanted, *found], key=lambda each: order.get(each, order[each.name]))


def _ends(walked: Sequence[Exchange]) -> list[Question]:
    """Questions that nothing else made necessary."""
    questions = _unled(walked)
    above: set[dns.name.Name] = set()
    for name in {each.question.name for each in walked}:
        while len(name) > 1 and name.parent() not in above:
            name = name.parent()  # noqa: PLW2901 - upwards, one label at a time
            above.add(name)
    return [
        each
        for each in questions
        if len(each.name) > 1
        and each.name not in above
        and each.type not in BESIDE
        and each.name.labels[0] != b"_"
        and not each.name.labels[0].startswith(SIGNAL)
    ]


def _unled(walked: Sequence[Exchange]) -> list[Question]:
    """Questions for names that no answer before them had led to."""
    found: dict[Question, None] = {}
    led: set[dns.name.Name] = set()
    for each in walked:
        question = _lower(each.question)
        if question.name not in led:
            found[question] = None
        led |= _targets([each])
    servers = {
        rdata.target
        for each in walked
        if each.answer is not None
        for section in (each.answer.answer, each.answer.authority)
        for rrset in section
        if rrset.rdtype == dns.rdatatype.NS
        for rdata in rrset
    }
    return [each for each in found if each.name not in servers]


def _lower(question: Question) -> Question:
    """The question without the capital letters with which a resolver recognises its answers."""
    return Question(question.name.canonicalize(), question.type)


def _targets(exchanges: Sequence[Exchange]) -> set[dns.name.Name]:
    """Names that an answer leads to: servers and aliases."""
    return {
        rdata.target
        for exchange in exchanges
        if exchange.answer is not None
        for section in (exchange.answer.answer, exchange.answer.authority)
        for rrset in section
        if rrset.rdtype in (dns.rdatatype.NS, dns.rdatatype.CNAME, dns.rdatatype.DNAME)
        for rdata in rrset
    }
