"""One student's variant of a lab: drawn from the key, and drawn again until it can be judged fairly."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from netkit.errors import LabError
from netkit.lab.answer import KINDS
from netkit.lab.definition import Lab, Task
from netkit.lab.draw import Draw, student_key, variant_seed
from netkit.lab.question import Question, Situation, Value
from netkit.lab.script import Script
from netkit.lab.traffic import Library

__all__ = ["Variant", "draw_variant", "is_fair"]

MOST_ATTEMPTS = 200
OTHERS = 40
"""How many other variants are looked at to see whether a wrong answer is right for one of them."""


class Variant:
    """A lab with one student's packets and questions."""

    def __init__(self, lab: Lab, script: Script, situation: Situation, *, seed: bytes, library: Library) -> None:
        self.lab = lab
        self.situation = situation
        self._script = script
        self._seed = seed
        self._library = library
        self._questions: dict[str, Question] = {}
        self._drawn: list[Variant] = []

    def question(self, task: Task) -> Question:
        """What is right and wrong for one task."""
        if task.id not in self._questions:
            self._questions[task.id] = self._script.question(task.check, self.situation)
        return self._questions[task.id]

    def sentence(self, template: str) -> str:
        """A text of a task in running words, with this variant's facts."""
        return " ".join(self.text(template).split())

    def text(self, template: str) -> str:
        """A text of the lab with this variant's facts in the places that name them."""
        try:
            return template.format_map({key: _spell(value) for key, value in self.situation.facts.items()})
        except (KeyError, ValueError, IndexError, AttributeError) as error:
            raise LabError(
                f"a text of the lab {self.lab.slug} names a fact that the variant has not: {error}",
                where=template[:80],
                why=f"there are {', '.join(sorted(self.situation.facts))}",
            ) from error

    def other_than(self, task: Task) -> Variant:
        """A variant with other numbers, for a worked example; where there is one, with another right answer to this task."""
        mine, right = self.name_of_traffic, self.question(task).right
        others = [other for other in self._others() if other.name_of_traffic != mine]
        return next((other for other in others if other.question(task).right != right), others[0] if others else self)

    def others_rights(self, task: Task) -> Iterator[Value]:
        """The right answers of other variants, for an answer that fits none of this one's."""
        for other in self._elsewhere:
            yield other.question(task).right

    @cached_property
    def _elsewhere(self) -> list[Variant]:
        """A variant for each other capture that a draw can give: what is drawn under each label, drawn otherwise."""
        found: dict[str, Variant] = {}
        draw = Draw(self._seed)
        self._script.situation(draw, self._library)
        for label, count in draw.ranges.items():
            for chosen in range(min(count, MOST_ATTEMPTS)):
                situation = self._script.situation(Draw(self._seed, forced={label: chosen}), self._library)
                other = Variant(self.lab, self._script, situation, seed=self._seed, library=self._library)
                found.setdefault(other.name_of_traffic, other)
        found.pop(self.name_of_traffic, None)
        return list(found.values())

    @property
    def name_of_traffic(self) -> str:
        """Which capture the variant is about."""
        return str(self.situation.traffic.path)

    def _others(self) -> Iterator[Variant]:
        """Other variants, each drawn when it is first asked for."""
        for number in range(OTHERS):
            if number == len(self._drawn):
                seed = variant_seed(self._seed, "another student", str(number))
                self._drawn.append(_draw(self.lab, self._script, seed, self._library))
            yield self._drawn[number]


def draw_variant(lab: Lab, student: str, library: Library, *, key: bytes | None = None) -> Variant:
    """The variant of one student; without `key` (the student's own) the public practice key makes it.

    LabError where no draw can be judged fairly: the lab's author has to widen its numbers.
    """
    seed = variant_seed(student_key(student) if key is None else key, lab.slug, lab.version)
    return _draw(lab, Script(lab), seed, library)


def _draw(lab: Lab, script: Script, seed: bytes, library: Library) -> Variant:
    for attempt in range(MOST_ATTEMPTS):
        situation = script.situation(Draw(seed, attempt), library)
        variant = Variant(lab, script, situation, seed=seed, library=library)
        if all(is_fair(task, variant.question(task)) for task in lab.tasks):
            return variant
    raise LabError(
        f"the lab {lab.slug} has no usable variant",
        where=f"{MOST_ATTEMPTS} draws were tried",
        why="the right answer and the misconceptions of a task must all differ",
    )


def is_fair(task: Task, question: Question) -> bool:
    """Whether the right answer and all misconceptions of a task differ, so that each can be told from the others."""
    if task.kind not in KINDS:
        return False
    values = [question.right, *(wrong.value for wrong in question.wrong if wrong.value is not None)]
    return len(set(values)) == len(values) and not any(wrong.is_met_by(question.right) for wrong in question.wrong)


def _spell(value: str | int) -> str:
    return str(value)
