"""The connections of a batch followed: quiet runs at once, all that is not quiet segment by segment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from netkit.capture.analysis.analysis import Analysis
from netkit.capture.analysis.connection import Analysed, Connection
from netkit.capture.analysis.quiet import look
from netkit.capture.analysis.rows import Rows
from netkit.capture.analysis.runs import go_through
from netkit.capture.analysis.side import MOST_WAITING
from netkit.capture.analysis.standing import Standing, is_ready
from netkit.capture.analysis.told import Told
from netkit.capture.columnar.column import Array

__all__ = ["follow"]

SHORTEST = 8
"""Segments of a run that is worth it."""
FEWEST = 96
"""Segments of all connections that are worth a look at once."""
NEAR = 64
"""Segments that are looked at where a run has just ended early."""
MOST_PATIENCE = 256
"""Segments that are at most taken one by one where runs are seldom worth it."""


@dataclass(slots=True)
class _Stretch:
    """What is left of a connection's segments in a batch, as entries in `Rows`.

    `reach` is how many are looked at at once; `patience` how many are taken one by one before the next look.
    """

    connection: Connection
    start: int
    end: int
    reach: int
    patience: int = 1

    def size(self) -> int:
        """How many segments to look at: no more than the sides remember."""
        room = MOST_WAITING - max(len(side.waiting) for side in self.connection.sides)
        return min(self.end - self.start, self.reach, room)

    def move(self, taken: int, size: int) -> None:
        """Note how long the run was."""
        self.start += taken
        self.reach = max(NEAR, taken * (2 if taken < size else 4))
        self.patience = 1 if taken else min(self.patience * 2, MOST_PATIENCE)


def follow(analysis: Analysis, rows: Rows, count: int) -> Told:
    """What is found about the segments of a batch, of which there are `count`; those that are not among the rows say nothing."""
    told = Told.nothing(count)
    alone: list[tuple[int, Analysed]] = []
    stretches: list[_Stretch] = []
    bounds = np.flatnonzero(np.append(np.append(True, rows.stream[1:] != rows.stream[:-1]), True)) if count else [0]
    streams = rows.stream[bounds[:-1]].tolist()
    analysis.reach(max(streams, default=-1))
    for stream, start, end in zip(streams, bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        stretch = _Stretch(analysis.connections[stream], start, end, end - start)
        if end - start > SHORTEST:
            stretches.append(stretch)
        else:
            _take(stretch, rows, alone, end)
    while stretches:
        for stretch in stretches:
            _until_ready(stretch, rows, alone)
        stretches = [each for each in stretches if each.start < each.end]
        if sum(each.size() for each in stretches) < FEWEST:
            break
        _run(stretches, rows, told)
        for stretch in stretches:
            _take(stretch, rows, alone, min(stretch.start + stretch.patience, stretch.end))
    for stretch in stretches:
        _take(stretch, rows, alone, stretch.end)
    told.put(alone)
    return told


def _run(stretches: list[_Stretch], rows: Rows, told: Told) -> None:
    """Go through the quiet runs that some connections begin with."""
    standing = Standing.of([each.connection for each in stretches])
    sizes = np.array([each.size() for each in stretches])
    starts: Array = np.array([each.start for each in stretches])
    quiet, taken = look(rows, starts, sizes, standing, SHORTEST)
    if len(quiet.row):
        go_through(rows, quiet, standing, told)
    for stretch, run, size in zip(stretches, taken.tolist(), sizes.tolist(), strict=True):
        stretch.move(run, size)


def _until_ready(stretch: _Stretch, rows: Rows, alone: list[tuple[int, Analysed]]) -> None:
    """Take segments one by one until a run may begin."""
    connection = stretch.connection
    while stretch.start < stretch.end and not (is_ready(connection) and stretch.size() > 0):
        _take(stretch, rows, alone, stretch.start + 1)


def _take(stretch: _Stretch, rows: Rows, alone: list[tuple[int, Analysed]], end: int) -> None:
    """Take segments one by one, up to an entry."""
    take = stretch.connection.take
    for place, segment, numbered, time, packet in rows.single(stretch.start, end):
        alone.append((place, take(segment, numbered, time, packet)))
    stretch.start = end
