"""Tables as CSV that spreadsheets and gradebooks read: UTF-8, commas, a row a line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

__all__ = ["table"]

_STEERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""Characters that steer the terminal on which a table is looked at, and that no name and no answer needs."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table(rows: Sequence[Sequence[str]]) -> bytes:
    """The rows; a text that a spreadsheet would take for a formula has an apostrophe before it, a number stays a number."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows([[_cell(cell) for cell in row] for row in rows])
    return written.getvalue().encode()


def _cell(text: str) -> str:
    kept = _STEERS.sub("\N{REPLACEMENT CHARACTER}", text)
    return f"'{kept}" if kept.startswith(_FORMULA) and kept != "-" and not _is_number(kept) else kept


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
