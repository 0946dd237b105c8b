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
from netkit.language import Language
from netkit.view import Outcome

__all__ = ["Call", "Run", "call_of", "judge_code", "shown"]


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
    language = variant.language
    if variant.run is None:
        told = language.say("code.nobody-runs", "This can't be judged here: nobody runs functions.")
        return _verdict(task, source, Outcome.SKIPPED, 0, told, language=language)
    try:
        calls = variant.run(source, task.function, [case.arguments for case in cases])
    except AccessError as error:
        told = language.say(
            "code.not-here",
            "This can't be judged here: {what}. {why} The file is kept, and is judged on any machine that can run functions, such as the "
            "one where you hand it in; netkit doctor says what is missing here.",
            what=error.what,
            why=f"{error.why.rstrip('.')}." if error.why else "",
        )
        return _verdict(task, source, Outcome.SKIPPED, 0, told, language=language)
    wrong = [
        (case, call) for case, call in zip(cases, calls, strict=True) if call.wrong or not case.is_right(call.value)
    ]
    if not wrong:
        return _verdict(task, source, Outcome.RIGHT, task.points, question.because, language=language)
    points = (len(cases) - len(wrong)) * task.points // len(cases)
    slug, why = _why(*wrong[0], variant)
    if len(cases) > 1:
        right = len(cases) - len(wrong)
        why = language.say("code.standing", "{right} of {all} calls right. {why}", right=right, all=len(cases), why=why)
    outcome = Outcome.PARTIAL if points else Outcome.WRONG
    return _verdict(task, source, outcome, points, why, slug, language=language)


def _why(case: Case, call: Call, variant: Variant) -> tuple[str | None, str]:
    language = variant.language
    name = call_of(case, language)
    if call.wrong:
        if call.line:
            return call.wrong, language.say(
                "code.fails-in-line", "{call}: {told}, line {line}.", call=name, told=call.told, line=call.line
            )
        return call.wrong, language.say("code.fails", "{call}: {told}.", call=name, told=call.told)
    gave = shown(call.value, language)
    for each in case.wrong:
        if each.value is not None and call.value == each.value:
            why = variant.told(each.why, each.facts, answer=gave)
            return each.slug, language.say("code.gives", "{call} gives {value}. {why}", call=name, value=gave, why=why)
    if call.value is None:
        return "returns-nothing", language.say(
            "code.returns-nothing", "{call} gives {value}: a function without return gives None.", call=name, value=gave
        )
    return None, language.say(
        "code.not-result", "{call} gives {value}, which is not what comes out there.", call=name, value=gave
    )


def call_of(case: Case, language: Language) -> str:
    """What a call is about, to begin a sentence with: its name, or its arguments."""
    arguments = ", ".join(shown(each, language) for each in case.arguments)
    return case.name or language.say("code.call", "The call with {arguments}", arguments=arguments)


def shown(value: Any, language: Language) -> str:
    """An argument or a result in a line; what is long is cut."""
    if isinstance(value, dict) and set(value) == {"bytes"}:
        digits = str(value["bytes"])
        return language.say(
            "code.bytes", "bytes {hex}", hex=_cut(" ".join(digits[at : at + 2] for at in range(0, len(digits), 2)))
        )
    if isinstance(value, bytes):
        return language.say("code.bytes", "bytes {hex}", hex=_cut(value.hex(" ")))
    return _cut(spell(value) if isinstance(value, int | float) and not isinstance(value, bool) else repr(value))


def _cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"


def _verdict(
    task: Task, source: str, outcome: Outcome, points: int, told: str, slug: str | None = None, *, language: Language
) -> Verdict:
    lines = source.count("\n") + 1
    answer = language.count("code.answer", "a file of {n} line", "a file of {n} lines", lines)
    return Verdict(
        task=task.id, title=task.title, outcome=outcome, points=points, max_points=task.points,
        answer=answer, misconception=slug, explanation=told,
    )  # fmt: skip
