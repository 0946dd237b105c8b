"""A question from before, and the verdict on an answer to it, as views."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from netkit.lab.student.again import AGAIN, Again
from netkit.lab.student.folder import Work
from netkit.lab.student.results import Results, first_open
from netkit.lab.verdict import Verdict
from netkit.lab.views.outcome import item, what_next
from netkit.lab.views.task import form_of
from netkit.lab.views.verdict import details_of
from netkit.language import Language
from netkit.view import Block, Checklist, Document, Heading, Json, Outcome, Paragraph, Sentence

__all__ = ["again_answered", "again_shown", "no_question"]

SCHEMA = "netkit.lab.student.again/1"


def again_shown(work: Work, again: Again, files: Sequence[str]) -> Document:
    """The question, and why it is asked."""
    language, variant = work.variant.language, again.variant
    why = language.say(
        "again.why",
        "In {lab}, task {task}, an answer of yours came from a way of thinking that is called {slug}; {here} has places where it leads "
        "astray, too. Here is the question once more, on new numbers. It is for practice and counts for nothing.",
        lab=again.lab.slug,
        task=again.task.id,
        slug=again.slug,
        here=work.lab.slug,
    )
    blocks: list[Block] = [
        Heading(text=_title(language), place=again.task.title),
        Paragraph(text=why, quiet=True),
        Paragraph(text=variant.asked(again.task)),
        *(Paragraph(text=told) for told in form_of(again.task, variant)),
    ]
    if files:
        told = language.say("task.new-files", "It is about {files}.", files=", ".join(files))
        blocks.insert(2, Paragraph(text=told, quiet=True))
    blocks.append(what_next([(f"netkit lab answer {AGAIN} ANSWER", "")], language))
    data = _data(work, again) | {"question": variant.asked(again.task), "why": why, "files": list(files)}
    return Document(schema=SCHEMA, data=data, blocks=blocks)


def again_answered(work: Work, again: Again, verdict: Verdict, results: Results) -> Document:
    """The verdict on an answer, without points."""
    language = work.variant.language
    shown = item(verdict, details_of(again.variant, verdict, language), language)
    # without points
    practice = replace(shown, label=AGAIN, aside=language.say("again.practice", "for practice"))
    commands = [first_open(work.lab, results, language)]
    if verdict.outcome is not Outcome.RIGHT:
        commands.insert(0, (f"netkit lab answer {AGAIN} ANSWER", language.say("next.again", "again")))
    told: dict[str, Json] = {
        "outcome": verdict.outcome.value,
        "answer": verdict.answer,
        "misconception": verdict.misconception,
        "explanation": "\n".join([verdict.explanation, *verdict.working]).strip(),
    }
    return Document(
        schema=SCHEMA,
        data=_data(work, again) | told,
        blocks=[Checklist(items=[practice]), what_next(commands, language)],
    )


def no_question(work: Work) -> Document:
    """What is said where there is no question from before."""
    language = work.variant.language
    told = language.say(
        "again.none",
        "No question from before waits here: it comes where a way of thinking that you met leads astray again.",
    )
    return Document(schema=SCHEMA, data={"lab": work.lab.slug, "from": None}, blocks=[Sentence(text=told)])


def _title(language: Language) -> str:
    return language.say("again.title", "A question from before")


def _data(work: Work, again: Again) -> dict[str, Json]:
    return {"lab": work.lab.slug, "from": again.lab.slug, "task": again.task.id, "way": again.slug}
