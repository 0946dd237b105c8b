"""Points that an instructor sets by hand, each with a reason: `overrides.csv` with the columns student, lab, points, reason."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass, replace

from netkit.errors import CourseError
from netkit.lab.grading.graded import Adjustment, Graded, whole

__all__ = ["Overrides", "read_overrides"]

_COLUMNS = ("student", "lab", "points", "reason")
LARGEST = 4 << 20
"""Bytes of the file; a longer one is no list that somebody wrote by hand."""


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    points: float
    reason: str


class Overrides:
    """The rows of a table, by student and lab; a bundle that names nobody is meant by its file's name in the student's column."""

    def __init__(self, rows: dict[tuple[str, str], _Row], name: str) -> None:
        self._rows = rows
        self._name = name
        self._used: set[tuple[str, str]] = set()

    def applied(self, graded: Graded) -> Graded:
        """A grade with what is set by hand."""
        for whose in (graded.student, graded.bundle):
            row = self._rows.get((whose, graded.lab)) if whose else None
            if row is not None:
                self._used.add((whose, graded.lab))
                text = f"Set to {whole(row.points)} points: {row.reason}"
                by_hand = Adjustment(rule="override", points=row.points - graded.score, text=text)
                return replace(graded, score=row.points, adjustments=(*graded.adjustments, by_hand))
        return graded

    @property
    def unused(self) -> list[str]:
        """The rows that are about no bundle, in words."""
        return [
            f"line {row.line} of {self._name}: {student}, {lab}"
            for (student, lab), row in self._rows.items()
            if (student, lab) not in self._used
        ]


def read_overrides(data: bytes, name: str) -> Overrides:
    """The overrides in a file's bytes; CourseError tells a mistake with its line."""
    if len(data) > LARGEST:
        raise CourseError(f"{name} is too long", where=f"{len(data):,} bytes")
    try:
        reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
        rows = [(reader.line_num, row) for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise CourseError(f"{name} can't be read as a table", why=str(error)) from error
    found: dict[tuple[str, str], _Row] = {}
    for line, row in rows:
        cells = {str(key).strip().casefold(): value.strip() for key, value in row.items() if isinstance(value, str)}
        if not any(cells.values()):
            continue
        missing = [column for column in _COLUMNS if not cells.get(column)]
        if missing or any(row.get(None, [])):
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
        points = float(text)
    except ValueError:
        points = math.nan
    if not 0 <= points <= 1_000_000:
        raise CourseError(f"line {line} of {name}: {text[:40]!r} is no number of points", why="it is 0 or more")
    return points
