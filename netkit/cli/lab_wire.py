"""The wire of the lab shell as an answer: waiting for what a task wants to see, and keeping what was seen."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from select import select

from netkit.cli.in_lab_shell import FOLDER_VARIABLE
from netkit.cli.output import say
from netkit.errors import AnswerError, UsageError
from netkit.lab.definition import Task
from netkit.lab.student.evidence import keep
from netkit.lab.student.folder import Work
from netkit.lab.student.live_wire import LiveWire
from netkit.lab.student.results import judge_all
from netkit.view import Outcome, Paragraph

__all__ = ["Wires", "answer_from_wire"]

PAUSE = 0.05
"""Seconds between two looks at the wire."""

QUIET = 2.0
"""Seconds for which nothing more may come before a mistake is told: a tool may be about to do the rest."""


def answer_from_wire(work: Work, task: Task, wait: float) -> str:
    """Watch the wire of the lab shell for at most `wait` seconds, and keep what it shows; gives the name of the capture that is kept.

    It ends at once when all is seen that the task wants. UsageError where there is no wire, AnswerError where nothing new was seen.
    """
    live = _live(work, task)
    answered = work.progress.answers(task.id)
    start = changed = time.monotonic()
    live.grown()
    live.news()
    tell = work.variant.language.say
    if not live.seen.right:
        told = tell(
            "wire.watching",
            "(watching the wire for {seconds} s; Ctrl-C ends it, and nothing is lost)",
            seconds=f"{wait:g}",
        )
        say(Paragraph(text=told, quiet=True))
    while not _is_due(live, answered, time.monotonic() - changed) and time.monotonic() - start < wait:
        select([], [], [], min(PAUSE, max(0.0, wait - (time.monotonic() - start))))
        if live.grown():
            changed = time.monotonic()
            say(*(Paragraph(text=tell("wire.seen", "(seen: {event})", event=told), quiet=True) for told in live.news()))
    looked = tell("error.wire-looked", "looked for {seconds} s", seconds=f"{wait:g}")
    if not live.seen.events:
        raise AnswerError(
            tell("error.wire-nothing", "nothing that has to do with task {task} is on the wire", task=task.id),
            where=looked,
            why=tell("error.wire-judged-by", "the task is judged by the packets that you cause"),
            hint=tell(
                "error.wire-do",
                "do what the task asks, here or in another terminal, then: netkit lab answer {task}",
                task=task.id,
            ),
        )
    if live.name in answered:
        raise AnswerError(
            tell("error.wire-nothing-new", "nothing new that has to do with task {task} is on the wire", task=task.id),
            where=looked,
            why=tell("error.wire-judged", "what was there before is judged already"),
            hint=tell("error.wire-again", "netkit lab check {task} tells it again", task=task.id),
        )
    return keep(work.folder, task.id, live.part)


def _is_due(live: LiveWire, answered: Sequence[str], quiet: float) -> bool:
    """Whether it is time to judge: all is seen, or a mistake that was not told yet, and nothing more comes."""
    if live.seen.right:
        return True
    return live.seen.mistake is not None and quiet >= QUIET and live.name not in answered


def _live(work: Work, task: Task) -> LiveWire:
    """The wire that a task is done on; UsageError where there is none."""
    tell = work.variant.language.say
    wire = work.variant.question(task).wire if task.live else None
    if wire is None:
        raise UsageError(
            tell("error.no-answer", "what is the answer to task {task}?", task=task.id),
            where=tell("error.no-words", "there is no answer on the command line"),
            hint=f"netkit lab answer {task.id} ANSWER",
        )
    place = os.environ.get(FOLDER_VARIABLE, "")
    if not place:
        ways = [
            tell("error.wire-shell", "netkit lab shell opens it"),
            tell("error.wire-file", "netkit lab answer {task} FILE takes a capture that you recorded", task=task.id),
        ]
        if work.variant.choices(task):
            told = "netkit lab answer {task} ATTEMPT says which recorded attempt does it"
            ways.append(tell("error.wire-attempt", told, task=task.id))
        raise UsageError(
            tell("error.no-wire", "there is no wire to watch here"),
            where=tell("error.no-shell", "this is not the lab shell"),
            why=tell("error.wire-packets", "task {task} is judged by packets", task=task.id),
            hint=" · ".join(ways),
        )
    return LiveWire(Path(place), task.id, wire, since=_since(work.progress.begun), language=work.variant.language)


def _since(begun: str) -> int | None:
    """When the lab was begun, in nanoseconds: what was on the wire before does not count."""
    try:
        return int(Decimal(begun) * 10**9)
    except (InvalidOperation, ValueError, OverflowError):
        return None


class Wires:
    """The wires of the live tasks of a lab that are not right yet, for those who watch them together; empty outside of the lab shell."""

    def __init__(self, work: Work) -> None:
        self._folder = work.folder
        self._answered: dict[str, list[str]] = {task.id: [*work.progress.answers(task.id)] for task in work.lab.tasks}
        self._changed: dict[str, float] = {}
        live = [task for task in work.lab.tasks if task.live] if os.environ.get(FOLDER_VARIABLE) else []
        results = judge_all(work.lab, work.variant, work.progress.by_task()) if live else None
        self._live = {
            task.id: (task, _live(work, task))
            for task in live
            if results is None or results.verdict(task.id).outcome is not Outcome.RIGHT
        }

    def due(self) -> Iterator[tuple[Task, str]]:
        """The tasks of which there is something new to judge, each with the name of the capture that is kept."""
        now = time.monotonic()
        for task, live in list(self._live.values()):
            if live.grown():
                self._changed[task.id] = now
            answered = self._answered[task.id]
            quiet = now - self._changed.get(task.id, now)
            if live.seen.events and _is_due(live, answered, quiet) and live.name not in answered:
                name = keep(self._folder, task.id, live.part)
                answered.append(name)
                if live.seen.right:
                    del self._live[task.id]
                yield task, name
