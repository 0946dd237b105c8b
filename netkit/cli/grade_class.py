"""What the files beside course.toml say of a class: who is in it, and which points were set by hand."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from netkit.errors import AccessError, BundleError
from netkit.lab.course.roster import Roster, read_roster
from netkit.lab.grading.grade import made_up_rights
from netkit.lab.grading.overrides import read_overrides
from netkit.lab.grading.whole_class import Facing, of_class

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from netkit.lab.course.definition import Course
    from netkit.lab.grading.graded import Graded
    from netkit.lab.grading.results_file import LastLines, Line
    from netkit.lab.grading.shelf import Shelf

__all__ = ["RESULTS", "class_facing", "graded_class_of", "missing_labs", "newest_last", "results_of", "roster_of"]

_MADE_UP = 60
"""Students that there are not, whose right answers say how often two agree."""

_LARGEST = 64 << 20
"""Bytes of a file that are read; what takes them refuses files that are much smaller."""

RESULTS = "results.jsonl"
"""The file of results, in the course's folder."""


def roster_of(course: Course) -> Roster | None:
    """The course's class list; None where there is none, or where it has no students yet."""
    data = _bytes(course.path(course.roster))
    if data is None or len(data.split(b"\n", 1)[-1].strip()) == 0:
        return None
    return read_roster(data, course.roster, column=course.column)


def class_facing(course: Course, roster: Roster | None, shelf: Shelf | None) -> Facing:
    """What a grade needs to know of its class; with the `shelf` of labs, points set by hand count where nothing could be graded, too."""
    data = _bytes(course.path(course.overrides))
    return Facing(
        students=frozenset(roster.students) if roster is not None else None,
        group=course.group,
        overrides=read_overrides(data, course.overrides) if data is not None else None,
        worth=partial(_worth, course, shelf) if shelf is not None else None,
    )


def _worth(course: Course, shelf: Shelf, name: str) -> tuple[str, float] | None:
    """The title and the points of a lab in the course; None where it has no such lab, or it is not here."""
    laid_down = course.lab(name)
    if laid_down is None:
        return None
    try:
        lab = shelf.lab(name, laid_down.version).lab
    except BundleError:
        return None
    return lab.title, laid_down.points or lab.points


def graded_class_of(lines: LastLines, facing: Facing, shelf: Shelf) -> Iterator[tuple[Line, Graded]]:
    """Each bundle's grade as it stands in its class."""
    return of_class(lines, lines.names, facing, partial(made_up_rights, shelf, count=_MADE_UP))


def missing_labs(course: Course, shelf: Shelf) -> list[str]:
    """The labs of a course that are not here as it lays them down, each in a sentence."""
    lacking = ((lab, shelf.lacks(lab.name, lab.version)) for lab in course.labs)
    return [f"course.toml names {lab.name} {lab.version}: {what}." for lab, what in lacking if what]


def results_of(course: Course) -> list[Path]:
    """The files of results in a course's folder, the newest last: that of all bundles, and those that shards left."""
    return newest_last([course.folder / RESULTS, *course.folder.glob("results-*-of-*.jsonl")])


def newest_last(paths: Iterable[Path]) -> list[Path]:
    """Those of the files that are there, in the order in which they were last written to: of a bundle's lines the last counts."""
    return sorted((path for path in paths if path.is_file()), key=lambda path: (path.stat().st_mtime_ns, path.name))


def _bytes(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise AccessError(f"{path} can't be read", why=str(error.strerror)) from error
