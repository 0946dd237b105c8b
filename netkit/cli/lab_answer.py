"""`netkit lab answer`: answer a task; it is saved, then judged, at once."""

from __future__ import annotations

from pathlib import Path

import click

from netkit.cli.help import Command
from netkit.cli.lab_place import TaskName, now, of_lab, the_work
from netkit.cli.output import reports, show
from netkit.errors import AnswerError, ExitCode, UsageError
from netkit.lab import progress as log
from netkit.lab.folder import find_task
from netkit.lab.judgement import judge, waiting
from netkit.lab.kinds.code import LARGEST
from netkit.lab.results import blocking, judge_all
from netkit.lab.verdict_view import answered
from netkit.view import Outcome

__all__ = ["answer"]

LONGEST_ANSWER = 4000
LONGEST_PACKET = 4 * 65_535
"""Characters of a packet's bytes in hex, with something between them."""


@click.command(
    cls=Command,
    examples=[
        ("netkit lab answer 6 1448", "a number"),
        ("netkit lab answer 7 4 5 6", "packets"),
        ("netkit lab answer 2 router", "a choice"),
        ("netkit lab answer 3 made.pcapng:1", "a packet, of a task that asks for one"),
        ("netkit lab answer 4 checksum.py", "a function, likewise"),
    ],
)
@click.argument("task", type=TaskName())
@click.argument("answer", nargs=-1, required=True)
@of_lab
@click.pass_context
@reports
def answer(ctx: click.Context, task: str, answer: tuple[str, ...], slug: str, folder: Path) -> None:
    """Answer a task; it is judged at once.

    TASK is its number, ANSWER what you found, in any usual form. You may answer as often as you like. The exit code is 0 for a right
    answer and 1 for a wrong one.
    """
    work = the_work(slug, folder)
    asked = find_task(work.lab, task)
    # bytes that are no text come from the shell as halves of characters, which can't be saved
    text = " ".join(answer).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    most = LONGEST_ANSWER
    if asked.kind == "packet":
        text, most = _packet(answer, text), LONGEST_PACKET
    elif asked.kind == "code":
        text, most = _source(text), LARGEST
    if len(text) > most:
        raise UsageError(
            "that answer is too long", where=f"it has {len(text):,} characters", why=f"the most is {most:,}"
        )
    event: dict[str, str | int] = {**work.progress.owner, "time": now(), "task": asked.id, "answer": text}
    try:
        verdict = judge(asked, text, work.variant)
    except AnswerError:
        # a slip of the fingers is no attempt, and is kept all the same
        log.append(work.folder, {"event": "refused", **event})
        raise
    log.append(work.folder, {"event": "answered", **event})
    missing = blocking(judge_all(work.lab, work.variant, work.progress.by_task()), asked)
    verdict = waiting(asked, missing) if missing else verdict
    answers = work.progress.by_task()
    answers.setdefault(asked.id, []).append(text)
    show(answered(work, asked, verdict, judge_all(work.lab, work.variant, answers)))
    if verdict.outcome is not Outcome.RIGHT:
        ctx.exit(ExitCode.WRONG)


def _source(name: str) -> str:
    """The text of the student's file."""
    if not Path(name).is_file():
        raise UsageError(
            f"there is no file {name[:60]}",
            why="the answer is a Python file with the function",
            hint="netkit lab answer TASK FILE.py",
        )
    try:
        return Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{name[:60]} can't be read as text", why=str(error)) from error


def _packet(words: tuple[str, ...], text: str) -> str:
    """The bytes in hex of a packet that stands in a file; any other answer as it is."""
    from netkit.cli.packet_source import NUMBERED, read_packet  # noqa: PLC0415 - only packets need it

    numbered = NUMBERED.fullmatch(text)
    if len(words) == 1 and (Path(text).is_file() or (numbered and Path(numbered["path"]).is_file())):
        return read_packet(words, None).packet.data.hex()
    return text
