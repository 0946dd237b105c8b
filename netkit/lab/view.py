"""Labs as views: the list of labs, a lab, a task, a verdict, the state of a lab, a hint."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from netkit.lab.definition import Lab, Task
from netkit.lab.help import STEPS, Hint
from netkit.lab.results import Results
from netkit.lab.variant import Variant
from netkit.lab.verdict import Verdict
from netkit.view import (
    Block,
    Bytes,
    CheckItem,
    Checklist,
    Document,
    Fact,
    Facts,
    Heading,
    Json,
    Mark,
    Next,
    Outcome,
    Paragraph,
    Sentence,
)

if TYPE_CHECKING:
    from netkit.lab.folder import Work

__all__ = ["answered", "checked", "hinted", "lab_list", "shown", "shown_task", "started", "status"]


def lab_list(labs: Sequence[Lab], scores: Mapping[str, int]) -> Document:
    """Every lab, with the points reached in those that were begun here."""
    data: list[Json] = []
    rows = []
    for lab in labs:
        entry: dict[str, Json] = {
            "slug": lab.slug,
            "version": lab.version,
            "title": lab.title,
            "tasks": len(lab.tasks),
            "points": lab.points,
            "live": lab.live,
        }
        entry |= {"summary": lab.summary, "minutes": lab.minutes, "prerequisites": list(lab.prerequisites)}
        entry["score"] = scores.get(lab.slug)
        data.append(entry)
        begun = f"{scores[lab.slug]} of {lab.points} points · " if lab.slug in scores else ""
        size = f"{begun}{len(lab.tasks)} tasks, about {lab.minutes} minutes"
        after = f", after {' and '.join(lab.prerequisites)}" if lab.prerequisites else ""
        rows.append(Fact(label=lab.slug, value=lab.title, note=f"{size}{after}"))
    first = next((lab for lab in labs if scores.get(lab.slug, 0) < lab.points), labs[0] if labs else None)
    blocks: list[Block] = [Sentence(text=f"{len(labs)} labs"), Facts(rows=rows)]
    if first is not None:
        blocks.append(Next(commands=[(f"netkit lab start {first.slug}", first.summary)]))
    return Document(schema="netkit.lab.list/1", data={"labs": data}, blocks=blocks)


def started(work: Work, *, new: bool, text: str, here: Path) -> Document:
    """A lab that was begun, or taken up again: the text to read, and where everything lies, seen from the folder `here`."""
    lab = work.lab
    first = lab.tasks[0]
    where = work.folder.name
    data: dict[str, Json] = {
        "lab": lab.slug,
        "version": lab.version,
        "student": work.progress.student,
        "folder": str(work.folder),
        "capture": work.variant.situation.file,
        "new": new,
    }
    told = "begun" if new else "taken up again: everything that you answered is still there"
    blocks: list[Block] = [
        Sentence(text=f"{lab.title} · {told}"),
        Paragraph(text=text),
        Facts(
            rows=[
                Fact(label="your folder", value=str(work.folder)),
                Fact(label="your traffic", value=f"{where}/{work.variant.situation.file}"),
                Fact(label="to read again", value=f"{where}/README.md"),
            ]
        ),
        Next(
            commands=[
                *([] if here == work.folder else [(f"cd {shlex.quote(_from_here(work.folder, here))}", "")]),
                ("netkit lab show", f"all {len(lab.tasks)} tasks"),
                (f"netkit lab show {first.id}", "the first one"),
            ]
        ),
    ]
    return Document(schema="netkit.lab.start/1", data=data, blocks=blocks)


def shown(work: Work, results: Results) -> Document:
    """A lab with all its tasks."""
    lab = work.lab
    blocks: list[Block] = [Sentence(text=f"{lab.title} · {lab.summary}")]
    data: list[Json] = []
    for task in lab.tasks:
        verdict = results.verdict(task.id)
        blocks += _task_blocks(task, work.variant, verdict)
        data.append(_task_json(task, work.variant, verdict))
    blocks.append(Next(commands=[_first_open(lab, results)]))
    told: dict[str, Json] = {"lab": lab.slug, "version": lab.version, "student": work.progress.student, "tasks": data}
    return Document(schema="netkit.lab.show/1", data=told, blocks=blocks)


def shown_task(work: Work, task: Task, results: Results) -> Document:
    """One task."""
    verdict = results.verdict(task.id)
    commands = [
        (f"netkit lab answer {task.id} ANSWER", ""),
        (f"netkit lab hint {task.id}", "help, in steps; it costs nothing"),
    ]
    blocks: list[Block] = [*_task_blocks(task, work.variant, verdict), Next(commands=commands)]
    data: dict[str, Json] = {
        "lab": work.lab.slug,
        "version": work.lab.version,
        "student": work.progress.student,
        "tasks": [_task_json(task, work.variant, verdict)],
    }
    return Document(schema="netkit.lab.show/1", data=data, blocks=blocks)


def _from_here(folder: Path, here: Path) -> str:
    """A path as one would type it: relative where that is short."""
    if folder.is_relative_to(here):
        return str(folder.relative_to(here))
    return f"../{folder.name}" if folder.parent == here.parent else str(folder)


_SIGNS = {
    Outcome.RIGHT: "right",
    Outcome.WRONG: "not yet",
    Outcome.PARTIAL: "partly",
    Outcome.SKIPPED: "",
    Outcome.UNANSWERED: "",
}


def _task_blocks(task: Task, variant: Variant, verdict: Verdict) -> list[Block]:
    points = f"{task.points} {'point' if task.points == 1 else 'points'}"
    stands = _SIGNS[verdict.outcome]
    if verdict.outcome is Outcome.SKIPPED:
        stands = verdict.explanation
    blocks: list[Block] = [Heading(text=f"{task.id}  {task.title}", place=f"{points}{f', {stands}' if stands else ''}")]
    blocks.append(Paragraph(text=variant.sentence(task.question)))
    if task.choices:
        blocks.append(Paragraph(text=f"One of: {', '.join(task.choices)}"))
    if task.predict and verdict.outcome is Outcome.UNANSWERED:
        blocks.append(
            Paragraph(text="Predict it: answer before you open the packet. A wrong guess costs nothing.", quiet=True)
        )
    return blocks


def _task_json(task: Task, variant: Variant, verdict: Verdict) -> Json:
    return {
        "task": task.id,
        "title": task.title,
        "question": variant.sentence(task.question),
        "kind": task.kind,
        "choices": list(task.choices),
        "predict": task.predict,
        "points": task.points,
        "outcome": verdict.outcome.value,
    }


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
        blocks.append(Next(commands=[_first_open(work.lab, results)]))
    else:
        blocks.append(
            Next(commands=[(f"netkit lab answer {task.id} ANSWER", "again"), (f"netkit lab hint {task.id}", "help")])
        )
    return Document(schema="netkit.lab.answer/1", data=data, blocks=blocks)


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
    blocks: list[Block] = [Sentence(text=sentence), Checklist(items=items), Next(commands=[_first_open(lab, results)])]
    return Document(schema="netkit.lab.check/1", data=data, blocks=blocks)


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
    """The row of bytes that the evidence stands in, with a mark under it; never for more than one packet."""
    if not verdict.evidence:
        return []
    first = verdict.evidence[0]
    packet = variant.situation.traffic.packet(first.packet)
    marks = [
        Mark(start_bit=found.start_bit, width_bits=found.width_bits, label=found.text.partition(",")[0])
        for found in verdict.evidence
        if found.packet == first.packet
    ]
    rows = sorted(
        {
            row
            for mark in marks
            for row in range(mark.start_bit // 128, (mark.start_bit + mark.width_bits - 1) // 128 + 1)
        }
    )
    return [
        Paragraph(text=f"packet {first.packet}:", quiet=True),
        Bytes(data=packet.dissection.data, marks=marks, rows=rows[:4]),
    ]


def _first_open(lab: Lab, results: Results) -> tuple[str, str]:
    """What to do next: the first task that is not right yet, or another lab."""
    for task in lab.tasks:
        if results.verdict(task.id).outcome in (Outcome.UNANSWERED, Outcome.WRONG, Outcome.PARTIAL):
            return f"netkit lab show {task.id}", task.title
    return "netkit lab list", "all tasks are right: which lab is next?"


def status(work: Work, results: Results, others: Sequence[tuple[str, int, int]]) -> Document:
    """Where one stands: this lab's tasks in a line each, how often one answered and took help, and the other labs begun here."""
    lab, progress = work.lab, work.progress
    tasks: list[Json] = []
    rows = []
    for verdict in results.verdicts:
        tries, hints = len(progress.answers(verdict.task)), progress.hints.get(verdict.task, 0)
        entry: dict[str, Json] = {"task": verdict.task, "outcome": verdict.outcome.value, "points": verdict.points}
        tasks.append(entry | {"max_points": verdict.max_points, "answers": tries, "hints": hints})
        told = [f"{tries} {'answer' if tries == 1 else 'answers'}"] + ([f"{hints} of {STEPS} hints"] if hints else [])
        text = f"{verdict.title} ({', '.join(told)})" if tries or hints else verdict.title
        rows.append(
            CheckItem(
                outcome=verdict.outcome, label=verdict.task, text=text, aside=f"{verdict.points}/{verdict.max_points}"
            )
        )
    data: dict[str, Json] = {
        "lab": lab.slug,
        "version": lab.version,
        "student": progress.student,
        "folder": str(work.folder),
        "score": results.score,
        "max_score": lab.points,
        "tasks": tasks,
        "others": [{"lab": slug, "score": score, "max_score": most} for slug, score, most in others],
    }
    sentence = f"{lab.slug} · {results.right} of {len(lab.tasks)} tasks right · {results.score} of {lab.points} points"
    blocks: list[Block] = [Sentence(text=sentence), Checklist(items=rows)]
    if others:
        blocks.append(Facts(rows=[Fact(label=slug, value=f"{score} of {most} points") for slug, score, most in others]))
    blocks.append(Next(commands=[_first_open(lab, results)]))
    return Document(schema="netkit.lab.status/1", data=data, blocks=blocks)


def hinted(work: Work, task: Task, hints: Sequence[Hint]) -> Document:
    """Help for one task: the steps asked for."""
    data: dict[str, Json] = {
        "lab": work.lab.slug,
        "task": task.id,
        "hints": [
            {"step": one.step, "of": STEPS, "title": one.title, "text": one.text, "working": list(one.working)}
            for one in hints
        ],
    }
    blocks: list[Block] = []
    for one in hints:
        blocks.append(Heading(text=f"Hint {one.step} of {STEPS} for task {task.id}: {one.title}"))
        blocks += [Paragraph(text=text) for text in (one.text, "\n".join(one.working)) if text]
    commands = [(f"netkit lab answer {task.id} ANSWER", "")]
    if hints and hints[-1].step < STEPS:
        commands.append((f"netkit lab hint {task.id}", f"hint {hints[-1].step + 1} of {STEPS}"))
    blocks.append(Next(commands=commands))
    return Document(schema="netkit.lab.hint/1", data=data, blocks=blocks)
