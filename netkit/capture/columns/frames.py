"""Frames: what a capture says of the packets of a batch, as arrays, with all their bytes in one buffer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from netkit.capture.columns.batch import Rows
from netkit.capture.columns.column import Array
from netkit.capture.record import Record

__all__ = ["Frames", "frames_of"]


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

    def __len__(self) -> int:
        return len(self.start)

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
        np.array([each.time or 0 for each in records], np.int64),
        ~np.array(untimed) if any(untimed) else None,
        np.array([each.number for each in records], np.int64),
        np.array([each.link_type for each in records], np.int64),
        records.__getitem__,
    )
