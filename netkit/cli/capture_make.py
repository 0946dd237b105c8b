"""`netkit capture make`: the files of a lab for a whole class, a folder for each student."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from netkit.cli.help import Command
from netkit.cli.lab_place import LabName, labs_folder, library
from netkit.cli.output import reports, show
from netkit.errors import UsageError
from netkit.lab.definition import load
from netkit.lab.folder import find_lab
from netkit.lab.handout import KEYS, Handed, hand_out
from netkit.lab.handout_view import handed_out
from netkit.lab.roster import Roster, read_roster

if TYPE_CHECKING:
    from netkit.lab.definition import Lab

__all__ = ["make"]

LONGEST_ID = 200


@click.command(
    cls=Command,
    examples=[
        ("netkit capture make first-packets --roster class.csv", "everybody's own capture, a folder each"),
        ("netkit capture make first-packets --roster class.csv --key", "and the answer keys"),
        ("netkit capture make first-packets --roster class.csv --column Login", "the ids stand under Login"),
        ("netkit capture make first-packets --student ada --out try", "one student's"),
    ],
)
@click.argument("name", metavar="LAB", type=LabName())
@click.option(
    "--roster", type=click.Path(path_type=Path), metavar="FILE", help="The class: a CSV file, or an id a line."
)
@click.option(
    "--column", default="", metavar="NAME", help="The column of the ids, by its heading or its number from 1."
)
@click.option("--student", metavar="ID", help="One student alone; with --roster, it must be one of these.")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FOLDER", help="Where the folders go; else LAB-class, here."
)
@click.option("--again", is_flag=True, help="Make everything anew, also what is there.")
@click.option("--key", "keys", is_flag=True, help="Also the answer keys, in the folder keys: for the instructor only.")
@reports
def make(
    name: str,
    roster: Path | None,
    column: str,
    student: str | None,
    out: Path | None,
    again: bool,  # noqa: FBT001  click calls it so
    keys: bool,  # noqa: FBT001
) -> None:
    """The files of a lab for every student of a class.

    LAB is a lab of `netkit lab list`, or the folder of one. Each student of the roster gets a folder with what `netkit lab start LAB
    --student ID` would give them: the same id has the same numbers today and tomorrow. Of a table the first row has the headings; the ids
    are under the first of these that is there: an id, a login, an email address. It may be stopped at any time: a folder is whole or
    absent, and what is whole is not made twice.
    """
    lab = load(name) if (Path(name) / "lab.toml").is_file() else find_lab(labs_folder(), name)
    found = _students(roster, column, student)
    place = out or Path(f"{lab.slug}-class")
    handed = list(_with_progress(hand_out(lab, found.students, library(), place, again=again, keys=keys), lab, found))
    show(handed_out(lab, handed, str(place), column=found.column, keys=str(place / KEYS) if keys else ""))


def _students(roster: Path | None, column: str, student: str | None) -> Roster:
    """Whose files are asked for."""
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


def _with_progress(handed: Iterator[Handed], lab: Lab, roster: Roster) -> Iterator[Handed]:
    """The same, with a bar on a terminal; in a pipe there is none."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield from handed
        return
    with click.progressbar(handed, length=len(roster.students), label=lab.slug, file=sys.stderr) as bar:
        yield from bar
