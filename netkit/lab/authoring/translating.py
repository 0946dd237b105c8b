"""What there is to translate: every sentence under its id, a file to begin a language with, and how far a language is."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable

from netkit.lab.definition import Lab
from netkit.lab.draw import Draw, student_key, variant_seed
from netkit.lab.script import Script
from netkit.lab.sentences import said_in, tell_all
from netkit.lab.student.folder import reading
from netkit.lab.traffic import Library
from netkit.language import Fault, Language, placeholders

__all__ = ["Comparison", "compare", "engine_sentences", "lab_sentences", "skeleton"]

DRAWS = 16
"""Variants of a lab that are looked at, at most: a sentence may stand in some of them only."""
QUIET = 6
"""Variants in a row without a new sentence, after which no more are looked at."""
FEW_OUTCOMES = 64
"""Of draws with few outcomes each outcome is looked at besides: so many in all at most, those of the smallest draws first."""

_CALLS = frozenset({"say", "tell", "count", "UnfitError", "Phrase"})
_ID = re.compile(r"[a-z][a-z-]*(?:\.[a-z0-9-]+)+")


def lab_sentences(lab: Lab, library: Library) -> dict[str, str]:
    """Every sentence of a lab by its id, as its author wrote it; LabError where its check fails."""
    found: dict[str, str] = {}

    def say(id: str, english: str) -> str:  # noqa: A002  that is what it is called
        return found.setdefault(id, english)

    said_in(lab, say)
    say(f"lab.{lab.slug}.readme", reading(lab))
    script, known = Script(lab), [0] * QUIET

    def look_at(draw: Draw) -> None:
        situation = script.situation(draw, library)
        for task in lab.tasks:
            tell_all(task, script.question(task.check, situation), lab.slug, say)

    for number in range(DRAWS):
        look_at(Draw(variant_seed(student_key(str(number)), lab.slug, lab.version)))
        known.append(len(found))
        if known[-1] == known[-1 - QUIET]:
            break
    for draw in _rare(script.situation, variant_seed(student_key("0"), lab.slug, lab.version), library):
        look_at(draw)
    return found


def _rare(situation: Callable[[Draw, Library], object], seed: bytes, library: Library) -> Iterator[Draw]:
    """Draws of which each has another outcome of what has few: one of them may say what hardly any student is told."""
    usual = Draw(seed)
    situation(usual, library)
    few = {label: count for label, count in usual.ranges.items() if 1 < count <= FEW_OUTCOMES}
    while sum(few.values()) > FEW_OUTCOMES:
        few.pop(max(few, key=lambda label: few[label]))
    for label, count in few.items():
        for outcome in range(count):
            yield Draw(seed, forced={label: outcome})


def engine_sentences() -> dict[str, str]:
    """Every sentence of netkit's own that has an id, as it stands in the code."""
    found: dict[str, str] = {}
    for file in _sources(resources.files("netkit")):
        source = file.read_text(encoding="utf-8")
        if any(f"{name}(" in source for name in _CALLS):
            for node in ast.walk(ast.parse(source)):
                if isinstance(node, ast.Call):
                    found.update(_of_call(node))
    return dict(sorted(found.items()))


def _sources(folder: Traversable) -> Iterator[Traversable]:
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        if entry.is_dir() and not entry.name.startswith(("_", ".")):
            yield from _sources(entry)
        elif entry.name.endswith(".py"):
            yield entry


def _of_call(node: ast.Call) -> Iterator[tuple[str, str]]:
    """The id and the English of a call that says something: `say(id, english)`, `Phrase(id, english)`, or `count(id, one, other, n)`."""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    texts = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    if name not in _CALLS or not texts or not _ID.fullmatch(texts[0]):
        return
    if name == "count" and len(texts) == 3:
        yield f"engine.{texts[0]}.one", texts[1]
        yield f"engine.{texts[0]}.other", texts[2]
    elif len(texts) == 2:
        yield f"engine.{texts[0]}", texts[1]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How far a language is: the ids that it lacks, those that nothing has, and the entries that say other facts than the English."""

    missing: Sequence[str]
    unknown: Sequence[str]
    faults: Sequence[Fault]


def compare(language: Language, sentences: Mapping[str, str]) -> Comparison:
    """Hold a language against all sentences in English."""
    broken = {fault.id for fault in language.faults}
    faults = list(language.faults)
    for id, found in language.templates.items():  # noqa: A001
        if id in sentences:
            faults += _placeholders(id, found, sentences[id])
    return Comparison(
        missing=[each for each in sentences if each not in language.templates and each not in broken],
        unknown=[each for each in (*language.templates, *broken) if each not in sentences],
        faults=faults,
    )


def _placeholders(id: str, found: str, english: str) -> Iterable[Fault]:  # noqa: A002
    mine, there = placeholders(found), placeholders(english)
    if mine - there:
        names = ", ".join(f"{{{name}}}" for name in sorted(mine - there))
        yield Fault(id, f"it names {names}, which the English does not: the English is said instead")
    if there - mine:
        names = ", ".join(f"{{{name}}}" for name in sorted(there - mine))
        yield Fault(id, f"it leaves out {names}")


def skeleton(sentences: Mapping[str, str]) -> str:
    """Sentences as lines of a language's file, each put out of the way: the English as a note, and beneath it the id to write behind."""
    parts = []
    for id, english in sentences.items():  # noqa: A001
        notes = "".join(f"# {line}".rstrip() + "\n" for line in english.strip("\n").split("\n"))
        parts.append(f'{notes}#{id} = ""\n')
    return "\n".join(parts)
