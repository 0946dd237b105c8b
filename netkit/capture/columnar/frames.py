"""Frames: what a capture says of the packets of a batch, as arrays, with all their bytes in one buffer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from netkit.capture.columnar.batch import Rows
from netkit.capture.columnar.column import Array
from netkit.capture.columnar.gather import windows
from netkit.capture.record import Record

__all__ = ["HEAD", "LATEST", "Frames", "frames_of", "heads_at"]


HEAD = 96
"""Bytes of a packet that nearly always hold all of its headers up to the transport's."""


LATEST = (1 << 63) - 1
"""The last nanosecond, in the year 2262, that 64 bits hold; a file may claim a later one."""


def heads_at(octets: Array, start: Array, size: int) -> Array:
    """The `size` bytes from each place of a buffer on, one row a place; zeros where the buffer ends before."""
    if len(octets) < size:
        octets = np.concatenate([octets, np.zeros(size, np.uint8)])
    every = windows(octets, size)
    last = len(every) - 1
    heads = every[np.minimum(start, last)].view(np.uint8).reshape(len(start), size)
    for row in np.flatnonzero(start > last):
        rest = octets[start[row] :]
        heads[row, : len(rest)] = rest
        heads[row, len(rest) :] = 0
    return heads


@dataclass(slots=True)
class Frames:
    """Packets side by side: packet `i` is `octets[start[i]:end[i]]`, and had `original[i]` bytes on the wire.

    `time` is in nanoseconds since 1970, 0 where `timed` is false; `number` counts from 1 over the file. `record` gives a packet by
    itself, by its position.
    """

    octets: Array
    start: Array
    end: Array
    original: Array
    time: Array
    timed: Rows | None
    number: Array
    link_type: Array
    record: Callable[[int], Record]
    heads: Array | None = None
    """The first `HEAD` bytes of each packet, one row a packet (what lies behind a shorter one is anything), where somebody copied them."""

    def __len__(self) -> int:
        return len(self.start)

    @property
    def first_time(self) -> int | None:
        """The time of the first packet, or None."""
        if not len(self) or (self.timed is not None and not self.timed[0]):
            return None
        return int(self.time[0])

    def select(self, rows: Rows) -> Frames:
        """Those of the packets for which it is true."""
        chosen = np.flatnonzero(rows)
        record = self.record
        return Frames(
            self.octets,
            self.start[chosen],
            self.end[chosen],
            self.original[chosen],
            self.time[chosen],
            None if self.timed is None else self.timed[chosen],
            self.number[chosen],
            self.link_type[chosen],
            lambda position: record(int(chosen[position])),
            None if self.heads is None else self.heads[chosen],
        )


def frames_of(records: Sequence[Record]) -> Frames:
    """The frames of records that were read one by one."""
    sizes = np.array([len(each.data) for each in records], np.int64)
    end = np.cumsum(sizes)
    untimed = [each.time is None for each in records]
    return Frames(
        np.frombuffer(b"".join([each.data for each in records]), np.uint8),
        end - sizes,
        end,
        np.array([each.original_length for each in records], np.int64),
        np.array([max(-LATEST, min(LATEST, each.time or 0)) for each in records], np.int64),
        ~np.array(untimed) if any(untimed) else None,
        np.array([each.number for each in records], np.int64),
        np.array([each.link_type for each in records], np.int64),
        records.__getitem__,
    )
