"""A class list as schools export it: a table with a row for its headings, or a plain list of ids, one a line."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from netkit.errors import UsageError

__all__ = ["Roster", "read_roster"]

_COLUMNS = (
    ("student id", "sid", "id number", "student number", "sis user id", "orgdefinedid", "identifier", "matriculation number", "id"),
    ("sis login id", "login id", "login", "username", "user name", "netid", "user", "github username"),
    ("email address", "email", "e mail", "mail"),
    ("student", "name"),
)  # fmt: skip
"""What a column of ids is called, the best first: an id, a login, an address of mail; each list in its own order."""

_ORDER = tuple(name for names in _COLUMNS for name in names)
_POINTS = "points possible"
"""What Canvas writes in the first cell of a row that is no student's."""
_LONGEST_ID = 200
_LONGEST_FILE = 32 << 20


@dataclass(frozen=True, slots=True)
class Roster:
    """The ids of a class in the order of the list; `column` is the heading that they stand under, empty for a plain list.

    `rows` are each student's cells by their headings, in small letters with one space between words; empty for a plain list.
    """

    students: tuple[str, ...]
    column: str = ""
    rows: tuple[Mapping[str, str], ...] = ()

    def cells(self, *headings: str) -> dict[str, str]:
        """What stands under the first of these headings that is there, by student; empty cells are left out."""
        found = next((heading for heading in headings if any(heading in row for row in self.rows)), "")
        return {student: row[found] for student, row in zip(self.students, self.rows, strict=False) if row.get(found)}


def read_roster(data: bytes, name: str, *, column: str = "") -> Roster:
    """The students in a file's bytes; `name` is what messages call it, `column` a heading, or a column's number from 1.

    Without a `column`, the first of these headings counts that is there: an id's, a login's, an email address's. UsageError says with
    the line what is wrong.
    """
    rows = [(line, row) for line, row in _rows(_text(data, name), name) if any(row) and not row[0].startswith("#")]
    if not rows:
        raise UsageError(
            f"{name} lists nobody", why="a roster has a student a line", hint="export it again, or write an id a line"
        )
    if all(len(row) == 1 for _, row in rows) and not column:
        place, heading = 0, rows[0][1][0] if _word(rows[0][1][0]) in _ORDER else ""
    else:
        place, heading = _place(rows[0], name, column)
    body = rows[1:] if heading else rows
    found: dict[str, int] = {}
    cells: list[Mapping[str, str]] = []
    headings = [_word(each) for each in rows[0][1]] if heading else []
    for line, row in body:
        if _word(row[0]) == _POINTS:
            continue
        student = row[place] if place < len(row) else ""
        _check(student, line, name, found)
        found[student] = line
        cells.append(dict(zip(headings, row, strict=False)))
    if not found:
        raise UsageError(
            f"{name} lists nobody",
            where=f"its only row is the headings: {', '.join(rows[0][1])[:200]}",
            hint="write a student a line beneath it, or name another file with --roster FILE",
        )
    return Roster(tuple(found), heading, tuple(cells) if headings else ())


def _text(data: bytes, name: str) -> str:
    if len(data) > _LONGEST_FILE:
        raise UsageError(f"{name} is too long for a class list", where=f"{len(data):,} bytes")
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UsageError(
            f"line {line} of {name} is not UTF-8",
            where=f"byte {data[error.start]:#04x}",
            why="ids have to be the same for everybody, so letters must not be guessed",
            hint='save it as "CSV UTF-8"',
        ) from error


def _rows(text: str, name: str) -> list[tuple[int, list[str]]]:
    """Each row with the line that it ends in."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    between = max("\t;,", key=first.count)
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise UsageError(f"line {line} of {name} is no text", where="it has a zero byte", hint="export it as CSV")
    reader = csv.reader(text.splitlines(keepends=True), delimiter=between)
    try:
        return [(reader.line_num, [cell.strip() for cell in row] or [""]) for row in reader]
    except csv.Error as error:
        raise UsageError(f"line {reader.line_num} of {name} is no row of a table", why=str(error)) from error


def _word(heading: str) -> str:
    """A heading in small letters, with one space for whatever stands between its words."""
    return re.sub(r"[\s_.-]+", " ", heading).strip().casefold()


def _place(first: tuple[int, Sequence[str]], name: str, column: str) -> tuple[int, str]:
    """Which column the ids stand in, and its heading; none where the first row is a student's already."""
    line, headings = first
    words = [_word(heading) for heading in headings]
    known = [heading for heading in headings if heading]
    if column.isdecimal():
        number = int(column)
        if not 1 <= number <= len(headings):
            raise UsageError(
                f"{name} has no column {number}",
                where=f"line {line} has {len(headings)}",
                hint="--column 1 is the first",
            )
        return number - 1, headings[number - 1] if any(word in _ORDER for word in words) else ""
    if column:
        if _word(column) not in words:
            raise UsageError(
                f"{name} has no column {column[:60]!r}",
                where=f"line {line}: {', '.join(known)[:300]}",
                hint="--column with one of these",
            )
        return words.index(_word(column)), headings[words.index(_word(column))]
    for wanted in _ORDER:
        if wanted in words:
            return words.index(wanted), headings[words.index(wanted)]
    raise UsageError(
        f"no column of {name} is known to hold ids",
        where=f"line {line}: {', '.join(known)[:300]}",
        why="an id, a login or an email address is looked for, by the headings in the first row",
        hint="--column NAME, or --column 2 for the second",
    )


def _check(student: str, line: int, name: str, found: dict[str, int]) -> None:
    if not student:
        raise UsageError(
            f"line {line} of {name} has no id",
            why="everybody's numbers are made from their id",
            hint="fill it in, or take the line out",
        )
    if not student.isprintable() or len(student) > _LONGEST_ID:
        raise UsageError(
            f"the id in line {line} of {name} is none", where=repr(student[:60]), why="an id is one short word or name"
        )
    if student in found:
        raise UsageError(
            f"{student} stands in {name} twice",
            where=f"in line {found[student]} and in line {line}",
            why="both would get the same numbers",
            hint="take one out, or choose another column with --column",
        )
