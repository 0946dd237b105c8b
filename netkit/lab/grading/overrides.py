"""Points that an instructor sets by hand, each with a reason: `overrides.csv` with the columns student, lab, points, reason."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from netkit.errors import CourseError
from netkit.lab.course.headings import word_of
from netkit.lab.course.sheet import rows_of, text_of
from netkit.lab.grading.graded import Adjustment, Graded, whole

__all__ = ["Overrides", "read_overrides"]

_COLUMNS = ("student", "lab", "points", "reason")


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    points: float
    reason: str


def _by_hand(row: _Row, instead: float) -> Adjustment:
    text = f"Set to {whole(row.points)} points: {row.reason}"
    return Adjustment(rule="override", points=row.points - instead, text=text)


class Overrides:
    """The rows of a table, by student and lab; of several bundles of one student one is meant by its file's name."""

    def __init__(self, rows: dict[tuple[str, str], _Row], name: str) -> None:
        self._rows = rows
        self._name = name
        self._used: set[tuple[str, str]] = set()
        self._most: dict[tuple[str, str], float] = {}

    def applied(self, graded: Graded) -> Graded:
        """A grade with what is set by hand; what was refused stays so, and the row is given by itself (`by_hand`)."""
        if graded.refused:
            return graded
        for whose in (graded.student, graded.bundle):
            row = self._rows.get((whose, graded.lab)) if whose else None
            if row is not None:
                self._used.add((whose, graded.lab))
                self._most[whose, graded.lab] = graded.max_score
                return replace(graded, score=row.points, adjustments=(*graded.adjustments, _by_hand(row, graded.score)))
        return graded

    def by_hand(
        self, students: frozenset[str] | None, worth: Callable[[str], tuple[str, float] | None]
    ) -> Iterator[Graded]:
        """The rows that no graded bundle took, as grades of their own; `worth` is a lab's title and points, None of what is no lab.

        Rows about strangers to the class (`students`; None: nobody knows) are left unused.
        """
        for (student, lab), row in self._rows.items():
            known = (
                worth(lab) if (student, lab) not in self._used and (students is None or student in students) else None
            )
            if known is None:
                continue
            self._used.add((student, lab))
            self._most[student, lab] = known[1]
            by_hand = _by_hand(row, 0)
            yield Graded(
                bundle="", student=student, lab=lab, title=known[0], version="", score=row.points, max_score=known[1],
                adjustments=(by_hand,),
            )  # fmt: skip

    @property
    def unused(self) -> list[str]:
        """The rows that are about no bundle, in words."""
        return [
            f"line {row.line} of {self._name}: {student}, {lab}"
            for (student, lab), row in self._rows.items()
            if (student, lab) not in self._used
        ]

    @property
    def above(self) -> list[str]:
        """The rows that give more points than there are, in words."""
        return [
            f"line {row.line} of {self._name}: {student}, {lab}, {whole(row.points)} of {whole(self._most[student, lab])}"
            for (student, lab), row in self._rows.items()
            if row.points > self._most.get((student, lab), math.inf)
        ]


def read_overrides(data: bytes, name: str) -> Overrides:
    """The overrides in a file's bytes; CourseError tells a mistake with its line."""
    rows = [(line, cells) for line, cells in rows_of(text_of(data, name, CourseError), name, CourseError) if any(cells)]
    headings = [word_of(cell) for cell in rows[0][1]] if rows else []
    if rows and not {*_COLUMNS} <= {*headings}:
        raise CourseError(
            f"{name} has other headings than it should have",
            where=f"line {rows[0][0]}: {', '.join(rows[0][1])[:200]}",
            hint=f"its first line is {','.join(_COLUMNS)}; semicolons between them are as good",
        )
    found: dict[tuple[str, str], _Row] = {}
    for line, row in rows[1:]:
        cells = dict(zip(headings, row, strict=False))
        missing = [column for column in _COLUMNS if not cells.get(column)]
        if missing or any(row[len(headings) :]):
            raise CourseError(
                f"line {line} of {name} "
                + (f"lacks its {' and its '.join(missing)}" if missing else "has more cells than columns"),
                why="points that are set by hand need to say whose, for what, and why",
                hint="the first line is student,lab,points,reason; a comma in a reason needs quotes around the reason",
            )
        whose = (cells["student"], cells["lab"])
        if whose in found:
            raise CourseError(f"line {line} of {name} is about the same as line {found[whose].line}")
        found[whose] = _Row(line, _points(cells["points"], line, name), cells["reason"])
    return Overrides(found, name)


def _points(text: str, line: int, name: str) -> float:
    try:
        # 7,5 where a comma is the decimal point
        points = float(text.replace(",", ".") if text.count(",") == 1 else text)
    except ValueError:
        points = math.nan
    if not 0 <= points <= 1_000_000:
        raise CourseError(f"line {line} of {name}: {text[:40]!r} is no number of points", why="it is 0 or more")
    return points
