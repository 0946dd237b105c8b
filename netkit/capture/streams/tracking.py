"""What only the whole capture tells of a packet, as columns: its stream, its relative numbers, the time since the first packet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from netkit.capture.columnar.column import Column
from netkit.capture.columnar.domain import SPAN
from netkit.capture.columnar.plain import PlainBatch
from netkit.capture.columnar.quick import QuickBatch
from netkit.capture.columnar.tracked import TRACKED
from netkit.capture.queries.tracking import TAKE, QueryTracking
from netkit.capture.streams.datagrams import DatagramNumbers
from netkit.capture.streams.numbers import Numbered, Segment, StreamNumbers
from netkit.capture.streams.segments import Datagram, transports
from netkit.capture.streams.transports import transports_in

__all__ = ["Tracking"]

_TCP: Mapping[str, Callable[[Numbered], int | None]] = MappingProxyType(
    {
        "tcp.stream": lambda numbered: numbered.stream,
        "tcp.seq": lambda numbered: numbered.sequence,
        "tcp.ack": lambda numbered: numbered.acknowledgment,
        "tcp.nxtseq": lambda numbered: numbered.next_sequence,
        "tcp.window_size": lambda numbered: numbered.window,
    }
)


class Tracking:
    """Batches go in, in the order of the capture; for each it gives the columns of the keys that were asked for.

    KeyError for a key that is not in `TRACKED`. What is kept from batch to batch are the streams: some hundreds of bytes for each.
    """

    def __init__(self, keys: Iterable[str]) -> None:
        self.keys = tuple(dict.fromkeys(keys))
        if unknown := [key for key in self.keys if key not in TRACKED]:
            raise KeyError(unknown[0])
        self._tcp = StreamNumbers() if any(key in _TCP for key in self.keys) else None
        self._udp = DatagramNumbers() if "udp.stream" in self.keys else None
        self._queries = QueryTracking() if any(key in TAKE for key in self.keys) else None
        self._first: int | None = None
        self._last: int | None = None

    def columns(self, batch: QuickBatch | PlainBatch) -> dict[str, Column]:
        """The columns of the next batch; a packet with two segments (of a tunnel, or quoted in an error) has two values."""
        found: dict[str, Column] = {}
        segments: list[tuple[int, Numbered]] = []
        datagrams: list[tuple[int, int]] = []
        if self._tcp is not None or self._udp is not None:
            for position, transport in _transports(batch):
                if isinstance(transport, Segment):
                    if self._tcp is not None:
                        segments.append((position, self._tcp.take(transport)))
                elif self._udp is not None:
                    datagrams.append((position, self._udp.take(*transport)))
        for key in self.keys:
            if key in _TCP:
                take = _TCP[key]
                found[key] = _column(key, [(position, take(numbered)) for position, numbered in segments])
            elif key == "udp.stream":
                found[key] = _column(key, datagrams)
        if self._queries is not None:
            messages = self._queries.take(batch)
            for key in TAKE.keys() & set(self.keys):
                read = TAKE[key]
                found[key] = _column(key, [(at, read(paired, response)) for at, paired, response in messages])
        if "frame.time_relative" in self.keys or "frame.time_delta" in self.keys:
            found |= self._times(batch.column("frame.time"))
        return found

    def _times(self, times: Column) -> dict[str, Column]:
        """Nanoseconds since the first packet, and since the one before; none for a packet without a time."""
        if not len(times.rows):
            nothing = {key: Column.of(key, SPAN, [], []) for key in ("frame.time_relative", "frame.time_delta")}
            return {key: each for key, each in nothing.items() if key in self.keys}
        if self._first is None or self._last is None:
            self._first = self._last = int(times.values[0])
        both = {
            "frame.time_relative": times.values - self._first,
            "frame.time_delta": np.diff(times.values, prepend=self._last),
        }
        self._last = int(times.values[-1])
        return {key: Column(key, SPAN, times.rows, values) for key, values in both.items() if key in self.keys}


def _transports(batch: QuickBatch | PlainBatch) -> Iterator[tuple[int, Segment | Datagram]]:
    if isinstance(batch, QuickBatch):
        yield from transports_in(batch)
        return
    for position, packet in enumerate(batch.packets):
        for each in transports(packet):
            yield position, each.segment


def _column(key: str, values: Iterable[tuple[int, Any]]) -> Column:
    kept = [(position, value) for position, value in values if value is not None]
    return Column.of(key, TRACKED[key], [position for position, _ in kept], [value for _, value in kept])
