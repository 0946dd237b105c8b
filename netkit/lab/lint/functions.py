"""Tasks whose answer is a function: what the solutions' functions give tells them apart, and not how their text is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from netkit.lab.lint.lines import Lines
from netkit.lab.lint.problem import Problem, Severity
from netkit.view import Outcome

if TYPE_CHECKING:
    from netkit.lab.lint.answers import Answers

__all__ = ["function_problems", "not_run", "words_of"]


def not_run(answers: Answers) -> Problem | None:
    """Why nothing can be said of a task's functions on this machine; None where they can be called."""
    task, verdict = answers.task, answers.judged(answers.key.right)
    if task.kind != "code" or verdict is None or verdict.outcome is not Outcome.SKIPPED:
        return None
    return Problem(
        rule="answer.not-run",
        text=f"Task {task.id}: {verdict.explanation}",
        hint="lint the lab where functions can be called; netkit doctor says what a machine lacks",
        severity=Severity.WARNING,
        task=task.id,
    )


def words_of(answers: Answers) -> Mapping[str, str]:
    """The sentence of each misconception of a function, unfilled: a call and its numbers differ in any case."""
    return {wrong.slug: wrong.why for case in answers.question.cases for wrong in case.wrong}


def function_problems(answers: Answers, lines: Lines) -> Iterator[Problem]:
    """What is wrong with the calls of one task, and with the functions that the solutions have for it."""
    task, cases = answers.task, answers.question.cases
    if not cases:
        yield Problem(
            rule="check.fails",
            text=f"Task {task.id}: no call is made, so nothing can be right or wrong.",
            file="check.py",
            line=lines.function(task.check),
            hint="give the Question cases=[Case(arguments=[…], right=…), …]",
            task=task.id,
        )
        return
    yield from _nothing(answers, lines)
    yield from _distinct(answers, lines)


def _nothing(answers: Answers, lines: Lines) -> Iterator[Problem]:
    """A function that does nothing gets nothing."""
    task = answers.task
    verdict = answers.judged(f"def {task.function}(*given):\n    pass\n")
    if verdict is not None and verdict.points:
        yield Problem(
            rule="answer.nothing",
            text=f"Task {task.id}: a function that does nothing gets {verdict.points} of {task.points} points.",
            file="check.py",
            line=lines.function(task.check),
            hint="a function without return gives None: no call may take that for right",
            task=task.id,
        )


def _distinct(answers: Answers, lines: Lines) -> Iterator[Problem]:
    """The functions of two ways of thinking differ in what some call gives."""
    task = answers.task
    seen: list[tuple[Sequence[object], str]] = []
    wrong = [(slug, text) for slug, each in answers.key.wrong.items() for text in each]
    for what, text in [("the right answer", answers.key.right), *wrong]:
        gave = _given_by(answers, text)
        same = next((other for results, other in seen if results == gave and other != what), None)
        if same is not None:
            yield Problem(
                rule="answer.same-value",
                text=f"Task {task.id}: {_first_line(text)} gives in each call what {same} gives; it comes from {what}.",
                file="check.py",
                line=lines.misconception(task.check, what),
                hint="add a call in which the two differ",
                task=task.id,
                misconception=what,
            )
        seen.append((gave, what))


def _given_by(answers: Answers, text: str) -> Sequence[object]:
    """What each call of a function gives; the right answer was judged before, so that functions can be called here."""
    run = answers.variant.run
    if run is None:
        return []
    calls = [case.arguments for case in answers.question.cases]
    return [(call.value, call.wrong) for call in run(text, answers.task.function, calls)]


def _first_line(text: str) -> str:
    return repr(text.strip().partition("\n")[0][:60])
