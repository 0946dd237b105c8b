"""Which exchanges of a capture make up one walk, and in which order the walk needs them.

Found backwards: who told of the server that answered, who told of that one, and so on up to where the capture begins. What several walks
shared, because a cache lay between them, is part of each of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import dns.flags
import dns.rcode
import dns.rdatatype

from netkit.dns.query import Question
from netkit.dns.replay.exchange import Exchange, aliases_from, named_zone, plain, referred_zone
from netkit.dns.replay.knowledge import ADDRESSES, BESIDE, servers_in
from netkit.dns.walking.delegation import addresses_of

if TYPE_CHECKING:
    import dns.name

    from netkit.dns.replay.knowledge import Knowledge

__all__ = ["Part", "Plan", "plan_of"]

DEEPEST = 8
"""Look-ups that may wait for one another."""

MOST = 400
"""Exchanges of one walk; a walk itself has fewer."""


@dataclass(frozen=True, slots=True)
class Part:
    """An exchange, and the zone for which its server was asked."""

    exchange: Exchange
    zone: dns.name.Name


@dataclass(slots=True)
class Plan:
    """A walk's exchanges, in the order in which it needs them.

    `starts` are the zones, with their servers, that the walk knew from before the capture; `servers` names of name servers with addresses
    that they must have, although no message says so. `lost` are questions whose answers have to have come, for the walk went on with
    them, but are not in the capture.
    """

    parts: list[Part] = field(default_factory=list)
    starts: dict[dns.name.Name, list[str]] = field(default_factory=dict)
    servers: dict[dns.name.Name, list[str]] = field(default_factory=dict)
    lost: list[Exchange] = field(default_factory=list)


Level = tuple[Exchange, "dns.name.Name", Exchange | None]
"""An exchange that led on, the zone for which its server was asked, and the one that told of that server (None at the beginning)."""


def plan_of(question: Question, knowledge: Knowledge) -> Plan:
    """The exchanges of the walk for `question`."""
    return _Planner(knowledge).planned(question)


class _Planner:
    def __init__(self, knowledge: Knowledge) -> None:
        self._known = knowledge
        self._plan = Plan()
        self._seen: set[int] = set()
        self._asked: set[Question] = set()

    def planned(self, question: Question) -> Plan:
        self._thread(question, None, 0)
        return self._plan

    def _thread(self, question: Question, last: Exchange | None, depth: int) -> None:
        """What leads to the answer of one question, and on along its aliases."""
        if question in self._asked or depth > DEEPEST or len(self._plan.parts) > MOST:
            return
        self._asked.add(question)
        last = last or self._last(question)
        if last is None:
            return
        self._levels(question, last, depth)
        for target in aliases_from(last.answer, question.name):
            self._thread(Question(target, question.type), None, depth)

    def _last(self, question: Question) -> Exchange | None:
        """The exchange that ends the search: the first real answer, else the last try, else the last that leads towards it."""
        candidates = [
            each
            for each in self._known.by_name.get(question.name, ())
            if each.question.type == question.type or _whatever_the_type(each, question.name)
        ]
        settled = [each for each in candidates if _settles(each)]
        if candidates:
            # An alias that was found on the way, by a question for another type, is as good; a denial only where nothing else is.
            best = [each for each in settled if each.question.type == question.type or _alias(each)] or settled
            return best[0] if best else candidates[-1]
        above = [each for each in self._on_the_way(question) if each.question.name != question.name]
        denied = next((each for each in above if _denies(each)), None)
        return denied or max(above, key=lambda each: len(plain(each.question.name)), default=None)

    def _on_the_way(self, question: Question) -> Iterator[Exchange]:
        """Exchanges about the name, or one above it, that is not the root."""
        names = [question.name]
        while len(names[-1]) > 2:
            names.append(names[-1].parent())
        for name in names:
            for each in self._known.by_name.get(name, ()):
                if each.question.type not in BESIDE and (name != question.name or each.question.type == question.type):
                    yield each
            for each in self._known.by_name.get(_underscored(name), ()):
                yield each

    def _levels(self, question: Question, last: Exchange, depth: int) -> None:
        """Zone after zone, from the top down to the one whose server gave the last answer."""
        levels: list[Level] = []
        exchange: Exchange | None = last
        below = self._referred(last)
        while exchange is not None:
            teacher = self._teacher(question, exchange, below)
            zone = named_zone(teacher) if teacher is not None else None
            if zone is None:
                zone = self._known.zone_by_itself(exchange)
                if below is not None and len(below) > 1 and (zone == below or not below.is_subdomain(zone)):
                    zone = below.parent()
            levels.append((exchange, zone, teacher))
            exchange, below = teacher, zone
        above = None
        for success, zone, teacher in reversed(levels):
            if teacher is None:
                self._begin(success, zone, question)
            elif above is not None:
                self._find_server(teacher, above, success, depth)
            self._level(question, success, zone, teacher)
            above = zone
        if not _settles(last):
            self._besides(last, levels, depth)

    def _besides(self, last: Exchange, levels: Sequence[Level], depth: int) -> None:
        """What else was tried where the search failed: the same again, and addresses of the servers that were named last."""
        for each in self._known.by_name.get(last.question.name, ()):
            later = self._known.place[id(each)] > self._known.place[id(last)]
            if later and each.question == last.question and len(self._plan.parts) < MOST:
                self._take(each, levels[0][1])
        for exchange in (*(teacher for _, _, teacher in levels[:1] if teacher is not None), last):
            for server in servers_in(exchange.answer) or ():
                for kind in (dns.rdatatype.A, dns.rdatatype.AAAA):
                    self._thread(Question(server.target, kind), None, depth + 1)

    def _referred(self, exchange: Exchange) -> dns.name.Name | None:
        """The zone that an answer refers to, unless its server was named as one of that zone, or one below: then it is lame."""
        zone = referred_zone(exchange.answer)
        if zone is None or len(zone) == 1:
            return None
        name = exchange.question.name
        while len(name) >= len(zone):
            if any(
                self._names(each, exchange.server)
                for each in self._known.referrals.get(name, ())
                if each is not exchange
            ):
                return None
            name = name.parent()
        return zone

    def _begin(self, success: Exchange, zone: dns.name.Name, question: Question) -> None:
        servers = self._plan.starts.setdefault(zone, [])
        if success.server not in servers:
            servers.append(success.server)
        end = self._known.place[id(success)]
        # Asked once more before the walk got further: then there was no answer, and none is lost.
        latest = {each.question: number for number, each in enumerate(self._known.exchanges[:end])}
        for each in self._on_the_way(question):
            place = self._known.place[id(each)]
            if place < end and each.answered_at is None and latest[each.question] == place:
                self._plan.lost.append(each)

    def _teacher(self, question: Question, exchange: Exchange, below: dns.name.Name | None) -> Exchange | None:
        """The referral that told of the server of `exchange`; its zone lies above `below`."""
        name, found = question.name, []
        place = self._known.place[id(exchange)]
        while len(name) > 1:
            # A zone refers to names inside of it, so `below` itself is not told of by its own servers.
            if below is None or (below != name and below.is_subdomain(name)):
                found += [each for each in self._known.referrals.get(name, ()) if self._known.place[id(each)] < place]
            name = name.parent()
        sure = [each for each in found if self._names(each, exchange.server)]
        if not sure:
            zone = self._known.zone_by_itself(exchange)
            sure = [each for each in found if named_zone(each) == zone]
        return max(sure, key=lambda each: self._likely(question, exchange, each), default=None)

    def _likely(self, question: Question, exchange: Exchange, teacher: Exchange) -> tuple[object, ...]:
        """What speaks for a referral as the one that was followed."""
        return (
            len(named_zone(teacher) or ()),
            question.name.is_subdomain(plain(teacher.question.name)),
            teacher.question in (exchange.question, question),
            teacher.transport == exchange.transport,
            teacher.client == exchange.client or (":" in teacher.client) != (":" in exchange.client),
            self._known.place[id(teacher)],
        )

    def _names(self, referral: Exchange, address: str) -> bool:
        servers = servers_in(referral.answer)
        return servers is not None and self._known.serves(servers, address)

    def _find_server(self, teacher: Exchange, above: dns.name.Name, success: Exchange, depth: int) -> None:
        """What was asked for the address of a server that a referral by a server of the zone `above` names without it."""
        servers, address = servers_in(teacher.answer), success.server
        if servers is None or teacher.answer is None:
            return
        believed = {each.target for each in servers if each.target.is_subdomain(above)}
        glue = (rrset for rrset in teacher.answer.additional if rrset.rdtype in ADDRESSES and rrset.name in believed)
        if any(address in addresses_of(rrset) for rrset in glue):
            return
        kind = dns.rdatatype.AAAA if ":" in address else dns.rdatatype.A
        for each in servers:
            told = self._known.told.get((each.target, address))
            if told:
                self._thread(Question(each.target, kind), told[0], depth + 1)
                return
        # Nobody looked for it: it was known from before, or believed of another server's additional section.
        named = [each.target for each in servers if address in self._known.addresses.get(each.target, ())]
        for name in named[:1] or [each.target for each in servers][:1]:
            known = self._plan.servers.setdefault(name, [])
            known += [] if address in known else [address]

    def _level(self, question: Question, success: Exchange, zone: dns.name.Name, teacher: Exchange | None) -> None:
        """What was asked of a zone's servers until one of them helped."""
        final = plain(success.question.name) == question.name and not _settles(success)
        down = _leads_down(success, question.name, zone)
        end = len(self._known.exchanges) if final and not down else self._known.place[id(success)]
        start = 0 if teacher is None else self._known.place[id(teacher)] + 1
        asked = plain(success.question.name)
        servers = servers_in(teacher.answer) if teacher is not None else None
        for each in self._known.exchanges[start:end]:
            name = plain(each.question.name)
            if not question.name.is_subdomain(name) or not name.is_subdomain(zone) or (name == zone and name != asked):
                continue
            if not asked.is_subdomain(name) or each.question.type in BESIDE or _leads_down(each, question.name, zone):
                continue
            if name == asked and (each.question != success.question or _settles(each)):
                continue
            if servers is not None and not self._known.serves(servers, each.server):
                continue
            if servers is None and each.server != success.server and self._known.zone_by_itself(each) != zone:
                continue
            if len(self._plan.parts) < MOST:
                self._take(each, zone)
        self._take(success, zone)

    def _take(self, exchange: Exchange, zone: dns.name.Name) -> None:
        if id(exchange) not in self._seen:
            self._seen.add(id(exchange))
            self._plan.parts.append(Part(exchange, zone))


def _leads_down(exchange: Exchange, name: dns.name.Name, zone: dns.name.Name) -> bool:
    """Whether an answer refers to a zone on the way from `zone` to `name`."""
    referred = referred_zone(exchange.answer)
    return referred is not None and referred != zone and referred.is_subdomain(zone) and name.is_subdomain(referred)


def _underscored(name: dns.name.Name) -> dns.name.Name:
    return type(name)((b"_", *name.labels)) if sum(map(len, name.labels)) + len(name) < 250 else name


def _says(exchange: Exchange) -> bool:
    """Whether an answer came that says something."""
    return exchange.answer is not None and exchange.answer.rcode() in (dns.rcode.NOERROR, dns.rcode.NXDOMAIN)


def _truncated(exchange: Exchange) -> bool:
    return exchange.answer is not None and bool(exchange.answer.flags & dns.flags.TC)


def _settles(exchange: Exchange) -> bool:
    """Whether a question came to its end: with authority, and neither cut short nor a referral."""
    if exchange.answer is None or not _says(exchange) or _truncated(exchange):
        return False
    return bool(exchange.answer.flags & dns.flags.AA)


def _denies(exchange: Exchange) -> bool:
    return exchange.answer is not None and exchange.answer.rcode() == dns.rcode.NXDOMAIN


def _alias(exchange: Exchange) -> bool:
    return bool(aliases_from(exchange.answer, exchange.question.name))


def _whatever_the_type(exchange: Exchange, name: dns.name.Name) -> bool:
    """Whether an answer says the same to a question for any type: that there is no such name, or an alias."""
    return exchange.question.type not in BESIDE and (_denies(exchange) or bool(aliases_from(exchange.answer, name)))
