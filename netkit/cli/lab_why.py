"""`netkit lab why`: a line about a prediction, after one has looked."""

from __future__ import annotations

from pathlib import Path

import click

from netkit.cli.help import Command
from netkit.cli.lab_place import TaskName, now, of_lab, the_work
from netkit.cli.output import reports, show
from netkit.errors import UsageError
from netkit.lab.student import progress as log
from netkit.lab.student.folder import find_task
from netkit.lab.student.results import judge_all
from netkit.lab.views.verdict import reasoned

__all__ = ["why"]

LONGEST_LINE = 1000


@click.command(
    cls=Command,
    examples=[('netkit lab why 5 "each router takes one away"', "why it was as it was, in your own words")],
)
@click.argument("task", type=TaskName())
@click.argument("reason", nargs=-1, required=True)
@of_lab
@reports
def why(task: str, reason: tuple[str, ...], slug: str, folder: Path) -> None:
    """A line about a prediction, after you have looked.

    It is kept with your answers and not graded. For a task that is right, netkit tells its own reason beside yours.
    """
    work = the_work(slug, folder)
    language = work.variant.language
    asked = find_task(work.lab, task, language)
    text = " ".join(reason).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    if len(text) > LONGEST_LINE:
        raise UsageError(
            language.say("error.one-line", "one line is enough"),
            where=language.say("error.length", "it has {count} characters", count=f"{len(text):,}"),
            why=language.say("error.most", "the most is {most}", most=f"{LONGEST_LINE:,}"),
        )
    if not work.progress.answers(asked.id):
        raise UsageError(
            language.say("error.no-answer-yet", "task {task} has no answer yet", task=asked.id),
            why=language.say("error.why-later", "one says why after one has predicted, and looked"),
            hint=f"netkit lab answer {asked.id} ANSWER",
        )
    log.append(
        work.folder, {"event": "reasoned", **work.progress.owner, "time": now(), "task": asked.id, "reason": text}
    )
    show(reasoned(work, asked, text, judge_all(work.lab, work.variant, work.progress.by_task())))
