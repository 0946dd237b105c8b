"""Answers that a student writes into a file: `answers.txt`, a line for each task, or `answers.toml`, or a file named as the task is."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from types import MappingProxyType

from netkit.lab.definition import Lab, Task, points_of
from netkit.language import ENGLISH, Language

__all__ = ["TEXT", "TOML", "Written", "parse_answers", "task_of_file", "template"]

TEXT, TOML = "answers.txt", "answers.toml"
ENDINGS = MappingProxyType({"packet": (".hex", ".bin", ".pcap", ".pcapng"), "code": (".py",)})
"""How files are named that are answers by themselves, by the kind of answer."""

_LINE = re.compile(r"(?:task\s*)?(?P<task>[a-z0-9]{1,8})(?:\s*[:=]\s*|\s+|$)(?P<answer>.*)", re.IGNORECASE)


@dataclass(slots=True)
class Written:
    """What a file of answers says: the answers by task, and what in it can't be understood, in sentences."""

    answers: dict[str, str] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)


def template(lab: Lab, language: Language = ENGLISH) -> str:
    """A file of answers to begin with: each task's title, and a line for its answer."""
    notes = (
        language.say(
            "file.yours",
            "Your answers to {lab}. Behind a task's number write what you found, and save: then it is judged.",
            lab=lab.title,
        ),
        language.say("file.notes", "A line that begins with # is a note. A packet can be a file: made.pcapng:1"),
    )
    lines = [f"# {note}" for note in notes]
    for task in lab.tasks:
        lines += ["", f"# {task.title} ({points_of(task.points, language)})", f"{task.id}:"]
    return "\n".join(lines) + "\n"


def parse_answers(name: str, text: str, lab: Lab, language: Language = ENGLISH) -> Written:
    """The answers in a file by its name; whatever else stands in it is told, and stops no answer."""
    return _toml(text, lab, language) if name == TOML else _lines(text, lab, language)


def _lines(text: str, lab: Lab, language: Language) -> Written:
    written = Written()
    for number, line in enumerate(text.splitlines(), 1):
        told = line.strip().lstrip("\ufeff")
        if not told or told.startswith("#"):
            continue
        match = _LINE.fullmatch(told)
        task = lab.task(match["task"].lower()) if match else None
        if match is None or task is None:
            written.troubles.append(
                language.say(
                    "file.no-number",
                    "{file}, line {line}: {text} does not begin with a task's number ({tasks}).",
                    file=TEXT,
                    line=number,
                    text=repr(told[:40]),
                    tasks=", ".join(each.id for each in lab.tasks),
                )
            )
        elif match["answer"].strip():
            written.answers[task.id] = match["answer"].strip()
    return written


def _toml(text: str, lab: Lab, language: Language) -> Written:
    written = Written()
    try:
        table: Mapping[str, object] = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        told = language.say("file.not-toml", "{file} is not TOML: {error}.", file=TOML, error=error)
        written.troubles.append(told)
        return written
    inner = table.get("answers")
    for key, value in (inner if isinstance(inner, dict) else table).items():
        task = lab.task(key.lower().removeprefix("task").strip(" -_"))
        answer = _answer(value)
        if task is None:
            told = language.say("file.no-task", "{file}: there is no task {task}.", file=TOML, task=repr(key[:40]))
            written.troubles.append(told)
        elif answer is None:
            told = language.say(
                "file.no-answer",
                "{file}: the answer to task {task} is neither text, nor a number, nor a list of them.",
                file=TOML,
                task=task.id,
            )
            written.troubles.append(told)
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
    """The task that a file answers by its name: `3.txt` or `task-3.txt`, of a packet `3.hex` or `3.pcapng`, of a function `3.py`."""
    path = PurePath(name.lower())
    task = lab.task(path.stem.removeprefix("task").strip(" -_"))
    if task is None or path.suffix not in (".txt", *ENDINGS.get(task.kind, ())):
        return None
    return task
