"""`netkit lab new`: a lab to begin with, for those who write one."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from netkit.cli.help import Command
from netkit.cli.output import reports, show
from netkit.lab.authoring.new import write_new
from netkit.view import Document, Fact, Facts, Next, Sentence

__all__ = ["new"]


@click.command(
    cls=Command,
    examples=[
        ("netkit lab new my-lab", "the folder my-lab, and solutions/my-lab.py"),
        ("netkit lab new my-lab --folder labs", "both in the folder labs"),
    ],
)
@click.argument("name")
@click.option(
    "--folder", type=click.Path(file_okay=False, path_type=Path), default=".", help="Where to make it, if not here."
)
@reports
def new(name: str, folder: Path) -> None:
    """Write a lab: a folder to begin with, which works.

    NAME is what students will type. The lab has two tasks that are judged already, and passes `netkit lab lint`: change it step by step
    into what you have in mind. docs/writing-labs.md leads you through it in an hour.
    """
    made, solutions = write_new(folder, name)
    here = shlex.quote(str(made) if made.is_absolute() else f"./{made}")
    show(
        Document(
            schema="netkit.lab.authoring.new/1",
            data={"lab": name, "folder": str(made.absolute()), "solutions": str(solutions.absolute())},
            blocks=[
                Sentence(text=f"the lab {name} is begun: two tasks that work"),
                Facts(
                    rows=[
                        Fact(label=f"{made}/lab.toml", value="the tasks: questions, points, hints"),
                        Fact(label=f"{made}/README.md", value="what students read first"),
                        Fact(
                            label=f"{made}/check.py",
                            value="right answers and misconceptions, over each one's own packets",
                        ),
                        Fact(label=str(solutions), value="the same answers, worked out in another way"),
                    ]
                ),
                Next(
                    commands=[
                        (f"netkit lab lint {here}", "find what is wrong"),
                        (f"netkit lab preview {here}", "see it as a student does"),
                        (f"netkit lab start {here} --folder /tmp/try", "solve it"),
                    ]
                ),
            ],
        )
    )
