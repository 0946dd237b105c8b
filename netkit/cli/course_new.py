"""`netkit course new`: a course to begin with."""

from __future__ import annotations

import secrets
import shlex
from datetime import datetime
from pathlib import Path

import click

from netkit import content
from netkit.cli.help import Command
from netkit.cli.lab_place import LabName, labs_folder
from netkit.cli.output import reports, show
from netkit.errors import UsageError
from netkit.lab.course.definition import read_course
from netkit.lab.course.key import LENGTH
from netkit.lab.course.new import write_course
from netkit.lab.course.sample import BUNDLES, NAME, write_sample
from netkit.lab.definition import Lab
from netkit.lab.student.folder import all_labs, find_lab
from netkit.view import Document, Fact, Facts, Json, Next, Sentence

__all__ = ["new"]


@click.command(
    cls=Command,
    examples=[
        ("netkit course new net101", "the folder net101, with every lab, one due each week"),
        ("netkit course new net101 --lab start-here --lab subnets", "with these labs alone"),
        ("netkit course new --sample", "the folder sample: a class of three who handed in, to try grading with"),
    ],
)
@click.argument("name", required=False)
@click.option("--title", default="", metavar="TEXT", help="What students read as its name.")
@click.option(
    "--lab", "labs", multiple=True, type=LabName(), metavar="NAME", help="A lab of the course; else all of them."
)
@click.option(
    "--folder", type=click.Path(file_okay=False, path_type=Path), default=".", help="Where to make it, if not here."
)
@click.option("--sample", is_flag=True, help="The course that comes with netkit, with three bundles.")
@reports
def new(name: str | None, title: str, labs: tuple[str, ...], folder: Path, *, sample: bool) -> None:
    """A course to begin with, and its secret key.

    Labs and dates stand in course.toml, the key in a file of its own. NAME is short: students see it beside theirs. Everybody's numbers are
    made from the key: keep a copy of it, and give it to nobody. The key of the sample is everybody's.
    """
    if sample:
        if title or labs:
            raise UsageError("--sample is a course as it is", why="its bundles are of its one lab")
        show(_sampled(folder / (name or NAME)))
        return
    if name is None:
        raise click.MissingParameter(param_hint="'NAME'", param_type="argument", ctx=click.get_current_context())
    chosen = [_lab(lab) for lab in dict.fromkeys(labs)] if labs else all_labs(labs_folder())
    today = datetime.now().astimezone().date()
    made = write_course(folder, name, title, chosen, key=secrets.token_bytes(LENGTH), today=today)
    here = shlex.quote(str(made))
    show(
        Document(
            schema="netkit.course.new/1",
            data={"course": name, "folder": str(made.absolute()), "labs": [lab.slug for lab in chosen]},
            blocks=[
                Sentence(
                    text=f"the course {name} is begun, with {len(chosen)} {'lab' if len(chosen) == 1 else 'labs'}"
                ),
                Facts(
                    rows=[
                        Fact(label=f"{made}/course.toml", value="labs, dates, late rule: change what you like"),
                        Fact(label=f"{made}/course.key", value="the secret: keep a copy, and give it to nobody"),
                        Fact(label=f"{made}/roster.csv", value="who takes part: put your class list here"),
                        Fact(label=f"{made}/overrides.csv", value="points that you set yourself, with your reasons"),
                    ]
                ),
                Next(
                    commands=[
                        (f"netkit course handout {here} --roster CLASS.csv", "a file with a code for each student"),
                        (f"netkit grade BUNDLES --course {here}", "grade what they hand in"),
                    ]
                ),
            ],
        )
    )


def _sampled(folder: Path) -> Document:
    bundles = write_sample(content.sample_course(), folder)
    course = read_course(folder)
    labs: list[Json] = [lab.name for lab in course.labs]
    here = shlex.quote(str(folder))
    return Document(
        schema="netkit.course.new/1",
        data={"course": course.name, "folder": str(folder.absolute()), "labs": labs},
        blocks=[
            Sentence(text=f"the sample course, with {len(bundles)} bundles"),
            Facts(
                rows=[
                    Fact(label=f"{folder / BUNDLES}", value=", ".join(bundles)),
                    Fact(label=f"{folder}/course.toml", value="the lab, its due date, what hints cost"),
                    Fact(label=f"{folder}/course.key", value="everybody's: your own course gets a secret one"),
                    Fact(label=f"{folder}/roster.csv", value="the class of three, as Canvas exports it"),
                ]
            ),
            Next(
                commands=[
                    (f"netkit grade {here}/{BUNDLES} --course {here}", "judge what they handed in"),
                    (f"netkit course report {here}", "then: what the class finds hard"),
                ]
            ),
        ],
    )


def _lab(name: str) -> Lab:
    """A lab that comes with netkit; one of the lecturer's own is none of these, and has to lie where grading finds it."""
    if "/" in name or "\\" in name:
        raise UsageError(
            f"{name[:60]!r} is no name of a lab that comes with netkit",
            why="a lab of your own lies in a folder that the course names, so that grading finds it",
            hint='make the course, put the lab into its folder labs, and write folders = ["labs"] and a [[labs]] into course.toml',
        )
    return find_lab(labs_folder(), name)
