"""`netkit lab show`: the tasks, in the student's own numbers."""

from __future__ import annotations

from pathlib import Path

import click

from netkit.cli.help import Command
from netkit.cli.lab_place import TaskName, of_lab, the_work
from netkit.cli.output import reports, show
from netkit.lab.folder import find_task
from netkit.lab.results import judge_all
from netkit.lab.task_view import shown, shown_task

__all__ = ["show_tasks"]


@click.command("show", cls=Command, examples=[("netkit lab show", "all tasks"), ("netkit lab show 3", "task 3")])
@click.argument("task", required=False, type=TaskName())
@of_lab
@reports
def show_tasks(task: str | None, slug: str, folder: Path) -> None:
    """The tasks, in your own numbers.

    TASK is the number of one; without it, all are shown.
    """
    work = the_work(slug, folder)
    results = judge_all(work.lab, work.variant, work.progress.by_task())
    show(shown(work, results) if task is None else shown_task(work, find_task(work.lab, task), results))
