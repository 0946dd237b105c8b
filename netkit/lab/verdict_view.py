"""Verdicts as views: of one answer, and of all tasks."""

from __future__ import annotations

from collections.abc import Sequence

from netkit.lab.definition import Task
from netkit.lab.folder import Work
from netkit.lab.judgement import told_line
from netkit.lab.results import Results, first_open
from netkit.lab.variant import Variant
from netkit.lab.verdict import Verdict
from netkit.view import (
    Block,
    Bytes,
    CheckItem,
    Checklist,
    Document,
    Json,
    Mark,
    Next,
    Outcome,
    Paragraph,
    Sentence,
)

__all__ = ["answered", "checked", "reasoned"]


def answered(work: Work, task: Task, verdict: Verdict, results: Results) -> Document:
    """The verdict on one answer, with the bytes that it speaks of."""
    data: dict[str, Json] = {
        "lab": work.lab.slug,
        "version": work.lab.version,
        "student": work.progress.student,
        "verdict": verdict.json(),
        "score": results.score,
        "max_score": work.lab.points,
    }
    blocks: list[Block] = [Checklist(items=[_item(verdict, [*_said(verdict), *_bytes(work.variant, verdict)])])]
    if verdict.outcome is Outcome.RIGHT:
        working = work.variant.question(task).working
        if working:
            blocks.append(Paragraph(text="\n".join(told_line(line, open_end=False) for line in working), quiet=True))
    commands = (
        [*_looking(work, task), (f'netkit lab why {task.id} "…"', "why was it so? in a line")] if task.predict else []
    )
    if verdict.outcome is Outcome.RIGHT:
        commands.append(first_open(work.lab, results))
    else:
        commands += [(f"netkit lab answer {task.id} ANSWER", "again"), (f"netkit lab hint {task.id}", "help")]
    blocks.append(Next(commands=commands))
    return Document(schema="netkit.lab.answer/1", data=data, blocks=blocks)


def _looking(work: Work, task: Task) -> list[tuple[str, str]]:
    """How to see what was predicted."""
    packet, file = work.variant.question(task).packet, work.variant.situation.file
    if not file:
        return []
    command = (
        f"netkit capture show {file}"
        if packet is None
        else f"netkit packet explain {packet.file or file}:{packet.number}"
    )
    return [(command, "saved: now look")]


def checked(work: Work, results: Results, only: str = "") -> Document:
    """How every task stands, and why the wrong ones are wrong."""
    lab = work.lab
    chosen = [verdict for verdict in results.verdicts if only in ("", verdict.task)]
    data: dict[str, Json] = {
        "lab": lab.slug,
        "version": lab.version,
        "student": work.progress.student,
        "verdicts": [verdict.json() for verdict in chosen],
        "score": results.score,
        "max_score": lab.points,
    }
    items = []
    for verdict in chosen:
        details: list[Block] = []
        if verdict.outcome in (Outcome.WRONG, Outcome.PARTIAL):
            details = [
                *_said(verdict),
                Paragraph(
                    text=f"again: netkit lab answer {verdict.task} ANSWER    help: netkit lab hint {verdict.task}",
                    quiet=True,
                ),
            ]
        items.append(_item(verdict, details))
    sentence = f"{lab.slug} · {results.right} of {len(lab.tasks)} tasks right · {results.score} of {lab.points} points"
    blocks: list[Block] = [Sentence(text=sentence), Checklist(items=items), Next(commands=[first_open(lab, results)])]
    return Document(schema="netkit.lab.check/1", data=data, blocks=blocks)


def reasoned(work: Work, task: Task, reason: str, results: Results) -> Document:
    """A line about a prediction, and beside it netkit's own where the task is right."""
    verdict = results.verdict(task.id)
    data: dict[str, Json] = {"lab": work.lab.slug, "task": task.id, "reason": reason, "because": ""}
    blocks: list[Block] = [Sentence(text=f"Kept: {reason}")]
    if verdict.outcome is Outcome.RIGHT and verdict.explanation:
        data["because"] = verdict.explanation
        blocks.append(Paragraph(text=f"netkit would say: {verdict.explanation}"))
    blocks.append(Next(commands=[first_open(work.lab, results)]))
    return Document(schema="netkit.lab.why/1", data=data, blocks=blocks)


def _item(verdict: Verdict, details: Sequence[Block]) -> CheckItem:
    text = verdict.title
    if verdict.outcome is Outcome.SKIPPED:
        text = f"{verdict.title} ({verdict.explanation})"
    return CheckItem(
        outcome=verdict.outcome,
        label=verdict.task,
        text=text,
        aside=f"{verdict.points}/{verdict.max_points}",
        details=details,
    )


def _said(verdict: Verdict) -> list[Block]:
    """What a verdict has to say, in the order: the answer, the reason, the working."""
    said: list[Block] = []
    if verdict.answer and verdict.outcome is not Outcome.RIGHT:
        said.append(Paragraph(text=f"your answer: {verdict.answer}", quiet=True))
    if verdict.explanation:
        said.append(Paragraph(text=verdict.explanation))
    if verdict.working:
        said.append(Paragraph(text="\n".join(verdict.working)))
    return said


def _bytes(variant: Variant, verdict: Verdict) -> list[Block]:
    """The row of bytes that the evidence stands in, with a mark under it; never for more than one packet.

    A name can be read in its bytes, so those of the right one are not shown to somebody who still looks for it.
    """
    traffic = variant.situation.traffic_of(verdict.evidence[0].file if verdict.evidence else "")
    if (
        traffic is None
        or not verdict.evidence
        or (verdict.outcome is not Outcome.RIGHT and _tells_the_name(variant, verdict))
    ):
        return []
    first = verdict.evidence[0]
    packet = traffic.packet(first.packet)
    marks = [
        Mark(start_bit=found.start_bit, width_bits=found.width_bits, label=found.text.partition(",")[0])
        for found in verdict.evidence
        if (found.packet, found.file) == (first.packet, first.file)
    ]
    rows = sorted(
        {
            row
            for mark in marks
            for row in range(mark.start_bit // 128, (mark.start_bit + mark.width_bits - 1) // 128 + 1)
        }
    )
    return [
        Paragraph(text=f"{packet.told}:", quiet=True),
        Bytes(data=packet.dissection.data, marks=marks, rows=rows[:4]),
    ]


def _tells_the_name(variant: Variant, verdict: Verdict) -> bool:
    task = variant.lab.task(verdict.task)
    if task is None or task.kind not in ("name", "text"):
        return False
    place = variant.question(task).place
    return place is not None and any(found.key == place.key for found in verdict.evidence)
