"""`netkit course autograder`: the zip with which Gradescope grades."""

from __future__ import annotations

import importlib.metadata
import os
import shlex
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import click

from netkit import content
from netkit.capture.destination import destination
from netkit.cli.help import Command
from netkit.cli.output import reports, show
from netkit.errors import CourseError, UsageError
from netkit.lab.course.definition import FILE, Course, read_course
from netkit.lab.export.autograder import autograder
from netkit.view import Document, Next, Paragraph, Sentence

__all__ = ["autograder_zip"]

DISTRIBUTION = "netkit-labs"
_LEFT = frozenset({"__pycache__", "record"})


@click.command(
    "autograder",
    cls=Command,
    examples=[
        ("netkit course autograder net101", "net101-autograder.zip, to upload to Gradescope"),
        (
            "netkit course autograder net101 --wheels wheels",
            "with the packages in it: the image needs no network either",
        ),
    ],
)
@click.argument("course", default=".", type=click.Path(path_type=Path))
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), metavar="FILE", help="The zip; else COURSE-autograder.zip."
)
@click.option(
    "--wheels",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="FOLDER",
    help="Wheels to put in, as pip download makes them.",
)
@reports
def autograder_zip(course: Path, out: Path | None, wheels: Path | None) -> None:
    """The zip with which Gradescope grades a course's bundles.

    It holds netkit, the labs, and the course with its secret key: give it to Gradescope and to nobody else. An assignment there is one lab:
    students hand in the file that netkit lab submit wrote. COURSE is its course.toml, or the folder of it.
    """
    found = read_course(course)
    packed = {f"netkit/{name}": data for name, data in _tree(files("netkit"))}
    for name, folder in (("labs", content.labs()), ("captures", content.captures())):
        packed.update((f"netkit/_bundled/{name}/{inner}", data) for inner, data in _tree(folder))
    packed.update((f"course/{name}", data) for name, data in _of_course(found))
    if wheels is not None:
        packed.update((f"wheels/{path.name}", path.read_bytes()) for path in sorted(wheels.glob("*.whl")))
    target = out or Path(f"{found.name}-autograder.zip")
    data = autograder(packed, _requirements())
    with destination(str(target), None) as pen:
        pen.write(data)
    show(
        Document(
            schema="netkit.course.autograder/1",
            data={"file": str(target), "bytes": len(data), "course": found.name, "wheels": wheels is not None},
            blocks=[
                Sentence(text=f"{target}: {len(data):,} bytes, for Gradescope"),
                Paragraph(
                    text="It holds the course's secret key: whoever has it can make everybody's numbers. Upload it, and give it to "
                    "nobody. The image needs Python 3.11 or newer: of Gradescope's, choose Ubuntu 24.04."
                ),
                Next(commands=[(f"unzip -l {shlex.quote(str(target))}", "what is in it")]),
            ],
        )
    )


def _of_course(course: Course) -> Iterator[tuple[str, bytes]]:
    """What grading reads of a course: its form, key, class list and overrides, and its own labs."""
    for name in (FILE, course.key_file, course.roster, course.overrides, *course.folders):
        within = Path(os.path.normpath(name))
        if within.is_absolute() or ".." in within.parts:
            raise UsageError(
                f"{name} lies outside the course",
                why="the zip can hold only what lies beside course.toml",
                hint="copy it into the course's folder, and name it there in course.toml",
            )
    for name in (FILE, course.key_file, course.roster, course.overrides):
        path = course.path(name)
        if path.is_file():
            yield name, path.read_bytes()
        elif name == course.key_file:
            raise CourseError(f"{path} is not there", why="without the course's key no bundle can be judged")
    for folder in course.folders:
        yield from ((f"{folder}/{name}", data) for name, data in _tree(course.path(folder)))


def _tree(folder: Traversable) -> Iterator[tuple[str, bytes]]:
    """Every file below a folder with its name in it, sorted; what Python compiled and hidden files are left out."""
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        if entry.name in _LEFT or entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from ((f"{entry.name}/{name}", data) for name, data in _tree(entry))
        else:
            yield entry.name, entry.read_bytes()


def _requirements() -> list[str]:
    """What netkit stands on, as its own metadata has it; not what only extras ask for."""
    asked = importlib.metadata.requires(DISTRIBUTION) or []
    return sorted(line for line in asked if "extra ==" not in line)
