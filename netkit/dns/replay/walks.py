"""Which walks a capture shows."""

from __future__ import annotations

from collections.abc import Sequence

import dns.name
import dns.rdatatype

from netkit.dns.query import Question
from netkit.dns.replay.exchange import Exchange

__all__ = ["walks_in"]

BESIDE = frozenset({dns.rdatatype.DS, dns.rdatatype.DNSKEY})
"""What is asked for a chain of trust."""


def walks_in(exchanges: Sequence[Exchange]) -> list[Question]:
    """What walks were for: questions asked one server after the other, without what was asked on the way.

    On the way are names above another one (minimised), addresses of name servers that a referral names, aliases' targets, the root's
    own servers, and keys.
    """
    asked = [each for each in exchanges if not each.recursive]
    questions = list(dict.fromkeys(Question(each.question.name, each.question.type) for each in asked))
    above: set[dns.name.Name] = set()
    for name in {each.name for each in questions}:
        while len(name) > 1:
            name = name.parent()  # noqa: PLW2901 - upwards, one label at a time
            above.add(name)
    targets = _targets(asked)
    found = [
        each
        for each in questions
        if each.name not in above
        and each.name not in targets
        and each.type not in BESIDE
        and each.name.labels[:1] != (b"_",)
    ]
    if found:
        return found
    return [each for each in questions if len(each.name) > 1 and each.type not in BESIDE]


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
