"""What a class finds hard, counted from its grades, one bundle after the other: only counts and names are kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from netkit.lab.grading.graded import Graded
from netkit.lab.grading.tried import Tried
from netkit.view import Json, Outcome

__all__ = ["LabReport", "Report", "Stuck", "TaskReport", "commonest"]

MANY_TRIES = 3
"""So many answers to a task, none of them right, are called stuck."""

MOST_ANSWERS = 2_000
"""Different unforeseen answers of one task that are told apart."""

MOST_STUCK = 5_000

_NO_WAY = "other-numbers"
"""A misconception that is no way of thinking: the numbers are somebody else's. Of what is as common it comes last."""


@dataclass(slots=True)
class TaskReport:
    """One task over all who handed in: `tried` students answered it, `first` of them were right at once, `right` in the end.

    `misconceptions` counts students, with an answer and what it was told; `unforeseen` counts wrong answers that nobody foresaw.
    """

    task: str
    title: str
    students: int = 0
    tried: int = 0
    first: int = 0
    right: int = 0
    answers: int = 0
    hints: int = 0
    misconceptions: Counter[str] = field(default_factory=Counter)
    examples: dict[str, tuple[str, str]] = field(default_factory=dict)
    unforeseen: Counter[str] = field(default_factory=Counter)

    @property
    def at_first(self) -> float:
        """The share of those who answered that were right at the first try."""
        return self.first / self.tried if self.tried else 0.0

    def add(self, outcome: Outcome, tried: Tried) -> None:
        """Count one student in."""
        self.students += 1
        self.hints += bool(tried.hints)
        self.right += outcome is Outcome.RIGHT
        if not tried.answers:
            return
        self.tried += 1
        self.first += tried.first
        self.answers += tried.answers
        shown = {slug: (answer, told) for answer, (slug, _, told) in tried.wrong.items() if slug}
        self.misconceptions.update(shown.keys())
        for slug, example in shown.items():
            # whoever was graded first has no say in it
            self.examples[slug] = min(self.examples.get(slug, example), example)
        for answer, (slug, _, _) in tried.wrong.items():
            if not slug and (answer in self.unforeseen or len(self.unforeseen) < MOST_ANSWERS):
                self.unforeseen[answer] += 1

    def json(self) -> Json:
        """The counts as a program reads them."""
        return {
            "task": self.task,
            "title": self.title,
            "students": self.students,
            "tried": self.tried,
            "first": self.first,
            "right": self.right,
            "answers": self.answers,
            "took_hints": self.hints,
            "misconceptions": dict(commonest(self.misconceptions)),
            "unforeseen": dict(commonest(self.unforeseen, 50)),
        }


@dataclass(frozen=True, slots=True)
class Stuck:
    """One student at one task: answered several times, and not right."""

    student: str
    lab: str
    task: str
    title: str
    answers: int
    hints: int
    last: str
    misconception: str


@dataclass(slots=True)
class LabReport:
    """One lab over all who handed it in; `shares` are scores as shares of what could be had."""

    lab: str
    title: str
    students: set[str] = field(default_factory=set)
    shares: list[float] = field(default_factory=list)
    late: int = 0
    tasks: dict[str, TaskReport] = field(default_factory=dict)


@dataclass(slots=True)
class Report:
    """Everything that is counted; `findings` counts by rule what somebody may want to talk about."""

    labs: dict[str, LabReport] = field(default_factory=dict)
    stuck: list[Stuck] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    findings: Counter[str] = field(default_factory=Counter)
    bundles: int = 0

    def add(self, graded: Graded, tried: dict[str, Tried]) -> None:
        """Count one bundle in; one that a later one replaced is passed over."""
        self.bundles += bool(graded.bundle)
        if graded.refused:
            self.refused.append((graded.bundle, graded.refused))
            return
        if not graded.counts:
            return
        self.findings.update(finding.rule for finding in graded.findings)
        if graded.lab not in self.labs:
            found = {**self.labs, graded.lab: LabReport(graded.lab, graded.title)}
            self.labs = {slug: found[slug] for slug in sorted(found)}
        lab = self.labs[graded.lab]
        lab.students.update((graded.student, *graded.partners))
        lab.shares.append(graded.score / graded.max_score if graded.max_score else 0.0)
        lab.late += any(each.rule == "late" for each in graded.adjustments)
        for verdict in graded.verdicts:
            seen = tried.get(verdict.task, Tried())
            task = lab.tasks.setdefault(verdict.task, TaskReport(verdict.task, verdict.title))
            task.add(verdict.outcome, seen)
            if seen.answers >= MANY_TRIES and verdict.outcome is not Outcome.RIGHT and len(self.stuck) < MOST_STUCK:
                self.stuck.append(
                    Stuck(
                        graded.student, graded.lab, verdict.task, verdict.title, seen.answers, seen.hints,
                        verdict.answer, verdict.misconception or "",
                    )
                )  # fmt: skip


def commonest(counted: Counter[str], most: int | None = None) -> list[tuple[str, int]]:
    """What was counted, the commonest first, and what is as common in the order of the alphabet; `most` so many, or all."""
    return sorted(counted.items(), key=lambda each: (-each[1], each[0] == _NO_WAY, each[0]))[:most]
