"""A task as a worksheet for paper: the boxes of a header, or its question with lines to write on; its key goes with it as a value."""

from __future__ import annotations

from netkit.lab.definition import Task, points_of
from netkit.lab.judging.judgement import told_line
from netkit.lab.variant import Variant
from netkit.sheet import Sheet

__all__ = ["worksheet"]


def worksheet(task: Task, variant: Variant, student: str) -> Sheet:
    """The sheet of one student. Where the check draws no boxes, what the task gives is printed, and a line for each row of the answer."""
    question, language = variant.question(task), variant.language
    words = variant.words(task)
    rows = [words[each] for each in variant.rows(task)]
    cells = question.right if rows and isinstance(question.right, tuple) else None
    lines = [("", variant.said(task, question.right))] if cells is None else list(zip(rows, cells, strict=True))
    working = [told_line(line, language, open_end=False) for line in question.working]
    if task.kind == "code":
        lines, working = [], [*working, "", *str(question.right).strip().splitlines()]
    choices = ", ".join(words[each] for each in variant.choices(task))
    asked = variant.sentence(task.question)
    return Sheet(
        lab=variant.lab.title,
        version=variant.lab.version,
        task=task.id,
        title=task.title,
        points=points_of(task.points, language),
        student=student,
        question=f"{asked} ({choices})" if choices else asked,
        given=variant.text(task.given).strip("\n") if task.given else "",
        boxes=tuple(question.boxes),
        lines=() if question.boxes else tuple(lines),
        working=tuple(working),
        because=question.because,
    )
