"""What only the whole capture tells of a packet, as columns: its stream, its relative numbers, what happened there, the time since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import merge
from operator import itemgetter

import numpy as np

from netkit.capture.columnar.column import Column
from netkit.capture.columnar.domain import SPAN
from netkit.capture.columnar.plain import PlainBatch
from netkit.capture.columnar.quick import QuickBatch
from netkit.capture.columnar.tracked import TRACKED
from netkit.capture.queries.tracking import TAKE, QueryTracking
from netkit.capture.streams.arrays import arrays_in
from netkit.capture.streams.datagrams import DatagramNumbers
from netkit.capture.streams.numbers import Segment, StreamNumbers
from netkit.capture.streams.one_by_one import OneByOne, column_of
from netkit.capture.streams.segments import Datagram, transports
from netkit.capture.streams.together import Together

__all__ = ["Tracking", "times_of", "transports_of"]

_FRAME_TIMES = ("frame.time_relative", "frame.time_delta")


class Tracking:
    """Batches of one kind go in, in the order of the capture; for each it gives the columns of the keys that were asked for.

    KeyError for a key that is not in `TRACKED`. What is kept from batch to batch are the streams: some hundreds of bytes for each, and
    some kilobytes where it is asked what happened in them.
    """

    def __init__(self, keys: Iterable[str]) -> None:
        self.keys = tuple(dict.fromkeys(keys))
        if unknown := [key for key in self.keys if key not in TRACKED]:
            raise KeyError(unknown[0])
        udp = DatagramNumbers() if "udp.stream" in self.keys else None
        tcp = StreamNumbers() if any(key.startswith("tcp.") for key in self.keys) else None
        self._streams = tcp is not None or udp is not None
        self._one_by_one = OneByOne(self.keys, tcp, udp)
        self._together = Together(self.keys, tcp, udp)
        self._queries = QueryTracking() if any(key in TAKE for key in self.keys) else None
        self._first: int | None = None
        self._last: int | None = None

    def columns(self, batch: QuickBatch | PlainBatch) -> dict[str, Column]:
        """The columns of the next batch; a packet with two segments (of a tunnel, or quoted in an error) has two values."""
        found: dict[str, Column] = {}
        if self._streams and isinstance(batch, QuickBatch):
            found |= self._together.columns(batch)
        elif self._streams and isinstance(batch, PlainBatch):
            found |= self._one_by_one.columns(batch)
        if self._queries is not None:
            found |= self._questions(self._queries, batch)
        if any(key in _FRAME_TIMES for key in self.keys):
            found |= self._times(batch.column("frame.time"))
        return found

    def _questions(self, queries: QueryTracking, batch: QuickBatch | PlainBatch) -> dict[str, Column]:
        """What was found about messages of DNS."""
        messages = queries.take(batch)
        return {
            key: column_of(key, [(at, read(paired, response)) for at, paired, response in messages])
            for key, read in TAKE.items()
            if key in self.keys
        }

    def _times(self, times: Column) -> dict[str, Column]:
        """Nanoseconds since the first packet, and since the one before; none for a packet without a time."""
        if not len(times.rows):
            nothing = {key: Column.of(key, SPAN, [], []) for key in _FRAME_TIMES}
            return {key: each for key, each in nothing.items() if key in self.keys}
        if self._first is None or self._last is None:
            self._first = self._last = int(times.values[0])
        both = {
            "frame.time_relative": times.values - self._first,
            "frame.time_delta": np.diff(times.values, prepend=self._last),
        }
        self._last = int(times.values[-1])
        return {key: Column(key, SPAN, times.rows, values) for key, values in both.items() if key in self.keys}


def times_of(batch: QuickBatch | PlainBatch) -> list[int | None]:
    """When each packet of a batch was taken; None of one without a time."""
    column = batch.column("frame.time")
    found: list[int | None] = [None] * batch.count
    for row, value in zip(column.rows.tolist(), column.values.tolist(), strict=True):
        found[row] = value
    return found


def transports_of(batch: QuickBatch | PlainBatch) -> Iterator[tuple[int, Segment | Datagram]]:
    """Every segment and datagram of a batch, with its packet's position, in the order of the packets; of one packet, segments first."""
    if isinstance(batch, PlainBatch):
        for position, packet in enumerate(batch.packets):
            both = [each.segment for each in transports(packet)]
            for each in sorted(both, key=lambda one: isinstance(one, Datagram)):
                yield position, each
        return
    segments, datagrams = arrays_in(batch, tcp=True, udp=True)
    every: list[Iterator[tuple[int, Segment | Datagram]]] = [
        each.numbered() for each in (segments, datagrams) if each is not None
    ]
    yield from merge(*every, key=itemgetter(0))
