"""`netkit lab show again`, `netkit lab answer again`: a question from before, for practice."""

from __future__ import annotations

from collections.abc import Sequence

from netkit.cli.lab_given import answer_text
from netkit.cli.lab_place import labs_folder, library, now
from netkit.cli.output import show
from netkit.errors import UsageError
from netkit.lab.student.again import AGAIN, asked_again, take_again
from netkit.lab.student.folder import Work
from netkit.lab.student.results import judge_all
from netkit.lab.views.again import again_answered, again_shown, no_question
from netkit.view import Outcome

__all__ = ["answer_again", "is_again", "show_again"]


def is_again(task: str | None) -> bool:
    """Whether the question from before is meant."""
    return task is not None and task.strip().lower() == AGAIN


def show_again(work: Work) -> None:
    """The question, and the files that it is about; a word where there is none."""
    again = asked_again(work, labs_folder(), library())
    if again is None:
        show(no_question(work))
        return
    show(again_shown(work, again, work.hand_over_of(again.variant, again.task)))


def answer_again(work: Work, words: Sequence[str]) -> bool:
    """Judge an answer to it, and show the verdict; says whether it is right."""
    again = asked_again(work, labs_folder(), library())
    if again is None:
        raise UsageError(
            "no question from before waits here",
            why=f"nothing in {work.lab.slug} is asked again",
            hint="netkit lab show",
        )
    verdict = take_again(work, again, answer_text(work, again.task, words), now=now())
    results = judge_all(work.lab, work.variant, work.progress.by_task())
    show(again_answered(work, again, verdict, results))
    return verdict.outcome is Outcome.RIGHT
