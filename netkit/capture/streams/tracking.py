"""What only the whole capture tells of a packet, as columns: its stream, its relative numbers, the time since the first packet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Protocol

from netkit.capture.columns.column import Column
from netkit.capture.columns.domain import NUMBER, SPAN, Domain
from netkit.capture.record import Record
from netkit.capture.streams.datagrams import DatagramNumbers
from netkit.capture.streams.numbers import Numbered, Segment, StreamNumbers
from netkit.capture.streams.segments import transports
from netkit.packet import Dissection

__all__ = ["TRACKED", "Tracking"]

_TCP: Mapping[str, Callable[[Numbered], int | None]] = MappingProxyType(
    {
        "tcp.stream": lambda numbered: numbered.stream,
        "tcp.seq": lambda numbered: numbered.sequence,
        "tcp.ack": lambda numbered: numbered.acknowledgment,
        "tcp.nxtseq": lambda numbered: numbered.next_sequence,
        "tcp.window_size": lambda numbered: numbered.window,
    }
)

TRACKED: Mapping[str, Domain] = MappingProxyType(
    dict.fromkeys((*_TCP, "udp.stream"), NUMBER) | {"frame.time_relative": SPAN, "frame.time_delta": SPAN}
)
"""The keys that can be asked for, with what their values are."""


class Tracked(Protocol):
    """What is asked of a batch: its records, and the same packets taken apart (`PlainBatch` has both)."""

    @property
    def records(self) -> Sequence[Record]:
        """The records."""

    @property
    def packets(self) -> Sequence[Dissection]:
        """The packets."""


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
        self._first: int | None = None
        self._last: int | None = None

    def columns(self, batch: Tracked) -> dict[str, Column]:
        """The columns of the next batch; a packet with two segments (of a tunnel, or quoted in an error) has two values."""
        found: dict[str, Column] = {}
        segments: list[tuple[int, Numbered]] = []
        datagrams: list[tuple[int, int]] = []
        if self._tcp is not None or self._udp is not None:
            for position, packet in enumerate(batch.packets):
                for transport, _, _ in transports(packet):
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
        if "frame.time_relative" in self.keys or "frame.time_delta" in self.keys:
            found |= self._times(batch.records)
        return found

    def _times(self, records: Sequence[Record]) -> dict[str, Column]:
        """Nanoseconds since the first packet, and since the one before; none for a packet without a time."""
        relative: list[tuple[int, int | None]] = []
        delta: list[tuple[int, int | None]] = []
        for position, record in enumerate(records):
            time = record.time
            if time is None:
                continue
            first, last = self._first, self._last
            if first is None or last is None:
                first = last = self._first = time
            relative.append((position, time - first))
            delta.append((position, time - last))
            self._last = time
        both = {"frame.time_relative": relative, "frame.time_delta": delta}
        return {key: _column(key, values) for key, values in both.items() if key in self.keys}


def _column(key: str, values: Iterable[tuple[int, Any]]) -> Column:
    kept = [(position, value) for position, value in values if value is not None]
    return Column.of(key, TRACKED[key], [position for position, _ in kept], [value for _, value in kept])
