"""One student's variant of a lab: drawn from the key, and drawn again until it can be judged fairly."""

from __future__ import annotations

import hmac
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING

from netkit.errors import LabError
from netkit.lab.answer import KINDS
from netkit.lab.definition import Lab, Task
from netkit.lab.draw import Draw, student_key, variant_seed
from netkit.lab.question import Case, Facts, Part, Question, Situation, Wrong
from netkit.lab.script import Script
from netkit.lab.sentences import apart, said_by, said_in, said_words
from netkit.lab.traffic import Library
from netkit.lab.value import Value, spell
from netkit.language import ENGLISH, Language, UnfilledError, fill

if TYPE_CHECKING:
    from netkit.lab.judging.captured import Evidenced
    from netkit.lab.judging.code import Run
    from netkit.lab.traffic import Traffic

__all__ = ["Variant", "draw_variant", "is_fair"]

MOST_ATTEMPTS = 200
OTHERS = 12
"""How many other variants are looked at to find one with another right answer."""

SAMPLE = 24
"""How many are looked at to see whether a wrong answer is right for one of them."""

FEW = 64
"""A draw with so many outcomes at most has each of them looked at; of others a sample has to do."""

MOST_OUTCOMES = 64
"""Where the draws have more outcomes than these together, a sample has to do as well."""


class Variant:
    """A lab with one student's packets and questions.

    `run` calls students' functions, `evidence` gives the captures that they answered with (None: nobody does); `captures` are those that
    were taken apart already.

    What it says is said in its `language`; what is right and wrong is the same in each. `draw` counts the draws of the task that it was
    made for (`netkit.lab.judging.fresh`), `renamed` says how its files are called beside those that the student has already, `fresh` keeps
    the draws of this variant's tasks.
    """

    def __init__(
        self,
        lab: Lab,
        script: Script,
        situation: Situation,
        *,
        seed: bytes,
        library: Library,
        language: Language = ENGLISH,
    ) -> None:
        self.lab = lab
        self.situation = situation
        self.language = language
        self._script = script
        self._seed = seed
        self.library = library
        self._questions: dict[str, Question] = {}
        self._drawn: list[Variant] = []
        self.run: Run | None = None
        self.evidence: Evidenced | None = None
        self.captures: dict[str, Traffic] = {}
        self.draw = 1
        self.renamed: Mapping[str, str] = {}
        self.fresh: dict[tuple[str, int], Variant | None] = {}

    @property
    def file(self) -> str:
        """The name under which the student has the capture; empty where there is none."""
        return self.renamed.get(self.situation.file, self.situation.file)

    def question(self, task: Task) -> Question:
        """What is right and wrong for one task."""
        if task.id not in self._questions:
            asked = self.as_written(task)
            if self.language.templates:
                asked = said_by(asked, f"lab.{self.lab.slug}.{task.id}", self.language.template, self.words(task))
            working = [
                replace(line, text=self.told(line.text, line.facts), said=self.told(line.said, line.facts))
                for line in asked.working
            ]
            asked = replace(asked, working=working)
            self._questions[task.id] = (
                replace(asked, because=self.told(asked.because, asked.facts))
                if asked.wire is None
                else self._on_the_wire(task, asked)
            )
        return self._questions[task.id]

    def as_written(self, task: Task) -> Question:
        """What check.py gives for a task, its sentences still templates."""
        return self._script.question(task.check, self.situation)

    def _on_the_wire(self, task: Task, asked: Question) -> Question:
        """A task on packets as one on its recorded attempts; what they are told is known when they are judged."""
        twin = self.situation.twins.get(task.id)
        names = twin.names if twin is not None else {}
        mistakes = asked.wire.mistakes if asked.wire is not None else ()
        wrong = [Wrong(slug=each.slug, why=each.why, value=names.get(each.slug)) for each in mistakes]
        return replace(asked, right=twin.right if twin is not None else "", wrong=wrong)

    def sentence(self, template: str) -> str:
        """A text of a task in running words, with this variant's facts."""
        return " ".join(self.text(template).split())

    def asked(self, task: Task) -> str:
        """A task's question in running words, and beneath it, line for line, what it gives."""
        given = self.text(task.given).strip("\n")
        return f"{self.sentence(task.question)}\n{given}" if given else self.sentence(task.question)

    def as_read(self, task: Task) -> str:
        """All that a student reads before answering: the question, what it gives, and the words to choose from in a line beneath."""
        choices = ", ".join(self.choices(task))
        return f"{self.asked(task)}\n{choices}" if choices else self.asked(task)

    def choices(self, task: Task) -> tuple[str, ...]:
        """The words that an answer to a task is made of, with this variant's facts; of a capture, its recorded attempts."""
        if task.kind == "capture":
            twin = self.situation.twins.get(task.id)
            return twin.attempts if twin is not None else ()
        return self._filled(task.choices)

    def also(self, task: Task) -> dict[str, str]:
        """Other words for the choices of a task, each with the choice that it means, as this variant has it."""
        filled = dict(zip(task.choices, self._filled(task.choices), strict=True))
        return {word: filled[choice] for word, choice in task.also.items()}

    def rows(self, task: Task) -> tuple[str, ...]:
        """The names of a task's rows, with this variant's facts."""
        return self._filled(task.rows)

    def words(self, task: Task) -> dict[str, str]:
        """The words that an answer to a task is made of, its choices and the names of its rows, each with how it is said to the student."""
        choices, rows = said_words(task, self.lab.slug, self.language.template)
        said = self.choices(task) if task.kind == "capture" else self._filled(choices)
        return apart(self.choices(task), said) | apart(self.rows(task), self._filled(rows))

    def said(self, task: Task, value: Value) -> str:
        """A value of a task as a person writes it, its words as they are said."""
        words = self.words(task)
        if isinstance(value, str):
            return spell(words.get(value, value))
        if isinstance(value, tuple):
            return spell(tuple(words.get(each, each) for each in value))
        if isinstance(value, frozenset):
            return ", ".join(words.get(str(each), str(each)) for each in sorted(value)) or spell(value)
        return spell(value)

    def _filled(self, templates: Sequence[str]) -> tuple[str, ...]:
        return tuple(self.sentence(template) for template in templates)

    def told(self, template: str, facts: Facts | None, **more: float | str) -> str:
        """A sentence of check.py: as it stands where it has no facts, else with them and the variant's in its braces."""
        return template if facts is None else self.text(template, {**facts, **more})

    def text(self, template: str, facts: Facts = MappingProxyType({})) -> str:
        """A text of the lab with this variant's facts, and more where they are given, in the places that name them."""
        known = {**self.situation.facts, **facts}
        # a file is called as the student has it
        known |= {key: self.renamed.get(value, value) for key, value in known.items() if isinstance(value, str)}
        try:
            return fill(template, {key: _spell(value) for key, value in known.items()})
        except UnfilledError as error:
            raise LabError(
                f"a text of the lab {self.lab.slug} names a fact that the variant has not: {error}",
                where=template[:80],
                why=f"there are {', '.join(sorted(map(str, known)))}",
            ) from error

    def other_than(self, task: Task) -> Variant:
        """A variant with other numbers, for a worked example; where there is one, with another right answer to this task."""
        mine, right = self.identity, self.question(task).right
        alike = self
        for other in self._others():
            if other.identity != mine:
                if other.question(task).right != right:
                    return other
                alike = other if alike is self else alike
        return alike

    def others_rights(self, task: Task) -> Iterator[Value]:
        """The right answers of other variants, for an answer that fits none of this one's."""
        for other in self._elsewhere:
            yield other.question(task).right

    @cached_property
    def _elsewhere(self) -> list[Variant]:
        """A variant for each other outcome of a draw that has few; of what has many, some that other students may have."""
        found: dict[Hashable, Variant] = {}
        draw = Draw(self._seed)
        self._script.situation(draw, self.library)
        few = {label: count for label, count in draw.ranges.items() if count <= FEW}
        if sum(few.values()) > MOST_OUTCOMES:
            few = {}
        for label, count in few.items():
            for chosen in range(count):
                situation = self._script.situation(Draw(self._seed, forced={label: chosen}), self.library)
                other = self._with(situation)
                found.setdefault(other.identity, other)
        if len(few) < len(draw.ranges):
            for number in range(SAMPLE):
                # the first draw of another student, fair or not: its numbers are somebody's
                situation = self._script.situation(Draw(self._another(number)), self.library)
                other = self._with(situation)
                found.setdefault(other.identity, other)
        found.pop(self.identity, None)
        return list(found.values())

    def _with(self, situation: Situation) -> Variant:
        """A variant of the same lab with other numbers."""
        return Variant(self.lab, self._script, situation, seed=self._seed, library=self.library, language=self.language)

    @property
    def identity(self) -> Hashable:
        """What tells the variant from others: its recorded capture; where files are made for it, those and its facts."""
        if self.situation.traffic is not None and not self.situation.files:
            return tuple(each.name for each in self.situation.captures)
        files = tuple((name, data) for name, data in self.situation.files.items() if isinstance(data, bytes))
        return tuple(self.situation.facts.items()), files

    def shuffled(self, label: str, texts: Iterable[str]) -> list[str]:
        """Texts in an order of this variant's own, which says nothing of them; the same each time under the same label."""
        return sorted(texts, key=lambda text: hmac.digest(self._seed, f"{label} {text}".encode(), "sha256"))

    def _others(self) -> Iterator[Variant]:
        """Other variants, each drawn when it is first asked for."""
        for number in range(OTHERS):
            if number == len(self._drawn):
                self._drawn.append(_draw(self.lab, self._script, self._another(number), self.library, self.language))
            yield self._drawn[number]

    def another(self, label: str, *, draw: int, suffix: str) -> Variant:
        """A variant with other numbers, made from this one's seed and a label alone; the suffix tells its files from those of others."""
        found = _draw(
            self.lab, self._script, variant_seed(self._seed, "drawn anew", label), self.library, self.language
        )
        found.draw, found.run = draw, self.run
        names = dict.fromkeys([found.situation.file, *found.situation.files])
        found.rename({name: f"{PurePath(name).stem}{suffix}{PurePath(name).suffix}" for name in names if name})
        return found

    def rename(self, names: Mapping[str, str]) -> None:
        """Have the texts call the files so."""
        self.renamed = names
        self._questions.clear()

    def _another(self, number: int) -> bytes:
        """The seed of another variant."""
        return variant_seed(self._seed, "another student", str(number))


def draw_variant(
    lab: Lab,
    student: str,
    library: Library,
    *,
    key: bytes | None = None,
    language: Language = ENGLISH,
    script: Script | None = None,
) -> Variant:
    """The variant of one student, whose texts are in that language; without `key` (the student's own) the public practice key makes it.

    `script` is the lab's, where it was run already for another student. LabError where no draw can be judged fairly: the lab's author has
    to widen its numbers.
    """
    seed = variant_seed(student_key(student) if key is None else key, lab.slug, lab.version)
    return _draw(said_in(lab, language.template), script or Script(lab), seed, library, language)


def _draw(lab: Lab, script: Script, seed: bytes, library: Library, language: Language) -> Variant:
    for attempt in range(MOST_ATTEMPTS):
        situation = script.situation(Draw(seed, attempt), library)
        variant = Variant(lab, script, situation, seed=seed, library=library, language=language)
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
    if not question.is_right(question.right):
        return False
    return _differ(question) and all(map(_differ, question.parts)) and all(map(_results_differ, question.cases))


def _differ(asked: Question | Part) -> bool:
    values = [asked.right, *(wrong.value for wrong in asked.wrong if wrong.value is not None)]
    accepts = asked.accepts
    return (
        len(set(values)) == len(values)
        and not any(wrong.is_met_by(asked.right) for wrong in asked.wrong)
        and (accepts is None or not any(accepts(value) for value in values[1:]))
    )


def _results_differ(case: Case) -> bool:
    """The same for what one call of a function gives, which may be anything that JSON knows."""
    values = [case.right, *(wrong.value for wrong in case.wrong if wrong.value is not None)]
    return (
        case.is_right(case.right)
        and not any(case.is_right(value) for value in values[1:])
        and not any(value in values[:number] for number, value in enumerate(values))
    )


def _spell(value: str | float) -> str:
    """A fact in a text; only a fraction is spelled otherwise than Python has it."""
    return spell(value) if isinstance(value, float) else str(value)
