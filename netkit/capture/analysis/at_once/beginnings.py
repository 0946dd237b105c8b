"""Connections of which a capture has shown one segment so far: what is found about that, and what is kept of it."""

from __future__ import annotations

from bisect import bisect_right

import numpy as np

from netkit.capture.analysis.at_once.rows import Row, Rows
from netkit.capture.analysis.at_once.told import Told
from netkit.capture.analysis.connection import MARKED, MOST_IN_FLIGHT, OPENING, REUSED, ZERO_WINDOW
from netkit.capture.columnar.column import Array

__all__ = ["Beginnings"]


class Beginnings:
    """Keeps the first segments of streams, as arrays: many a capture has thousands of streams that never get a second one."""

    def __init__(self) -> None:
        self._parts: list[Rows] = []
        self._starts: list[int] = []

    def note(self, rows: Rows, told: Told) -> None:
        """Take first segments of streams that are numbered above those of the time before, and write down what is found about them."""
        if not len(rows.stream):
            return
        self._parts.append(rows)
        self._starts.append(int(rows.stream[0]))
        closed = (rows.window == 0) & (rows.flags & MARKED == 0)
        findings = np.where(closed, ZERO_WINDOW, 0) | np.where(rows.reused, REUSED, 0)
        places = rows.place
        told.findings[places] = findings
        told.anything[places] = (findings > 0) | (rows.length > 0)
        sound = rows.length + (rows.flags & OPENING > 0) < MOST_IN_FLIGHT
        told.in_flight[places] = told.pushed[places] = np.where(sound, rows.length, 0)

    def first(self, stream: int) -> Row | None:
        """The segment that was kept of a stream, or None."""
        which = bisect_right(self._starts, stream) - 1
        if which < 0:
            return None
        part: Array = self._parts[which].stream
        place = int(np.searchsorted(part, stream))
        if place == len(part) or part[place] != stream:
            return None
        return next(self._parts[which].single(place, place + 1))
