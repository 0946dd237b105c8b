"""CSV (RFC 4180): a line with the keys, then a line a packet; safe to open in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from netkit.capture.columnar.batch import Batch
from netkit.capture.destination import Pen
from netkit.capture.export.columns import ExportColumn, listed, single
from netkit.render.safe import safe

__all__ = ["cell", "write_csv"]

FORMULA = ("=", "+", "-", "@")
"""What a spreadsheet takes for the beginning of a formula."""

BETWEEN = ";"
"""Between several values of a field in one cell."""


def write_csv(pen: Pen, batches: Iterable[Batch], columns: Sequence[ExportColumn], *, lists: bool) -> int:
    """Write every packet of the batches, and give how many there were.

    A field that a packet has not is an empty cell. Text is changed where it would do harm: control characters become visible escapes, and
    before what a spreadsheet would take for a formula stands an apostrophe.
    """
    count = 0
    pen.write(",".join(_quoted(each.key) for each in columns).encode() + b"\r\n")
    take = listed if lists else _singles
    for batch in batches:
        values = [take(batch.column(each.key), batch.count) for each in columns]
        for row in zip(*values, strict=True):
            pen.write(",".join([cell(each) for each in row]).encode("utf-8", "backslashreplace") + b"\r\n")
        count += batch.count
    return count


def _singles(column: Any, count: int) -> list[list[Any]]:
    return [[] if value is None else [value] for value in single(column, count)]


def cell(values: Sequence[Any]) -> str:
    """A cell with these values."""
    return _quoted(BETWEEN.join(map(_text, values)))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    text = safe(value)
    # A time before another is negative, and is no formula.
    number = text[:1] in "+-" and text[1:].replace(".", "", 1).isdecimal()
    if text.startswith(FORMULA) and not number:
        return f"'{text}"
    return text


def _quoted(text: str) -> str:
    if any(sign in text for sign in ',"\r\n') or text != text.strip():
        return '"' + text.replace('"', '""') + '"'
    return text
