"""Why a student gets no variant that can be judged fairly: which answers of which task come out the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from netkit.lab.definition import Lab
from netkit.lab.draw import Draw, student_key, variant_seed
from netkit.lab.lint.lines import Lines
from netkit.lab.lint.problem import Problem
from netkit.lab.question import Case, Part, Question
from netkit.lab.script import Script
from netkit.lab.traffic import Library
from netkit.lab.value import Value, spell
from netkit.lab.variant import Variant

__all__ = ["unusable"]

DRAWS = 20


def unusable(lab: Lab, student: str, library: Library, lines: Lines) -> Iterator[Problem]:
    """A problem for each two answers that keep a student from a usable variant; LabError where the check itself fails."""
    script, seed = Script(lab), variant_seed(student_key(student), lab.slug, lab.version)
    seen: Counter[tuple[str, str, str]] = Counter()
    for attempt in range(DRAWS):
        situation = script.situation(Draw(seed, attempt), library)
        variant = Variant(lab, script, situation, seed=seed, library=library)
        for task in lab.tasks:
            seen.update((task.id, slug, told) for slug, told in set(_clashes(variant.question(task))))
    checks = {task.id: task.check for task in lab.tasks}
    for (task_id, slug, told), times in seen.items():
        yield Problem(
            rule="variant.none",
            text=f"Task {task_id}: {told}, in {times} of {DRAWS} draws.",
            file="check.py",
            line=lines.misconception(checks[task_id], slug) if slug else lines.function(checks[task_id]),
            hint="mend the formula, leave the misconception out where it says nothing else, or draw from more",
            task=task_id,
            misconception=slug,
        )


def _clashes(question: Question) -> Iterator[tuple[str, str]]:
    if not question.is_right(question.right):
        yield "", f"{spell(question.right)!r} is given for right, and accepts refuses it"
    yield from _equal(question)
    for part in question.parts:
        yield from _equal(part)
    for case in question.cases:
        yield from _equal_results(case)


def _equal(asked: Question | Part) -> Iterator[tuple[str, str]]:
    known: dict[Value, str] = {asked.right: "the right answer"}
    for wrong in asked.wrong:
        right = wrong.is_met_by(asked.right) or (
            asked.accepts is not None and wrong.value is not None and asked.accepts(wrong.value)
        )
        other = "the right answer" if right else known.get(wrong.value) if wrong.value is not None else None
        if other is not None:
            yield wrong.slug, f"{wrong.slug} comes to the same as {other}"
        if wrong.value is not None:
            known.setdefault(wrong.value, wrong.slug)


def _equal_results(case: Case) -> Iterator[tuple[str, str]]:
    """The same for what one call of a function gives, which need not be a value that can be looked up."""
    if not case.is_right(case.right):
        yield "", f"{case.right!r} is given for what a call should give, and accepts refuses it"
    known: list[tuple[object, str]] = [(case.right, "the right result of a call")]
    for wrong in (each for each in case.wrong if each.value is not None):
        right = known[0][1] if case.is_right(wrong.value) else None
        other = right or next((what for value, what in known if value == wrong.value), None)
        if other is not None:
            yield wrong.slug, f"{wrong.slug} comes to the same as {other}"
        known.append((wrong.value, wrong.slug))
