"""The connections of a batch followed: quiet runs at once, all that is not quiet segment by segment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from netkit.capture.analysis.at_once.beginnings import Beginnings
from netkit.capture.analysis.at_once.quiet import look
from netkit.capture.analysis.at_once.rows import Rows
from netkit.capture.analysis.at_once.runs import go_through
from netkit.capture.analysis.at_once.standing import Standing, is_ready
from netkit.capture.analysis.at_once.told import Told
from netkit.capture.analysis.connection import Analysed, Connection
from netkit.capture.analysis.side import MOST_WAITING
from netkit.capture.columnar.column import Array

__all__ = ["AtOnce"]

SHORTEST = 8
"""Segments of a run that is worth it."""
MANY = 1024
"""Segments of short streams are taken from the arrays so many at a time."""
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

    def move(self, taken: int, size: int, *, worth: bool) -> None:
        """Note how long the run was, and whether looking at once was worth it."""
        self.start += taken
        self.reach = max(NEAR, taken * (2 if taken < size else 4))
        self.patience = 1 if taken and worth else min(self.patience * 2, MOST_PATIENCE)


class AtOnce:
    """Batches of segments go in, in the order of the capture; what is found about them comes out: what `Analysis` would find.

    What is kept are the connections: some kilobytes for each whose segments wait for acknowledgments, some hundred bytes for one that had
    but one segment.
    """

    def __init__(self) -> None:
        self._connections: list[Connection | None] = []
        self._beginnings = Beginnings()

    def follow(self, rows: Rows, count: int) -> Told:
        """What is found about the segments of a batch, of which there are `count`; those that are not among the rows say nothing."""
        told = Told.nothing(count)
        if not len(rows.stream):
            return told
        alone: list[tuple[int, Analysed]] = []
        begins = np.flatnonzero(np.append([True], rows.stream[1:] != rows.stream[:-1]))
        ends = np.append(begins[1:], len(rows.stream))
        sizes = ends - begins
        streams = rows.stream[begins]
        new = begins[(sizes == 1) & (streams >= len(self._connections))]
        self._connections += [None] * (int(streams[-1]) + 1 - len(self._connections))
        self._beginnings.note(rows.select(new), told)
        short = np.repeat(sizes <= SHORTEST, sizes)
        short[new] = False
        self._one_by_one(rows.select(short), alone)
        long = np.flatnonzero(sizes > SHORTEST)
        stretches = [
            _Stretch(self._connection(stream), start, end, end - start)
            for stream, start, end in zip(
                streams[long].tolist(), begins[long].tolist(), ends[long].tolist(), strict=True
            )
        ]
        _follow(stretches, rows, told, alone)
        told.put(alone)
        return told

    def _one_by_one(self, rows: Rows, alone: list[tuple[int, Analysed]]) -> None:
        """Follow the segments of streams that have only a few in this batch."""
        for place, segment, numbered, time, packet in rows.single(0, len(rows.stream), MANY):
            alone.append((place, self._connection(numbered.stream).take(segment, numbered, time, packet)))

    def _connection(self, stream: int) -> Connection:
        found = self._connections[stream]
        if found is None:
            found = self._connections[stream] = Connection()
            if first := self._beginnings.first(stream):
                found.take(first.segment, first.numbered, first.time, first.packet)
        return found


def _follow(stretches: list[_Stretch], rows: Rows, told: Told, alone: list[tuple[int, Analysed]]) -> None:
    """Follow connections with many segments: a run of each at once, then what ended it, again and again while that is worth it."""
    while stretches:
        for stretch in stretches:
            _until_ready(stretch, rows, alone)
        stretches = [each for each in stretches if each.start < each.end]
        if sum(each.end - each.start for each in stretches) < FEWEST:
            break
        _run(stretches, rows, told)
        for stretch in stretches:
            _take(stretch, rows, alone, min(stretch.start + stretch.patience, stretch.end))
    for stretch in stretches:
        _take(stretch, rows, alone, stretch.end)


def _run(stretches: list[_Stretch], rows: Rows, told: Told) -> None:
    """Go through the quiet runs that some connections begin with."""
    standing = Standing.of([each.connection for each in stretches])
    sizes = np.array([each.size() for each in stretches])
    starts: Array = np.array([each.start for each in stretches])
    quiet, taken = look(rows, starts, sizes, standing, SHORTEST)
    if len(quiet.row):
        go_through(rows, quiet, standing, told)
    worth = int(taken.sum()) >= FEWEST
    for stretch, run, size in zip(stretches, taken.tolist(), sizes.tolist(), strict=True):
        stretch.move(run, size, worth=worth)


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
