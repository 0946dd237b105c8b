"""`netkit course handout`: everybody's own code."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from netkit.cli.class_list import class_of, with_progress
from netkit.cli.grade_class import missing_labs
from netkit.cli.help import Command
from netkit.cli.output import reports, say, show
from netkit.lab.course.definition import FILE, Course, read_course
from netkit.lab.course.handing import CODES, HandedCode, enrolment_of, hand_out_codes
from netkit.lab.course.key import is_open, read_key
from netkit.lab.course.roster import Roster
from netkit.lab.grading.shelf import Shelf
from netkit.view import Block, Document, Fact, Facts, Json, Next, Paragraph, Sentence

__all__ = ["handout"]

_MOST_SHOWN = 12


@click.command(
    cls=Command,
    examples=[
        ("netkit course handout net101", "for everybody in its roster, in net101/handouts"),
        ("netkit course handout net101 --roster class.csv", "the class stands in another file"),
        ("netkit course handout net101 --student ada", "one code, on the screen"),
    ],
)
@click.argument("course", default=".", type=click.Path(path_type=Path))
@click.option(
    "--roster", type=click.Path(path_type=Path), metavar="FILE", help="The class: a CSV file, or an id a line."
)
@click.option(
    "--column", default="", metavar="NAME", help="The column of the ids, by its heading or its number from 1."
)
@click.option("--student", metavar="ID", help="One student alone: the code is shown, and no file is written.")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FOLDER", help="Where the files go; else handouts, in the course."
)
@reports
def handout(course: Path, roster: Path | None, column: str, student: str | None, out: Path | None) -> None:
    """Everybody's own code.

    With it, `netkit lab start` makes each student's own numbers. COURSE is its course.toml, or the folder of it. A code tells nothing about
    the course's key, nor about anybody else's code. Made again, the codes are the same.
    """
    found = read_course(course)
    key = read_key(found)
    if is_open(found):
        say(
            Paragraph(
                text=f"(others on this machine may read {found.key_file}: chmod 600 {found.path(found.key_file)})"
            )
        )
    for told in missing_labs(found, Shelf([found.path(each) for each in found.folders])):
        say(Paragraph(text=f"({told})"))
    if student is not None and roster is None:
        students = class_of(None, column, student).students
        show(_one(found, enrolment_of(found, students[0], key).code, students[0]))
        return
    listed = class_of(roster or found.path(found.roster), column or found.column, student)
    students = listed.students
    place = out or found.folder / "handouts"
    handed = list(with_progress(hand_out_codes(found, students, key, place, listed), len(students), found.name))
    show(_all(found, handed, place, [*_about_ids(found, listed, chosen=bool(column)), *_kept_with(found, roster)]))


def _one(course: Course, code: str, student: str) -> Document:
    first = course.labs[0].name
    return Document(
        schema="netkit.course.handout/1",
        data={"course": course.name, "folder": None, "students": [{"student": student, "file": None, "code": code}]},
        blocks=[
            Sentence(text=f"{course.title} · {student}"),
            Facts(rows=[Fact(label="code", value=code)]),
            Next(commands=[(f"netkit lab start {first} --code CODE", "what the student does with it")]),
        ],
    )


def _about_ids(course: Course, listed: Roster, *, chosen: bool) -> Iterator[Block]:
    """Which column of a table has the ids: grading has to look at the same one, which matters where it was `chosen`."""
    for each in listed.left_out:
        yield Paragraph(text=each)
    if listed.column:
        told = f"Their ids are those under {listed.column}."
        if chosen and listed.column != course.column:
            named = json.dumps(listed.column, ensure_ascii=False)
            told += f" Write column = {named} into {FILE}: grading goes by what stands there."
        yield Paragraph(text=told)


def _kept_with(course: Course, roster: Path | None) -> Iterator[Block]:
    """Where the list should lie, if it lies elsewhere."""
    target = course.path(course.roster)
    if roster is not None and roster.absolute() != target.absolute():
        yield Next(
            commands=[(shlex.join(["cp", str(roster), str(target)]), "so that grading knows who is in the class")]
        )


def _all(course: Course, handed: Sequence[HandedCode], place: Path, more: Sequence[Block]) -> Document:
    students: list[Json] = [{"student": each.student, "file": each.file, "code": each.code} for each in handed]
    made = sum(each.made for each in handed)
    there = f", {len(handed) - made:,} were there" if made < len(handed) else ""
    rows = [Fact(label=each.student, value=f"{place / each.file}") for each in handed[:_MOST_SHOWN]]
    if len(handed) > _MOST_SHOWN:
        rows.append(Fact(label="…", value=f"{len(handed) - _MOST_SHOWN:,} more"))
    count = f"{len(handed):,} {'student' if len(handed) == 1 else 'students'}"
    blocks: list[Block] = [
        Sentence(text=f"{course.title} · {count}: {made:,} {'file' if made == 1 else 'files'} made{there}"),
        Facts(rows=rows),
        Paragraph(text=f"Send each student their own file. All codes stand in {place / CODES}, for you alone."),
        *more,
    ]
    data: dict[str, Json] = {"course": course.name, "folder": str(place), "students": students}
    return Document(schema="netkit.course.handout/1", data=data, blocks=blocks)
