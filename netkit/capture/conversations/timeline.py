"""Packets and bytes over time: how many came in each interval, counted from the first packet of a capture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from netkit.capture.columnar.column import Array
from netkit.errors import UsageError

__all__ = ["MOST_INTERVALS", "Interval", "Timeline", "fit"]

MOST_INTERVALS = 1_000_000
"""With packets in them, where the width is given."""

FINEST = 1_000
"""Nanoseconds of an interval at first, where it is to be found."""

ENOUGH = 8_192
"""Intervals with packets in them from which on they are made ten times as wide, where the width is to be found."""

FURTHEST = 1 << 61
"""Nanoseconds from the first packet, 73 years; what claims to be further away counts as being there."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Packets and bytes from `start` on, in nanoseconds since the capture's first packet."""

    start: int
    packets: int
    bytes: int


class Timeline:
    """Packets go in, in any order; their number in each interval comes out. `width` is in nanoseconds, or None: as fits the capture.

    Packets without a time are left out, and counted in `untimed`.
    """

    def __init__(self, width: int | None) -> None:
        self.width = width or FINEST
        self.given = width is not None
        self.untimed = 0
        self._starts = np.zeros(0, np.int64)
        self._packets = np.zeros(0, np.int64)
        self._bytes = np.zeros(0, np.int64)

    def add(self, times: Array, sizes: Array, first: int) -> None:
        """Count packets with their times and their bytes on the wire; UsageError where the width makes too many intervals."""
        near = np.clip(times, max(first - FURTHEST, -FURTHEST * 3), min(first + FURTHEST, FURTHEST * 3))
        at = (near - first) // self.width
        self._merge(at, np.ones(len(at), np.int64), sizes)
        while len(self._starts) > (MOST_INTERVALS if self.given else ENOUGH):
            if self.given:
                raise UsageError(
                    f"there are more than {MOST_INTERVALS:,} intervals with packets in them",
                    why="each of them is kept until the end",
                    hint="give a longer one: --interval 1s",
                )
            self.widen(10)

    def widen(self, times: int) -> None:
        """Make the intervals so many times as wide."""
        self.width *= times
        starts, packets, sizes = self._starts // times, self._packets, self._bytes
        self._starts = self._packets = self._bytes = np.zeros(0, np.int64)
        self._merge(starts, packets, sizes)

    def _merge(self, at: Array, packets: Array, sizes: Array) -> None:
        every = np.concatenate([self._starts, at])
        self._starts, place = np.unique(every, return_inverse=True)
        sums = []
        for own, more in ((self._packets, packets), (self._bytes, sizes)):
            found = np.zeros(len(self._starts), np.int64)
            np.add.at(found, place, np.concatenate([own, more]))
            sums.append(found)
        self._packets, self._bytes = sums

    @property
    def span(self) -> tuple[int, int]:
        """The numbers of the first and the last interval with packets in it; (0, -1) if there is none."""
        return (int(self._starts[0]), int(self._starts[-1])) if len(self._starts) else (0, -1)

    def intervals(self) -> list[Interval]:
        """Those with packets in them, in the order of time."""
        columns = (self._starts, self._packets, self._bytes)
        rows = zip(*(each.tolist() for each in columns), strict=True)
        return [Interval(at * self.width, packets, size) for at, packets, size in rows]


def fit(timelines: list[Timeline], most: int) -> None:
    """Make the intervals of several timelines alike wide: of 1, 2 or 5 and zeros, so that there are about `most` of them."""
    width = max(each.width for each in timelines)
    for each in timelines:
        if each.width < width:
            each.widen(width // each.width)
    while (count := _length(timelines)) > most:
        factor = next(each for each in (2, 5, 10) if count <= most * each or each == 10)
        for each in timelines:
            each.widen(factor)
        if factor != 10:
            # Where the edges fall may leave one more than the division says.
            return


def _length(timelines: list[Timeline]) -> int:
    spans = [each.span for each in timelines if each.span[1] >= each.span[0]]
    return max(last for _, last in spans) - min(first for first, _ in spans) + 1 if spans else 0
