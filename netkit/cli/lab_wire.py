"""The wire of the lab shell as an answer: waiting for what a task wants to see, and keeping what was seen."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from select import select

from netkit.cli.output import say
from netkit.errors import AnswerError, UsageError
from netkit.lab.definition import Task
from netkit.lab.evidence import keep
from netkit.lab.folder import Work
from netkit.lab.live_wire import LiveWire
from netkit.view import Paragraph

__all__ = ["SHELL", "Wires", "answer_from_wire"]

SHELL = "NETKIT_LAB_SHELL"
"""The environment variable that names the folder of the shell's run."""

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
    if not live.seen.right:
        say(Paragraph(text=f"(watching the wire for {wait:g} s; Ctrl-C ends it, and nothing is lost)", quiet=True))
    while not _is_due(live, answered, time.monotonic() - changed) and time.monotonic() - start < wait:
        select([], [], [], min(PAUSE, max(0.0, wait - (time.monotonic() - start))))
        if live.grown():
            changed = time.monotonic()
            say(*(Paragraph(text=f"(seen: {told})", quiet=True) for told in live.news()))
    if not live.seen.events:
        raise AnswerError(
            f"nothing that has to do with task {task.id} is on the wire",
            where=f"looked for {wait:g} s",
            why="the task is judged by the packets that you cause",
            hint=f"do what the task asks, here or in another terminal, then: netkit lab answer {task.id}",
        )
    if live.name in answered:
        raise AnswerError(
            f"nothing new that has to do with task {task.id} is on the wire",
            where=f"looked for {wait:g} s",
            why="what was there before is judged already",
            hint=f"netkit lab check {task.id} tells it again",
        )
    return keep(work.folder, task.id, live.part)


def _is_due(live: LiveWire, answered: list[str], quiet: float) -> bool:
    """Whether it is time to judge: all is seen, or a mistake that was not told yet, and nothing more comes."""
    if live.seen.right:
        return True
    return live.seen.mistake is not None and quiet >= QUIET and live.name not in answered


def _live(work: Work, task: Task) -> LiveWire:
    """The wire that a task is done on; UsageError where there is none."""
    wire = work.variant.question(task).wire if task.live else None
    if wire is None:
        raise UsageError(
            f"what is the answer to task {task.id}?",
            where="there is no answer on the command line",
            hint=f"netkit lab answer {task.id} ANSWER",
        )
    place = os.environ.get(SHELL, "")
    if not place:
        attempts = work.variant.choices(task)
        twin = f" · netkit lab answer {task.id} {attempts[0]} says which recorded attempt does it" if attempts else ""
        raise UsageError(
            "there is no wire to watch here",
            where="this is not the lab shell",
            why=f"task {task.id} is judged by packets",
            hint=f"netkit lab shell opens it · netkit lab answer {task.id} FILE takes a capture that you recorded{twin}",
        )
    return LiveWire(Path(place), task.id, wire, since=_since(work.progress.begun))


def _since(begun: str) -> int | None:
    """When the lab was begun, in nanoseconds: what was on the wire before does not count."""
    try:
        return int(Decimal(begun) * 10**9)
    except (InvalidOperation, ValueError, OverflowError):
        return None


class Wires:
    """The wires of all live tasks of a lab, for those who watch them together; empty outside of the lab shell."""

    def __init__(self, work: Work) -> None:
        self._folder = work.folder
        self._answered = {task.id: list(work.progress.answers(task.id)) for task in work.lab.tasks}
        self._changed: dict[str, float] = {}
        live = [task for task in work.lab.tasks if task.live] if os.environ.get(SHELL) else []
        self._live = {task.id: (task, _live(work, task)) for task in live}

    def due(self) -> Iterator[tuple[Task, str]]:
        """The tasks of which there is something new to judge, each with the name of the capture that is kept."""
        now = time.monotonic()
        for task, live in self._live.values():
            if live.grown():
                self._changed[task.id] = now
            answered = self._answered[task.id]
            if (
                live.seen.events
                and _is_due(live, answered, now - self._changed.get(task.id, now))
                and live.name not in answered
            ):
                name = keep(self._folder, task.id, live.part)
                answered.append(name)
                yield task, name
