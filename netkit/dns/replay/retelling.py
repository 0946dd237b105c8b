"""A walk told from a capture: a walker asks, and what was really answered answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import dns.name
import dns.rdatatype
import dns.rrset

from netkit.dns.cache.server import LONGEST_TIMEOUT
from netkit.dns.limits import Limits
from netkit.dns.name_text import name_text, zone_text
from netkit.dns.query import Server
from netkit.dns.reason import Reason
from netkit.dns.replay.exchange import plain
from netkit.dns.replay.knowledge import MOST_SEEN, Knowledge
from netkit.dns.replay.memory import CapturedCache
from netkit.dns.replay.plan import plan_of
from netkit.dns.replay.responder import Responder
from netkit.dns.root_hints import ROOT_HINTS
from netkit.dns.walker import Walker
from netkit.dns.walking.reasons import because

if TYPE_CHECKING:
    from netkit.dns.query import Query, Question
    from netkit.dns.replay.exchange import Exchange
    from netkit.dns.replay.plan import Plan
    from netkit.dns.step import Step

__all__ = ["Retold", "retell"]

SHOWN = Reason("server.captured", "because the capture shows that it was asked")
LOTS = frozenset({"server.any", "server.quickest"})
"""Reasons for a server that a capture replaces by its own."""

UNNAMED = dns.name.from_text("unnamed.invalid.")
"""Stands for the name of a root server that the capture does not tell."""

DAY = 86_400
STEP = 1e-3
"""Seconds, by which a walk may take longer than its capture."""

LABELS = 127
"""A name has no more: how far names are shortened is what the capture shows, and no limit."""


@dataclass(frozen=True, slots=True)
class Retold:
    """The walker at its end, the questions to which the capture has no answer, and those whose answers have to have come without it.

    `left_out` counts questions that were asked again, or of more servers, although the walk could go on without.
    """

    walker: Walker
    missing: Sequence[Query]
    lost: Sequence[Exchange] = ()
    left_out: int = 0

    @property
    def gaps(self) -> int:
        """How many answers are not in the capture."""
        return len(self.missing) + len(self.lost)


def retell(question: Question, exchanges: Sequence[Exchange], *, trust_anchors: Sequence[str] = ()) -> Retold:
    """Walk for `question` with the answers of a capture.

    It begins with the servers with which the capture begins, asks those that were asked, and shortens names where the capture shows
    them shortened. A question that the capture does not show, or without its answer, has failed (`not-in-capture`); one that was asked
    more than once in vain has found silence. With `trust_anchors` what was answered is validated, at the capture's own time.
    """
    knowledge = Knowledge([each for each in exchanges if not each.recursive])
    plan = plan_of(question, knowledge)
    responder = Responder(question, plan, knowledge)
    cache = CapturedCache(responder)
    times = [each.exchange.asked_at for each in plan.parts] or [0.0]
    now = min(times)
    for name, addresses in plan.servers.items():
        _known_before(cache, name, addresses, now)
    walker = Walker(
        question,
        hints=_hints(plan, knowledge),
        stubs={zone: servers for zone, servers in plan.starts.items() if zone != dns.name.root},
        qmin_type=_shortened_type(question, plan),
        now=now,
        cache=cache,
        allow_loopback=True,
        trust_anchors=trust_anchors,
        limits=Limits(
            seconds=max(Limits().seconds, max(times) - now + STEP),
            minimised=LABELS,
            one_label=LABELS,
            attempts=responder.most_tries(),
        ),
    )
    telling = _Telling(walker, responder, knowledge, now)
    while (query := walker.next_query()) is not None:
        telling.answer(query)
    return Retold(walker, telling.missing, plan.lost, responder.left_out())


class _Telling:
    """What a walker is told by a capture, question by question; `missing` are those to which the capture has nothing to say."""

    def __init__(self, walker: Walker, responder: Responder, knowledge: Knowledge, now: float) -> None:
        self._walker = walker
        self._responder = responder
        self._knowledge = knowledge
        self._now = now
        self._silences: dict[str, int] = {}
        self._unconnected: set[Question] = set()
        self.missing: list[Query] = []

    def answer(self, query: Query) -> None:
        """Tell the walker what came of one question."""
        server = query.server
        exchange = self._responder.find(query)
        _explain(query.step, moved=query.server != server)
        if query.step.server is not None and query.step.server.name == UNNAMED:
            query.step.server = Server(None, query.server)
        if exchange is not None:
            self._from_capture(query, exchange)
        elif not self._was_unconnected(query):
            self._not_in_capture(query, self._now)

    def _was_unconnected(self, query: Query) -> bool:
        """Whether no message went over TCP, and whoever walked asked again: there was no connection."""
        if not query.tcp:
            return False
        further = self._responder.goes_on(query)
        if further is None and query.step.question not in self._unconnected:
            return False
        self._unconnected.add(query.step.question)
        self._now = self._now if further is None else max(self._now, further.asked_at)
        self._walker.failed(query, "timeout", now=self._now)
        return True

    def _not_in_capture(self, query: Query, now: float) -> None:
        self.missing.append(query)
        self._walker.failed(query, "not-in-capture", now=now)

    def _from_capture(self, query: Query, exchange: Exchange) -> None:
        """What came of it in the capture: an answer, nothing in time, or nothing that the capture shows."""
        asked_at = query.step.asked_at = max(self._now, exchange.asked_at)
        if exchange.answered_at is not None:
            self._now = max(self._now, exchange.answered_at)
            if exchange.answer is None:
                self._walker.failed(query, f"malformed: {exchange.malformed}", now=self._now)
            else:
                self._walker.receive(self._responder.in_order(exchange.answer), query=query, now=self._now)
        elif self._knowledge.asked_more_than_once(exchange):
            self._silent(query, exchange, asked_at)
        else:
            self._not_in_capture(query, asked_at)

    def _silent(self, query: Query, exchange: Exchange, asked_at: float) -> None:
        """Nobody answered, and it was asked again: that is when one knew, or after as long as a walker waits."""
        self._silences[query.server] = self._silences.get(query.server, 0) + 1
        later = self._responder.next_time(exchange)
        waited = min(LONGEST_TIMEOUT, 2.0 ** (self._silences[query.server] - 1))
        self._now = later if later is not None and later > self._now else asked_at + waited
        self._walker.failed(query, "timeout", now=self._now)


def _hints(plan: Plan, knowledge: Knowledge) -> list[tuple[dns.name.Name, str]]:
    """The root's servers, as far as they were asked; where a walk begins further down, whom it would have to have asked."""
    known = list(plan.starts.get(dns.name.root, ()))
    if not known:
        known = list(
            dict.fromkeys(
                each.server
                for each in knowledge.exchanges[:MOST_SEEN]
                if knowledge.zone_by_itself(each) == dns.name.root
            )
        )[:1]
    if not known and knowledge.exchanges:
        known = [knowledge.exchanges[0].server]
    roots = {address: dns.name.from_text(name) for name, address in ROOT_HINTS}
    return [(knowledge.names.get(each) or roots.get(each, UNNAMED), each) for each in known]


def _shortened_type(question: Question, plan: Plan) -> dns.rdatatype.RdataType:
    """The type that shortened names were asked for."""
    kinds = (
        each.exchange.question.type
        for each in plan.parts
        if len(plain(each.exchange.question.name)) < len(question.name)
        and question.name.is_subdomain(plain(each.exchange.question.name))
    )
    return next(kinds, dns.rdatatype.A)


def _known_before(cache: CapturedCache, name: dns.name.Name, addresses: Sequence[str], now: float) -> None:
    for kind in ("A", "AAAA"):
        texts = [each for each in addresses if (":" in each) == (kind == "AAAA")]
        if texts:
            cache.known_before(dns.rrset.from_text(name, DAY, "IN", kind, *texts), now)


def _explain(step: Step, *, moved: bool) -> None:
    """Why this server, and why this question, as the capture has it."""
    if moved or (step.because is not None and step.because.rule in LOTS):
        step.because = SHOWN
    others = tuple(each for each in step.asked_so if each.rule != "question.minimised")
    wanted, name = step.purpose.wanted.name, plain(step.question.name)
    if name == wanted or not wanted.is_subdomain(name):
        step.asked_so = others
    elif len(others) == len(step.asked_so):
        reason = because("question.minimised", zone=zone_text(step.zone), asked=name_text(step.question.name))
        step.asked_so = (reason, *others)
