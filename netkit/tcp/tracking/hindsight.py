"""What later segments settle of an earlier question: whether the timer or a tail loss probe sent the only segment under way again.

Both are due at the same moment. If the copy is lost, too, the next one tells: after the timer it waits twice as long (RFC 6298 section
5.5), after a probe just as long. And who sends such a probe once sends it every time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from netkit.tcp.event import Trigger
from netkit.tcp.tracking.sentences import TOLD
from netkit.tcp.tracking.verdict import Kind

if TYPE_CHECKING:
    from netkit.tcp.tracking.half import Half
    from netkit.tcp.tracking.verdict import Verdict

__all__ = ["Hindsight"]

MOST_QUESTIONS = 64
ONCE, TWICE = 1.35, 1.7
"""Times as long as before: up to the one the wait was not doubled, from the other on it was."""


@dataclass(slots=True)
class _Question:
    verdict: Verdict
    waited: float
    watched: bool = True


class Hindsight:
    """Open questions of both sides; of more than 64 the eldest stay open."""

    def __init__(self) -> None:
        self._open: tuple[list[_Question], list[_Question]] = ([], [])
        self._changed: list[Verdict] = []
        self._openings: list[Verdict] = []

    def take(self) -> list[Verdict]:
        """The verdicts that have changed since the last call."""
        changed, self._changed = self._changed, []
        return changed

    def watch(self, verdict: Verdict, own: Half) -> None:
        """Look at the next segment of a side."""
        questions = self._open[verdict.side]
        if verdict.rule == "again.timer-or-probe":
            questions.append(_Question(verdict, own.waited))
            del questions[:-MOST_QUESTIONS]
            return
        if not questions:
            return
        last = questions[-1]
        timer = verdict.kind is Kind.RETRANSMISSION and verdict.trigger is Trigger.TIMER
        if timer and last.watched and own.probes is None:
            self._by_wait(last, verdict, own)
        if own.probes is not None:
            self._settle(questions, probes=own.probes)

    def open(self, verdict: Verdict) -> None:
        """A SYN: whether an earlier one was lost before the place of capture is not known yet."""
        if len(self._openings) < MOST_QUESTIONS:
            self._openings.append(verdict)

    def placed(self, near: int) -> None:
        """The capture was made near this side: what it is seen to send first, it sent first."""
        self._changed += [replace(each, sure=True) for each in self._openings if each.side == near]
        self._openings.clear()

    def _by_wait(self, question: _Question, verdict: Verdict, own: Half) -> None:
        """The next copy of the same segment: had the wait been doubled?"""
        question.watched = False
        if verdict.sequence == question.verdict.sequence and question.waited > 0:
            times = own.waited / question.waited
            if times <= ONCE or times >= TWICE:
                own.probes = times <= ONCE

    def _settle(self, questions: list[_Question], *, probes: bool) -> None:
        rule, trigger = ("again.late-probe", Trigger.PROBE) if probes else ("again.timer-later", Trigger.TIMER)
        sentence, rfc = TOLD[rule]
        self._changed += [
            replace(each.verdict, trigger=trigger, sure=False, rule=rule, reason=sentence, rfc=rfc)
            for each in questions
        ]
        questions.clear()
