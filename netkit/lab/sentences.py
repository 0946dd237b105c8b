"""The sentences of a lab under their ids, the keys of another language's file: `lab.start-here.1.wrong.one-too-far`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from netkit.lab.definition import Lab, Task
from netkit.lab.question import Case, Facts, Line, Part, Question, Wrong

if TYPE_CHECKING:
    from netkit.lab.wire import Step, Wire

__all__ = ["Say", "apart", "said_by", "said_in", "said_words", "tell_all"]

Say = Callable[[str, str], str]
"""Gives the template that is to stand for one whose id and English text are given."""


def said_in(lab: Lab, say: Say) -> Lab:
    """A lab whose titles, questions and hints are those that `say` gives; the words of its answers stay as they are."""
    base = f"lab.{lab.slug}"
    return replace(
        lab,
        title=say(f"{base}.title", lab.title),
        summary=say(f"{base}.summary", lab.summary),
        tasks=tuple(_task(task, f"{base}.{task.id}", say) for task in lab.tasks),
    )


def _task(task: Task, base: str, say: Say) -> Task:
    return replace(
        task,
        title=say(f"{base}.title", task.title),
        question=say(f"{base}.question", task.question),
        hint=say(f"{base}.hint", task.hint),
        given=say(f"{base}.given", task.given) if task.given else "",
    )


def said_words(task: Task, slug: str, say: Say) -> tuple[list[str], list[str]]:
    """The choices and the rows of a task as `say` gives them, in their order."""
    base = f"lab.{slug}.{task.id}"
    return (
        [say(f"{base}.choice.{number}", choice) for number, choice in enumerate(task.choices, 1)],
        [say(f"{base}.row.{number}", row) for number, row in enumerate(task.rows, 1)],
    )


def apart(words: Sequence[str], said: Sequence[str]) -> dict[str, str]:
    """Words with how each is said; as they are where that would not tell them from each other."""
    own, others = [word.lower() for word in words], [word.lower() for word in said]
    if len(set(others)) < len(set(own)) or any(
        other in own and other != word for word, other in zip(own, others, strict=True)
    ):
        return dict(zip(words, words, strict=True))
    return dict(zip(words, said, strict=True))


def said_by(question: Question, base: str, say: Say, words: Mapping[str, str]) -> Question:
    """A task's question whose sentences are those that `say` gives, under ids that begin with `base`.

    `words` are the words of answers as they are said: where a fact or a line's value is one of them, it is said so.
    """
    return replace(
        question,
        because=say(_named(f"{base}.because", question.name), question.because) if question.because else "",
        facts=_facts(question.facts, words),
        wrong=[_wrong(wrong, base, say, words) for wrong in question.wrong],
        working=_lines(question.working, base, say, words),
        parts=[_part(part, base, say, words) for part in question.parts],
        cases=[_case(case, base, say, words) for case in question.cases],
        wire=_wire(question.wire, base, say) if question.wire is not None else None,
    )


def _wire(wire: Wire[Any], base: str, say: Say) -> Wire[Any]:
    """What is looked for on a wire; the steps by which a mistake is known are told to nobody."""
    mistakes = [replace(each, why=say(f"{base}.wrong.{each.slug}", each.why)) for each in wire.mistakes]
    return replace(
        wire, steps=[_step(step, f"{base}.step.{_slug(step.name)}", say) for step in wire.steps], mistakes=mistakes
    )


def _step(step: Step[Any], base: str, say: Say) -> Step[Any]:
    traits = [
        replace(
            trait,
            wanted=say(f"{base}.wanted.{number}", trait.wanted),
            instead=say(f"{base}.instead.{number}", trait.instead),
        )
        for number, trait in enumerate(step.traits, 1)
    ]
    return replace(
        step,
        text=say(f"{base}.text", step.text),
        rule=say(f"{base}.rule", step.rule) if step.rule else "",
        then=say(f"{base}.then", step.then) if step.then else "",
        traits=traits,
    )


def tell_all(task: Task, question: Question, slug: str, say: Say) -> None:
    """Have `say` told every sentence of a task in a lab, and what check.py says of it in one variant, with its id."""
    said_words(task, slug, say)
    words = {word: word for word in (*task.choices, *task.rows)}
    said_by(question, f"lab.{slug}.{task.id}", say, words)


def _wrong(wrong: Wrong, base: str, say: Say, words: Mapping[str, str]) -> Wrong:
    return replace(
        wrong, why=say(_named(f"{base}.wrong.{wrong.slug}", wrong.name), wrong.why), facts=_facts(wrong.facts, words)
    )


def _lines(working: Sequence[Line], base: str, say: Say, words: Mapping[str, str]) -> list[Line]:
    return [
        replace(
            line,
            text=say(f"{base}.line.{line.name or number}", line.text),
            said=say(f"{base}.line.{line.name or number}-said", line.said) if line.said else "",
            value=words.get(line.value, line.value) if isinstance(line.value, str) else line.value,
            facts=_facts(line.facts, words),
        )
        for number, line in enumerate(working, 1)
    ]


def _part(part: Part, base: str, say: Say, words: Mapping[str, str]) -> Part:
    own = f"{base}.part.{_slug(part.name)}"
    return replace(
        part,
        name=words[part.name] if part.name in words else say(f"{own}.name", part.name),
        why=say(f"{own}.why", part.why) if part.why else "",
        facts=_facts(part.facts, words),
        wrong=[_wrong(wrong, own, say, words) for wrong in part.wrong],
    )


def _case(case: Case, base: str, say: Say, words: Mapping[str, str]) -> Case:
    own = f"{base}.case.{_slug(case.name)}" if case.name else f"{base}.case"
    return replace(
        case,
        name=say(f"{own}.name", case.name) if case.name else "",
        wrong=[_wrong(wrong, own, say, words) for wrong in case.wrong],
    )


def _facts(facts: Facts | None, words: Mapping[str, str]) -> Facts | None:
    if not facts or not words:
        return facts
    return {name: words.get(value, value) if isinstance(value, str) else value for name, value in facts.items()}


def _named(id: str, name: str) -> str:  # noqa: A002  that is what it is called
    return f"{id}.{name}" if name else id


def _slug(name: str) -> str:
    """A part's name as an id has it: `payload length` is `payload-length`."""
    return re.sub(r"[^a-z0-9_]+", "-", name.lower()).strip("-")
