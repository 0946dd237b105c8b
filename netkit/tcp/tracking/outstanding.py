"""What a side has sent and not yet seen acknowledged, as far as the capture shows it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from operator import attrgetter

__all__ = ["MOST_OUTSTANDING", "Outstanding", "Sent"]

MOST_OUTSTANDING = 4096
"""Segments of a side that are remembered; the eldest are forgotten first."""

START, END = attrgetter("start"), attrgetter("end")


@dataclass(slots=True, eq=False)
class Sent:
    """A segment, or what is left of it: its numbers, when its first and last copy went by, and the sender's clock in each.

    `order` counts what a side sends, so that of two at one moment the later is known; `sacked` says that the receiver is known to have it.
    """

    start: int
    end: int
    first_at: float
    last_at: float
    order: int
    stamp: int | None
    first_stamp: int | None
    copies: int = 1
    sacked: bool = False
    finish: bool = False
    hidden: bool = False
    """Its first copy was not captured."""


class Outstanding:
    """Segments in the order of their numbers; none overlap."""

    __slots__ = ("_gone", "_head", "_sent")

    def __init__(self) -> None:
        self._sent: list[Sent] = []
        self._head = 0
        self._gone: Sent | None = None

    def __len__(self) -> int:
        return len(self._sent) - self._head

    def __iter__(self) -> Iterator[Sent]:
        return iter(self._sent[self._head :])

    @property
    def first(self) -> Sent | None:
        """The lowest."""
        return self._sent[self._head] if len(self) else None

    @property
    def last(self) -> Sent | None:
        """The highest."""
        return self._sent[-1] if len(self) else None

    def append(self, sent: Sent) -> None:
        """New data above all that there is."""
        self._sent.append(sent)
        if len(self) > MOST_OUTSTANDING:
            self._head += 1
        self._tidy()

    def acknowledge(self, upto: int) -> list[Sent]:
        """Take away what lies below a number; what is covered in part stays with its rest."""
        sent, head = self._sent, self._head
        while head < len(sent) and sent[head].end <= upto:
            head += 1
        done = sent[self._head : head]
        if done:
            self._gone = done[-1]
        self._head = head
        if head < len(sent) and sent[head].start < upto:
            sent[head].start = upto
        self._tidy()
        return done

    def within(self, start: int, end: int) -> list[Sent]:
        """The segments that have a number in common with a stretch."""
        low = bisect_right(self._sent, start, lo=self._head, key=END)
        high = bisect_left(self._sent, end, lo=low, key=START)
        return self._sent[low:high]

    def above(self, number: int) -> Sent | None:
        """The first segment that begins at a number or above."""
        place = bisect_left(self._sent, number, lo=self._head, key=START)
        return self._sent[place] if place < len(self._sent) else None

    def below(self, number: int) -> Sent | None:
        """The last segment that ends at a number or below, also if it is acknowledged, where that is still known."""
        place = bisect_right(self._sent, number, lo=self._head, key=END) - 1
        if place >= self._head:
            return self._sent[place]
        return self._gone

    def first_once(self, number: int) -> Sent | None:
        """Of the segments from a number on the first that was sent once; not more than sixteen are looked at."""
        place = bisect_left(self._sent, number, lo=self._head, key=START)
        return next((sent for sent in self._sent[place : place + 16] if sent.copies == 1 and not sent.hidden), None)

    def cut(self, number: int) -> None:
        """Part the segment that a number lies within, so that one begins there."""
        place = bisect_right(self._sent, number, lo=self._head, key=END)
        if place < len(self._sent) and self._sent[place].start < number < self._sent[place].end:
            whole = self._sent[place]
            if len(self) >= MOST_OUTSTANDING:
                return
            self._sent.insert(place + 1, replace(whole, start=number))
            whole.end = number
            whole.finish = False

    def insert(self, sent: Sent) -> None:
        """What was not captured before, into a gap."""
        if len(self) < MOST_OUTSTANDING:
            self._sent.insert(bisect_left(self._sent, sent.start, lo=self._head, key=START), sent)

    def _tidy(self) -> None:
        if self._head > 512 and self._head * 2 > len(self._sent):
            del self._sent[: self._head]
            self._head = 0
