"""What a student reads of a task: its texts with the variant's facts in them; what names none that exists is told with its line."""

from __future__ import annotations

from collections.abc import Iterator

from netkit.errors import LabError
from netkit.lab.definition import Task
from netkit.lab.lint.fault import told
from netkit.lab.lint.lines import Lines
from netkit.lab.lint.problem import Problem
from netkit.lab.variant import Variant

__all__ = ["read_texts"]


def read_texts(task: Task, variant: Variant, lines: Lines, questions: dict[str, str]) -> Iterator[Problem]:
    """What is wrong with a task's texts; `questions` gets what is read of it where nothing is."""
    whole = True
    for key, templates in (
        ("question", [task.question]),
        ("given", [task.given]),
        ("hint", [task.hint]),
        ("choices", task.choices),
        ("rows", task.rows),
    ):
        try:
            for template in templates:
                variant.sentence(template)
        except LabError as error:
            yield told("text.fact", error, file="lab.toml", line=lines.task(task.id, key), task=task.id)
            whole = False
    if whole:
        questions[task.id] = variant.as_read(task)
