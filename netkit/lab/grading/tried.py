"""What a student's answers to a task show, beyond the grade: how often they tried, what came first, and which wrong answers there were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from netkit.lab.definition import Task
from netkit.lab.verdict import Verdict
from netkit.view import Json, Outcome

__all__ = ["Tried", "mark_of"]

LONGEST_TOLD = 400
"""Letters of what a wrong answer was told that are kept."""

MOST_WRONG = 12
"""Different wrong answers of a task that are kept."""


@dataclass(slots=True)
class Tried:
    """One task: `answers` is how many were judged up to the first right one, `first` whether the very first was right.

    `hints` is how many were taken, `right` the mark of the right answer (empty: there is no single one). `wrong` are wrong answers as they
    are spelled, each with the slug of the misconception that it shows (empty: nobody foresaw it), its mark, and what it was told.
    `captures` are the names of the captures that were answered with.
    """

    answers: int = 0
    first: bool = False
    hints: int = 0
    right: str = ""
    captures: list[str] = field(default_factory=list)
    wrong: dict[str, tuple[str, str, str]] = field(default_factory=dict)

    def hear(self, mark: str, verdict: Verdict) -> None:
        """Take one answer's verdict into account."""
        right = verdict.outcome is Outcome.RIGHT
        self.first = self.first or (right and not self.answers)
        self.answers += 1
        if verdict.outcome is Outcome.WRONG and len(self.wrong) < MOST_WRONG:
            self.wrong[verdict.answer] = (verdict.misconception or "", mark, verdict.explanation[:LONGEST_TOLD])

    def json(self) -> Json:
        """As the file of results has it."""
        wrong: list[Json] = [[answer, *told] for answer, told in self.wrong.items()]
        return {
            "answers": self.answers,
            "first": self.first,
            "hints": self.hints,
            "right": self.right,
            "captures": list(self.captures),
            "wrong": wrong,
        }

    @classmethod
    def of_json(cls, told: Mapping[str, Any]) -> Tried:
        """From the file of results; KeyError, TypeError or ValueError where it is none."""
        wrong: Sequence[Sequence[str]] = told["wrong"]
        return cls(
            answers=int(told["answers"]),
            first=bool(told["first"]),
            hints=int(told["hints"]),
            right=str(told["right"]),
            captures=[str(each) for each in told["captures"]],
            wrong={str(answer): (str(slug), str(mark), str(said)) for answer, slug, mark, said in wrong},
        )


def mark_of(task: Task, value: object) -> str:
    """What tells an answer's value from others without telling it: 16 hex digits; sets and numbers are the same however they are typed."""
    canonical = sorted(map(str, value)) if isinstance(value, frozenset) else value
    return sha256(f"{task.kind} {canonical!r}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
