"""`netkit lab show --print`: a task as a worksheet for paper, for one student or for a class, with its key behind."""

from __future__ import annotations

from pathlib import Path

from netkit.cli.class_list import class_in_course, class_of, with_progress
from netkit.cli.lab_place import labs_folder, language_code, library, the_language, the_work
from netkit.cli.output import say
from netkit.cli.picture_file import write_page
from netkit.errors import ProgressError, UsageError
from netkit.lab.definition import Lab, Task
from netkit.lab.draw import student_key
from netkit.lab.student.folder import Work, find_task, language_of, named_lab
from netkit.lab.variant import draw_variant
from netkit.lab.views.worksheet import worksheet
from netkit.render.paper.document import paper
from netkit.sheet import Sheet
from netkit.view import Paragraph

__all__ = ["print_sheets"]


def print_sheets(
    task: str | None,
    slug: str,
    folder: Path,
    path: str,
    *,
    student: str | None,
    roster: Path | None,
    column: str,
    course: Path | None,
    keys: bool,
) -> None:
    """Write a page of worksheets: of the student of the lab begun here, of one that is named, of a class list, or of a course."""
    if task is None:
        raise UsageError("a worksheet is of one task", hint="netkit lab show 9 --print sheet.html --lab build-a-packet")
    if student is None and roster is None and course is None:
        work = the_work(slug, folder)
        _check_key(work, keys=keys)
        asked = find_task(work.lab, task, work.variant.language)
        lab, sheets = work.lab, [worksheet(asked, work.asked(asked), work.progress.student)]
    else:
        lab = _lab(slug, folder)
        key = None
        if course is None:
            students = class_of(roster, column, student).students
        else:
            found, numbers = class_in_course(course, lab, roster, column, student)
            students, lab, key = found.students, numbers.lab, numbers.key
        asked = find_task(lab, task)
        sheets = list(with_progress((_sheet(lab, asked, each, key) for each in students), len(students), lab.slug))
    language = the_language()
    page = paper(
        sheets,
        title=f"{lab.title} · {asked.id} {asked.title}",
        keys=keys,
        room=language.say("paper.room", "Your working"),
        key=language.say("paper.key", "Key"),
    )
    write_page(page, path)
    count = language.count("paper.sheets", "{n} worksheet", "{n} worksheets", len(sheets))
    told = (
        language.say(
            "paper.written-key",
            "{file} holds {sheets}, and the key behind: open it in a browser and print it, on A4 or Letter",
            file=path,
            sheets=count,
        )
        if keys
        else language.say(
            "paper.written",
            "{file} holds {sheets}: open it in a browser and print it, on A4 or Letter",
            file=path,
            sheets=count,
        )
    )
    say(Paragraph(text=told))


def _check_key(work: Work, *, keys: bool) -> None:
    if keys and work.enrolment is not None:
        raise UsageError(
            "the key of a course's numbers is the instructor's",
            why=f"you work on this lab in the course {work.enrolment.course}",
            hint="netkit lab check says what is right and why",
        )


def _lab(slug: str, folder: Path) -> Lab:
    """The lab that is named, or the one begun here."""
    if slug:
        return named_lab(labs_folder(), slug)
    try:
        return the_work(slug, folder).lab
    except ProgressError:
        raise UsageError("of which lab?", why="none was begun here", hint="--lab build-a-packet") from None


def _sheet(lab: Lab, task: Task, student: str, course_key: bytes | None) -> Sheet:
    """One student's sheet: on the numbers of a course, or without its key on those for practice."""
    key = None if course_key is None else student_key(student, course_key)
    language = language_of(lab, labs_folder(), language_code())
    return worksheet(task, draw_variant(lab, student, library(), key=key, language=language), student)
