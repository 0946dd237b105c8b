"""Answers that a student writes into a file: `answers.txt`, a line for each task, or `answers.toml`, or a file named as the task is."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from netkit.lab.definition import Lab, Task

__all__ = ["TEXT", "TOML", "Written", "parse_answers", "task_of_file", "template"]

TEXT, TOML = "answers.txt", "answers.toml"
PACKET_ENDINGS = (".hex", ".bin", ".pcap", ".pcapng")

_LINE = re.compile(r"(?:task\s*)?(?P<task>[a-z0-9]{1,8})(?:\s*[:=]\s*|\s+|$)(?P<answer>.*)", re.IGNORECASE)


@dataclass(slots=True)
class Written:
    """What a file of answers says: the answers by task, and what in it can't be understood, in sentences."""

    answers: dict[str, str] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)


def template(lab: Lab) -> str:
    """A file of answers to begin with: each task's title, and a line for its answer."""
    lines = [
        f"# Your answers to {lab.title}. Behind a task's number write what you found, and save: then it is judged.",
        "# A line that begins with # is a note. A packet can be a file: made.pcapng:1",
    ]
    for task in lab.tasks:
        lines += ["", f"# {task.title} ({task.points} {'point' if task.points == 1 else 'points'})", f"{task.id}:"]
    return "\n".join(lines) + "\n"


def parse_answers(name: str, text: str, lab: Lab) -> Written:
    """The answers in a file by its name; whatever else stands in it is told, and stops no answer."""
    return _toml(text, lab) if name == TOML else _lines(text, lab)


def _lines(text: str, lab: Lab) -> Written:
    written = Written()
    for number, line in enumerate(text.splitlines(), 1):
        told = line.strip().lstrip("\ufeff")
        if not told or told.startswith("#"):
            continue
        match = _LINE.fullmatch(told)
        task = lab.task(match["task"].lower()) if match else None
        if match is None or task is None:
            written.troubles.append(
                f"{TEXT}, line {number}: {told[:40]!r} does not begin with a task's number ({', '.join(each.id for each in lab.tasks)})."
            )
        elif match["answer"].strip():
            written.answers[task.id] = match["answer"].strip()
    return written


def _toml(text: str, lab: Lab) -> Written:
    written = Written()
    try:
        table: Mapping[str, object] = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        written.troubles.append(f"{TOML} is not TOML: {error}.")
        return written
    inner = table.get("answers")
    for key, value in (inner if isinstance(inner, dict) else table).items():
        task = lab.task(key.lower().removeprefix("task").strip(" -_"))
        answer = _answer(value)
        if task is None:
            written.troubles.append(f"{TOML}: there is no task {key[:40]!r}.")
        elif answer is None:
            written.troubles.append(
                f"{TOML}: the answer to task {task.id} is neither text, nor a number, nor a list of them."
            )
        elif answer:
            written.answers[task.id] = answer
    return written


def _answer(value: object) -> str | None:
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value).strip()
    if isinstance(value, list):
        parts = [_answer(each) for each in value]
        # words may hold spaces, numbers don't
        return (
            None
            if None in parts
            else (", " if any(isinstance(each, str) for each in value) else " ").join(map(str, parts))
        )
    return None


def task_of_file(name: str, lab: Lab) -> Task | None:
    """The task that a file answers by its name: `3.txt`, `task-3.txt`, and of a task that asks for a packet `3.hex` or `3.pcapng`."""
    path = PurePath(name.lower())
    task = lab.task(path.stem.removeprefix("task").strip(" -_"))
    if task is None or path.suffix not in (".txt", *(PACKET_ENDINGS if task.kind == "packet" else ())):
        return None
    return task
