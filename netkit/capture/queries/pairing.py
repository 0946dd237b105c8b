"""Answers find their questions as in Wireshark: in the same conversation, by the number in the header (RFC 1035 §4.1.1).

A question that comes again before an answer, and within five seconds, is a copy of the first; later it is a question of its own, as it is
once the number was answered. Of several answers the first counts, and the others are copies of it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

__all__ = ["MOST_OPEN", "RETRANSMISSION", "Paired", "Pairing"]

RETRANSMISSION = 5_000_000_000
"""Nanoseconds within which the same question is a copy."""

MOST_OPEN = 200_000
"""Numbers in conversations that are remembered; the one that was used longest ago is forgotten first. Each takes some 400 bytes."""


@dataclass(slots=True)
class _Open:
    """A question, and the packet of its first answer (0: none yet)."""

    number: int
    time: int | None
    subject: Any
    answer: int = 0


@dataclass(frozen=True, slots=True)
class Paired:
    """What one message is to those before it; numbers are those of packets, 0 for none.

    `question` is the packet of the question that this answers, `time` the nanoseconds since then. `copy_of` is the packet whose question,
    or whose answer, this one repeats. `unasked` is an answer to a question that was not seen.
    `subject` is what was given with the question that this belongs to.
    """

    question: int = 0
    time: int | None = None
    copy_of: int = 0
    unasked: bool = False
    subject: Any = None


class Pairing:
    """Messages go in, in the order of the capture; each gives what it is to those before it. At most `limit` questions are remembered."""

    def __init__(self, limit: int = MOST_OPEN) -> None:
        self.limit = limit
        self.forgotten = 0
        """Questions without an answer that had to be forgotten for others."""
        self._open: OrderedDict[tuple[Hashable, int], _Open] = OrderedDict()

    def take(
        self,
        conversation: Hashable,
        identification: int,
        *,
        response: bool,
        number: int,
        time: int | None,
        subject: Any = None,
    ) -> Paired:
        """Pair the next message, which lies in the packet of this number; `time` is in nanoseconds. `subject` is kept with a question."""
        key = conversation, identification
        known = self._open.get(key)
        if response:
            return self._answer(known, number, time)
        if known is not None and not known.answer and _soon(known.time, time):
            return Paired(copy_of=known.number, subject=known.subject)
        self._open[key] = _Open(number, time, subject)
        self._open.move_to_end(key)
        if len(self._open) > self.limit:
            _, oldest = self._open.popitem(last=False)
            self.forgotten += not oldest.answer
        return Paired()

    def _answer(self, known: _Open | None, number: int, time: int | None) -> Paired:
        if known is None:
            return Paired(unasked=True)
        if known.answer and known.answer != number:
            return Paired(copy_of=known.answer, subject=known.subject)
        known.answer = number
        took = None if time is None or known.time is None else time - known.time
        return Paired(known.number, took, subject=known.subject)


def _soon(first: int | None, now: int | None) -> bool:
    return first is None or now is None or now - first < RETRANSMISSION
