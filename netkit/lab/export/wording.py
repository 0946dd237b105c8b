"""The words of a grade that every export tells alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.lab.grading.graded import whole
from netkit.view import Outcome

if TYPE_CHECKING:
    from netkit.lab.grading.graded import Graded
    from netkit.lab.verdict import Verdict

__all__ = ["told", "told_grade"]

_UNANSWERED = "not answered"


def told(verdict: Verdict) -> str:
    """What a verdict has to say, in lines: the answer if it was not right, why, and the working."""
    if verdict.outcome is Outcome.UNANSWERED:
        return _UNANSWERED
    answer = [f"Your answer: {verdict.answer}"] if verdict.answer and verdict.outcome is not Outcome.RIGHT else []
    return "\n".join(line for line in [*answer, verdict.explanation, *verdict.working] if line)


def told_grade(graded: Graded) -> str:
    """A grade in lines: what it is, what changed it, and each task that is not right."""
    if graded.refused:
        return f"This could not be graded: {graded.refused}"
    lines = [f"{graded.title}: {whole(graded.score)} of {whole(graded.max_score)} points"]
    lines += [f"{_signed(each.points)}: {each.text}" for each in graded.adjustments]
    lines += [
        f"Task {verdict.task}, {verdict.title} ({verdict.points}/{verdict.max_points}): {told(verdict)}"
        for verdict in graded.verdicts
        if verdict.outcome is not Outcome.RIGHT
    ]
    return "\n".join(lines)


def _signed(points: float) -> str:
    return f"{whole(points):+} point{'' if abs(points) == 1 else 's'}"
