"""Answers a walk's questions from what was really answered, in the order in which it was asked."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import dns.rcode
import dns.rdatatype
import dns.rrset

from netkit.dns.query import Server
from netkit.dns.replay.exchange import aliases_from, named_zone, plain, referred_zone
from netkit.dns.replay.knowledge import ADDRESSES, BESIDE, servers_in

if TYPE_CHECKING:
    import dns.message
    import dns.name

    from netkit.dns.query import Query, Question
    from netkit.dns.replay.exchange import Exchange
    from netkit.dns.replay.knowledge import Knowledge
    from netkit.dns.replay.plan import Plan

__all__ = ["Responder"]


class Responder:
    """The exchanges of a plan; each is used once while there are others like it, the last one as often as it is asked for."""

    def __init__(self, question: Question, plan: Plan, knowledge: Knowledge) -> None:
        self._parts = plan.parts
        self._known = knowledge
        self._used = [False] * len(plan.parts)
        self._asked: dict[dns.name.Name, set[int]] = {}
        self._by_zone: dict[dns.name.Name, list[int]] = {}
        for number, each in enumerate(plan.parts):
            self._by_zone.setdefault(each.zone, []).append(number)
            self._asked.setdefault(plain(each.exchange.question.name), set()).add(int(each.exchange.question.type))
        self._servers: set[dns.name.Name] = set()
        self._needed = {question.name}
        for each in plan.parts:
            self._needed.update(aliases_from(each.exchange.answer, each.exchange.question.name))
            servers, zone = servers_in(each.exchange.answer), named_zone(each.exchange)
            if servers is not None and zone is not None:
                names = {server.target for server in servers}
                # Where the walk comes to a stop, it is a gap that the capture does not show where these are.
                (self._servers if zone in self._by_zone else self._needed).update(names)

    def needs(self, name: dns.name.Name, kind: int) -> bool:
        """Whether the walk has to ask for a name, because the capture shows it asked, or because it can't go on otherwise."""
        if name in self._needed or kind in BESIDE:
            return True
        if name in self._servers:
            return kind in self._asked.get(name, ())
        return name in self._asked

    def rank(self, address: str) -> int:
        """The place in the plan of the server's next question that was not told yet; behind all others if there is none."""
        unused = (
            number
            for number, each in enumerate(self._parts)
            if not self._used[number] and each.exchange.server == address
        )
        return next(unused, len(self._parts))

    def wait(self, address: str) -> float | None:
        """For how many seconds the server's next question was waited for in vain; None if it was answered, or nothing came after it."""
        number = self.rank(address)
        if number == len(self._parts):
            return None
        exchange = self._parts[number].exchange
        later = self.next_time(exchange) if exchange.answered_at is None else None
        return None if later is None else later - exchange.asked_at

    def asked_next(self, name: dns.name.Name) -> int:
        """The place in the plan of the next question for the address of this name; behind all others if there is none."""
        unused = (
            number
            for number, each in enumerate(self._parts)
            if not self._used[number]
            and each.exchange.question.name == name
            and each.exchange.question.type in ADDRESSES
        )
        return next(unused, len(self._parts))

    def most_tries(self) -> int:
        """How often the same was asked of one server, at most."""
        counted = Counter(
            (each.exchange.server, each.exchange.transport, each.exchange.question) for each in self._parts
        )
        return max(counted.values(), default=1)

    def goes_on(self, query: Query) -> Exchange | None:
        """The exchange by which the same is asked in the same zone once more; None if the capture shows none."""
        numbers = self._by_zone.get(query.zone, ())
        parts = (self._parts[each].exchange for each in numbers if not self._used[each])
        return next((each for each in parts if each.question == query.step.question), None)

    def left_out(self) -> int:
        """How many exchanges of the plan were not told: what was asked again although nothing new could come of it."""
        return self._used.count(False)

    def next_time(self, exchange: Exchange) -> float | None:
        """When the capture shows the same asked again, or else the next question after this one; None if it was the last."""
        later = [each for each in self._known.exchanges if each.asked_at > exchange.asked_at]
        again = [each for each in later if each.question == exchange.question]
        return min((each.asked_at for each in again or later), default=None)

    def find(self, query: Query) -> Exchange | None:
        """The exchange that shows this question asked in this zone; None if the capture has none.

        Whatever the walker chose: the server, the way and the message become those of the capture.
        """
        asked = query.step.question
        for fits in (_same, _as_good):
            wanted = [
                number
                for number in self._by_zone.get(query.zone, ())
                if fits(self._parts[number].exchange, asked) and _way(self._parts[number].exchange, query)
            ]
            if wanted:
                break
        else:
            return self._key(query)
        unused = [each for each in wanted if not self._used[each]]
        # What others were asked in the same place is only told where this server was not asked: the walker keeps count of servers.
        here = [each for each in unused or wanted if self._parts[each].exchange.server == query.server]
        number = here[0] if here else unused[0] if unused else wanted[-1]
        self._used[number] = True
        exchange = self._parts[number].exchange
        self._put(query, exchange)
        return exchange

    def _key(self, query: Query) -> Exchange | None:
        """What was asked for the chain of trust, which is no part of the plan: of whomever, whenever."""
        asked = query.step.question
        found = [
            each for each in self._known.by_name.get(asked.name, ()) if each.question == asked and _way(each, query)
        ]
        if asked.type not in BESIDE or not found:
            return None
        exchange = next((each for each in found if each.answer is not None), found[0])
        self._put(query, exchange)
        return exchange

    def _put(self, query: Query, exchange: Exchange) -> None:
        step = query.step
        if exchange.server != query.server:
            step.server = Server(self._known.names.get(exchange.server), exchange.server)
        query.server, query.tcp, query.message = exchange.server, exchange.transport == "tcp", exchange.asked
        step.transport, step.query, step.question = exchange.transport, exchange.asked, exchange.question

    def in_order(self, answer: dns.message.Message) -> dns.message.Message:
        """The answer with its name servers in the order in which their addresses were looked for: that is a resolver's choice."""
        for number, rrset in enumerate(answer.authority):
            if rrset.rdtype == dns.rdatatype.NS and len(rrset) > 1:
                ordered = dns.rrset.RRset(rrset.name, rrset.rdclass, rrset.rdtype)
                for rdata in sorted(rrset, key=lambda each: self.asked_next(each.target)):
                    ordered.add(rdata, rrset.ttl)
                answer.authority[number] = ordered
        return answer


def _way(exchange: Exchange, query: Query) -> bool:
    """Whether it went the walker's way; one that asked over TCP at once is as good as one over UDP."""
    return exchange.transport == "tcp" or not query.tcp


def _same(exchange: Exchange, asked: Question) -> bool:
    return exchange.question == asked


def _as_good(exchange: Exchange, asked: Question) -> bool:
    """Whether an answer to another question says what one to `asked` would say.

    A referral says the same for every name below the zone, an alias and a denial for every type.
    """
    name = plain(exchange.question.name)
    referred = referred_zone(exchange.answer)
    if referred is not None and asked.name.is_subdomain(referred):
        return True
    if name != asked.name:
        return False
    if exchange.answer is None or exchange.answer.rcode() != dns.rcode.NOERROR:
        return True
    return not exchange.answer.answer or bool(aliases_from(exchange.answer, name))
