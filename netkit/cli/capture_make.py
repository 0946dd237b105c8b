"""`netkit capture make`: the files of a lab for a whole class, a folder for each student."""

from __future__ import annotations

from pathlib import Path

import click

from netkit.cli.class_list import class_in_course, class_of, with_progress
from netkit.cli.help import Command
from netkit.cli.lab_place import LabName, labs_folder, library
from netkit.cli.output import reports, show
from netkit.lab.course.handout import KEYS, hand_out
from netkit.lab.course.handout_view import handed_out
from netkit.lab.student.folder import named_lab

__all__ = ["make"]


@click.command(
    cls=Command,
    examples=[
        ("netkit capture make first-packets --roster class.csv", "everybody's own capture, a folder each"),
        ("netkit capture make first-packets --roster class.csv --key", "and the answer keys"),
        ("netkit capture make first-packets --roster class.csv --column Login", "the ids stand under Login"),
        ("netkit capture make first-packets --student ada --out try", "one student's"),
        ("netkit capture make subnets --course net101 --key", "of a course, with the answer keys"),
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
@click.option(
    "--course", type=click.Path(path_type=Path), metavar="COURSE", help="With a course's numbers, and its class list."
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
    course: Path | None,
    again: bool,  # noqa: FBT001  click calls it so
    keys: bool,  # noqa: FBT001
) -> None:
    """The files of a lab for every student of a class.

    LAB is a lab of `netkit lab list`, or the path of another one's folder, ./NAME. Each student of the roster gets a folder with what
    `netkit lab start LAB --student ID` would give them: the same id has the same numbers today and tomorrow. Of a table the first row has
    the headings; the ids are under the first of these that is there: an id, a login, an email address. It may be stopped at any time: a
    folder is whole or absent, and what is whole is not made twice.
    """
    lab = named_lab(labs_folder(), name)
    numbers: tuple[str, bytes] | None = None
    if course is None:
        found = class_of(roster, column, student)
    else:
        found, held = class_in_course(course, lab, roster, column, student)
        lab, numbers = held.lab, (held.course, held.key)
    place = out or Path(f"{lab.slug}-class")
    made = hand_out(
        lab,
        found.students,
        library(),
        place,
        again=again,
        keys=keys,
        course=numbers,
    )
    handed = list(with_progress(made, len(found.students), lab.slug))
    show(handed_out(lab, handed, str(place), column=found.column, keys=str(place / KEYS) if keys else ""))
