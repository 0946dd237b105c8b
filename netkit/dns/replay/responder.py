"""Answers a walk's questions from what was really answered, in the order in which it was asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import dns.name
import dns.rdatatype
import dns.rrset

from netkit.dns.replay.exchange import Exchange, referred_zone

if TYPE_CHECKING:
    import dns.message

    from netkit.dns.query import Query

__all__ = ["Responder", "reply_to"]

ADDRESSES = (dns.rdatatype.A, dns.rdatatype.AAAA)
UNDERSCORE = b"_"
"""BIND asks for `_.example.test` where others ask for `example.test`, so that nothing answers by chance."""


class Responder:
    """The exchanges of a capture; each is used once while there are others like it, the last one as often as it is asked for."""

    def __init__(self, exchanges: Sequence[Exchange]) -> None:
        self._exchanges = exchanges
        self._used = [False] * len(exchanges)
        self._by_server: dict[str, list[int]] = {}
        for number, exchange in enumerate(exchanges):
            self._by_server.setdefault(exchange.server, []).append(number)

    def knows(self, address: str) -> bool:
        """Whether the capture shows this server asked."""
        return address in self._by_server

    def rank(self, address: str) -> int:
        """The place in the capture of the server's next question that was not told yet; behind all others if there is none."""
        unused = (number for number in self._by_server.get(address, ()) if not self._used[number])
        return next(unused, len(self._exchanges))

    def asked_next(self, name: dns.name.Name) -> int:
        """The place in the capture of the next question about this name; behind all others if there is none."""
        unused = (
            number
            for number, each in enumerate(self._exchanges)
            if not self._used[number] and each.question.name == name and each.question.type in ADDRESSES
        )
        return next(unused, len(self._exchanges))

    def next_time(self, exchange: Exchange) -> float | None:
        """When the capture shows the next question after this one; None if it was the last."""
        later = (each.asked_at for each in self._exchanges if each.asked_at > exchange.asked_at)
        return min(later, default=None)

    def find(self, query: Query) -> Exchange | None:
        """The exchange that shows this question asked of this server in this way; None if the capture has none."""
        question = query.step.question
        wanted = [
            number
            for number in self._by_server.get(query.server, ())
            if (self._exchanges[number].transport == "tcp") is query.tcp
            and self._exchanges[number].question.type == question.type
            and _same(self._exchanges[number], question.name)
        ]
        if not wanted:
            return None
        number = next((each for each in wanted if not self._used[each]), wanted[-1])
        self._used[number] = True
        return self._exchanges[number]


def _same(exchange: Exchange, name: dns.name.Name) -> bool:
    asked = exchange.question.name
    if asked == name:
        return True
    return asked.labels[:1] == (UNDERSCORE,) and asked.parent() == name and referred_zone(exchange.answer) is not None


def reply_to(query: Query, answer: dns.message.Message, responder: Responder) -> dns.message.Message:
    """The answer, once the question has its number and letters, so that both are as they went by.

    Where another name was asked (`_.example.test`), the answer is made one to this question.
    """
    query.message.id = answer.id
    if answer.question and answer.question[0].name == query.step.question.name:
        query.message.question = list(answer.question)
    else:
        answer.question, answer.wire = list(query.message.question), None
    for number, rrset in enumerate(answer.authority):
        if rrset.rdtype == dns.rdatatype.NS and len(rrset) > 1:
            # whose address is looked for first is the resolver's choice: the capture shows it
            ordered = dns.rrset.RRset(rrset.name, rrset.rdclass, rrset.rdtype)
            for rdata in sorted(rrset, key=lambda each: responder.asked_next(each.target)):
                ordered.add(rdata, rrset.ttl)
            answer.authority[number] = ordered
    return answer
