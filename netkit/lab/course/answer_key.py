"""The answers of one student's variant, for the instructor: what is right, and which wrong answers are known and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.lab.value import Value, spell

if TYPE_CHECKING:
    from netkit.lab.variant import Variant
    from netkit.view import Json

__all__ = ["KEY_SCHEMA", "answer_key", "typed"]

KEY_SCHEMA = "netkit.capture.make.key/1"


def typed(value: Value) -> str:
    """A value as a student may type it."""
    if isinstance(value, frozenset):
        return " ".join(str(each) for each in sorted(value))
    if isinstance(value, tuple):
        return ", ".join(value)
    return str(value) if isinstance(value, int | str) else spell(value).replace(",", "")


def answer_key(variant: Variant, student: str) -> dict[str, Json]:
    """The key of a student as JSON: of each task the right answer and the values of the misconceptions that have one."""
    lab = variant.lab
    tasks: list[Json] = []
    for task in lab.tasks:
        question = variant.question(task)
        wrong: list[Json] = [
            {"misconception": each.slug, "answer": typed(each.value)}
            for each in question.wrong
            if each.value is not None
        ]
        tasks.append(
            {
                "task": task.id,
                "title": task.title,
                "kind": task.kind,
                "points": task.points,
                "right": typed(question.right),
                "wrong": wrong,
            }
        )
    return {"schema": KEY_SCHEMA, "lab": lab.slug, "version": lab.version, "student": student, "tasks": tasks}
