"""The columns of what is tracked, for all packets of a batch at once: straight from arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from netkit.capture.columnar.column import Array, Column
from netkit.capture.columnar.quick import QuickBatch
from netkit.capture.columnar.tracked import TRACKED
from netkit.capture.streams.arrays import Datagrams, Segments, arrays_in
from netkit.capture.streams.datagrams import DatagramNumbers
from netkit.capture.streams.numbering import Numbers, number
from netkit.capture.streams.numbers import SYN, StreamNumbers
from netkit.capture.streams.stream_times import StreamTimes

if TYPE_CHECKING:
    from netkit.capture.analysis.at_once.following import AtOnce

__all__ = ["Together"]

_Values = Callable[[Segments, Numbers], tuple[Array | None, Array]]


def _scale(segments: Segments, numbers: Numbers) -> tuple[Array, Array]:
    there = segments.flags & SYN == 0
    return there, np.where(numbers.shift < 0, numbers.shift, 1 << np.maximum(numbers.shift, 0))


_TCP: Mapping[str, _Values] = MappingProxyType(
    {
        "tcp.stream": lambda _, numbers: (None, numbers.stream),
        "tcp.seq": lambda _, numbers: (None, numbers.sequence),
        "tcp.ack": lambda _, numbers: (None, numbers.acknowledgment),
        "tcp.nxtseq": lambda _, numbers: (numbers.next_sequence >= 0, numbers.next_sequence),
        "tcp.window_size": lambda _, numbers: (None, numbers.window),
        "tcp.window_size_scalefactor": _scale,
    }
)
"""Under each key which segments have a value (None for all), and the values."""


class Together:
    """Batches go in, in the order of the capture; for each it gives the columns of the keys that are of streams: those of `OneByOne`."""

    def __init__(self, keys: Sequence[str], tcp: StreamNumbers | None, udp: DatagramNumbers | None) -> None:
        self.keys = keys
        self._tcp, self._udp = tcp, udp
        self._analysis = self._begin_analysis() if any(key.startswith("tcp.analysis") for key in keys) else None
        self._times = StreamTimes()

    @staticmethod
    def _begin_analysis() -> AtOnce:
        from netkit.capture.analysis.at_once.following import AtOnce  # noqa: PLC0415 - it stands on what follows streams

        return AtOnce()

    def columns(self, batch: QuickBatch) -> dict[str, Column]:
        """The columns of the next batch."""
        segments, datagrams = arrays_in(batch, tcp=self._tcp is not None, udp=self._udp is not None)
        found: dict[str, Column] = {}
        if self._udp is not None and datagrams is not None:
            found["udp.stream"] = _udp(self._udp, datagrams)
        if self._tcp is None or segments is None:
            return found
        numbers = number(self._tcp, segments)
        for key in self.keys:
            if key in _TCP:
                there, values = _TCP[key](segments, numbers)
                found[key] = _column(key, segments.position, values, there)
        time, timed = _times_of(batch)
        if self._analysis is not None:
            found |= self._happened(self._analysis, segments, numbers, time, timed, batch.frames.number)
        if any(key in {"tcp.time_relative", "tcp.time_delta"} for key in self.keys):
            there = np.flatnonzero(timed[segments.position])
            position = segments.position[there]
            both = self._times.take(numbers.stream[there], time[position])
            for key, values in zip(("tcp.time_relative", "tcp.time_delta"), both, strict=True):
                if key in self.keys:
                    found[key] = _column(key, position, values)
        return found

    def _happened(
        self, analysis: AtOnce, segments: Segments, numbers: Numbers, time: Array, timed: Array, packet: Array
    ) -> dict[str, Column]:
        """What was found about the segments."""
        from netkit.capture.analysis.analysis import ANALYSED  # noqa: PLC0415 - it stands on what follows streams
        from netkit.capture.analysis.at_once.rows import Rows  # noqa: PLC0415 - as above

        rows = Rows.of(segments, numbers, time, timed, packet)
        told = analysis.follow(rows, len(segments))
        return {key: told.column(key, segments.position) for key in self.keys if key in ANALYSED}


def _times_of(batch: QuickBatch) -> tuple[Array, Array]:
    """When each packet of a batch was taken, and which have a time."""
    frames = batch.frames
    return frames.time, np.ones(batch.count, bool) if frames.timed is None else frames.timed


def _udp(numbers: DatagramNumbers, datagrams: Datagrams) -> Column:
    """The streams of datagrams; a conversation gets its number where it first appears."""
    ends = datagrams.ends
    streams = np.zeros(len(ends.keys), np.int64)
    for row in np.sort(ends.first).tolist():
        streams[ends.index[row]] = numbers.take(*ends.key(row))
    return _column("udp.stream", datagrams.position, streams[ends.index])


def _column(key: str, rows: Array, values: Array, there: Array | None = None) -> Column:
    if there is not None:
        rows, values = rows[there], values[there]
    return Column(key, TRACKED[key], rows, values.astype(TRACKED[key].dtype))
