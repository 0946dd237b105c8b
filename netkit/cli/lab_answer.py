"""`netkit lab answer`: answer a task; it is saved, then judged, at once."""

from __future__ import annotations

import re
from pathlib import Path

import click

from netkit.cli.help import Command
from netkit.cli.lab_again import answer_again, is_again
from netkit.cli.lab_given import answer_text
from netkit.cli.lab_place import TaskName, now, of_lab, the_work
from netkit.cli.lab_wire import answer_from_wire
from netkit.cli.output import reports, show
from netkit.cli.quantities import seconds
from netkit.errors import ExitCode
from netkit.lab.student.folder import find_task
from netkit.lab.student.kept_calls import forget_calls
from netkit.lab.student.taking import take
from netkit.lab.views.verdict import answered
from netkit.view import Outcome

__all__ = ["answer"]

_NEGATIVE = re.compile(r"-\.?[0-9]")
_MARK = "\0"
"""Before a word that begins as an option does and is none: no command line can hold it."""


class _WithNegatives(Command):
    """`-5` is an answer, and no option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Mark them while click tells options from arguments."""
        with_values = {
            name for each in self.params if isinstance(each, click.Option) and not each.is_flag for name in each.opts
        }
        marked = [
            f"{_MARK}{word}" if _NEGATIVE.match(word) and before not in with_values else word
            for before, word in zip(["", *args], args, strict=False)
        ]
        return super().parse_args(ctx, marked)


def _unmarked(_: click.Context, __: click.Parameter, given: str | tuple[str, ...]) -> str | tuple[str, ...]:
    """The words as they were typed."""
    return given.removeprefix(_MARK) if isinstance(given, str) else tuple(word.removeprefix(_MARK) for word in given)


@click.command(
    cls=_WithNegatives,
    examples=[
        ("netkit lab answer 6 1448", "a number"),
        ("netkit lab answer 7 4 5 6", "packets"),
        ("netkit lab answer 2 router", "a choice"),
        ("netkit lab answer 3 made.pcapng:1", "a packet, of a task that asks for one"),
        ("netkit lab answer 4 checksum.py", "a function, likewise"),
        (
            "netkit lab answer 5 mine.pcapng",
            "a capture that you recorded; attempt-5b says which of those given does it",
        ),
        ("netkit lab answer 5 --wait 2m", "in the lab shell: watch what goes over the wire"),
    ],
)
@click.argument("task", type=TaskName(), callback=_unmarked)
@click.argument("answer", nargs=-1, callback=_unmarked)
@click.option(
    "--wait", default="20s", metavar="TIME", help="In the lab shell: how long to watch the wire; by default 20s."
)
@of_lab
@click.pass_context
@reports
def answer(ctx: click.Context, task: str, answer: tuple[str, ...], wait: str, slug: str, folder: Path) -> None:
    """Answer a task; it is judged at once.

    TASK is its number (or again, of a question from before), ANSWER what you found, in any usual form. In the lab shell, a task that is
    judged by packets needs none. You may answer as often as you like. The exit code is 0 for a right answer and 1 for a wrong one.
    """
    work = the_work(slug, folder)
    if is_again(task):
        if not answer_again(work, answer):
            ctx.exit(ExitCode.WRONG)
        return
    asked = find_task(work.lab, task, work.variant.language)
    text = answer_text(work, asked, answer) if answer else answer_from_wire(work, asked, seconds(wait, "--wait"))
    if asked.kind == "code":
        forget_calls(work.folder, text)
    taken = take(work, asked, text, now=now())
    show(answered(work, asked, taken))
    if taken.verdict.outcome is not Outcome.RIGHT:
        ctx.exit(ExitCode.WRONG)
