"""`netkit lab check`: how every task stands, and why."""

from __future__ import annotations

from pathlib import Path

import click

from netkit.cli.help import Command
from netkit.cli.lab_place import TaskName, of_lab, the_work
from netkit.cli.output import reports, show
from netkit.errors import ExitCode
from netkit.lab.student.folder import find_task
from netkit.lab.student.results import judge_all
from netkit.lab.views.verdict import checked
from netkit.view import Outcome

__all__ = ["check"]


@click.command(cls=Command, examples=[("netkit lab check", "all tasks"), ("netkit lab check 6", "task 6 only")])
@click.argument("task", required=False, type=TaskName())
@of_lab
@click.pass_context
@reports
def check(ctx: click.Context, task: str | None, slug: str, folder: Path) -> None:
    """How every task stands, and why.

    All answers are judged anew from the packets. The exit code is 0 if everything asked for is right, else 1.
    """
    work = the_work(slug, folder)
    only = "" if task is None else find_task(work.lab, task, work.variant.language).id
    results = judge_all(work.lab, work.variant, work.progress.by_task())
    show(checked(work, results, only))
    if any(verdict.outcome is not Outcome.RIGHT for verdict in results.verdicts if only in ("", verdict.task)):
        ctx.exit(ExitCode.WRONG)
