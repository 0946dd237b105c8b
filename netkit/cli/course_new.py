"""`netkit course new`: a course to begin with."""

from __future__ import annotations

import secrets
import shlex
from datetime import datetime
from pathlib import Path

import click

from netkit.cli.help import Command
from netkit.cli.lab_place import LabName, labs_folder
from netkit.cli.output import reports, show
from netkit.lab.course.key import LENGTH
from netkit.lab.course.new import write_course
from netkit.lab.student.folder import all_labs, find_lab
from netkit.view import Document, Fact, Facts, Next, Sentence

__all__ = ["new"]


@click.command(
    cls=Command,
    examples=[
        ("netkit course new net101", "the folder net101, with every lab, one due each week"),
        ("netkit course new net101 --lab start-here --lab subnets", "with these labs alone"),
    ],
)
@click.argument("name")
@click.option("--title", default="", metavar="TEXT", help="What students read as its name.")
@click.option(
    "--lab", "labs", multiple=True, type=LabName(), metavar="NAME", help="A lab of the course; else all of them."
)
@click.option(
    "--folder", type=click.Path(file_okay=False, path_type=Path), default=".", help="Where to make it, if not here."
)
@reports
def new(name: str, title: str, labs: tuple[str, ...], folder: Path) -> None:
    """A course to begin with, and its secret key.

    Labs and dates stand in course.toml, the key in a file of its own. NAME is short: students see it beside theirs. Everybody's numbers are
    made from the key: keep a copy of it, and give it to nobody.
    """
    chosen = [find_lab(labs_folder(), lab) for lab in labs] if labs else all_labs(labs_folder())
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
