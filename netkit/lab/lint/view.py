"""What a lint found, as a view: each lab with its problems, each with its rule, its place, and what to do."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from netkit.lab.lint.problem import Problem, Severity
from netkit.view import Block, CheckItem, Checklist, Document, Json, Next, Outcome, Paragraph, Sentence

__all__ = ["Linted", "linted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linted:
    """One lab: how it is named on a command line, how many students were made up and how many variants differ, and what is wrong."""

    folder: Path
    named: str
    solutions: Path | None
    students: int
    variants: int
    problems: Sequence[Problem]

    @property
    def errors(self) -> int:
        """How many of the problems are errors."""
        return sum(problem.severity is Severity.ERROR for problem in self.problems)


def linted(labs: Sequence[Linted]) -> Document:
    """All labs that were looked at."""
    data: dict[str, Json] = {"labs": [_json(lab) for lab in labs]}
    errors = sum(lab.errors for lab in labs)
    warnings = sum(len(lab.problems) for lab in labs) - errors
    many = f"{len(labs)} {'lab' if len(labs) == 1 else 'labs'}"
    found = f"{_count(errors, 'error')} and {_count(warnings, 'warning')}" if errors or warnings else "nothing is wrong"
    blocks: list[Block] = [Sentence(text=f"{many} · {found}"), Checklist(items=[_item(lab) for lab in labs])]
    if len(labs) == 1 and not errors:
        path = shlex.quote(labs[0].named)
        blocks.append(Next(commands=[(f"netkit lab preview {path}", "see it as a student does")]))
    return Document(schema="netkit.lab.lint/1", data=data, blocks=blocks)


def _json(lab: Linted) -> Json:
    return {
        "slug": lab.folder.name,
        "folder": str(lab.folder),
        "solutions": str(lab.solutions) if lab.solutions is not None else None,
        "seeds": lab.students,
        "variants": lab.variants,
        "problems": [problem.json() for problem in lab.problems],
    }


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _item(lab: Linted) -> CheckItem:
    outcome = Outcome.WRONG if lab.errors else Outcome.PARTIAL if lab.problems else Outcome.RIGHT
    held = f"{_count(lab.students, 'variant')}, {lab.variants} of them different" if lab.students else "no variant"
    told = "with its solutions" if lab.solutions is not None else "without solutions"
    details = [block for problem in lab.problems for block in _told(problem)]
    return CheckItem(outcome=outcome, label=lab.folder.name, text=f"{held}, {told}", details=details)


def _told(problem: Problem) -> list[Block]:
    place = f"{problem.file}:{problem.line}" if problem.file and problem.line else problem.file
    seen = f" (in {_count(problem.times, 'variant')}, first {problem.student}'s)" if problem.student else ""
    head = f"{problem.severity.value} {problem.rule}{f' in {place}' if place else ''}{seen}"
    lines = [head, f"  {problem.text}", *([f"  {problem.hint}"] if problem.hint else [])]
    return [Paragraph(text="\n".join(lines))]
