"""Stretches of sequence numbers that do not touch, in order: what a receiver is known to have beyond a gap."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import itemgetter

__all__ = ["MOST_RANGES", "Ranges"]

MOST_RANGES = 256
"""Stretches that are remembered; of more nothing is kept."""

START, END = itemgetter(0), itemgetter(1)


class Ranges:
    """A set of numbers as stretches, each from its first number to the one after its last."""

    __slots__ = ("_held",)

    def __init__(self) -> None:
        self._held: list[tuple[int, int]] = []

    def __bool__(self) -> bool:
        return bool(self._held)

    @property
    def held(self) -> tuple[tuple[int, int], ...]:
        """The stretches in order, at most sixteen."""
        return tuple(self._held[:16])

    @property
    def end(self) -> int:
        """The number after the highest; 0 where there is none."""
        return self._held[-1][1] if self._held else 0

    def add(self, start: int, end: int) -> list[tuple[int, int]]:
        """Take in a stretch; gives the parts of it that were not there before."""
        held = self._held
        first = bisect_left(held, start, key=END)
        behind = bisect_right(held, end, key=START)
        touched = held[first:behind]
        if not touched and len(held) >= MOST_RANGES:
            return []
        fresh, at = [], start
        for low, high in touched:
            if low > at:
                fresh.append((at, min(low, end)))
            at = max(at, high)
        if at < end:
            fresh.append((at, end))
        if touched:
            start, end = min(start, touched[0][0]), max(end, touched[-1][1])
        held[first:behind] = [(start, end)]
        return fresh

    def drop_below(self, number: int) -> None:
        """Forget all numbers below this one."""
        held = self._held
        gone = bisect_right(held, number, key=END)
        del held[:gone]
        if held and held[0][0] < number:
            held[0] = (number, held[0][1])

    def covers(self, start: int, end: int) -> bool:
        """Whether all these numbers are there."""
        place = bisect_right(self._held, start, key=START) - 1
        return place >= 0 and self._held[place][1] >= end

    def above(self, number: int) -> int:
        """How many numbers from this one on are there."""
        place = bisect_right(self._held, number, key=END)
        return sum(high - max(low, number) for low, high in self._held[place:])

    def clear(self) -> None:
        """Forget all."""
        self._held.clear()
