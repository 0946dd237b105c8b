"""Help in three steps, free and counted: where to look; one's own working with the last line open; a whole working on other numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from netkit.lab.definition import Task
from netkit.lab.judging.judgement import told_line, working_up_to
from netkit.lab.variant import Variant

__all__ = ["STEPS", "Hint", "hint", "support"]

STEPS = 3


@dataclass(frozen=True, slots=True)
class Hint:
    """One step of help: what it is, a sentence, and lines of working; `step` counts from 1, and is 0 for what nobody asked for."""

    step: int
    title: str
    text: str
    working: Sequence[str] = ()


def hint(task: Task, variant: Variant, step: int) -> Hint:
    """Help of one step, from 1 to 3."""
    language = variant.language
    if step <= 1:
        return Hint(1, language.say("help.where", "Where to look"), variant.sentence(task.hint))
    if step == 2:
        working = working_up_to(variant.question(task).working, language=language)
        return Hint(2, language.say("help.own-working", "Your own working, with the last line left open"), "", working)
    working, question_there = _on_other_numbers(task, variant)
    title = language.say("help.other-numbers", "The same task on other numbers, worked out")
    return Hint(3, title, question_there, working)


def support(task: Task, variant: Variant) -> Hint | None:
    """What stands beside a question from the start; None where it stands alone."""
    if task.support == "bare":
        return None
    working, question_there = _on_other_numbers(task, variant, open_end=task.support == "half")
    title = (
        variant.language.say("help.example", "An example, on other numbers")
        if task.support == "worked"
        else variant.language.say("help.half-example", "An example on other numbers, its last line left open")
    )
    return Hint(0, title, "" if question_there == variant.asked(task) else question_there, working)


def _on_other_numbers(task: Task, variant: Variant, *, open_end: bool = False) -> tuple[list[str], str]:
    """The working and the question of the same task in another variant; the result is left open where it is the student's own, too."""
    other = variant.other_than(task)
    question = other.question(task)
    hidden = open_end or question.right == variant.question(task).right
    working = [
        told_line(line, variant.language, open_end=hidden and number == len(question.working))
        for number, line in enumerate(question.working, 1)
    ]
    if not hidden and task.kind != "capture":
        right = other.said(task, question.right)
        working.append(variant.language.say("help.answer-there", "so the answer there is {answer}", answer=right))
    return working, other.asked(task)
