"""The columns of what is tracked, packet by packet: the plain way, which says what the quick one must say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from netkit.capture.columnar.column import Column
from netkit.capture.columnar.plain import PlainBatch
from netkit.capture.columnar.tracked import TRACKED
from netkit.capture.streams.datagrams import DatagramNumbers
from netkit.capture.streams.numbers import SYN, UNKNOWN, UNSCALED, Numbered, Segment, StreamNumbers
from netkit.capture.streams.segments import transports

if TYPE_CHECKING:
    from netkit.capture.analysis.analysis import Analysis

__all__ = ["OneByOne", "column_of"]

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

_STREAM_TIMES = ("tcp.time_relative", "tcp.time_delta")

Found = list[tuple[int, Segment, Numbered]]


class OneByOne:
    """Batches go in, in the order of the capture; for each it gives the columns of the keys that are of streams."""

    def __init__(self, keys: Sequence[str], tcp: StreamNumbers | None, udp: DatagramNumbers | None) -> None:
        self.keys = keys
        self._tcp, self._udp = tcp, udp
        self._analysis = self._begin_analysis() if any(key.startswith("tcp.analysis") for key in keys) else None
        self._streams: dict[int, tuple[int, int]] = {}

    @staticmethod
    def _begin_analysis() -> Analysis:
        from netkit.capture.analysis.analysis import Analysis  # noqa: PLC0415 - it stands on what follows streams

        return Analysis()

    def columns(self, batch: PlainBatch) -> dict[str, Column]:
        """The columns of the next batch; a packet with two segments (of a tunnel, or quoted in an error) has two values."""
        found: dict[str, Column] = {}
        segments: Found = []
        datagrams: list[tuple[int, int]] = []
        for position, packet in enumerate(batch.packets):
            for transport in (each.segment for each in transports(packet)):
                if isinstance(transport, Segment):
                    if self._tcp is not None:
                        segments.append((position, transport, self._tcp.take(transport)))
                elif self._udp is not None:
                    datagrams.append((position, self._udp.take(*transport)))
        for key in self.keys:
            if key in _TCP:
                take = _TCP[key]
                found[key] = column_of(
                    key, [(position, take(segment, numbered)) for position, segment, numbered in segments]
                )
            elif key == "udp.stream":
                found[key] = column_of(key, datagrams)
        if self._analysis is not None:
            found |= self._happened(self._analysis, batch, segments)
        if any(key in _STREAM_TIMES for key in self.keys):
            found |= self._in_streams(batch, segments)
        return found

    def _happened(self, analysis: Analysis, batch: PlainBatch, segments: Found) -> dict[str, Column]:
        """What was found about the segments."""
        from netkit.capture.analysis.analysis import ANALYSED  # noqa: PLC0415 - it stands on what follows streams

        times, numbers = _times_of(batch), batch.column("frame.number").values.tolist()
        take = analysis.take
        told = [
            (position, take(segment, numbered, times[position], numbers[position]))
            for position, segment, numbered in segments
        ]
        return {
            key: column_of(key, [(position, ANALYSED[key][1](each)) for position, each in told])
            for key in self.keys
            if key in ANALYSED
        }

    def _in_streams(self, batch: PlainBatch, segments: Found) -> dict[str, Column]:
        """Nanoseconds since the first packet of a stream, and since the one before."""
        times = _times_of(batch)
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
        return {key: column_of(key, values) for key, values in both.items() if key in self.keys}


def _times_of(batch: PlainBatch) -> list[int | None]:
    """When each packet of a batch was taken; None of one without a time."""
    column = batch.column("frame.time")
    found: list[int | None] = [None] * batch.count
    for row, value in zip(column.rows.tolist(), column.values.tolist(), strict=True):
        found[row] = value
    return found


def column_of(key: str, values: Iterable[tuple[int, Any]]) -> Column:
    """The column of values that are known by their packet's position; None is no value."""
    kept = [(position, value) for position, value in values if value is not None]
    return Column.of(key, TRACKED[key], [position for position, _ in kept], [value for _, value in kept])
