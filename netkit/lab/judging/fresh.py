"""Fresh numbers: a task with few possible answers is asked again on another variant after two misses, so that guessing does not pay.

A task's first draw is the student's own variant. Each later one is a variant of its own, made from the seed, the task and the draw's number
alone. Every answer belongs to the draw that it was given for, and is judged on it for ever.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from netkit.errors import AnswerError
from netkit.lab.definition import Task
from netkit.lab.judging.given import Given
from netkit.lab.judging.judgement import judge
from netkit.lab.variant import Variant
from netkit.view import Outcome

__all__ = ["MISSES", "asks_anew", "drawn", "files_of", "has_few_answers"]

MISSES = 2
"""Wrong answers on one draw, after which the numbers are drawn anew."""

FEW = 64
"""So many different answers at most are few: they can be tried one after the other."""

MOST_DRAWS = 20
"""The last draw of a task, on which it stays."""

TRIES = 8
"""Variants that are looked at to find one with another right answer."""


def has_few_answers(task: Task) -> bool:
    """Whether what an answer can be made of allows few answers; of a number, a name or bytes there are many."""
    words = len(task.choices)
    match task.kind:
        case "choice":
            return words <= FEW
        case "set":
            return 1 << words <= FEW
        case "order":
            return math.factorial(words) <= FEW
        case "sequence":
            return sum(math.perm(words, length) for length in range(1, words + 1)) <= FEW
        case "table":
            return bool(words) and math.prod([words] * len(task.rows)) <= FEW
        case _:
            return False


def drawn(variant: Variant, task: Task, draw: int) -> Variant:
    """The variant on which a task is asked in a draw; 1 is the student's own.

    Each has another right answer than the one before it; where there is none, the task stays on that.
    """
    found = variant
    for number in range(2, min(draw, MOST_DRAWS) + 1):
        key = (task.id, number)
        if key not in variant.fresh:
            variant.fresh[key] = _after(found, task, number, variant)
        later = variant.fresh[key]
        if later is None:
            break
        found = later
    return found


def _after(before: Variant, task: Task, number: int, variant: Variant) -> Variant | None:
    """The draw after another one."""
    for attempt in range(TRIES):
        label, suffix = f"task {task.id}, draw {number}, {attempt}", f"-task-{task.id}-draw-{number}"
        found = variant.another(label, draw=number, suffix=suffix)
        if found.question(task).right != before.question(task).right:
            return found
    return None


def files_of(variant: Variant, task: Task) -> dict[str, bytes]:
    """The files that a task of a later draw is about, by the names under which the student gets them; of the first draw none are new."""
    if not variant.renamed:
        return {}
    question = variant.question(task)
    texts = f"{variant.as_read(task)}\n{variant.sentence(task.hint)}"
    about_packets = question.packet is not None or any(line.place is not None for line in question.working)
    made = variant.situation.all_files
    return {
        new: made[old]
        for old, new in variant.renamed.items()
        if new in texts or (about_packets and new == variant.file)
    }


def asks_anew(variant: Variant, task: Task, draw: int, answers: Sequence[Given]) -> bool:
    """Whether a task is drawn anew after these answers: two different ones missed in this draw, and there is another to be had.

    What was once right stays as it is; so does a lab of several captures, whose packets are told with the names of the student's files.
    """
    if not has_few_answers(task) or draw >= MOST_DRAWS or variant.situation.also:
        return False
    outcomes = {(each.draw, str(each)): _outcome(task, each, variant) for each in answers}
    missed = [outcome for (when, _), outcome in outcomes.items() if when == draw and outcome is not None]
    if Outcome.RIGHT in outcomes.values() or len(missed) < MISSES:
        return False
    return drawn(variant, task, draw + 1) is not drawn(variant, task, draw)


def _outcome(task: Task, answer: Given, variant: Variant) -> Outcome | None:
    """How an answer is judged on its own numbers; None where it is not of the kind that is asked for."""
    try:
        return judge(task, answer, drawn(variant, task, answer.draw)).outcome
    except AnswerError:
        return None
