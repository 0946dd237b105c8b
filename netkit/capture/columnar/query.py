"""Asking a capture: the fields of those packets that a filter selects, batch by batch or all at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from netkit.capture.columnar.batch import Rows
from netkit.capture.columnar.column import Column, joined
from netkit.capture.columnar.quick import FRAME_COLUMNS, QuickBatch, walked_keys, walked_protocols
from netkit.capture.columnar.reading import BatchReader
from netkit.capture.columnar.tracked import TRACKED
from netkit.capture.opening import Readable

if TYPE_CHECKING:
    from netkit.capture.filtering import Filter
    from netkit.capture.streams.tracking import Tracking

__all__ = ["Columns", "Marker", "Selection", "column_chunks", "columns"]


FIRST_STEP = 16
LARGEST_STEP = 1 << 14
"""Packets of the batches for somebody who waits for the first of them."""


class Columns(Mapping[str, "np.ma.MaskedArray[Any, Any]"]):
    """Fields of some packets: under each key an array with one entry a packet, masked where the packet has not the field.

    Where a packet has a field several times, the array has the first value; `column(key)` has them all. IPv4 and MAC addresses are
    numbers, IPv6 addresses two of them (`high`, `low`), times nanoseconds since 1970; `texts(key)` gives what people read.
    """

    def __init__(self, count: int, found: Mapping[str, Column]) -> None:
        self.count = count
        self._found = found

    def column(self, key: str) -> Column:
        """Every value of a field, with the packets they lie in; KeyError for a key that was not asked for."""
        return self._found[key]

    def texts(self, key: str) -> list[list[Any]]:
        """For each packet the values of a field as JSON carries them; KeyError as above."""
        found: list[list[Any]] = [[] for _ in range(self.count)]
        column = self._found[key]
        for row, value in zip(column.rows.tolist(), column.spelled(), strict=True):
            found[row].append(value)
        return found

    def __getitem__(self, key: str) -> np.ma.MaskedArray[Any, Any]:
        return self._found[key].first(self.count)

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def __repr__(self) -> str:
        return f"<Columns of {self.count:,} packets: {', '.join(self._found)}>"


class Selection:
    """The packets of a capture that a filter selects (all without one), as batches; a context manager.

    UsageError for a key or a filter that is none, and what `netkit.capture.open` raises.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | Readable,
        keys: Iterable[str],
        filter: str | Filter | None = None,  # noqa: A002
        *,
        idle: Callable[[], bool] | None = None,
    ) -> None:
        self.keys = tuple(dict.fromkeys(keys))
        for key in self.keys:
            check_key(key)
        self._marker = Marker(self.keys, filter)
        self.filter = self._marker.filter
        self.reader = BatchReader(path, idle=idle)
        self.first_time: int | None = None
        """When the first packet of the capture was taken, in nanoseconds, selected or not; None before it was read."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.reader.capture.close()

    def __iter__(self) -> Iterator[QuickBatch]:
        return map(self._selected, self._batches())

    def in_steps(self) -> Iterator[QuickBatch]:
        """The same in smaller batches, the first of them very small: for those who want to see something soon."""
        size = FIRST_STEP
        for batch in self._batches():
            first = 0
            while first < batch.count:
                places = np.arange(batch.count)
                yield self._selected(batch.select((places >= first) & (places < first + size)))
                first, size = first + size, min(size * 4, LARGEST_STEP)

    def marked(self) -> Iterator[tuple[QuickBatch, Rows]]:
        """Every packet in batches, and which of them the filter selects: for those who have to see the others, too."""
        for batch in self._batches():
            yield batch, self._marker.rows(batch)

    def _batches(self) -> Iterator[QuickBatch]:
        for batch in self.reader:
            if self.first_time is None:
                self.first_time = batch.frames.first_time
            yield batch

    def _selected(self, batch: QuickBatch) -> QuickBatch:
        rows = self._marker.rows(batch)
        return batch if self.filter is None else batch.select(rows)


class Marker:
    """Which packets a filter selects (all without one), batch after batch in the order of the capture.

    UsageError for a filter that is none.
    """

    def __init__(self, keys: tuple[str, ...], filter: str | Filter | None) -> None:  # noqa: A002
        self.filter = _compiled(filter)
        self._keys = (*(self.filter.keys if self.filter is not None else ()), *keys)
        self._tracking = _tracking(self._keys)

    def rows(self, batch: QuickBatch) -> Rows:
        """For each packet of the next batch whether it is selected; the fields that were asked for are then ready."""
        if self._tracking is not None:
            batch.tracked = self._tracking.columns(batch)
        batch.prepare(self._keys)
        return np.ones(batch.count, bool) if self.filter is None else self.filter.rows(batch)


def check_key(key: str) -> None:
    """Nothing for a key that there is; UsageError for any other, with those that were perhaps meant."""
    if key in walked_keys() or key in walked_protocols() or key in FRAME_COLUMNS or key in TRACKED:
        return
    from netkit.capture.columnar.catalog import known_keys  # noqa: PLC0415 - loads every table
    from netkit.capture.columnar.naming import near_keys, unknown_key  # noqa: PLC0415

    if key not in known_keys():
        raise unknown_key(key, near_keys(key))


def _tracking(keys: tuple[str, ...]) -> Tracking | None:
    """What follows the streams, where a key needs it that is of no header and no frame by itself."""
    tracked = [key for key in keys if key in TRACKED]
    if not tracked:
        return None
    from netkit.capture.streams.tracking import Tracking  # noqa: PLC0415 - loads what takes packets apart

    return Tracking(tracked)


def _compiled(text: str | Filter | None) -> Filter | None:
    if text is None or not isinstance(text, str):
        return text
    from netkit.capture.filtering import compile_filter  # noqa: PLC0415 - the grammar is loaded where there is something to parse

    return compile_filter(text)


def column_chunks(
    path: str | os.PathLike[str] | Readable,
    keys: Iterable[str],
    filter: str | Filter | None = None,  # noqa: A002
) -> Iterator[Columns]:
    """The columns of a capture, some thousand packets at a time, so that memory stays bounded whatever the file's size.

    Keys are Wireshark's, and `filter` is a display filter in Wireshark's language. UsageError for one that is none, and what
    `netkit.capture.open` raises; a damaged file gives every whole record.
    """
    with Selection(path, keys, filter) as selection:
        for batch in selection:
            yield Columns(batch.count, {key: batch.column(key) for key in selection.keys})


def columns(
    path: str | os.PathLike[str] | Readable,
    keys: Iterable[str],
    filter: str | Filter | None = None,  # noqa: A002
) -> Columns:
    """The columns of a whole capture; see `Columns` for what they hold, and `column_chunks` for files that are larger than memory."""
    keys = tuple(dict.fromkeys(keys))
    chunks = list(column_chunks(path, keys, filter))
    count = sum(chunk.count for chunk in chunks)
    return Columns(count, {key: _joined(key, chunks) for key in keys})


def _joined(key: str, chunks: list[Columns]) -> Column:
    if not chunks:
        return _nothing(key)
    parts = [chunk.column(key) for chunk in chunks]
    before = np.cumsum([0, *(chunk.count for chunk in chunks[:-1])])
    rows = np.concatenate([part.rows + offset for part, offset in zip(parts, before, strict=True)])
    return Column(key, parts[0].domain, rows, joined(parts[0].domain, [part.values for part in parts]))


def _nothing(key: str) -> Column:
    from netkit.capture.columnar.catalog import domain_of  # noqa: PLC0415 - loads every table

    domain = domain_of(key)
    return Column(key, domain, np.zeros(0, np.int64), np.zeros(0, domain.dtype))
