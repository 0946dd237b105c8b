"""Verdicts as views: of one answer, and of all tasks."""

from __future__ import annotations

from collections.abc import Sequence

from netkit.lab.definition import Task
from netkit.lab.judging.captured import EVIDENCE
from netkit.lab.judging.judgement import told_line
from netkit.lab.student.folder import Work
from netkit.lab.student.results import Results, first_open
from netkit.lab.student.taking import Taken
from netkit.lab.variant import Variant
from netkit.lab.verdict import Verdict
from netkit.lab.views.outcome import how_to_answer, item, what_next
from netkit.language import Language
from netkit.view import (
    Block,
    Bytes,
    Checklist,
    Document,
    Json,
    Mark,
    Outcome,
    Paragraph,
    Sentence,
)

__all__ = ["answered", "checked", "details_of", "reasoned"]


def answered(work: Work, task: Task, taken: Taken) -> Document:
    """The verdict on one answer, with the bytes that it speaks of; and what comes next, fresh numbers perhaps."""
    verdict, results, variant = taken.verdict, taken.results, taken.variant
    data: dict[str, Json] = {
        "lab": work.lab.slug,
        "version": work.lab.version,
        "student": work.progress.student,
        "verdict": verdict.json(),
        "score": results.score,
        "max_score": work.lab.points,
        "draw": variant.draw,
        "drawn_anew": taken.drawn_anew,
        "new_files": list(taken.files),
    }
    language = variant.language
    details = details_of(variant, verdict, language)
    blocks: list[Block] = [Checklist(items=[item(verdict, details, language)])]
    if verdict.outcome is Outcome.RIGHT:
        working = variant.question(task).working
        if working:
            blocks.append(
                Paragraph(text="\n".join(told_line(line, language, open_end=False) for line in working), quiet=True)
            )
    stays_right = verdict.outcome is not Outcome.RIGHT and results.verdict(task.id).outcome is Outcome.RIGHT
    if stays_right:
        told = language.say(
            "answer.stays-right", "Task {task} stays right: the right answer that you gave counts.", task=task.id
        )
        blocks.append(Paragraph(text=told))
    is_done = stays_right or verdict.outcome is Outcome.RIGHT
    if taken.drawn_anew and not is_done:
        blocks.append(Paragraph(text=_why_anew(taken.files, language)))
    commands = _to_look_at(task, taken)
    commands += [first_open(work.lab, results, language)] if is_done else _once_more(task, taken)
    blocks.append(what_next(commands, language))
    return Document(schema="netkit.lab.answer/1", data=data, blocks=blocks)


def _to_look_at(task: Task, taken: Taken) -> list[tuple[str, str]]:
    """What shows whether a prediction held, and the packets that were judged."""
    verdict, variant, language = taken.verdict, taken.variant, taken.variant.language
    commands = []
    if task.predict:
        why = language.say("next.why", "why was it so? in a line")
        commands = [*_looking(variant, task), (f'netkit lab why {task.id} "…"', why)]
    if task.kind == "capture" and verdict.outcome is not Outcome.SKIPPED:
        file = verdict.answer if "." in verdict.answer else f"{verdict.answer}.pcapng"
        commands.append((f"netkit capture show {file}", language.say("next.judged", "the packets that were judged")))
    return commands


def _once_more(task: Task, taken: Taken) -> list[tuple[str, str]]:
    """To the same task, which may have new numbers."""
    language = taken.variant.language
    return [
        (f"netkit lab show {task.id}", language.say("next.drawn-anew", "the question, on new numbers"))
        if taken.drawn_anew
        else (how_to_answer(task), language.say("next.again", "again")),
        (f"netkit lab hint {task.id}", language.say("next.help", "help")),
    ]


def _why_anew(files: Sequence[str], language: Language) -> str:
    """What a student is told whose task is drawn anew."""
    told = language.say(
        "answer.drawn-anew",
        "This question has few possible answers, so the right one could come from trying them in turn. That is why it is asked again on "
        "new numbers; the way to the answer is the same. It costs nothing, and what you answered is kept.",
    )
    if not files:
        return told
    beside = language.say(
        "answer.new-files", "Your files stay as they are; beside them there is now {files}.", files=", ".join(files)
    )
    return f"{told} {beside}"


def _looking(variant: Variant, task: Task) -> list[tuple[str, str]]:
    """How to see what was predicted."""
    question = variant.question(task)
    packet = question.packet
    about = f"{packet.file or variant.situation.file}:{packet.number}" if packet is not None else variant.situation.file
    name, colon, number = (question.look or about).partition(":")
    if not name:
        return []
    where = f"{variant.renamed.get(name, name)}{colon}{number}"
    command = f"netkit {'packet explain' if number else 'capture show'} {where}"
    return [(command, variant.language.say("next.look", "saved: now look"))]


def checked(work: Work, results: Results, only: str = "") -> Document:
    """How every task stands, and why the wrong ones are wrong."""
    lab, language = work.lab, work.variant.language
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
            again = language.say(
                "verdict.again",
                "again: netkit lab answer {task} ANSWER    help: netkit lab hint {task}",
                task=verdict.task,
            )
            if work.progress.draw(verdict.task) > 1:
                again = language.say(
                    "verdict.drawn-anew",
                    "on new numbers now: netkit lab show {task}    help: netkit lab hint {task}",
                    task=verdict.task,
                )
            details = [*_said(verdict, language), Paragraph(text=again, quiet=True)]
        items.append(item(verdict, details, language))
    sentence = language.say(
        "check.standing",
        "{lab} · {right} of {tasks} tasks right · {score} of {points} points",
        lab=lab.slug,
        right=results.right,
        tasks=len(lab.tasks),
        score=results.score,
        points=lab.points,
    )
    blocks: list[Block] = [
        Sentence(text=sentence),
        Checklist(items=items),
        what_next([first_open(lab, results, language)], language),
    ]
    return Document(schema="netkit.lab.check/1", data=data, blocks=blocks)


def reasoned(work: Work, task: Task, reason: str, results: Results) -> Document:
    """A line about a prediction, and beside it netkit's own where the task is right."""
    verdict, language = results.verdict(task.id), work.variant.language
    data: dict[str, Json] = {"lab": work.lab.slug, "task": task.id, "reason": reason, "because": ""}
    blocks: list[Block] = [Sentence(text=language.say("why.kept", "Kept: {reason}", reason=reason))]
    if verdict.outcome is Outcome.RIGHT and verdict.explanation:
        data["because"] = verdict.explanation
        told = language.say("why.netkit-says", "netkit would say: {because}", because=verdict.explanation)
        blocks.append(Paragraph(text=told))
    blocks.append(what_next([first_open(work.lab, results, language)], language))
    return Document(schema="netkit.lab.why/1", data=data, blocks=blocks)


def details_of(variant: Variant, verdict: Verdict, language: Language) -> list[Block]:
    """What there is to say of an answer, and the bytes that it speaks of."""
    return [*_said(verdict, language), *_bytes(variant, verdict)]


def _said(verdict: Verdict, language: Language) -> list[Block]:
    """What a verdict has to say, in the order: the answer, the reason, the working."""
    said: list[Block] = []
    # a kept capture's name was typed by nobody: what to do next shows its packets
    if verdict.answer and verdict.outcome is not Outcome.RIGHT and not EVIDENCE.fullmatch(verdict.answer):
        told = language.say("verdict.your-answer", "your answer: {answer}", answer=verdict.answer)
        said.append(Paragraph(text=told, quiet=True))
    if verdict.explanation:
        said.append(Paragraph(text=verdict.explanation))
    if verdict.working:
        said.append(Paragraph(text="\n".join(verdict.working)))
    return said


def _bytes(variant: Variant, verdict: Verdict) -> list[Block]:
    """The row of bytes that the evidence stands in, with a mark under it; never for more than one packet.

    A name can be read in its bytes, so those of the right one are not shown to somebody who still looks for it.
    """
    shown = variant.situation.traffic_of(verdict.evidence[0].file if verdict.evidence else "")
    traffic = variant.captures.get(verdict.answer, shown)
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
        Paragraph(text=f"{packet.told(variant.language)}:", quiet=True),
        Bytes(data=packet.dissection.data, marks=marks, rows=rows[:4]),
    ]


def _tells_the_name(variant: Variant, verdict: Verdict) -> bool:
    task = variant.lab.task(verdict.task)
    if task is None or task.kind not in ("name", "text"):
        return False
    place = variant.question(task).place
    return place is not None and any(found.key == place.key for found in verdict.evidence)
