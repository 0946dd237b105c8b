"""A lab before it is given to students: what one of them reads, and beside each task its answers with what each is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from netkit.lab.definition import Task
from netkit.lab.judging.code import call_of, shown
from netkit.lab.judging.help import STEPS, hint
from netkit.lab.judging.judgement import judge, told_line
from netkit.lab.question import Case, Wrong
from netkit.lab.student.folder import reading
from netkit.lab.value import spell
from netkit.lab.variant import Variant
from netkit.view import Block, Document, Fact, Facts, Heading, Json, Next, Paragraph, Sentence, Table

__all__ = ["preview"]

LONGEST = 80


@dataclass(frozen=True, slots=True)
class _Row:
    """An answer as it is shown, the misconception's slug (empty for the right one), and what it is told."""

    answer: str
    slug: str
    told: str
    part: str = ""


def preview(variant: Variant, student: str, *, named: str) -> Document:
    """The lab in one student's variant; `named` is how its author names it on a command line."""
    lab = variant.lab
    facts = [Fact(label=name, value=str(value)) for name, value in variant.situation.facts.items()]
    files = [Fact(label=name, value=f"{len(data):,} bytes") for name, data in variant.situation.all_files.items()]
    blocks: list[Block] = [
        Sentence(
            text=f"{lab.title} · {len(lab.tasks)} tasks, {lab.points} points, about {lab.minutes} minutes · as {student} gets it"
        ),
        *_read(variant.text(reading(lab, variant.language))),
    ]
    if files:
        blocks += [Heading(text="Files that the student gets"), Facts(rows=files)]
    if facts:
        blocks += [Heading(text="Facts that texts can name"), Facts(rows=facts)]
    tasks: list[Json] = []
    for task in lab.tasks:
        rows = list(_rows(task, variant))
        blocks += _task(task, variant, rows)
        tasks.append(_json(task, variant, rows))
    blocks.append(
        Next(
            commands=[
                (f"netkit lab preview {named} --student bob", "somebody else's numbers"),
                (f"netkit lab lint {named}", "the same over many students"),
            ]
        )
    )
    data: dict[str, Json] = {"lab": lab.slug, "version": lab.version, "title": lab.title, "student": student}
    data |= {
        "text": variant.text(reading(lab, variant.language)),
        "facts": dict(variant.situation.facts),
        "tasks": tasks,
    }
    return Document(schema="netkit.lab.authoring.preview/1", data=data, blocks=blocks)


def _read(text: str) -> Iterator[Block]:
    """The text that the student reads, paragraph by paragraph, its lines joined as they would be on a page."""
    for part in text.strip().split("\n\n"):
        lines: list[str] = []
        for line in part.splitlines():
            if not lines or "```" in part or line.startswith(("#", "- ", "    ", "|")) or re.match(r"\d+\. ", line):
                lines.append(line)
            else:
                lines[-1] += f" {line.strip()}"
        for line in lines:
            if line.startswith("## "):
                yield Heading(text=line.lstrip("# "))
        told = [line for line in lines if not line.startswith(("#", "```"))]
        if told:
            yield Paragraph(text="\n".join(told))


def _task(task: Task, variant: Variant, rows: list[_Row]) -> Iterator[Block]:
    points = f"{task.points} {'point' if task.points == 1 else 'points'}"
    needs = f", after {' and '.join(task.needs)}" if task.needs else ""
    yield Heading(text=f"{task.id}  {task.title} · {points}, {task.kind}{needs}{', predict' if task.predict else ''}")
    yield Paragraph(text=variant.asked(task))
    if task.choices:
        yield Paragraph(text=f"One of: {', '.join(variant.choices(task))}")
    yield Table(
        columns=("answer", "is", "and is told"),
        rows=[(f"{row.part} {row.answer}".strip(), row.slug or "right", row.told or "(nothing)") for row in rows],
    )
    yield Paragraph(text=f"Hint 1 of {STEPS}: {hint(task, variant, 1).text}")
    working = [told_line(line, variant.language, open_end=False) for line in variant.question(task).working]
    yield Paragraph(text="\n".join(["Working:", *(f"  {line}" for line in working)]) if working else "No working.")


def _rows(task: Task, variant: Variant) -> Iterator[_Row]:
    question = variant.question(task)
    if task.kind == "capture":
        yield from _attempts(task, variant)
        return
    yield _Row(_cut(spell(question.right)), "", question.because)
    for wrong in question.wrong:
        yield _row(wrong, variant)
    for part in question.parts:
        yield _Row(_cut(spell(part.right)), "", "", part.name)
        for wrong in part.wrong:
            yield _row(wrong, variant, part.name)
    for case in question.cases:
        yield from _results(case, variant)


def _results(case: Case, variant: Variant) -> Iterator[_Row]:
    """Of a function: what a call should give, and what each misconception gives there."""
    call = f"{call_of(case, variant.language)}:"
    yield _Row(shown(case.right, variant.language), "", "", call)
    for wrong in (each for each in case.wrong if each.value is not None):
        gave = shown(wrong.value, variant.language)
        yield _Row(gave, wrong.slug, variant.told(wrong.why, wrong.facts, answer=gave), call)


def _attempts(task: Task, variant: Variant) -> Iterator[_Row]:
    """Of a task on packets: its recorded attempts, each with what it is told."""
    for attempt in variant.choices(task):
        verdict = judge(task, attempt, variant)
        yield _Row(attempt, verdict.misconception or "", verdict.explanation)


def _row(wrong: Wrong, variant: Variant, part: str = "") -> _Row:
    answer = spell(wrong.value) if wrong.value is not None else "(what fits)"
    return _Row(_cut(answer), wrong.slug, variant.told(wrong.why, wrong.facts, answer=answer), part)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _json(task: Task, variant: Variant, rows: list[_Row]) -> Json:
    return {
        "task": task.id,
        "title": task.title,
        "kind": task.kind,
        "points": task.points,
        "needs": list(task.needs),
        "question": variant.asked(task),
        "choices": list(variant.choices(task)),
        "hint": variant.sentence(task.hint),
        "answers": [
            {"answer": row.answer, "misconception": row.slug or None, "explanation": row.told, "part": row.part or None}
            for row in rows
        ],
        "working": [told_line(line, variant.language, open_end=False) for line in variant.question(task).working],
    }
