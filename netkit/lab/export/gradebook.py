"""What every export is made from: the people of a course as their school lists them, its labs, and what was graded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from netkit.lab.course.headings import word_of

if TYPE_CHECKING:
    from netkit.lab.grading.graded import Graded
    from netkit.lab.variant import Variant

__all__ = ["Column", "Gradebook", "Person"]


@dataclass(frozen=True, slots=True)
class Person:
    """One student: the id that labs know, and the row of the class list under its headings (empty without one)."""

    id: str
    row: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def under(self, *headings: str) -> str:
        """What stands under the first of these headings that has something, whatever their case, dashes and dots; else nothing."""
        known = {word_of(heading): value for heading, value in self.row.items()}
        return next((known[name] for heading in headings if known.get(name := word_of(heading))), "")


@dataclass(frozen=True, slots=True)
class Column:
    """One lab as a column of grades; `most` points can be had."""

    lab: str
    title: str
    most: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Gradebook:
    """A course's grades; `time` is when they were exported, ISO 8601 in UTC with milliseconds.

    `variants` are what questions for a quiz are made from. Which of several bundles of the same work counts, grading has decided; a pair's
    bundle stands for both.
    """

    course: str
    people: Sequence[Person]
    graded: Sequence[Graded]
    time: str
    variants: Sequence[Variant] = ()

    @property
    def columns(self) -> list[Column]:
        """The labs that were graded, each once, in the order in which they come."""
        found: dict[str, Column] = {}
        for each in self.graded:
            if each.lab and not each.refused:
                found.setdefault(each.lab, Column(each.lab, each.title, each.max_score))
        return list(found.values())

    def standing(self) -> dict[tuple[str, str], Graded]:
        """What counts, by student and lab."""
        found: dict[tuple[str, str], Graded] = {}
        for bundle in self.graded:
            for each in bundle.each():
                key = (each.student, each.lab)
                if each.lab and not each.refused:
                    found[key] = each
        return found

    def everybody(self) -> Iterator[Person]:
        """Who is on the list, then who handed in and is not on it."""
        listed = {person.id for person in self.people}
        yield from self.people
        handed_in = (each.student for bundle in self.graded for each in bundle.each())
        for student in dict.fromkeys(handed_in):
            if student not in listed:
                yield Person(student)
