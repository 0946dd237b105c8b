"""`netkit lab hint`: help with a task, in steps."""

from __future__ import annotations

from pathlib import Path

import click

from netkit.cli.help import Command
from netkit.cli.lab_place import TaskName, now, of_lab, the_work
from netkit.cli.output import reports, show
from netkit.lab.judging.help import STEPS, hint
from netkit.lab.student import progress as log
from netkit.lab.student.folder import find_task
from netkit.lab.views.task import hinted

__all__ = ["give_hint"]


@click.command(
    "hint",
    cls=Command,
    examples=[
        ("netkit lab hint 6", "the next hint for task 6"),
        ("netkit lab hint 6 --again", "those that you had already"),
    ],
)
@click.argument("task", type=TaskName())
@click.option("--again", is_flag=True, help="Show the hints that you had already, and no new one.")
@of_lab
@reports
def give_hint(task: str, slug: str, folder: Path, *, again: bool) -> None:
    """Help with a task, in steps, for free.

    The first hint says where to look, the second shows your own working with the last line open, the third the whole working on
    other numbers. They are counted, and cost nothing.
    """
    work = the_work(slug, folder)
    asked = find_task(work.lab, task, work.variant.language)
    had = min(work.progress.hints.get(asked.id, 0), STEPS)
    if again and had:
        steps = list(range(1, had + 1))
    else:
        steps = [min(had + 1, STEPS)]
        log.append(
            work.folder, {"event": "hinted", **work.progress.owner, "time": now(), "task": asked.id, "step": steps[0]}
        )
    show(hinted(work, asked, [hint(asked, work.asked(asked), step) for step in steps]))
