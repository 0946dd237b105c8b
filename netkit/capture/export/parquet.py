"""Parquet: typed columns in row groups, by pyarrow, which is loaded here alone."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from netkit.capture.columnar.batch import Batch
from netkit.capture.columnar.column import Array, Column
from netkit.capture.columnar.domain import BOOLEAN, BYTES, LABEL, MOMENT, NUMBER, PROTOCOL, SIGNED, SPAN, TEXT
from netkit.capture.destination import Pen
from netkit.capture.export.columns import ExportColumn
from netkit.errors import UsageError

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["write_parquet"]

ROWS, BYTES_IN_GROUP = 1 << 17, 64 << 20
"""Of a row group, at most about: so much is held before it is written."""

SECONDS = (19, 9)
"""Digits of a time span in seconds, and those behind the point: all that 64 bits of nanoseconds have."""


def write_parquet(pen: Pen, batches: Iterable[Batch], columns: Sequence[ExportColumn], *, lists: bool) -> int:
    """Write every packet of the batches, and give how many there were; UsageError where pyarrow is not installed."""
    arrow = _arrow()
    import pyarrow.parquet  # noqa: PLC0415

    schema = arrow.schema([_field(arrow, each, lists=lists) for each in columns])
    count = 0
    with pyarrow.parquet.ParquetWriter(arrow.PythonFile(_Sink(pen), mode="w"), schema, compression="zstd") as writer:
        held: list[pa.RecordBatch] = []
        for batch in batches:
            if not batch.count:
                continue
            arrays = [_array(arrow, each, batch, lists=lists) for each in columns]
            held.append(arrow.record_batch(arrays, schema=schema))
            count += batch.count
            if sum(each.num_rows for each in held) >= ROWS or sum(each.nbytes for each in held) >= BYTES_IN_GROUP:
                writer.write_table(arrow.Table.from_batches(held), row_group_size=ROWS)
                held = []
        if held:
            writer.write_table(arrow.Table.from_batches(held), row_group_size=ROWS)
    return count


def _arrow() -> Any:
    try:
        import pyarrow as pa  # noqa: PLC0415
    except ImportError as error:
        raise UsageError(
            "Parquet needs pyarrow, which is not installed",
            why="it is as large as all the rest of netkit, so it does not come with it",
            hint="pip install 'netkit-labs[parquet]', or write JSON lines or CSV: -o packets.jsonl",
        ) from error
    return pa


class _Sink(io.RawIOBase):
    """A file that can only be written, and knows how far it has come."""

    def __init__(self, pen: Pen) -> None:
        self._pen = pen
        self._at = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def write(self, data: Any) -> int:
        piece = bytes(data)
        self._pen.write(piece)
        self._at += len(piece)
        return len(piece)


def _type(arrow: Any, column: ExportColumn) -> Any:
    domain = column.domain
    if domain is NUMBER:
        return {8: arrow.uint8(), 16: arrow.uint16(), 32: arrow.uint32()}.get(column.bits, arrow.uint64())
    if domain is MOMENT:
        return arrow.timestamp("ns", tz="UTC")
    if domain is SPAN:
        return arrow.decimal128(*SECONDS)
    if domain in (BYTES, PROTOCOL):
        return arrow.binary()
    if domain is SIGNED:
        return arrow.int64()
    return arrow.bool_() if domain in (BOOLEAN, LABEL) else arrow.string()


def _field(arrow: Any, column: ExportColumn, *, lists: bool) -> Any:
    kind = _type(arrow, column)
    return arrow.field(column.key, arrow.list_(kind) if lists else kind)


def _array(arrow: Any, column: ExportColumn, batch: Batch, *, lists: bool) -> Any:
    found = batch.column(column.key)
    if lists:
        sizes = np.bincount(found.rows, minlength=batch.count)
        offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
        values = _values(arrow, column, found.values, None)
        return arrow.ListArray.from_arrays(arrow.array(offsets), values, type=arrow.list_(_type(arrow, column)))
    if column.domain.dtype.hasobject or column.type_name == "text":
        return _sparse(arrow, column, found, batch.count)
    first = found.first(batch.count)
    mask = np.ma.getmaskarray(first)
    return _values(arrow, column, first.data, mask)


def _sparse(arrow: Any, column: ExportColumn, found: Column, count: int) -> Any:
    """The first values of a column whose values are objects or texts."""
    rows, places = np.unique(found.rows, return_index=True)
    values = _values(arrow, column, found.values[places], None)
    place = np.zeros(count, np.int64)
    place[rows] = np.arange(len(rows))
    missing = np.ones(count, bool)
    missing[rows] = False
    return values.take(arrow.array(place, mask=missing))


def _values(arrow: Any, column: ExportColumn, values: Array, mask: Array | None) -> Any:
    kind = _type(arrow, column)
    domain = column.domain
    if domain is SPAN:
        wide = np.stack([values.astype(np.int64), values.astype(np.int64) >> 63], axis=1)
        valid = None if mask is None else arrow.array(~mask).buffers()[1]
        return arrow.Array.from_buffers(kind, len(values), [valid, arrow.py_buffer(wide.tobytes())])
    if domain is TEXT:
        return arrow.array([_text(each) for each in values.tolist()], kind)
    if column.type_name != "text":
        return (
            arrow.array(values, kind, mask=mask) if not domain.dtype.hasobject else arrow.array(values.tolist(), kind)
        )
    # Addresses: each is spelled once.
    each, place = np.unique(values, return_inverse=True)
    spelled = arrow.array([str(domain.spell(one)) for one in each], kind)
    return spelled.take(arrow.array(place.reshape(-1)))


def _text(value: str) -> str:
    """A text that UTF-8 can hold."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return value.encode("utf-8", "backslashreplace").decode()
    return value
