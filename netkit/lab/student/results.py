"""How a student's lab stands: every answer judged anew from the packets, never from a score that was written down."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from netkit.errors import AnswerError
from netkit.lab.definition import Lab, Task
from netkit.lab.judging.fresh import drawn
from netkit.lab.judging.given import Given
from netkit.lab.judging.judgement import judge, unanswered, waiting
from netkit.lab.variant import Variant
from netkit.lab.verdict import Verdict
from netkit.language import ENGLISH, Language
from netkit.view import Outcome

__all__ = ["Results", "blocking", "first_open", "judge_all"]


@dataclass(frozen=True, slots=True)
class Results:
    """The verdicts on all tasks of a lab, in order."""

    lab: Lab
    verdicts: Sequence[Verdict]

    @property
    def score(self) -> int:
        """Points reached."""
        return sum(verdict.points for verdict in self.verdicts)

    @property
    def right(self) -> int:
        """How many tasks are right."""
        return sum(verdict.outcome is Outcome.RIGHT for verdict in self.verdicts)

    def verdict(self, task: str) -> Verdict:
        """The verdict on one task."""
        return next(verdict for verdict in self.verdicts if verdict.task == task)


def judge_all(
    lab: Lab,
    variant: Variant,
    answers: Mapping[str, Sequence[str]],
    *,
    heard: Callable[[Task, str, Verdict], None] | None = None,
) -> Results:
    """Judge every task from its answers, each on the numbers it was given for: the best one counts, of several that are alike the last.

    A task that needs others is skipped until they are right. `heard` is told each answer's verdict, up to the first right one of a task.
    """
    verdicts: dict[str, Verdict] = {}
    for task in lab.tasks:
        missing = [need for need in task.needs if verdicts[need].outcome is not Outcome.RIGHT]
        verdicts[task.id] = (
            waiting(task, missing, variant.language)
            if missing
            else _best(task, variant, answers.get(task.id, []), heard)
        )
    return Results(lab, tuple(verdicts.values()))


def blocking(results: Results, task: Task) -> list[str]:
    """The tasks that have to be right before this one is judged, and are not."""
    return [need for need in task.needs if results.verdict(need).outcome is not Outcome.RIGHT]


def first_open(lab: Lab, results: Results, language: Language = ENGLISH) -> tuple[str, str]:
    """What to do next: the first task that is not right yet, or another lab."""
    for task in lab.tasks:
        if results.verdict(task.id).outcome in (Outcome.UNANSWERED, Outcome.WRONG, Outcome.PARTIAL):
            return f"netkit lab show {task.id}", task.title
    return "netkit lab list", language.say("next.all-right", "all tasks are right: which lab is next?")


def _best(
    task: Task, variant: Variant, answers: Sequence[str], heard: Callable[[Task, str, Verdict], None] | None
) -> Verdict:
    verdict = unanswered(task)
    for answer in answers:
        try:
            found = judge(task, answer, drawn(variant, task, answer.draw) if isinstance(answer, Given) else variant)
        except AnswerError:
            # it was refused when it was given, and it is refused now
            continue
        if heard is not None:
            heard(task, answer, found)
        if found.outcome is Outcome.RIGHT:
            return found
        if found.points >= verdict.points:
            verdict = found
    return verdict
