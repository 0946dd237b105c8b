"""Tasks and hints as views."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from netkit.lab.answer import CHOOSING
from netkit.lab.definition import Task
from netkit.lab.folder import Work
from netkit.lab.fresh import files_of
from netkit.lab.help import STEPS, Hint, support
from netkit.lab.results import Results, first_open
from netkit.lab.variant import Variant
from netkit.lab.verdict import Verdict
from netkit.view import Block, Document, Heading, Json, Next, Outcome, Paragraph, Sentence

__all__ = ["hinted", "shown", "shown_task"]


def shown(work: Work, results: Results) -> Document:
    """A lab with all its tasks."""
    lab = work.lab
    blocks: list[Block] = [Sentence(text=f"{lab.title} · {lab.summary}")]
    data: list[Json] = []
    for task in lab.tasks:
        verdict = results.verdict(task.id)
        blocks += _task_blocks(task, work.asked(task), verdict)
        data.append(_task_json(task, work.asked(task), verdict))
    blocks.append(Next(commands=[first_open(lab, results)]))
    told: dict[str, Json] = {"lab": lab.slug, "version": lab.version, "student": work.progress.student, "tasks": data}
    return Document(schema="netkit.lab.show/1", data=told, blocks=blocks)


def shown_task(work: Work, task: Task, results: Results) -> Document:
    """One task."""
    verdict = results.verdict(task.id)
    commands = [
        (f"netkit lab answer {task.id} ANSWER", ""),
        (f"netkit lab hint {task.id}", "help, in steps; it costs nothing"),
    ]
    blocks: list[Block] = [*_task_blocks(task, work.asked(task), verdict), Next(commands=commands)]
    data: dict[str, Json] = {
        "lab": work.lab.slug,
        "version": work.lab.version,
        "student": work.progress.student,
        "tasks": [_task_json(task, work.asked(task), verdict)],
    }
    return Document(schema="netkit.lab.show/1", data=data, blocks=blocks)


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
    if variant.draw > 1:
        blocks.append(Paragraph(text=_fresh(task, variant), quiet=True))
    blocks.append(Paragraph(text=variant.asked(task)))
    blocks += [Paragraph(text=told) for told in _form(task, variant)]
    beside = support(task, variant) if verdict.outcome is not Outcome.RIGHT else None
    if beside is not None:
        blocks.append(Paragraph(text=f"{beside.title}: {beside.text}".rstrip(" "), quiet=True))
        blocks.append(Paragraph(text="\n".join(beside.working)))
    if task.predict and verdict.outcome is Outcome.UNANSWERED:
        blocks.append(
            Paragraph(text="Predict it: answer before you open the packet. A wrong guess costs nothing.", quiet=True)
        )
    return blocks


def _fresh(task: Task, variant: Variant) -> str:
    """A word on numbers that are not those of the other tasks."""
    files = " and ".join(files_of(variant, task))
    about = f": it is about {files}" if files else ""
    return f"New numbers, draw {variant.draw}, for this task and no other{about}."


_ASKED = MappingProxyType(
    {
        "choice": "One of: {}",
        "set": "Some of: {} (or none)",
        "order": "In their order, each once: {}",
        "sequence": "Those that belong there, in their order, out of: {}",
        "table": "Each one of: {}",
        "milliseconds": "A time, such as 12.5 ms",
        "packet": "Bytes in hex, a file that holds them, or a line as netkit packet build takes it",
        "code": "A Python file with the function that is asked for: netkit lab answer TASK FILE.py",
        "form": "The form counts here: write it exactly so",
    }
)


def _form(task: Task, variant: Variant) -> list[str]:
    """What an answer may be made of, and how it is typed."""
    told = []
    if task.choices or task.kind not in ("table", *CHOOSING):
        words = _ASKED.get(task.kind, "")
        told += [words.format(", ".join(variant.choices(task)))] if words else []
    rows = variant.rows(task)
    if rows:
        told.append(f"A value for each of: {', '.join(rows)}; as {rows[0]}=VALUE, …")
    return told


def _task_json(task: Task, variant: Variant, verdict: Verdict) -> Json:
    return {
        "task": task.id,
        "title": task.title,
        "question": variant.asked(task),
        "kind": task.kind,
        "choices": list(variant.choices(task)),
        "rows": list(variant.rows(task)),
        "predict": task.predict,
        "support": task.support,
        "points": task.points,
        "outcome": verdict.outcome.value,
        "draw": variant.draw,
        "files": list(files_of(variant, task)),
    }


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
