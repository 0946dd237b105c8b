"""What only the whole capture tells of a packet, as columns: its stream, its relative numbers, what happened there, the time since."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from netkit.capture.columnar.column import Column
from netkit.capture.columnar.domain import SPAN
from netkit.capture.columnar.plain import PlainBatch
from netkit.capture.columnar.quick import QuickBatch
from netkit.capture.columnar.tracked import TRACKED
from netkit.capture.streams.datagrams import DatagramNumbers
from netkit.capture.streams.numbers import StreamNumbers
from netkit.capture.streams.one_by_one import OneByOne
from netkit.capture.streams.together import Together

__all__ = ["Tracking"]

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
        self._first: int | None = None
        self._last: int | None = None

    def columns(self, batch: QuickBatch | PlainBatch) -> dict[str, Column]:
        """The columns of the next batch; a packet with two segments (of a tunnel, or quoted in an error) has two values."""
        found: dict[str, Column] = {}
        if self._streams and isinstance(batch, QuickBatch):
            found |= self._together.columns(batch)
        elif self._streams and isinstance(batch, PlainBatch):
            found |= self._one_by_one.columns(batch)
        if any(key in _FRAME_TIMES for key in self.keys):
            found |= self._times(batch.column("frame.time"))
        return found

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
