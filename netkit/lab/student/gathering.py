"""Packets for a task whose answer is a capture: those of a file that somebody recorded, or of one that is still being written."""

from __future__ import annotations

import io
import weakref
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from netkit import capture
from netkit.capture import NewRecord
from netkit.errors import AnswerError, UsageError
from netkit.lab.judging.captured import LARGEST, MOST_PACKETS

if TYPE_CHECKING:
    from netkit.capture import Record

__all__ = ["LARGEST_FILE", "Gathering", "as_capture", "recorded", "selected"]

LARGEST_FILE = 256 << 20
"""Bytes of a file that is looked through."""


def as_capture(records: Iterable[Record]) -> bytes:
    """A pcapng file of some packets; one without a time gets the time 0."""
    target = io.BytesIO()
    capture.write(target, (_timed(record) for record in records), format="pcapng", packed="none")
    return target.getvalue()


def _timed(record: Record) -> Record | NewRecord:
    if record.time is not None:
        return record
    return NewRecord(data=record.data, link_type=record.link_type, original_length=record.original_length)


def selected(path: Path, wanted: str) -> Iterator[Record]:
    """The whole packets of a file that a display filter selects; CaptureError where it is no capture."""
    # loads NumPy, which only tasks of this kind need
    import numpy as np  # noqa: PLC0415

    from netkit.capture.columnar.query import Selection  # noqa: PLC0415

    with Selection(path, (), wanted) as selection:
        for batch, rows in selection.marked():
            for row in np.flatnonzero(rows).tolist():
                yield batch.frames.record(row)


class Gathering:
    """The packets of a pcapng file that is still being written which a display filter selects; each byte is read once.

    It closes the file when nobody has it any more. CaptureError where the file does not begin as a capture does yet, UsageError where there
    is none, or the filter is none.
    """

    def __init__(self, path: Path, wanted: str) -> None:
        from netkit.capture.columnar.query import Marker  # noqa: PLC0415 - loads NumPy

        self._marker = Marker((), wanted)
        self._capture = capture.GrowingCapture(path)
        weakref.finalize(self, self._capture.close)

    def more(self) -> Iterator[Record]:
        """Those that have come to be whole since this was last asked."""
        import numpy as np  # noqa: PLC0415 - as above

        from netkit.capture.columnar.frames import frames_of  # noqa: PLC0415
        from netkit.capture.columnar.quick import QuickBatch  # noqa: PLC0415
        from netkit.capture.columnar.reading import in_batches  # noqa: PLC0415

        for records in in_batches(self._capture.more()):
            rows = self._marker.rows(QuickBatch(frames_of(records)))
            for row in np.flatnonzero(rows).tolist():
                yield records[row]


def recorded(path: Path, wanted: str) -> bytes:
    """A capture that somebody recorded, as it is kept: the packets as they stand there, or, of many, the last that the task looks at.

    UsageError where it is larger than what is looked through, AnswerError where it has no packets, CaptureError where it is no capture.
    """
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise UsageError(
            f"{path.name} is too large to look through",
            where=f"it has {size:,} bytes",
            why=f"the most is {LARGEST_FILE:,}",
            hint="record for a shorter time, while you do what the task asks",
        )
    with capture.open(path) as records:
        first = list(islice(records, MOST_PACKETS + 1))
    if not first:
        raise AnswerError(
            f"{path.name} has no packets",
            why="a capture is judged by its packets",
            hint="record while you do what the task asks",
        )
    if len(first) <= MOST_PACKETS:
        whole = as_capture(first)
        if len(whole) <= LARGEST:
            return whole
    return _fitting(deque(selected(path, wanted), maxlen=MOST_PACKETS))


def _fitting(records: deque[Record]) -> bytes:
    """As many of the last packets as may be kept."""
    while len(data := as_capture(records)) > LARGEST:
        for _ in range(max(1, len(records) // 4)):
            records.popleft()
    return data
