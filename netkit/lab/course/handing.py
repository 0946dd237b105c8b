"""What each student of a course gets: a file with their own code, when what is due, and how to begin; never the course's key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from netkit.errors import AccessError
from netkit.installation import for_others
from netkit.lab.cells import table
from netkit.lab.course.definition import Course, CourseLab
from netkit.lab.course.handout import folders_of
from netkit.lab.course.headings import EMAILS, FIRST_NAMES, LAST_NAMES, NAMES
from netkit.lab.course.roster import Roster
from netkit.lab.draw import student_key
from netkit.lab.student.enrolment import Enrolment
from netkit.lab.whole_file import write_whole

__all__ = ["CODES", "HandedCode", "enrolment_of", "hand_out_codes", "handout_text"]

CODES = "codes.csv"
"""All codes in one table, for a mail merge; for the instructor only."""

_ABOUT = (("name", NAMES), ("first name", FIRST_NAMES), ("last name", LAST_NAMES), ("email", EMAILS))
"""What the table has of the class list beside the codes, where it is there."""

_TEXT = """{title}: your code, {student}

Your numbers are made from this code, so it is yours alone. Whoever knows it can look at your tasks.

    {code}

Begin a lab in a folder of your own, with this file beside you:

    netkit lab start {first} --code {file}

The labs that you begin beside it know the code already. When you are done, in the lab's folder:

    netkit lab submit

What there is to do ({zone}):

{labs}

{languages}Install netkit: {install}
"""


@dataclass(frozen=True, slots=True)
class HandedCode:
    """What one student gets: the file's name in the folder of handouts, and whether it was written now or was there already."""

    student: str
    file: str
    code: str
    made: bool


def enrolment_of(course: Course, student: str, course_key: bytes) -> Enrolment:
    """One student in a course, with their own key."""
    return Enrolment(course.name, student, student_key(student, course_key))


def handout_text(course: Course, enrolment: Enrolment, file: str) -> str:
    """What a student reads; the code stands in it."""
    labs = "\n".join(f"    {_when(lab)}  {lab.name}" for lab in course.labs)
    others = [language for language in course.languages if language != "en"]
    return _TEXT.format(
        title=course.title,
        student=enrolment.student,
        code=enrolment.code,
        first=course.labs[0].name,
        file=file,
        zone=course.timezone,
        labs=labs,
        install=for_others(),
        languages=f"In another language: netkit lab start … --language {' or '.join(others)}\n\n" if others else "",
    )


def _when(lab: CourseLab) -> str:
    """From when until when a lab can be handed in; a day without a time is whole."""
    days = [f"{day:%Y-%m-%d %H:%M}" if isinstance(day, datetime) else f"{day}" for day in (lab.opens, lab.due) if day]
    return " to ".join(days)


def hand_out_codes(
    course: Course, students: Sequence[str], course_key: bytes, out: Path, listed: Roster | None = None
) -> Iterator[HandedCode]:
    """Write the file of each student, and at the end the table of all codes; a file that is there as it should be is left alone.

    The table has names and addresses of mail, too, where the class list has some. AccessError where the folder can't be written.
    """
    names = folders_of(students)
    codes: list[list[str]] = []
    about = {name: listed.cells(*headings) for name, headings in _ABOUT} if listed is not None else {}
    about = {name: cells for name, cells in about.items() if cells}
    try:
        out.mkdir(parents=True, exist_ok=True, mode=0o700)
        for student in students:
            enrolment = enrolment_of(course, student, course_key)
            file = f"{names[student]}.txt"
            made = _write(out / file, handout_text(course, enrolment, file).encode())
            codes.append([student, enrolment.code, file, *(cells.get(student, "") for cells in about.values())])
            yield HandedCode(student, file, enrolment.code, made)
        _write(out / CODES, table([["student", "code", "file", *about], *codes]))
    except OSError as error:
        raise AccessError(
            f"{error.filename or out} can't be written",
            why=str(error.strerror or error),
            hint="name another folder with --out",
        ) from error


def _write(path: Path, data: bytes) -> bool:
    """Write a file for its owner alone; False where it was there already, the same."""
    if path.is_file() and path.read_bytes() == data:
        return False
    write_whole(path, data, mode=0o600)
    return True
