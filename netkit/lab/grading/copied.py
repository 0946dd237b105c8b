"""Answers that are wrong for a student and right for a classmate, and how likely it is that chance made them so.

Counted only where no known way of thinking leads to the answer, and where it is hard to hit by chance: that is worked out from how often
the right answers of two students agree. What comes out is evidence for a talk, with its innocent causes, and never a mark. The work
grows with the number of bundles, not with its square.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from netkit.lab.grading.grade import Examined
from netkit.lab.grading.graded import Finding

__all__ = ["Class", "Fitting"]

UNLIKELY = 0.01
"""Above this chance nothing is said."""

SAMPLE = 500
"""Right answers of one task whose agreement is looked at; more would only tell smaller chances apart."""

MOST_NAMED = 3
"""Classmates that one answer may fit, for it to say anything about one of them."""

_NOT_KNOWN = ("", "other-numbers")
"""Misconceptions of an answer that nothing but another student's numbers explains."""

_INNOCENT = (
    "they worked side by side, and one looked at the other's capture by mistake",
    "a file was mixed up at a shared machine",
    "they compared numbers, and one typed the wrong one",
)

_TOGETHER = ("they recorded it together, at one machine", "it was handed round as an example")

Key = tuple[str, str, str]
"""A lab, its version, and a task."""

Whose = tuple[str, str, str]
"""A student, a lab and its version."""


@dataclass(slots=True)
class Fitting:
    """One student's wrong answers that are right for one classmate, by task, and the chance of the least likely of them."""

    student: str
    mate: str
    tasks: list[str] = field(default_factory=list)
    likelihood: float = 1.0

    def finding(self) -> Finding:
        """What is said of it."""
        tasks = f"task {self.tasks[0]}" if len(self.tasks) == 1 else f"tasks {', '.join(self.tasks)}"
        many = "An answer" if len(self.tasks) == 1 else "Answers"
        chance = f"1 in {round(1 / self.likelihood):,}"
        whose = f"wrong with {self.student}'s numbers, right with those of {self.mate}"
        return Finding(
            rule="copied.fits-classmate",
            text=f"{many} to {tasks}: {whose}. The chance of that is {chance} at most.",
            task=self.tasks[0],
            likelihood=self.likelihood,
            innocent=_INNOCENT,
            students=(self.mate,),
        )


@dataclass(frozen=True, slots=True)
class _Asker:
    """A student with a wrong answer that nothing explains; `answers` is how many such they gave to the task."""

    student: str
    partners: tuple[str, ...]
    answers: int


class Class:
    """All bundles of a course, gone through twice: `take` each one's wrong answers, then `match` each one's right ones.

    `made_up(lab, version)` gives the right answers' marks of students that there are not, by task: a small class says little about how
    often two of them agree. It is asked only where there is something to be said.
    """

    def __init__(self, made_up: Callable[[str, str], Iterable[Mapping[str, str]]] | None = None) -> None:
        self._made_up = made_up
        self._enlarged: set[tuple[str, str]] = set()
        self._students: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._asked: dict[tuple[Key, str], list[_Asker]] = defaultdict(list)
        self._rights: dict[Key, dict[str, int]] = defaultdict(dict)
        self._counted: dict[Key, int] = defaultdict(int)
        self._owners: dict[tuple[Key, str], set[str]] = defaultdict(set)
        self._captures: dict[tuple[Key, str], dict[str, tuple[str, ...]]] = defaultdict(dict)

    def take(self, examined: Examined) -> None:
        """The first time through: what there is to look for, and how varied right answers are."""
        graded = examined.graded
        if graded.refused:
            return
        students = self._students[graded.lab, graded.version]
        first = graded.student not in students
        students.add(graded.student)
        for task, tried in examined.tried.items():
            key = (graded.lab, graded.version, task)
            if first:  # who hands in again agrees with nobody but themselves
                self._count(key, tried.right)
            for capture in tried.captures:
                self._captures[key, capture][graded.student] = tuple(graded.partners)
            marks = {mark for slug, mark, _ in tried.wrong.values() if mark and slug in _NOT_KNOWN}
            for mark in marks:
                self._asked[key, mark].append(_Asker(graded.student, tuple(graded.partners), len(marks)))

    def match(self, examined: Examined) -> None:
        """The second time through: whose right answer one of those is."""
        graded = examined.graded
        for task, tried in examined.tried.items():
            asked = ((graded.lab, graded.version, task), tried.right)
            if tried.right and asked in self._asked and len(self._owners[asked]) <= MOST_NAMED:
                self._owners[asked].add(graded.student)

    def findings(self) -> dict[Whose, list[Finding]]:
        """Everything to be said, by student, lab and version."""
        found = {whose: [each.finding() for each in fittings] for whose, fittings in self.fittings().items()}
        for whose, finding in self._same_captures():
            found.setdefault(whose, []).append(finding)
        return found

    def _same_captures(self) -> Iterator[tuple[Whose, Finding]]:
        """Captures that others answered with, too, who are no partners."""
        for ((lab, version, task), _), students in self._captures.items():
            for student, partners in students.items():
                others = tuple(islice((each for each in students if each not in (student, *partners)), MOST_NAMED))
                if others:
                    told = (
                        f"The capture that task {task} was answered with is byte for byte that of {', '.join(others)}."
                    )
                    finding = Finding(
                        rule="copied.same-capture", text=told, task=task, innocent=_TOGETHER, students=others
                    )
                    yield (student, lab, version), finding

    def fittings(self) -> Mapping[Whose, list[Fitting]]:
        """What was found, by student, lab and version; the least likely first."""
        pairs: dict[tuple[str, str, str, str], Fitting] = {}
        for (key, mark), askers in self._asked.items():
            owners = self._owners.get((key, mark), set())
            for asker in askers:
                mates = owners - {asker.student, *asker.partners}
                if 0 < len(mates) <= MOST_NAMED:
                    self._join(pairs, key, asker, mates)
        found: dict[Whose, list[Fitting]] = defaultdict(list)
        for (student, _, lab, version), fitting in pairs.items():
            if fitting.likelihood <= UNLIKELY:
                fitting.tasks.sort()
                found[student, lab, version].append(fitting)
        return {whose: sorted(fittings, key=lambda each: each.likelihood) for whose, fittings in found.items()}

    def _join(
        self, pairs: dict[tuple[str, str, str, str], Fitting], key: Key, asker: _Asker, mates: Iterable[str]
    ) -> None:
        """Add a task to what one student's answers have to do with each of these classmates."""
        (lab, version, task), student = key, asker.student
        # it might have been any classmate's, and any of the wrong answers
        others = max(1, len(self._students[lab, version]) - 1)
        chance = 1 - (1 - self._agreement(key)) ** (others * asker.answers)
        for mate in mates:
            had = pairs.get((student, mate, lab, version))
            if had is None:
                pairs[student, mate, lab, version] = Fitting(student, mate, [task], chance)
            elif task not in had.tasks:
                had.tasks.append(task)
                # answers of one lab hang together, so chances can't be multiplied: all are at most as likely as the least likely
                had.likelihood = min(had.likelihood, chance)

    def _agreement(self, key: Key) -> float:
        """The chance that two students' right answers to a task are the same, taken to be no smaller than can be seen."""
        lab, version, _ = key
        if self._made_up is not None and (lab, version) not in self._enlarged:
            self._enlarged.add((lab, version))
            for rights in self._made_up(lab, version):
                for task, right in rights.items():
                    self._count((lab, version, task), right)
        count = self._counted[key]
        pairs = count * (count - 1) / 2
        same = sum(each * (each - 1) / 2 for each in self._rights[key].values())
        return min(1.0, (same + 1) / (pairs + 1))

    def _count(self, key: Key, right: str) -> None:
        """Take one student's right answer into account, as long as there are few."""
        if right and self._counted[key] < SAMPLE:
            self._counted[key] += 1
            self._rights[key][right] = self._rights[key].get(right, 0) + 1
