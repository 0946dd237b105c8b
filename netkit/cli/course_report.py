"""`netkit course report`: what the class finds hard, as one web page."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from netkit.cli.grade_class import class_facing, graded_class_of, results_of, roster_of
from netkit.cli.help import Command
from netkit.cli.output import reports, show
from netkit.errors import AccessError, UsageError
from netkit.view import Block, Document, Paragraph, Sentence

if TYPE_CHECKING:
    from netkit.lab.course.definition import Course
    from netkit.lab.course.roster import Roster
    from netkit.lab.report.report import Report

__all__ = ["report"]


@click.command(
    cls=Command,
    examples=[
        ("netkit course report net101", "writes net101/report.html"),
        ("netkit course report net101 --pseudonyms -o talk.html", "without names, to show around"),
        ("netkit course report net101 --json", "the numbers, for programs"),
    ],
)
@click.argument("course", default=".", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="PAGE",
    help="Where to write it; else report.html, in the course.",
)
@click.option(
    "--results", type=click.Path(path_type=Path), metavar="FILE", help="The file of results; else those in the course."
)
@click.option("--pseudonyms", is_flag=True, help="Give every student another name.")
@reports
def report(course: Path, output: Path | None, results: Path | None, *, pseudonyms: bool) -> None:
    """What the class finds hard, as one web page.

    For each task: how many were right at the first try, the commonest misconceptions, and wrong answers that nobody foresaw; then who is
    stuck, and who has not handed in. It counts what netkit grade left in the course's folder. The page loads nothing and sends nothing.
    """
    from netkit.lab.course.definition import read_course  # noqa: PLC0415 - help needs none of it
    from netkit.lab.report.view import report_blocks, report_data  # noqa: PLC0415
    from netkit.lab.whole_file import write_whole  # noqa: PLC0415
    from netkit.render.single_page.document import single_page  # noqa: PLC0415

    found = read_course(course)
    roster = roster_of(found)
    counted = _counted(found, roster, [results] if results else results_of(found), pseudonyms=pseudonyms)
    now = datetime.now().astimezone()
    absent = _absent(found, roster, counted, now.timestamp()) if not pseudonyms else {}
    blocks: list[Block] = report_blocks(found.title, counted, absent, when=f"{now:%Y-%m-%d %H:%M}")
    target = output or found.folder / "report.html"
    if target.is_dir():
        raise UsageError(f"{target} is a directory", why="a page is one file", hint=f"-o {target}/report.html")
    page = single_page(blocks, title=f"{found.title}: report", look="sheet").encode("utf-8", "backslashreplace")
    try:
        write_whole(target, page)
    except OSError as error:
        raise AccessError(f"{target} can't be written", why=str(error.strerror), hint="name another with -o") from error
    shown: list[Block] = [
        Sentence(
            text=f"{found.title} · {counted.bundles:,} bundle{'' if counted.bundles == 1 else 's'}, told in {target}"
        ),
        *blocks[1:3],
        Paragraph(text=f"Open {target} in a browser: it has all labs, task by task, and who is stuck."),
    ]
    data = {"course": found.name, "page": str(target), **report_data(counted, absent)}
    show(Document(schema="netkit.course.report/1", data=data, blocks=shown))


def _counted(course: Course, roster: Roster | None, files: Sequence[Path], *, pseudonyms: bool) -> Report:
    """Everything that was graded, counted."""
    from netkit.lab.course.key import read_key  # noqa: PLC0415
    from netkit.lab.grading.results_file import LastLines  # noqa: PLC0415
    from netkit.lab.grading.shelf import Shelf  # noqa: PLC0415
    from netkit.lab.grading.whole_class import pseudonym  # noqa: PLC0415
    from netkit.lab.report.report import Report  # noqa: PLC0415

    lines = LastLines(files, course.fingerprint)
    if not lines.names:
        changed = "course.toml was changed since: grade again" if lines.elsewhere else "nothing was graded yet"
        raise UsageError(
            "there is nothing to report on",
            where=", ".join(map(str, files)) or f"no results in {course.folder}",
            why=changed,
            hint=f"netkit grade BUNDLES --course {shlex.quote(str(course.folder))}",
        )
    counted, shelf = Report(), Shelf([course.path(each) for each in course.folders])
    for line, graded in graded_class_of(lines, class_facing(course, roster, shelf), shelf):
        called = pseudonym(graded, line.digest, read_key(course)) if pseudonyms else graded
        counted.add(called, dict(line.examined.tried))
    return counted


def _absent(course: Course, roster: Roster | None, counted: Report, now: float) -> Mapping[str, Sequence[str]]:
    """Those of the class list who have not handed in a lab that is due."""
    if roster is None:
        return {}
    due = [lab for lab in course.labs if lab.due_at(course.zone) < now]
    handed = {name: lab.students for name, lab in counted.labs.items()}
    return {
        lab.name: [student for student in roster.students if student not in handed.get(lab.name, ())] for lab in due
    }
