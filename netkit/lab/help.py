"""Help in three steps, free and counted: where to look; one's own working with the last line open; a whole working on other numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from netkit.lab.definition import Task
from netkit.lab.judgement import told_line, working_up_to
from netkit.lab.value import spell
from netkit.lab.variant import Variant

__all__ = ["STEPS", "Hint", "hint"]

STEPS = 3


@dataclass(frozen=True, slots=True)
class Hint:
    """One step of help: what it is, a sentence, and lines of working; `step` counts from 1."""

    step: int
    title: str
    text: str
    working: Sequence[str] = ()


def hint(task: Task, variant: Variant, step: int) -> Hint:
    """Help of one step, from 1 to 3."""
    if step <= 1:
        return Hint(1, "Where to look", variant.sentence(task.hint))
    if step == 2:
        working = working_up_to(variant.question(task).working)
        return Hint(2, "Your own working, with the last line left open", "", working)
    other = variant.other_than(task)
    question = other.question(task)
    same = question.right == variant.question(task).right
    working = [
        told_line(line, open_end=same and number == len(question.working))
        for number, line in enumerate(question.working, 1)
    ]
    if not same:
        working.append(f"so the answer there is {spell(question.right)}")
    return Hint(3, "The same task on other numbers, worked out", other.asked(task), working)
