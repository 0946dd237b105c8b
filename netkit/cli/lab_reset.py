"""`netkit lab reset`: begin a lab anew, with nothing lost."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from netkit.cli.help import Command
from netkit.cli.lab_place import library, now, of_lab, the_work
from netkit.cli.output import reports, show
from netkit.errors import UsageError
from netkit.lab import progress as log
from netkit.lab.folder import begin
from netkit.view import Document, Next, Sentence

__all__ = ["reset"]


@click.command(
    cls=Command, examples=[("netkit lab reset", "asks before it does"), ("netkit lab reset --yes", "does not ask")]
)
@click.option("--yes", is_flag=True, help="Don't ask.")
@of_lab
@reports
def reset(slug: str, folder: Path, *, yes: bool) -> None:
    """Begin a lab anew; the old log is kept.

    The answers start at none. Your numbers stay the same.
    """
    work = the_work(slug, folder)
    count = len(work.progress.attempts)
    told = f"{count} {'answer' if count == 1 else 'answers'}"
    if not yes:
        if sys.stdin is None or not sys.stdin.isatty():
            raise UsageError(
                f"begin {work.lab.slug} anew?", why="nobody is there to be asked", hint="netkit lab reset --yes"
            )
        click.confirm(f"Begin {work.lab.slug} anew? Your {told} will be kept aside.", abort=True, err=True)
    kept = log.archive(work.folder)
    begin(work.lab, work.progress.student, work.folder.parent, library(), now=now(), source=work.progress.source)
    show(
        Document(
            schema="netkit.lab.reset/1",
            data={"lab": work.lab.slug, "folder": str(work.folder), "kept": kept.name, "answers_kept": count},
            blocks=[
                Sentence(text=f"{work.lab.slug} begins anew; {told} kept in {kept.name}"),
                Next(commands=[("netkit lab show", "the tasks")]),
            ],
        )
    )
