"""What only the whole capture tells of a packet, as columns: its stream, its relative numbers, what happened there, the time since."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from netkit.capture.columnar.column import Column
from netkit.capture.columnar.domain import SPAN
from netkit.capture.columnar.plain import PlainBatch
from netkit.capture.columnar.quick import QuickBatch
from netkit.capture.columnar.tracked import TRACKED
from netkit.capture.queries.tracking import TAKE, QueryTracking
from netkit.capture.streams.datagrams import DatagramNumbers
from netkit.capture.streams.numbers import SYN, UNKNOWN, UNSCALED, Numbered, Segment, StreamNumbers
from netkit.capture.streams.segments import Datagram, transports
from netkit.capture.streams.transports import transports_in

if TYPE_CHECKING:
    from netkit.capture.analysis.analysis import Analysis

__all__ = ["Tracking", "times_of", "transports_of"]

_Numbers = Callable[[Segment, Numbered], int | None]


def _scale(segment: Segment, numbered: Numbered) -> int | None:
    """By how much windows count; -1 where nobody saw the opening, -2 where they are not scaled."""
    if segment.flags & SYN:
        return None
    return numbered.shift if numbered.shift in (UNKNOWN, UNSCALED) else 1 << numbered.shift


_TCP: Mapping[str, _Numbers] = MappingProxyType(
    {
        "tcp.stream": lambda _, numbered: numbered.stream,
        "tcp.seq": lambda _, numbered: numbered.sequence,
        "tcp.ack": lambda _, numbered: numbered.acknowledgment,
        "tcp.nxtseq": lambda _, numbered: numbered.next_sequence,
        "tcp.window_size": lambda _, numbered: numbered.window,
        "tcp.window_size_scalefactor": _scale,
    }
)

_Numbered = list[tuple[int, Segment, Numbered]]
"""Segments with their packet's position and their numbers."""

_STREAM_TIMES = ("tcp.time_relative", "tcp.time_delta")
_FRAME_TIMES = ("frame.time_relative", "frame.time_delta")
_ANALYSIS = "tcp.analysis"


class Tracking:
    """Batches go in, in the order of the capture; for each it gives the columns of the keys that were asked for.

    KeyError for a key that is not in `TRACKED`. What is kept from batch to batch are the streams: some hundreds of bytes for each, and
    some kilobytes where it is asked what happened in them.
    """

    def __init__(self, keys: Iterable[str]) -> None:
        self.keys = tuple(dict.fromkeys(keys))
        if unknown := [key for key in self.keys if key not in TRACKED]:
            raise KeyError(unknown[0])
        self._analysed = [key for key in self.keys if key.startswith(_ANALYSIS)]
        self._timed = any(key in _STREAM_TIMES for key in self.keys)
        wanted = self._analysed or self._timed or any(key in _TCP for key in self.keys)
        self._tcp = StreamNumbers() if wanted else None
        self._udp = DatagramNumbers() if "udp.stream" in self.keys else None
        self._analysis = self._begin_analysis() if self._analysed else None
        self._streams: dict[int, tuple[int, int]] = {}
        self._queries = QueryTracking() if any(key in TAKE for key in self.keys) else None
        self._first: int | None = None
        self._last: int | None = None

    @staticmethod
    def _begin_analysis() -> Analysis:
        from netkit.capture.analysis.analysis import Analysis  # noqa: PLC0415 - it stands on what follows streams

        return Analysis()

    def columns(self, batch: QuickBatch | PlainBatch) -> dict[str, Column]:
        """The columns of the next batch; a packet with two segments (of a tunnel, or quoted in an error) has two values."""
        found: dict[str, Column] = {}
        segments, datagrams = self._follow(batch)
        for key in self.keys:
            if key in _TCP:
                take = _TCP[key]
                found[key] = _column(
                    key, [(position, take(segment, numbered)) for position, segment, numbered in segments]
                )
            elif key == "udp.stream":
                found[key] = _column(key, datagrams)
        if self._analysis is not None:
            found |= self._happened(self._analysis, batch, segments)
        if self._timed:
            found |= self._in_streams(batch, segments)
        if self._queries is not None:
            found |= self._questions(self._queries, batch)
        if any(key in _FRAME_TIMES for key in self.keys):
            found |= self._times(batch.column("frame.time"))
        return found

    def _follow(self, batch: QuickBatch | PlainBatch) -> tuple[_Numbered, list[tuple[int, int]]]:
        """The segments with their numbers, and the datagrams with their streams', as far as somebody asks for them."""
        segments: _Numbered = []
        datagrams: list[tuple[int, int]] = []
        if self._tcp is None and self._udp is None:
            return segments, datagrams
        for position, transport in transports_of(batch):
            if isinstance(transport, Segment):
                if self._tcp is not None:
                    segments.append((position, transport, self._tcp.take(transport)))
            elif self._udp is not None:
                datagrams.append((position, self._udp.take(*transport)))
        return segments, datagrams

    def _questions(self, queries: QueryTracking, batch: QuickBatch | PlainBatch) -> dict[str, Column]:
        """What was found about messages of DNS."""
        messages = queries.take(batch)
        return {
            key: _column(key, [(at, read(paired, response)) for at, paired, response in messages])
            for key, read in TAKE.items()
            if key in self.keys
        }

    def _happened(self, analysis: Analysis, batch: QuickBatch | PlainBatch, segments: _Numbered) -> dict[str, Column]:
        """What was found about the segments."""
        from netkit.capture.analysis.analysis import ANALYSED  # noqa: PLC0415 - as above

        times, numbers = times_of(batch), batch.column("frame.number").values.tolist()
        take = analysis.take
        told = [
            (position, take(segment, numbered, times[position], numbers[position]))
            for position, segment, numbered in segments
        ]
        return {
            key: _column(key, [(position, value(each)) for position, each in told])
            for key in self._analysed
            for _, value in [ANALYSED[key]]
        }

    def _in_streams(self, batch: QuickBatch | PlainBatch, segments: _Numbered) -> dict[str, Column]:
        """Nanoseconds since the first packet of a stream, and since the one before."""
        times = times_of(batch)
        relative: list[tuple[int, int]] = []
        delta: list[tuple[int, int]] = []
        for position, _, numbered in segments:
            if (time := times[position]) is None:
                continue
            first, last = self._streams.get(numbered.stream, (time, time))
            self._streams[numbered.stream] = first, time
            relative.append((position, time - first))
            delta.append((position, time - last))
        both = {"tcp.time_relative": relative, "tcp.time_delta": delta}
        return {key: _column(key, values) for key, values in both.items() if key in self.keys}

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
    values: list[int | None] = column.values.tolist()
    if len(values) == batch.count:
        return values
    found: list[int | None] = [None] * batch.count
    for row, value in zip(column.rows.tolist(), values, strict=True):
        found[row] = value
    return found


def transports_of(batch: QuickBatch | PlainBatch) -> Iterator[tuple[int, Segment | Datagram]]:
    """Every segment and datagram of a batch, with its packet's position, in the order of the packets."""
    if isinstance(batch, QuickBatch):
        yield from transports_in(batch)
        return
    for position, packet in enumerate(batch.packets):
        for each in transports(packet):
            yield position, each.segment


def _column(key: str, values: Iterable[tuple[int, Any]]) -> Column:
    kept = [(position, value) for position, value in values if value is not None]
    return Column.of(key, TRACKED[key], [position for position, _ in kept], [value for _, value in kept])
