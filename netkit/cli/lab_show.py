"""`netkit lab show`: the tasks, in the student's own numbers; or one of them as a slide for a classroom."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from netkit.cli.help import Command
from netkit.cli.lab_again import is_again, show_again
from netkit.cli.lab_place import TaskName, labs_folder, language_code, library, of_lab, the_language, the_work
from netkit.cli.lab_print import print_sheets
from netkit.cli.output import Form, form, reports, say, show
from netkit.errors import ProgressError, UsageError
from netkit.lab.definition import Lab
from netkit.lab.student.folder import PRACTICE, find_task, language_of, named_lab
from netkit.lab.student.results import judge_all
from netkit.lab.variant import Variant, draw_variant
from netkit.lab.views.slide import slide as slide_of
from netkit.lab.views.task import shown, shown_task
from netkit.view import Document, Paragraph

__all__ = ["show_tasks"]


@click.command(
    "show",
    cls=Command,
    examples=[
        ("netkit lab show", "all tasks"),
        ("netkit lab show 3", "task 3"),
        ("netkit lab show 2 --slide --lab first-packets", "for a classroom: the question, with options to vote on"),
        ("netkit lab show 2 --slide --reveal", "the same, with the right one and why"),
        ("netkit lab show 2 --slide --html slide.html", "as a page for a browser"),
        ("netkit lab show 9 --print sheet.html --lab build-a-packet --student ada", "a worksheet for paper"),
        (
            "netkit lab show 9 --print sheets.html --lab build-a-packet --roster class.csv --key",
            "a class's, and the keys",
        ),
        (
            "netkit lab show 9 --print sheets.html --lab build-a-packet --course net101",
            "with the numbers of a course",
        ),
    ],
)
@click.argument("task", required=False, type=TaskName())
@click.option("--slide", is_flag=True, help="Show one question large, its options lettered: to vote on in a classroom.")
@click.option("--reveal", is_flag=True, help="On the slide, mark the right option, and say why each is right or wrong.")
@click.option("--html", type=click.Path(), metavar="FILE", help="Write the slide as a page of one file.")
@click.option(
    "--print", "paper", type=click.Path(), metavar="FILE", help="Write the task as a worksheet to be printed."
)
@click.option(
    "--student", metavar="ID", help="Whose numbers a slide or worksheet has, if not those of the lab begun here."
)
@click.option(
    "--roster", type=click.Path(path_type=Path), metavar="CSV", help="Worksheets for a class, one student a sheet."
)
@click.option("--column", default="", metavar="NAME", help="The column of the ids in the class list.")
@click.option(
    "--course",
    type=click.Path(path_type=Path),
    metavar="COURSE",
    help="Worksheets with a course's numbers, and its class list.",
)
@click.option("--key", "keys", is_flag=True, help="Put the key of each worksheet behind the last of them.")
@of_lab
@reports
def show_tasks(
    task: str | None,
    slug: str,
    folder: Path,
    html: str | None,
    paper: str | None,
    student: str | None,
    roster: Path | None,
    column: str,
    course: Path | None,
    *,
    slide: bool,
    reveal: bool,
    keys: bool,
) -> None:
    """The tasks, in your own numbers.

    TASK is the number of one, or again for a question from before; without it, all are shown. A slide needs no lab that was begun, if
    --lab names one.
    """
    if paper is not None and not (slide or reveal or html is not None):
        print_sheets(task, slug, folder, paper, student=student, roster=roster, column=column, course=course, keys=keys)
        return
    if roster is not None or course is not None or column or keys or paper is not None:
        raise UsageError(
            "--print makes a worksheet, to which --roster, --column, --course and --key belong, and no slide",
            hint=f"netkit lab show {task or 'TASK'} --print sheet.html --roster class.csv --key",
        )
    if slide:
        _show_slide(task, slug, folder, student, html, reveal=reveal)
        return
    if reveal or html is not None or student is not None:
        raise UsageError(
            "--reveal, --html and --student belong to a slide", hint=f"netkit lab show {task or 'TASK'} --slide"
        )
    work = the_work(slug, folder)
    if is_again(task):
        show_again(work)
        return
    for each in work.lab.tasks:
        # a kill may have come between an answer and the files that it brought
        work.hand_over(each)
    results = judge_all(work.lab, work.variant, work.progress.by_task())
    show(
        shown(work, results)
        if task is None
        else shown_task(work, find_task(work.lab, task, work.variant.language), results)
    )


def _show_slide(
    task: str | None, slug: str, folder: Path, student: str | None, html: str | None, *, reveal: bool
) -> None:
    if task is None:
        raise UsageError("a slide shows one task", hint="netkit lab show 2 --slide")
    variant, whose = _variant(task, slug, folder, student)
    document = slide_of(find_task(variant.lab, task, variant.language), variant, whose, reveal=reveal)
    if html is not None:
        _write(document, html, f"{variant.lab.title} · {task}")
    if html is None or form() is Form.JSON:
        if (
            form() is Form.SCREEN
            and sys.stdout is not None
            and sys.stdout.isatty()
            and os.environ.get("TERM") != "dumb"
        ):
            click.clear()
        show(document)


def _variant(task: str, slug: str, folder: Path, student: str | None) -> tuple[Variant, str]:
    """The numbers that are shown: those of the student named, of the lab begun here, or of nobody in particular."""
    if student is None or not slug:
        try:
            work = the_work(slug, folder)
        except ProgressError:
            if not slug:
                raise
        else:
            whose = student or work.progress.student
            if student is None:
                return work.asked(find_task(work.lab, task, work.variant.language)), whose
            return _drawn(work.lab, whose), whose
    whose = student or PRACTICE
    return _drawn(named_lab(labs_folder(), slug), whose), whose


def _drawn(lab: Lab, student: str) -> Variant:
    return draw_variant(lab, student, library(), language=language_of(lab, labs_folder(), language_code()))


def _write(document: Document, path: str, title: str) -> None:
    from netkit.cli.picture_file import write_page  # noqa: PLC0415  only those who ask for a page need it
    from netkit.render.single_page.document import single_page  # noqa: PLC0415

    write_page(single_page(document.blocks, title=title, look="slide"), path)
    told = the_language().say("slide.written", "{file} holds the slide: open it in a browser", file=path)
    say(Paragraph(text=told))
