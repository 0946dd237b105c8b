"""A problem of a lab as data: the rule that it breaks, the place, a sentence, and what its author can do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from netkit.view import Json

__all__ = ["RULES", "Problem", "Severity"]


class Severity(Enum):
    """How much a problem weighs: an error makes the lab judge wrongly or not at all, a warning is to be thought about."""

    ERROR = "error"
    WARNING = "warning"


RULES: Mapping[str, str] = MappingProxyType(
    {
        "lab.unreadable": "lab.toml is TOML of the form that is wanted",
        "lab.prerequisites": "a lab builds on labs that there are, and on none that builds on it",
        "readme.missing": "README.md is there, and says something before its first ##",
        "text.fact": "a text names only facts that the variant has",
        "text.same": "a sentence under one id is the same in every variant, but for the facts in its braces",
        "check.fails": "check.py runs, and gives what is wanted",
        "check.style": "a check works on what it is given: no network, no files, no clock, no chance",
        "variant.none": "each student gets a variant in which right and wrong answers differ",
        "variant.same": "variants differ from each other",
        "variant.unsteady": "the same student gets the same numbers and files, byte for byte, each time",
        "files.named": "each file that a student gets is bytes, under a plain name of its own",
        "fresh.seen": "where a task is asked again on fresh numbers, its text has them, or names the files that have them by a fact",
        "capture.unlisted": "a recorded capture stands in the catalogue",
        "capture.changed": "a recorded capture has the SHA-256 of the catalogue",
        "solution.missing": "a lab has solutions to be held against",
        "solution.fails": "the solutions run, and give answers for each task",
        "solution.task": "the solutions have each task, and no other",
        "solution.untested": "each misconception of the check is answered by the solutions in some variant",
        "answer.not-right": "the solution is right, in each of its forms, and gets full marks",
        "answer.unexplained": "a right answer is told why it is right",
        "answer.nothing": "no answer gets no points",
        "answer.not-run": "the functions of the solutions can be called on the machine where the lint runs",
        "answer.refused": "an answer of the solutions is of the kind that the task asks for",
        "answer.not-known": "a wrong answer is known as the misconception that it comes from",
        "answer.same-value": "right and wrong answers of a task differ in each variant",
        "answer.alike": "each misconception has words of its own",
        "answer.given-away": "what a wrong answer is told does not give the right one away",
        "attempt.missing": "a task on packets has recorded attempts: the right one, and one for each misconception",
        "attempt.shows-another": "each recorded attempt is judged as what it was made to show",
        "attempt.too-soon": "what is right is right only with the last thing that is wanted",
        "attempt.unsteady": "what is right stays right as more packets come",
        "help.missing": "each task has a hint and a working",
        "help.given-away": "a hint does not give the answer away before the working on other numbers",
    }
)
"""Each rule by its id, which stays as it is, with what holds where nothing is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One problem; `file` is seen from the lab's folder (`solutions` for the solutions), `line` counts from 1, 0 where none can be told.

    `task` and `misconception` say what it is about. `student` is the first one in whose variant it was seen, `times` in how many variants.
    """

    rule: str
    text: str
    file: str = ""
    line: int = 0
    hint: str = ""
    severity: Severity = Severity.ERROR
    task: str = ""
    misconception: str = ""
    student: str = ""
    times: int = 0

    @property
    def identity(self) -> tuple[str, str, int, str, str]:
        """What makes two finds one problem, whoever's numbers they were seen in."""
        return self.rule, self.file, self.line, self.task, self.misconception

    def json(self) -> Json:
        """The problem as the seam has it."""
        return {
            "rule": self.rule,
            "severity": self.severity.value,
            "file": self.file or None,
            "line": self.line or None,
            "text": self.text,
            "hint": self.hint or None,
            "task": self.task or None,
            "misconception": self.misconception or None,
            "student": self.student or None,
            "times": self.times,
        }
