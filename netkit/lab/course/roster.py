"""A class list as schools export it: a table with a row for its headings, or a plain list of ids, one a line."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from netkit.errors import UsageError
from netkit.lab.course.headings import EMAILS, LOGINS, NAMES, NUMBERS, word_of
from netkit.lab.course.sheet import rows_of, text_of

__all__ = ["Roster", "read_roster"]

_ORDER = (*NUMBERS, *LOGINS, *EMAILS, *NAMES)
"""What a column of ids is called, the best first: an id, a login, an address of mail, a name."""

_POINTS = "points possible"
"""What Canvas writes in the first cell of a row that is no student's."""
_TEST_STUDENT = frozenset({"student, test", "test student"})
"""Nobody: Canvas's own, with which a teacher looks at a course as students do. It has no SIS User ID."""

_LONGEST_ID = 200


@dataclass(frozen=True, slots=True)
class Roster:
    """The ids of a class in the order of the list; `column` is the heading that they stand under, empty for a plain list.

    `rows` are each student's cells by their headings, in small letters with one space between words; empty for a plain list. `left_out`
    says in sentences which lines are no student's, or a student's once more.
    """

    students: tuple[str, ...]
    column: str = ""
    rows: tuple[Mapping[str, str], ...] = ()
    left_out: tuple[str, ...] = ()

    def cells(self, *headings: str) -> dict[str, str]:
        """What stands under the first of these headings that is there, by student; empty cells are left out."""
        found = next((heading for heading in headings if any(heading in row for row in self.rows)), "")
        return {student: row[found] for student, row in zip(self.students, self.rows, strict=False) if row.get(found)}


def read_roster(data: bytes, name: str, *, column: str = "") -> Roster:
    """The students in a file's bytes; `name` is what messages call it, `column` a heading, or a column's number from 1.

    Without a `column`, the first of these headings counts that is there: an id's, a login's, an email address's. UsageError says with
    the line what is wrong.
    """
    found_rows = rows_of(text_of(data, name, UsageError), name, UsageError)
    rows = [(line, row) for line, row in found_rows if any(row) and not row[0].startswith("#")]
    if not rows:
        raise UsageError(
            f"{name} lists nobody", why="a roster has a student a line", hint="export it again, or write an id a line"
        )
    if all(len(row) == 1 for _, row in rows) and not column:
        place, heading = 0, rows[0][1][0] if word_of(rows[0][1][0]) in _ORDER else ""
    else:
        place, heading = _place(rows, name, column)
    body = rows[1:] if heading else rows
    found: dict[str, tuple[int, Sequence[str]]] = {}
    cells: list[Mapping[str, str]] = []
    left_out = []
    headings = [word_of(each) for each in rows[0][1]] if heading else []
    for line, row in body:
        if word_of(row[0]) == _POINTS:
            continue
        student = row[place] if place < len(row) else ""
        about = dict(zip(headings, row, strict=False))
        if _is_canvas_s_own(headings, row[0], about):
            left_out.append(f"Line {line} is nobody's: it is Canvas's {row[0]}.")
            continue
        if student in found and len(row) > 1 and list(found[student][1]) == row:
            left_out.append(f"Line {line} is line {found[student][0]} once more.")
            continue
        _check(student, line, name, found)
        found[student] = line, row
        cells.append(about)
    if not found:
        raise UsageError(
            f"{name} lists nobody",
            where=f"its only row is the headings: {', '.join(rows[0][1])[:200]}",
            hint="write a student a line beneath it, or name another file with --roster FILE",
        )
    return Roster(tuple(found), heading, tuple(cells) if headings else (), tuple(left_out))


def _is_canvas_s_own(headings: Sequence[str], name: str, about: Mapping[str, str]) -> bool:
    return headings[:2] == ["student", "id"] and name.casefold() in _TEST_STUDENT and not about.get("sis user id")


def _place(rows: Sequence[tuple[int, Sequence[str]]], name: str, column: str) -> tuple[int, str]:
    """Which column the ids stand in, and its heading; none where the first row is a student's already."""
    line, headings = rows[0]
    words = [word_of(heading) for heading in headings]
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
        if word_of(column) not in words:
            raise UsageError(
                f"{name} has no column {column[:60]!r}",
                where=f"line {line}: {', '.join(known)[:300]}",
                hint="--column with one of these",
            )
        return words.index(word_of(column)), headings[words.index(word_of(column))]
    places = [words.index(wanted) for wanted in _ORDER if wanted in words]
    # a school without a register has Canvas's columns for it, and nothing in them
    filled = (at for at in places if any(at < len(row) and row[at] for _, row in rows[1:]))
    if places:
        at = next(filled, places[0])
        return at, headings[at]
    raise UsageError(
        f"no column of {name} is known to hold ids",
        where=f"line {line}: {', '.join(known)[:300]}",
        why="an id, a login or an email address is looked for, by the headings in the first row",
        hint=_may_be([row for _, row in rows]),
    )


def _may_be(rows: Sequence[Sequence[str]]) -> str:
    """Which column may hold ids: the first whose cells all differ, and have no space in them."""
    headings, *body = rows
    for at, heading in enumerate(headings):
        cells = [row[at] if at < len(row) else "" for row in body]
        if heading and cells and all(cells) and len({*cells}) == len(cells) and not any(" " in cell for cell in cells):
            return f"--column {shlex.quote(heading)}, if that is it: what stands there differs for everybody"
    return "--column NAME, or --column 2 for the second"


def _check(student: str, line: int, name: str, found: Mapping[str, tuple[int, Sequence[str]]]) -> None:
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
            where=f"in line {found[student][0]} and in line {line}, which are not the same",
            why="whoever they are, both would get the same numbers",
            hint="take one out, or choose another column with --column",
        )
