"""A task as a slide for a classroom: the question, with the right answer and the misconceptions as options to vote on."""

from __future__ import annotations

from dataclasses import dataclass

from netkit.errors import UsageError
from netkit.lab.definition import Task
from netkit.lab.question import Question
from netkit.lab.variant import Variant
from netkit.view import Document, Json, Slide, SlideOption

__all__ = ["has_options", "slide"]

LETTERS = "ABCDEFGH"
FEWEST = 3
"""Options of a question that is worth a vote."""


@dataclass(frozen=True, slots=True)
class _Option:
    text: str
    right: bool
    why: str


def has_options(task: Task, variant: Variant) -> bool:
    """Whether a task has enough known answers to vote on."""
    return len(_options(task, variant)) >= FEWEST


def slide(task: Task, variant: Variant, student: str, *, reveal: bool) -> Document:
    """The slide of a task in one variant; with `reveal`, the right option is marked, and each says why it is right or wrong.

    The options stand in an order of the variant's own. UsageError where the task has too few known answers.
    """
    options, language = _options(task, variant), variant.language
    if len(options) < FEWEST:
        others = [each.id for each in variant.lab.tasks if has_options(each, variant)]
        raise UsageError(
            language.say("slide.none", "task {task} has no options to vote on", task=task.id),
            why=language.say(
                "slide.why",
                "a slide shows the right answer among known wrong ones, and here are too few that are single values",
            ),
            hint=language.say("slide.others", "these have: {tasks}", tasks=", ".join(others)) if others else "",
        )
    by_text = {option.text: option for option in options}
    ordered = [by_text[text] for text in variant.shuffled(f"slide {task.id}", by_text)]
    shown = [
        SlideOption(letter=letter, text=option.text, right=option.right, why=option.why)
        if reveal
        else SlideOption(letter=letter, text=option.text)
        for letter, option in zip(LETTERS, ordered, strict=False)
    ]
    question = variant.asked(task)
    told: list[Json] = [
        {"letter": each.letter, "text": each.text} | ({"right": each.right, "why": each.why} if reveal else {})
        for each in shown
    ]
    lab = variant.lab
    data: dict[str, Json] = {
        "lab": lab.slug,
        "version": lab.version,
        "student": student,
        "task": task.id,
        "title": task.title,
        "question": question,
        "options": told,
        "revealed": reveal,
    }
    vote = language.say("slide.vote", "Choose one for yourself, vote, then tell a neighbour why, and vote again.")
    note = "" if reveal else vote
    block = Slide(label=f"{lab.title} · {task.id} {task.title}", question=question, options=shown, note=note)
    return Document(schema="netkit.lab.views.slide/1", data=data, blocks=[block])


def _options(task: Task, variant: Variant) -> list[_Option]:
    """The right answer first, then what known ways of thinking come to; of a choice, all that there is to choose."""
    question = variant.question(task)
    wrong = dict(_wrong(task, question, variant))
    right = variant.said(task, question.right)
    if task.kind == "choice":
        texts = [right, *(said for word in variant.choices(task) if (said := variant.said(task, word)) != right)]
    else:
        texts = [right, *(text for text in wrong if text != right)]
    return [
        _Option(text, text == right, question.because if text == right else wrong.get(text, ""))
        for text in texts[: len(LETTERS)]
    ]


def _wrong(task: Task, question: Question, variant: Variant) -> list[tuple[str, str]]:
    return [
        (said := variant.said(task, each.value), variant.told(each.why, each.facts, answer=said))
        for each in question.wrong
        if each.value is not None
    ]
