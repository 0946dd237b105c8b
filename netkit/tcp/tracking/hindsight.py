"""What later segments settle of an earlier question: whether the timer or a tail loss probe sent the only segment under way again.

Both are due at the same moment. They differ in what comes of them: after the timer the window is one segment, and the timer waits twice as
long for the next copy (RFC 6298 section 5.5); after a probe the window is hardly smaller, and the timer waits just once as long.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from netkit.tcp.event import Trigger
from netkit.tcp.tracking.sentences import TOLD
from netkit.tcp.tracking.verdict import Kind

if TYPE_CHECKING:
    from netkit.tcp.tracking.half import Half
    from netkit.tcp.tracking.moment import Moment
    from netkit.tcp.tracking.verdict import Verdict

__all__ = ["Hindsight"]

MOST_QUESTIONS = 64
ONCE, TWICE = 1.35, 1.7
"""Times as long as before: up to the one the wait was not doubled, from the other on it was."""

MANY, FEW = 5, 2
"""Segments at once: so many are no window of one segment that has grown by one ACK; so few are."""


@dataclass(slots=True)
class _Question:
    verdict: Verdict
    end: int
    waited: float
    acknowledged: int | None = None
    count: int = 0
    full: bool = True
    watched: bool = True


class Hindsight:
    """Open questions of both sides; of more than 64 the eldest stay open."""

    def __init__(self) -> None:
        self._open: tuple[list[_Question], list[_Question]] = ([], [])
        self._changed: list[Verdict] = []

    def take(self) -> list[Verdict]:
        """The verdicts that have changed since the last call."""
        changed, self._changed = self._changed, []
        return changed

    def watch(self, verdict: Verdict, own: Half, now: Moment) -> None:
        """Look at the next segment of a side."""
        questions = self._open[verdict.side]
        if verdict.rule == "again.timer-or-probe":
            questions.append(_Question(verdict, now.end, own.waited))
            del questions[:-MOST_QUESTIONS]
            return
        if not questions:
            return
        last = questions[-1]
        if last.watched and own.probes is None:
            if verdict.kind is Kind.RETRANSMISSION and verdict.trigger is Trigger.TIMER:
                self._by_wait(last, verdict, own)
            elif verdict.kind is Kind.DATA:
                self._by_window(last, own, now)
        if own.probes is not None:
            self._settle(questions, probes=own.probes)

    def _by_wait(self, question: _Question, verdict: Verdict, own: Half) -> None:
        """The next copy of the same segment: had the wait been doubled?"""
        question.watched = False
        if verdict.sequence == question.verdict.sequence and question.waited > 0:
            times = own.waited / question.waited
            if times <= ONCE or times >= TWICE:
                own.probes = times <= ONCE

    def _by_window(self, question: _Question, own: Half, now: Moment) -> None:
        """New data after the answer: how much goes out at once?"""
        known = own.acknowledged
        if known is None or known < question.end:
            question.watched = known is not None
            return
        if question.acknowledged is None:
            question.acknowledged = known
        if known == question.acknowledged:
            question.count += 1
            question.full = question.full and now.length >= own.largest
            if question.count >= MANY:
                question.watched, own.probes = False, True
            return
        question.watched = False
        if question.full and 0 < question.count <= FEW and now.length >= own.largest:
            own.probes = False

    def _settle(self, questions: list[_Question], *, probes: bool) -> None:
        rule, trigger = ("again.late-probe", Trigger.PROBE) if probes else ("again.timer-later", Trigger.TIMER)
        sentence, rfc = TOLD[rule]
        self._changed += [
            replace(each.verdict, trigger=trigger, sure=False, rule=rule, reason=sentence, rfc=rfc) for each in questions
        ]
        questions.clear()
