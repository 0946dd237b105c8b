"""Several logs of one student's work on one lab: which one a bundle comes from, and what a later one leaves out of an earlier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from netkit.lab.bundle.reading import Bundle
from netkit.lab.grading.graded import Finding, Graded, whole
from netkit.lab.student.chain import hash_of
from netkit.view import Json

__all__ = ["LogMark", "Logs", "answers_and_hints"]

_INNOCENT = (
    "the lab was begun anew, to do it once more from the start",
    "the work went on in another folder, or at another machine",
    "two students mixed up their codes",
)


@dataclass(frozen=True, slots=True)
class LogMark:
    """Which log a bundle has: `first` is the hash of its first line (empty: not known), `answers` and `hints` are how many it holds."""

    first: str = ""
    answers: int = 0
    hints: int = 0

    @classmethod
    def of(cls, bundle: Bundle) -> LogMark:
        """The mark of a bundle's log."""
        first = next((line for line in bundle.log.split(b"\n") if line.strip()), b"")
        progress = bundle.progress
        return cls(hash_of(first) if first else "", len(progress.attempts), sum(progress.hints.values()))

    def json(self) -> Json:
        """As the file of results has it."""
        return {"first": self.first, "answers": self.answers, "hints": self.hints}

    @classmethod
    def of_json(cls, told: Mapping[str, Any]) -> LogMark:
        """From the file of results; KeyError, TypeError or ValueError where it is none."""
        return cls(str(told["first"]), int(told["answers"]), int(told["hints"]))


class Logs:
    """The logs that a class handed in, by student and lab: of each the bundle with most answers, and the best score."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], dict[str, tuple[LogMark, float]]] = {}

    def take(self, graded: Graded, mark: LogMark) -> None:
        """Take one bundle into account."""
        if graded.refused or not mark.first:
            return
        logs = self._seen.setdefault((graded.student, graded.lab), {})
        most, best = logs.get(mark.first, (mark, graded.score))
        logs[mark.first] = (max(most, mark, key=lambda each: each.answers), max(best, graded.score))

    def findings(self, graded: Graded, mark: LogMark) -> list[Finding]:
        """What is to be said of the bundle that counts: it does not go on from another log of the same work."""
        others = [
            each for first, each in self._seen.get((graded.student, graded.lab), {}).items() if first != mark.first
        ]
        if not others or not mark.first:
            return []
        held = answers_and_hints(sum(log.answers for log, _ in others), sum(log.hints for log, _ in others))
        told = f"Another log of the same work was handed in, and this one does not go on from it: {held} of that are not in this one."
        best = max(score for _, score in others)
        if best > graded.score:
            told += f" The other is worth more: {whole(best)} points, and this one {whole(graded.score)}."
        return [Finding(rule="bundle.log.several", text=told, innocent=_INNOCENT)]


def answers_and_hints(answers: int, hints: int) -> str:
    """Such as `7 answers and 1 hint`; no hints are not spoken of."""
    told = f"{answers} {'answer' if answers == 1 else 'answers'}"
    return f"{told} and {hints} {'hint' if hints == 1 else 'hints'}" if hints else told
