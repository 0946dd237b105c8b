"""What grading says of one bundle: points and why, and findings, which are evidence for a talk and never a mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from netkit.lab.verdict import Verdict
from netkit.view import Json

__all__ = ["Adjustment", "Finding", "Graded", "whole"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that was noticed about a bundle. It takes no point from anybody.

    `rule` is a stable dotted id (`bundle.chain.broken`), `task` the task that it is about, if one. `likelihood` is how likely it is that
    chance alone makes it so (from 0 to 1; None: nothing was worked out); `innocent` are harmless ways in which it comes about;
    `students` are others whom it names.
    """

    rule: str
    text: str
    task: str = ""
    likelihood: float | None = None
    innocent: Sequence[str] = ()
    students: Sequence[str] = ()

    def json(self) -> Json:
        """The finding as the seam has it."""
        return {
            "rule": self.rule,
            "text": self.text,
            "task": self.task,
            "likelihood": self.likelihood,
            "innocent": list(self.innocent),
            "students": list(self.students),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """Why a score is not the sum of the verdicts: `rule` is `hint`, `scale`, `late` or `override`.

    `points` is what is added (below 0: taken). `text` says it in a sentence; `task` is the task that it is about, if one.
    """

    rule: str
    points: float
    text: str
    task: str = ""

    def json(self) -> Json:
        """The adjustment as the seam has it."""
        return {"rule": self.rule, "points": whole(self.points), "text": self.text, "task": self.task}


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """One bundle with its grade.

    `bundle` is the file's name (empty: points that were set by hand, and no bundle for them), `student` who handed it in, `partners` who
    else it counts for; `lab`, `title` and `version` are of the lab as the student had it. `score` is what counts, of `max_score`: the
    verdicts' points and the `adjustments`. `refused` says why a bundle could not be graded; then there are no verdicts and the score is 0.
    `submitted` is when it was handed in by the student's clock, seconds since 1970 as text. `counts` is False where a later bundle of the
    same work takes its place.
    """

    bundle: str
    student: str
    lab: str
    title: str
    version: str
    score: float
    max_score: float
    verdicts: Sequence[Verdict] = ()
    findings: Sequence[Finding] = ()
    adjustments: Sequence[Adjustment] = ()
    partners: Sequence[str] = ()
    submitted: str = ""
    refused: str = ""
    counts: bool = True

    def each(self) -> list[Graded]:
        """The grade once for everybody whom it counts for: the student, and the partners; nothing where it counts for nobody."""
        students = [student for student in (self.student, *self.partners) if student and self.counts]
        others = {student: tuple(each for each in students if each != student) for student in students}
        return [replace(self, student=student, partners=others[student]) for student in students]

    def json(self) -> dict[str, Json]:
        """The grade as the seam has it."""
        return {
            "bundle": self.bundle,
            "student": self.student,
            "partners": list(self.partners),
            "lab": self.lab,
            "title": self.title,
            "version": self.version,
            "submitted": self.submitted or None,
            "score": whole(self.score),
            "max_score": whole(self.max_score),
            "refused": self.refused or None,
            "counts": self.counts,
            "verdicts": [verdict.json() for verdict in self.verdicts],
            "adjustments": [adjustment.json() for adjustment in self.adjustments],
            "findings": [finding.json() for finding in self.findings],
        }


def whole(points: float) -> int | float:
    """Points as one writes them: 7 and not 7.0, and no more than two digits behind the point."""
    rounded = round(points, 2)
    return int(rounded) if rounded == int(rounded) else rounded
