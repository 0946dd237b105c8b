"""Tasks and hints as views."""

from __future__ import annotations

from collections.abc import Sequence

from netkit.lab.answer import CHOOSING
from netkit.lab.definition import Task, points_of
from netkit.lab.judging.fresh import files_of
from netkit.lab.judging.help import STEPS, Hint, support
from netkit.lab.student.folder import Work
from netkit.lab.student.results import Results, first_open
from netkit.lab.variant import Variant
from netkit.lab.verdict import Verdict
from netkit.lab.views.outcome import how_to_answer, what_next
from netkit.lab.views.ways import attempts_of, sharing, ways, ways_of_all
from netkit.language import Language
from netkit.view import Block, Document, Heading, Json, Outcome, Paragraph, Sentence

__all__ = ["form_of", "hinted", "shown", "shown_task"]


def shown(work: Work, results: Results) -> Document:
    """A lab with all its tasks."""
    lab, language = work.lab, work.variant.language
    blocks: list[Block] = [Sentence(text=f"{lab.title} · {lab.summary}")]
    data: list[Json] = []
    alike = sharing(lab.tasks, work.variant)
    if alike:
        blocks.append(Paragraph(text=ways_of_all(alike, work.variant)))
    for task in lab.tasks:
        verdict = results.verdict(task.id)
        blocks += _task_blocks(task, work.asked(task), verdict, alone=task not in alike)
        data.append(_task_json(task, work.asked(task), verdict))
    commands = [first_open(lab, results, language)]
    if work.progress.recalled is not None and not work.progress.again:
        waits = language.say("next.again-question", "a question from before, for practice")
        commands.append(("netkit lab show again", waits))
    blocks.append(what_next(commands, language))
    told: dict[str, Json] = {"lab": lab.slug, "version": lab.version, "student": work.progress.student, "tasks": data}
    return Document(schema="netkit.lab.show/1", data=told, blocks=blocks)


def shown_task(work: Work, task: Task, results: Results) -> Document:
    """One task."""
    verdict, language = results.verdict(task.id), work.variant.language
    # a course may put a price on hints, and the student's folder does not know which
    hints = (
        language.say("next.hints", "help, in steps; it costs nothing")
        if work.enrolment is None
        else language.say("next.hints-in-course", "help, in steps; what it costs, your course lays down")
    )
    commands = [(how_to_answer(task), ""), (f"netkit lab hint {task.id}", hints)]
    blocks: list[Block] = [*_task_blocks(task, work.asked(task), verdict), what_next(commands, language)]
    data: dict[str, Json] = {
        "lab": work.lab.slug,
        "version": work.lab.version,
        "student": work.progress.student,
        "tasks": [_task_json(task, work.asked(task), verdict)],
    }
    return Document(schema="netkit.lab.show/1", data=data, blocks=blocks)


def _standing(verdict: Verdict, language: Language) -> str:
    """How a task stands, in a word or two; nothing where it was not answered."""
    match verdict.outcome:
        case Outcome.RIGHT:
            return language.say("task.right", "right")
        case Outcome.WRONG:
            return language.say("task.wrong", "not yet")
        case Outcome.PARTIAL:
            return language.say("task.partial", "partly")
        case Outcome.SKIPPED:
            return verdict.explanation
        case Outcome.UNANSWERED:
            return ""


def _task_blocks(task: Task, variant: Variant, verdict: Verdict, *, alone: bool = True) -> list[Block]:
    """A task; one that does not stand `alone` has its ways to answer told above, with those of others."""
    language = variant.language
    place = ", ".join(told for told in (points_of(task.points, language), _standing(verdict, language)) if told)
    blocks: list[Block] = [Heading(text=f"{task.id}  {task.title}", place=place)]
    if variant.draw > 1:
        blocks.append(Paragraph(text=_fresh(task, variant), quiet=True))
    blocks.append(Paragraph(text=variant.asked(task)))
    forms = form_of(task, variant) if alone else [attempts_of(task, variant)]
    blocks += [Paragraph(text=told) for told in forms]
    beside = support(task, variant) if verdict.outcome is not Outcome.RIGHT else None
    if beside is not None:
        blocks.append(Paragraph(text=f"{beside.title}: {beside.text}".rstrip(" "), quiet=True))
        blocks.append(Paragraph(text="\n".join(beside.working)))
    if task.predict and verdict.outcome is Outcome.UNANSWERED:
        told = language.say(
            "task.predict", "Predict it: answer before you open the packet. A wrong guess costs nothing."
        )
        blocks.append(Paragraph(text=told, quiet=True))
    return blocks


def _fresh(task: Task, variant: Variant) -> str:
    """A word on numbers that are not those of the other tasks."""
    files, language = ", ".join(files_of(variant, task)), variant.language
    told = language.say("task.drawn-anew", "New numbers, draw {n}, for this task and no other.", n=variant.draw)
    return f"{told} {language.say('task.new-files', 'It is about {files}.', files=files)}" if files else told


def _asked(kind: str, choices: str, language: Language) -> str:
    """What an answer of a kind looks like; nothing where the question says it all."""
    return {
        "choice": language.say("task.choice", "One of: {choices}", choices=choices),
        "set": language.say("task.set", "Some of: {choices} (or none)", choices=choices),
        "order": language.say("task.order", "In their order, each once: {choices}", choices=choices),
        "sequence": language.say(
            "task.sequence", "Those that belong there, in their order, out of: {choices}", choices=choices
        ),
        "table": language.say("task.table", "Each one of: {choices}", choices=choices),
        "milliseconds": language.say("task.milliseconds", "A time, such as 12.5 ms"),
        "packet": language.say(
            "task.packet", "Bytes in hex, a file that holds them, or a line as netkit packet build takes it"
        ),
        "code": language.say(
            "task.code", "A Python file with the function that is asked for: netkit lab answer TASK FILE.py"
        ),
        "form": language.say("task.form", "The form counts here: write it exactly so"),
    }.get(kind, "")


def form_of(task: Task, variant: Variant) -> list[str]:
    """What an answer may be made of, and how it is typed."""
    if task.kind == "capture":
        return [ways(task, variant)]
    told, words, language = [], variant.words(task), variant.language
    if task.choices or task.kind not in ("table", *CHOOSING):
        told.append(_asked(task.kind, ", ".join(words[each] for each in variant.choices(task)), language))
    rows = [words[each] for each in variant.rows(task)]
    if rows:
        told.append(
            language.say(
                "task.rows", "A value for each of: {rows}; as {row}=VALUE, …", rows=", ".join(rows), row=rows[0]
            )
        )
    return [text for text in told if text]


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
    language = work.variant.language
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
        heading = language.say(
            "hint.heading",
            "Hint {step} of {steps} for task {task}: {title}",
            step=one.step,
            steps=STEPS,
            task=task.id,
            title=one.title,
        )
        blocks.append(Heading(text=heading))
        blocks += [Paragraph(text=text) for text in (one.text, "\n".join(one.working)) if text]
    commands = [(how_to_answer(task), "")]
    if hints and hints[-1].step < STEPS:
        further = language.say("next.hint", "hint {step} of {steps}", step=hints[-1].step + 1, steps=STEPS)
        commands.append((f"netkit lab hint {task.id}", further))
    blocks.append(what_next(commands, language))
    return Document(schema="netkit.lab.hint/1", data=data, blocks=blocks)
