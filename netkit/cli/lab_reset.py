"""`netkit lab reset`: begin a lab anew, with nothing lost."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from netkit.cli.help import Command
from netkit.cli.lab_place import library, now, of_lab, the_work
from netkit.cli.output import reports, show
from netkit.errors import UsageError
from netkit.lab.student import progress as log
from netkit.lab.student.folder import begin
from netkit.lab.views.outcome import what_next
from netkit.view import Document, Sentence

__all__ = ["reset"]


@click.command(
    cls=Command, examples=[("netkit lab reset", "asks before it does"), ("netkit lab reset --yes", "does not ask")]
)
@click.option("--yes", is_flag=True, help="Don't ask.")
@of_lab
@reports
def reset(slug: str, folder: Path, *, yes: bool) -> None:
    """Begin a lab anew; the old log is kept.

    The answers and hints start at none, and your numbers stay the same. In a course, what you hand in then says that you began anew.
    """
    work = the_work(slug, folder)
    count, language = len(work.progress.attempts), work.variant.language
    told = language.count("status.answers", "{n} answer", "{n} answers", count)
    if not yes:
        if sys.stdin is None or not sys.stdin.isatty():
            raise UsageError(
                language.say("reset.whether", "begin {lab} anew?", lab=work.lab.slug),
                why=language.say("reset.nobody", "nobody is there to be asked"),
                hint="netkit lab reset --yes",
            )
        question = language.say(
            "reset.question", "Begin {lab} anew? Your {answers} will be kept aside.", lab=work.lab.slug, answers=told
        )
        click.confirm(question, abort=True, err=True)
    kept = log.archive(work.folder)
    begin(
        work.lab, work.progress.student, work.folder.parent, library(), now=now(), source=work.progress.source,
        speak=lambda _: language,
    )  # fmt: skip
    sentence = language.say(
        "reset.done", "{lab} begins anew; {answers} kept in {file}", lab=work.lab.slug, answers=told, file=kept.name
    )
    show(
        Document(
            schema="netkit.lab.reset/1",
            data={"lab": work.lab.slug, "folder": str(work.folder), "kept": kept.name, "answers_kept": count},
            blocks=[
                Sentence(text=sentence),
                what_next([("netkit lab show", language.say("next.tasks", "the tasks"))], language),
            ],
        )
    )
