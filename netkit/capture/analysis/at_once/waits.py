"""What was sent before a quiet run and waits for acknowledgment, while the run acknowledges it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from netkit.capture.analysis.at_once.quiet import Quiet
from netkit.capture.analysis.at_once.standing import Standing
from netkit.capture.analysis.side import Side
from netkit.capture.columnar.column import Array

__all__ = ["GONE", "SIDE", "Waits"]

SIDE = 1 << 40
"""What a side's entry is multiplied by where it stands in one number with something smaller: the bytes, or the segments, of a run."""

GONE = -(1 << 62)
"""For the first number that waits: nothing does any more that was sent before."""


class Waits:
    """Lets go of what the segments of the runs acknowledge: there are few of those before all is gone, so they are taken one by one.

    `answers` are the places of such segments among the quiet ones, with the packet that each acknowledges and its time.
    """

    def __init__(self, quiet: Quiet, standing: Standing, bounds: Array) -> None:
        self.answers: list[tuple[int, int, int]] = []
        keys: list[int] = []
        floors: list[int] = []
        for number, side in enumerate(standing.sides):
            keys.append(number * SIDE)
            floors.append(_floor(side))
            if side.waiting:
                peer = number ^ 1
                for place in self._acknowledge(side, quiet, int(bounds[peer]), int(bounds[peer + 1])):
                    keys.append(number * SIDE + int(quiet.order[place]) + 1)
                    floors.append(_floor(side))
        self._keys, self._floors = np.array(keys, np.int64), np.array(floors, np.int64)

    def _acknowledge(self, side: Side, quiet: Quiet, start: int, end: int) -> Iterator[int]:
        """Go through the other side's segments until nothing waits; gives the places of those that may have changed something."""
        told = quiet.acknowledged[start:end]
        told = told[: int(np.searchsorted(told, side.next or 0)) + 1]
        last: int | None = None
        for place, acknowledged in enumerate(told.tolist(), start):
            if acknowledged == last:
                continue
            last = acknowledged
            answered = side.forget(acknowledged)
            if answered:
                self.answers.append((place, *answered))
            yield place
            if not side.waiting:
                return

    def floors(self, side: Array, order: Array) -> Array:
        """The first number that waits of what a side sent before the run, at some moments of it."""
        found: Array = self._floors[np.searchsorted(self._keys, side * SIDE + order + 1, "right") - 1]
        return found


def _floor(side: Side) -> int:
    return side.waiting[0][0] if side.waiting else GONE
