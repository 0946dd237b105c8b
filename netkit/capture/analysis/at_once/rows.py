"""The segments of a batch that can be followed, each connection's behind one another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import NamedTuple, Self

import numpy as np

from netkit.capture.columnar.column import Array
from netkit.capture.streams.arrays import Segments
from netkit.capture.streams.numbering import Numbers
from netkit.capture.streams.numbers import ACK, RST, SYN, Numbered, Segment

__all__ = ["LONGEST", "Row", "Rows"]

LONGEST = 1 << 20
"""Bytes of data, below which the sums of a whole batch stay far from the end of 64 bits."""
LATEST = 1 << 62
"""Nanoseconds, below which the difference of two times stays in 64 bits."""

BLOCK = 32
"""Segments that are read one by one are taken from the arrays so many at a time."""

_ORDINARY = SYN | RST | ACK

_named = tuple.__new__
"""What a named tuple's own constructor does, in less time."""


class Row(NamedTuple):
    """One of the segments, as `Connection.take` wants it, and its place among those of the batch."""

    place: int
    segment: Segment
    numbered: Numbered
    time: int
    packet: int


@dataclass(frozen=True, slots=True)
class Rows:
    """Segments of known length and time, sorted by stream, in the order of the capture within each.

    `place` is the entry of each in `Segments`; `back` says that it goes against the stream's first; `offered` and `shift` are the window
    and scale of `Numbered`; `fit` says that it can be looked at together with others: ACK without SYN and RST, of a usual packet.
    """

    place: Array
    stream: Array
    back: Array
    fit: Array
    flags: Array
    sequence: Array
    acknowledgment: Array
    length: Array
    window: Array
    stamp: Array
    selected: Array
    offered: Array
    shift: Array
    reused: Array
    time: Array
    packet: Array

    @classmethod
    def of(cls, segments: Segments, numbers: Numbers, time: Array, timed: Array, packet: Array) -> Self:
        """From the segments of a batch, their numbers, and the times and numbers of the batch's packets."""
        places = np.flatnonzero((segments.length >= 0) & timed[segments.position])
        places = places[np.argsort(numbers.stream[places], kind="stable")]
        position, flags = segments.position[places], segments.flags[places]
        length, when = segments.length[places], time[position]
        fit = segments.usual[places] & (flags & _ORDINARY == ACK)
        fit &= (length < LONGEST) & (when < LATEST) & (when > -LATEST)
        return cls(
            places, numbers.stream[places], ~numbers.forward[places], fit, flags, segments.sequence[places],
            segments.acknowledgment[places], length, segments.window[places], segments.stamp[places], segments.selected[places],
            numbers.window[places], numbers.shift[places], numbers.reused[places], when, packet[position],
        )  # fmt: skip

    def select(self, chosen: Array) -> Rows:
        """Some of the segments: those at these places, or those for which it is true."""
        return Rows(*(getattr(self, each.name)[chosen] for each in fields(self)))

    def single(self, start: int, end: int, block: int = BLOCK) -> Iterator[Row]:
        """Some of the segments one by one: from one place in these arrays up to another."""
        for first in range(start, end, block):
            part = slice(first, min(end, first + block))
            columns = [
                getattr(self, name)[part].tolist()
                for name in (
                    "place", "stream", "back", "flags", "sequence", "acknowledgment", "length", "window", "stamp", "selected",
                    "offered", "shift", "reused", "time", "packet",
                )
            ]  # fmt: skip
            for (
                place, stream, back, flags, sequence, acknowledgment, length, window, stamp, selected, offered, shift, reused, time, packet,
            ) in zip(*columns, strict=True):  # fmt: skip
                known = None if stamp < 0 else stamp
                segment = _named(
                    Segment,
                    (b"", b"", 0, 0, flags, sequence, acknowledgment, length, window, None, known, selected),
                )
                numbered = _named(Numbered, (stream, 0, 0, None, offered, not back, shift, reused))
                yield Row(place, segment, numbered, time, packet)
