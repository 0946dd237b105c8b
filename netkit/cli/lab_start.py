"""`netkit lab start`: begin a lab, or take it up again."""

from __future__ import annotations

from pathlib import Path

import click

from netkit.cli.help import Command
from netkit.cli.lab_place import LabName, labs_folder, language_code, library, now, speaks
from netkit.cli.missing_file import missing_file
from netkit.cli.output import reports, say, show
from netkit.cli.text_file import text_of
from netkit.errors import UsageError
from netkit.lab.student.again import recall
from netkit.lab.student.enrolment import Enrolment, read_code
from netkit.lab.student.folder import begin, language_of, named_lab, reading
from netkit.lab.student.kept_network import keep_network, network_key
from netkit.lab.views.overview import started
from netkit.view import Paragraph

__all__ = ["start"]


@click.command(
    cls=Command,
    examples=[
        ("netkit lab start start-here", "in the folder start-here, made here"),
        ("netkit lab start first-packets --student ada", "with Ada's own numbers"),
        ("netkit lab start subnets --code ada.txt", "in a course, with the file or the code that you got"),
        ("netkit lab start ./labs/my-lab", "a lab that does not come with netkit"),
    ],
)
@click.argument("name", type=LabName())
@click.option("--student", metavar="ID", help="Who works on it: each student gets numbers of their own.")
@click.option(
    "--code", metavar="CODE", help="Your code in a course, or the file that it stands in; labs begun beside it know it."
)
@click.option(
    "--folder", type=click.Path(file_okay=False, path_type=Path), help="Where to make the lab's folder, if not here."
)
@speaks
@reports
def start(name: str, student: str | None, code: str | None, folder: Path | None) -> None:
    """Begin a lab, or take it up again.

    NAME is a lab of `netkit lab list`, or the path of any other lab's folder. Begun again in the same place, nothing is lost: what is
    missing in the folder is restored.
    """
    if student is not None and (not student.strip() or len(student) > 200 or not student.isprintable()):
        raise UsageError(
            "a student's id is a short word", where=repr(student[:60]), hint="netkit lab start NAME --student ada"
        )
    if student is not None and code is not None:
        raise UsageError(
            "--student and --code say both who you are", why="the code knows it", hint="leave --student out"
        )
    lab = named_lab(labs_folder(), name)
    place = (folder or Path()).absolute()
    enrolment = _enrolment(code) if code is not None else None
    source = "" if lab.folder == labs_folder() / lab.slug else str(lab.folder)
    work, new = begin(
        lab, student, place, library(), now=now(), named=folder is not None, source=source, enrolment=enrolment,
        speak=lambda begun: language_of(lab, labs_folder(), language_code() or begun),
    )  # fmt: skip
    work = recall(work, labs_folder(), library(), now=now())
    if (
        work.variant.situation.room is not None
    ):  # its network is to be there at once when netkit lab shell is asked for it
        keep_network(work.folder, network_key(lab.folder, work.progress), work.variant.situation.room)
    language = work.variant.language
    if work.enrolment is not None:
        told = "" if code is not None or not new else ", as in the labs that you began here"
        say(Paragraph(text=f"({work.enrolment.student} in the course {work.enrolment.course}{told})"))
    if not new and student is not None and student != work.progress.student:
        told = language.say(
            "note.whose-folder",
            "(this folder is {owner}'s; --folder makes another for {student})",
            owner=work.progress.student,
            student=student,
        )
        say(Paragraph(text=told))
    text = work.variant.text(reading(lab, language))
    show(started(work, new=new, text=_introduction(text), here=Path.cwd()))


def _enrolment(code: str) -> Enrolment:
    """Who a code is for; it may be a file's name."""
    try:
        is_file = Path(code).is_file()
    except (OSError, ValueError):
        is_file = False
    # a code has no dot and no slash in it
    if not is_file and len(code.split()) == 1 and set(code) & set("./\\"):
        raise missing_file(code)
    return read_code(text_of(code) if is_file else code)


def _introduction(text: str) -> str:
    """The first part of the lab's text, up to its second heading, without its title."""
    lines = text.strip().splitlines()
    body = [line for line in lines if not line.startswith("# ")]
    until = next((number for number, line in enumerate(body) if line.startswith("## ")), len(body))
    paragraphs = "\n".join(body[:until]).strip().split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
