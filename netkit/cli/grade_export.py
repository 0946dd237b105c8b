"""Grades written in the forms that other systems read: a folder a form."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from netkit.capture.destination import destination
from netkit.cli.output import say
from netkit.errors import AccessError, UsageError
from netkit.lab.export.gradebook import Gradebook, Person
from netkit.lab.export.table import EXPORTS
from netkit.view import Paragraph

if TYPE_CHECKING:
    from netkit.lab.course.definition import Course
    from netkit.lab.course.roster import Roster
    from netkit.lab.grading.graded import Graded
    from netkit.lab.grading.shelf import Shelf
    from netkit.lab.variant import Variant

__all__ = ["FOLDER", "FormName", "export"]

FOLDER = "grades"
"""Where files go unless somebody says otherwise."""

QUESTIONS = 5
"""Variants of each task that a bank of questions gets: nobody's own, so that the answers give away none."""


class FormName(click.ParamType[str]):
    """The name of a form that grades can be exported in."""

    name = "form"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ARG002
        """The name; UsageError where there is no such form."""
        if value not in EXPORTS:
            near = difflib.get_close_matches(value, EXPORTS, n=1)
            raise UsageError(
                f"there is no form {value[:40]!r}",
                where="it was asked for by --export",
                why=f"there are {', '.join(EXPORTS)}",
                hint=f"did you mean {near[0]}?" if near else "docs/grades.md says who reads which",
            )
        return value

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002
        """The forms that begin so, with who reads them."""
        return [CompletionItem(name, help=form.reader) for name, form in EXPORTS.items() if name.startswith(incomplete)]


def export(
    forms: Sequence[str],
    graded: Sequence[Graded],
    course: Course,
    roster: Roster | None,
    shelf: Shelf,
    out: Path | None,
) -> bool:
    """Write each form into a folder of its name in `out`, and say where.

    Without a folder, one form of one file is written to standard output: then the result is True. More go into `grades`.
    """
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    variants = tuple(_variants(course, shelf)) if "moodle-xml" in forms else ()
    book = Gradebook(course=course.title, people=_people(roster), graded=graded, time=now, variants=variants)
    made = {form: EXPORTS[form].make(book) for form in dict.fromkeys(forms)}
    if out is None and len(made) == 1 and len(files := next(iter(made.values()))) == 1:
        with destination(sys.stdout.buffer, None) as pen:
            pen.write(next(iter(files.values())))
        return True
    for form, files in made.items():
        _write(files, (out or Path(FOLDER)) / form, EXPORTS[form].reader)
    return False


def _write(files: Mapping[str, bytes], folder: Path, reader: str) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AccessError(
            f"{folder} can't be made", why=str(error.strerror), hint="name another folder with --out"
        ) from error
    for name, data in files.items():
        with destination(str(folder / name), None) as pen:
            pen.write(data)
    what = str(folder / next(iter(files))) if len(files) == 1 else f"{len(files):,} files in {folder}"
    say(Paragraph(text=f"{what}, for {reader}"))


def _people(roster: Roster | None) -> list[Person]:
    if roster is None:
        return []
    rows = roster.rows or ({},) * len(roster.students)
    return [Person(student, row) for student, row in zip(roster.students, rows, strict=True)]


def _variants(course: Course, shelf: Shelf) -> Iterator[Variant]:
    from netkit.lab.variant import draw_variant  # noqa: PLC0415 - most forms need none

    for each in course.labs:
        lab = shelf.lab(each.name, each.version).lab
        for number in range(1, QUESTIONS + 1):
            yield draw_variant(lab, f"question {number}", shelf.library)
