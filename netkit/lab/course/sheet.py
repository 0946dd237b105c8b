"""A table as spreadsheets and schools save it: its text, and its rows between commas, semicolons or tabs."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

from netkit.errors import NetkitError

__all__ = ["rows_of", "text_of"]

_LONGEST_FILE = 32 << 20
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""How a workbook begins: .xlsx and .ods are zip archives, .xls is a compound file."""


def text_of(data: bytes, name: str, refuse: Callable[..., NetkitError]) -> str:
    """The text of a file's bytes: UTF-8, or UTF-16 with its mark; else the error that `refuse` makes."""
    if len(data) > _LONGEST_FILE:
        raise refuse(f"{name} is too long for a table of a class", where=f"{len(data):,} bytes")
    if data.startswith(_WORKBOOKS):
        raise refuse(
            f"{name} is a workbook, and no table as text",
            why="a workbook is a program's own form: it has sheets, formulas and formats, and no plain rows",
            hint='open it in your spreadsheet, and save the sheet as "CSV UTF-8"',
        )
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise refuse(
            f"line {line} of {name} is not UTF-8",
            where=f"byte {data[error.start]:#04x}",
            why="ids have to be the same for everybody, so letters must not be guessed",
            hint='save it as "CSV UTF-8"',
        ) from error


def rows_of(text: str, name: str, refuse: Callable[..., NetkitError]) -> list[tuple[int, list[str]]]:
    """Each row with the line that it ends in; cells have no white space around them. What divides them, the first line says."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    between = max("\t;,", key=first.count)
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise refuse(f"line {line} of {name} is no text", where="it has a zero byte", hint="export it as CSV")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between)
    try:
        return [(reader.line_num, [cell.strip() for cell in row] or [""]) for row in reader]
    except csv.Error as error:
        raise refuse(f"line {reader.line_num} of {name} is no row of a table", why=str(error)) from error
