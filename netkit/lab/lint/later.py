"""The later draws of tasks with few answers: fresh numbers have to hold as a student's first ones do.

Each made-up student has one of these tasks looked at, the next student the next one, so that the time grows by two draws a student, however
many such tasks a lab has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from netkit.errors import LabError
from netkit.lab.definition import Task
from netkit.lab.judging.fresh import drawn, files_of, has_few_answers
from netkit.lab.lint.answer_key import Key, Solution, given_of
from netkit.lab.lint.answers import Answers, task_problems
from netkit.lab.lint.fault import FAULTS, fault, guarded, told
from netkit.lab.lint.lines import Lines
from netkit.lab.lint.problem import Problem
from netkit.lab.lint.texts import read_texts
from netkit.lab.variant import Variant

__all__ = ["later_draws"]

DRAWS = (2, 3)
"""The draws that are looked at, beside a student's first one."""


def later_draws(variant: Variant, turn: int, solution: Solution | None, lines: Lines) -> Iterator[Problem]:
    """What is wrong in the first later draws of the task whose turn it is; nothing where a lab has none that is drawn anew."""
    lab = variant.lab
    tasks = [task for task in lab.tasks if has_few_answers(task)]
    if not tasks or variant.situation.also:
        return
    task, before = tasks[turn % len(tasks)], variant
    for draw in DRAWS:
        try:
            found = drawn(variant, task, draw)
        except FAULTS as error:
            yield fault(error, lab.folder, line=lines.function("situation"), task=task.id)
            return
        if found is before:
            return
        problems = guarded(
            [*_seen(task, found, before, lines), *_of_draw(task, found, solution, lines)],
            lab.folder, line=lines.function(task.check), task=task.id,
        )  # fmt: skip
        for problem in problems:
            yield replace(problem, text=f"{problem.text} (on fresh numbers, draw {draw})")
        before = found


def _of_draw(task: Task, found: Variant, solution: Solution | None, lines: Lines) -> Iterator[Problem]:
    """What is wrong in one draw of a task, of which a student reads this task alone."""
    questions: dict[str, str] = {}
    texts = [problem for each in found.lab.tasks for problem in read_texts(each, found, lines, questions)]
    if texts:
        yield from (problem for problem in texts if problem.task == task.id)
        return
    keys: dict[str, Key] = {}
    if solution is not None:
        try:
            keys = solution.keys(given_of(found), questions)
        except LabError as error:
            yield told("solution.fails", error, file="solutions", task=task.id)
            return
    yield from task_problems(Answers(task, found, keys.get(task.id)), lines, thorough=False)


def _seen(task: Task, found: Variant, before: Variant, lines: Lines) -> Iterator[Problem]:
    """A student can see the fresh numbers: in the text, or in files whose names the text has as facts."""
    words = f"{found.as_read(task)} {found.sentence(task.hint)}"
    for name in found.renamed:
        if re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-]|\.\w)", words):
            yield _unseen(f"Task {task.id} names {name}, which has the first numbers.", task, lines)
    if not files_of(found, task) and found.as_read(task) == before.as_read(task):
        yield _unseen(
            f"Task {task.id} has another answer, and nothing that a student reads or gets tells it.", task, lines
        )


def _unseen(text: str, task: Task, lines: Lines) -> Problem:
    return Problem(
        rule="fresh.seen",
        text=text,
        file="lab.toml",
        line=lines.task(task.id, "question"),
        hint="have the question name the file as a fact, {file}: a student gets that of fresh numbers under a name of its own",
        task=task.id,
    )
