"""The students that a command is for: a class list, a course's, or one of them; and a bar while each gets their turn."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import click

from netkit.errors import UsageError
from netkit.lab.course.definition import Course, read_course
from netkit.lab.course.key import read_key
from netkit.lab.course.roster import Roster, read_roster
from netkit.lab.definition import Lab
from netkit.lab.grading.shelf import Shelf

__all__ = ["Numbers", "class_in_course", "class_of", "with_progress"]

T = TypeVar("T")

LONGEST_ID = 200


@dataclass(frozen=True, slots=True)
class Numbers:
    """Whose numbers a course has: its name, the key that they are made from, and the lab in the version that the course laid down."""

    course: str
    key: bytes
    lab: Lab


def class_in_course(
    place: Path, lab: Lab, roster: Path | None, column: str, student: str | None
) -> tuple[Roster, Numbers]:
    """The students of a course who are meant: one, those of a class list, or all; and the numbers that they have in a lab."""
    course = read_course(place)
    listed = roster or (course.path(course.roster) if student is None else None)
    found = class_of(listed, column or (course.column if listed else ""), student)
    return found, Numbers(course.name, read_key(course), _laid_down(course, lab))


def _laid_down(course: Course, lab: Lab) -> Lab:
    """A lab in the version of the course, which another one's numbers would not be."""
    pinned = course.lab(lab.slug)
    if pinned is None or pinned.version == lab.version:
        return lab
    return Shelf([course.path(each) for each in course.folders]).lab(lab.slug, pinned.version).lab


def class_of(roster: Path | None, column: str, student: str | None) -> Roster:
    """Whose files are asked for; UsageError where that is not clear."""
    if roster is None:
        if student is None:
            raise UsageError(
                "for whom?", why="everybody gets files of their own", hint="--roster class.csv, or --student ada"
            )
        if column:
            raise UsageError("--column is for --roster", why="it says where in a table the ids stand")
        if not student.strip() or len(student) > LONGEST_ID or not student.isprintable():
            raise UsageError("a student's id is a short word", where=repr(student[:60]))
        return Roster((student,))
    try:
        data = roster.read_bytes()
    except OSError as error:
        raise UsageError(
            f"{roster} can't be read", why=str(error.strerror), hint="a CSV file, or an id a line"
        ) from error
    found = read_roster(data, roster.name, column=column)
    if student is None:
        return found
    if student not in found.students:
        raise UsageError(
            f"{student[:60]} is not in {roster.name}",
            where=f"it lists {len(found.students):,}, under {found.column or 'no heading'}",
        )
    return Roster((student,), found.column)


def with_progress(each: Iterable[T], count: int, label: str) -> Iterator[T]:
    """The same, with a bar on a terminal that counts them; in a pipe there is none.

    It foretells no time: the first ones wait until processes have begun, and one may take as long as all others.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        yield from each
        return
    with click.progressbar(
        each, length=count, label=label, file=sys.stderr, show_eta=False, show_pos=True, show_percent=False
    ) as bar:
        yield from bar
