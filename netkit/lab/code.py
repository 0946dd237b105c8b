"""Tasks whose answer is a function: it is called somewhere safe, and what each call gives counts for itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from netkit.errors import AccessError
from netkit.lab.definition import Task
from netkit.lab.question import Case, Question
from netkit.lab.value import spell
from netkit.lab.variant import Variant
from netkit.lab.verdict import Verdict
from netkit.view import Outcome

__all__ = ["Call", "Run", "judge_code"]


@dataclass(frozen=True, slots=True)
class Call:
    """What one call gave: its `value` as JSON has it (bytes as `{"bytes": hex}`), or the slug of what went `wrong` and a sentence about it.

    `line` is the line of the student's file where that was (None: unknown).
    """

    value: Any = None
    wrong: str = ""
    told: str = ""
    line: int | None = None


Run = Callable[[str, str, Sequence[Sequence[Any]]], Sequence[Call]]
"""Calls a function of a Python text with each list of arguments, where it can do no harm; AccessError where there is no such place."""


def judge_code(task: Task, source: str, question: Question, variant: Variant) -> Verdict:
    """What a function is worth; the first case that is not right is explained."""
    cases = question.cases
    if variant.run is None:
        return _verdict(task, source, Outcome.SKIPPED, 0, "This can't be judged here: nobody runs functions.")
    try:
        calls = variant.run(source, task.function, [case.arguments for case in cases])
    except AccessError as error:
        told = f"This can't be judged here: {error.what}. {error.why}".strip()
        return _verdict(task, source, Outcome.SKIPPED, 0, told)
    wrong = [
        (case, call) for case, call in zip(cases, calls, strict=True) if call.wrong or not case.is_right(call.value)
    ]
    if not wrong:
        return _verdict(task, source, Outcome.RIGHT, task.points, question.because)
    points = (len(cases) - len(wrong)) * task.points // len(cases)
    slug, why = _why(*wrong[0], variant)
    standing = "" if len(cases) == 1 else f"{len(cases) - len(wrong)} of {len(cases)} calls right. "
    outcome = Outcome.PARTIAL if points else Outcome.WRONG
    return _verdict(task, source, outcome, points, f"{standing}{why}", slug)


def _why(case: Case, call: Call, variant: Variant) -> tuple[str | None, str]:
    name = case.name or f"the call with {', '.join(_short(each) for each in case.arguments)}"
    if call.wrong:
        place = f", line {call.line}" if call.line else ""
        return call.wrong, f"{name}: {call.told}{place}."
    gave = f"{name} gives {_short(call.value)}"
    for each in case.wrong:
        if each.value is not None and call.value == each.value:
            return each.slug, f"{gave}. {variant.told(each.why, each.facts, answer=_short(call.value))}"
    if call.value is None:
        return "returns-nothing", f"{gave}: a function without return gives None."
    return None, f"{gave}, which is not what comes out there."


def _short(value: Any) -> str:
    if isinstance(value, dict) and set(value) == {"bytes"}:
        return (
            f"bytes {_cut(' '.join(str(value['bytes'])[at : at + 2] for at in range(0, len(str(value['bytes'])), 2)))}"
        )
    if isinstance(value, bytes):
        return f"bytes {_cut(value.hex(' '))}"
    return _cut(spell(value) if isinstance(value, int | float) and not isinstance(value, bool) else repr(value))


def _cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"


def _verdict(task: Task, source: str, outcome: Outcome, points: int, told: str, slug: str | None = None) -> Verdict:
    lines = source.count("\n") + 1
    return Verdict(
        task=task.id, title=task.title, outcome=outcome, points=points, max_points=task.points,
        answer=f"a file of {lines} {'line' if lines == 1 else 'lines'}", misconception=slug, explanation=told,
    )  # fmt: skip
