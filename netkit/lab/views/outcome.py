"""What the views of a lab share: a task with how it stands, and what to do next, in the student's language."""

from __future__ import annotations

from collections.abc import Sequence

from netkit.lab.definition import Task
from netkit.lab.verdict import Verdict
from netkit.language import Language
from netkit.view import Block, CheckItem, Next, Outcome

__all__ = ["how_to_answer", "item", "what_next"]

LONGEST_WORD = 24
"""Characters of a word that stands before others in a line; a language from anywhere may have more."""


def item(verdict: Verdict, details: Sequence[Block], language: Language, *, text: str = "") -> CheckItem:
    """A task in a list, with what there is to say of it; `text` stands for its title."""
    told = text or verdict.title
    if verdict.outcome is Outcome.SKIPPED and not text:
        told = f"{verdict.title} ({verdict.explanation})"
    return CheckItem(
        outcome=verdict.outcome,
        label=verdict.task,
        text=told,
        aside=f"{verdict.points}/{verdict.max_points}",
        details=details,
        word=_word(verdict.outcome, language)[:LONGEST_WORD],
    )


def _word(outcome: Outcome, language: Language) -> str:
    match outcome:
        case Outcome.RIGHT:
            return language.say("outcome.right", "right")
        case Outcome.PARTIAL:
            return language.say("outcome.partial", "partly right")
        case Outcome.WRONG:
            return language.say("outcome.wrong", "wrong")
        case Outcome.SKIPPED:
            return language.say("outcome.skipped", "skipped")
        case Outcome.UNANSWERED:
            return language.say("outcome.unanswered", "not answered")


def what_next(commands: Sequence[tuple[str, str]], language: Language) -> Next:
    """What to do next."""
    return Next(commands=commands, word=language.say("next.next", "next")[:LONGEST_WORD])


def how_to_answer(task: Task) -> str:
    """The command that answers a task; what is done live needs no word."""
    if task.live:
        return f"netkit lab answer {task.id}"
    return f"netkit lab answer {task.id} {'FILE.py' if task.kind == 'code' else 'ANSWER'}"
