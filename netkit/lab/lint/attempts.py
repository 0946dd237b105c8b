"""The recorded attempts at a task that is judged on packets: one is right, each other shows what it should, and none is right too soon."""

from __future__ import annotations

from collections.abc import Iterator

from netkit.lab.definition import Task
from netkit.lab.judging.captured import packets_of
from netkit.lab.judging.judgement import judge
from netkit.lab.lint.lines import Lines
from netkit.lab.lint.problem import Problem, Severity
from netkit.lab.variant import Variant
from netkit.lab.wire.wire import look
from netkit.view import Outcome

__all__ = ["attempts_problems"]


def attempts_problems(task: Task, variant: Variant, lines: Lines, *, thorough: bool) -> Iterator[Problem]:
    """What is wrong with the attempts of one task in one variant; `thorough` cuts the right one short at each packet, too."""
    question, twin = variant.question(task), variant.situation.twins.get(task.id)
    line = lines.function(task.check)
    if twin is None:
        yield Problem(
            rule="attempt.missing",
            text=f"Task {task.id} has no recorded attempts: who can't open the lab shell can't do it.",
            file="check.py",
            line=lines.function("situation"),
            task=task.id,
            hint="give the Situation twins={…}, made with netkit.lab.wire.twin",
        )
        return
    for wrong in question.wrong:
        if wrong.value is None:
            yield Problem(
                rule="attempt.missing",
                text=f"Task {task.id}: no recorded attempt shows {wrong.slug}.",
                file="check.py",
                line=lines.misconception(task.check, wrong.slug),
                task=task.id,
                misconception=wrong.slug,
                severity=Severity.WARNING,
                hint="make one with the twin of the task; then the lint sees whether it is known for what it is",
            )
    for slug, name in twin.names.items():
        verdict = judge(task, name, variant)
        if verdict.misconception != (slug or None) or (verdict.outcome is Outcome.RIGHT) is bool(slug):
            shown = (
                "right" if verdict.outcome is Outcome.RIGHT else verdict.misconception or "a way that nobody foresaw"
            )
            yield Problem(
                rule="attempt.shows-another",
                text=f"Task {task.id}: the attempt for {slug or 'the right way'} is judged as {shown}.",
                file="check.py",
                line=lines.misconception(task.check, slug) if slug else line,
                task=task.id,
                misconception=slug,
                hint="its packets, or the steps that know it, are off; or another misconception stands before it",
            )
    if thorough:
        yield from _too_soon(task, variant, line)


def _too_soon(task: Task, variant: Variant, line: int) -> Iterator[Problem]:
    """The right attempt up to each packet: not right before the last event that is wanted was over, and right from there on."""
    question, twin = variant.question(task), variant.situation.twins[task.id]
    wire, packets = question.wire, packets_of(twin.right, variant)
    if wire is None or packets is None:
        return
    last = max((event.ended for event in look(wire, packets).found.values()), default=0)
    for count in range(len(packets) + 1):
        right = look(wire, packets[:count]).right
        if right is not (count >= last):
            yield Problem(
                rule="attempt.too-soon" if right else "attempt.unsteady",
                text=f"Task {task.id}: of the right attempt the first {count} packets are {'' if right else 'not '}right.",
                file="check.py",
                line=line,
                task=task.id,
                hint="a live wire is judged while it grows: right has to come with the last thing that is wanted, and stay",
            )
            return
