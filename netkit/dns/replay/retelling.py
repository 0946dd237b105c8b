"""A walk told from a capture: a walker asks, and what was really answered answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from netkit.dns.cache.server import LONGEST_TIMEOUT
from netkit.dns.limits import Limits
from netkit.dns.reason import Reason
from netkit.dns.replay.memory import CapturedCache
from netkit.dns.replay.responder import Responder, reply_to
from netkit.dns.replay.start import start_of
from netkit.dns.walker import Walker

if TYPE_CHECKING:
    from netkit.dns.query import Query, Question
    from netkit.dns.replay.exchange import Exchange

__all__ = ["Retold", "retell"]

SHOWN = Reason("server.captured", "because the capture shows that it was asked")
LOTS = frozenset({"server.any", "server.quickest"})
"""Reasons for a server that a capture replaces by its own."""

DAY = 86_400.0
STEP = 1e-3
"""Seconds, by which a walk may take longer than its capture."""


@dataclass(frozen=True, slots=True)
class Retold:
    """The walker at its end, and the questions to which the capture has no answer."""

    walker: Walker
    missing: Sequence[Query]


def retell(question: Question, exchanges: Sequence[Exchange], *, trust_anchors: Sequence[str] = ()) -> Retold:
    """Walk for `question` with the answers of a capture.

    It begins with the servers with which the capture begins, and shortens names where the capture shows them shortened. A question that
    the capture does not show has failed (`not-in-capture`); one that it shows without an answer has found silence. With `trust_anchors`
    what was answered is validated, at the capture's own time.
    """
    exchanges = [each for each in exchanges if not each.recursive]
    responder, start = Responder(exchanges), start_of(question, exchanges)
    now = start.now
    walker = Walker(
        question,
        hints=start.hints,
        stubs=start.stubs,
        qmin=start.qmin,
        qmin_type=start.qmin_type,
        now=now,
        cache=CapturedCache(responder),
        allow_loopback=True,
        trust_anchors=trust_anchors,
        limits=Limits(seconds=max(Limits().seconds, exchanges[-1].asked_at - now + STEP) if exchanges else DAY),
    )
    missing: list[Query] = []
    silences: dict[str, int] = {}
    while (query := walker.next_query()) is not None:
        if query.step.because is not None and query.step.because.rule in LOTS:
            query.step.because = SHOWN
        exchange = responder.find(query)
        if exchange is None:
            missing.append(query)
            walker.failed(query, "not-in-capture", now=now)
            continue
        query.step.asked_at = max(now, exchange.asked_at)
        if exchange.answered_at is None:
            silences[query.server] = silences.get(query.server, 0) + 1
            later = responder.next_time(exchange)
            waited = min(LONGEST_TIMEOUT, 2.0 ** (silences[query.server] - 1))
            now = later if later is not None and later > now else query.step.asked_at + waited
            walker.failed(query, "timeout", now=now)
            continue
        now = max(now, exchange.answered_at)
        if exchange.answer is None:
            walker.failed(query, f"malformed: {exchange.malformed}", now=now)
        else:
            walker.receive(reply_to(query, exchange.answer, responder), query=query, now=now)
    return Retold(walker, missing)
