"""A lab as a whole: what its files say before anybody draws numbers, and what many students' variants come to together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from netkit.errors import LabError
from netkit.lab.definition import Lab, load
from netkit.lab.lint.fault import FAULTS
from netkit.lab.lint.lines import Lines
from netkit.lab.lint.problem import Problem, Severity
from netkit.lab.lint.students import Found, student_of
from netkit.lab.lint.style import style_problems
from netkit.lab.paths import check_prerequisites
from netkit.lab.student.folder import reading
from netkit.lab.traffic import Library
from netkit.lab.variant import draw_variant

__all__ = ["lint_lab", "merged"]


def lint_lab(
    folder: Path, others: Sequence[Path], library: Library, *, solutions: Path | None
) -> tuple[Lab | None, list[Problem]]:
    """What is wrong in a lab's files; the lab itself is None where its lab.toml can't be read.

    `others` are the folders of the labs beside it, which it may build on.
    """
    try:
        lab = load(folder)
    except LabError as error:
        text = ": ".join(part for part in (error.what, error.where, error.why) if part)
        return None, [Problem(rule="lab.unreadable", text=text, file="lab.toml", hint=error.hint)]
    lines = Lines(folder)
    problems = [*_prerequisites(lab, others), *_reading(lab, library), *style_problems(lines.tree)]
    if solutions is None:
        problems.append(
            Problem(
                rule="solution.missing",
                text="There are no solutions: the check is held against itself alone.",
                hint=f"write solutions/{lab.slug}.py beside the lab's folder, or name the place with --solutions",
                severity=Severity.WARNING,
            )
        )
    return lab, problems


def _prerequisites(lab: Lab, others: Iterable[Path]) -> Iterator[Problem]:
    known = [lab]
    for folder in others:
        if folder.name != lab.slug:
            try:
                known.append(load(folder))
            except LabError:
                continue
    slugs = {each.slug for each in known}
    try:
        check_prerequisites([each for each in known if each is lab or set(each.prerequisites) <= slugs])
    except LabError as error:
        if str(lab.folder) in error.what:
            text = ": ".join(part for part in (error.what, error.where, error.why) if part)
            yield Problem(rule="lab.prerequisites", text=text, file="lab.toml", hint=error.hint)


def _reading(lab: Lab, library: Library) -> Iterator[Problem]:
    """README.md: there, with words before its first part, and with facts that there are."""
    try:
        text = reading(lab)
    except LabError as error:
        yield Problem(rule="readme.missing", text=error.what, file="README.md", hint=error.hint)
        return
    body = [line for line in text.partition("\n## ")[0].splitlines() if line.strip() and not line.startswith("# ")]
    if not body:
        yield Problem(
            rule="readme.missing",
            text="README.md says nothing before its first ##.",
            file="README.md",
            line=1,
            hint="what stands there is shown when the lab is begun: say in a few sentences what it is about",
        )
    try:
        variant = draw_variant(lab, student_of(0), library)
    except FAULTS:
        # told with the variants
        return
    for number, line in enumerate(text.splitlines(), 1):
        try:
            variant.text(line)
        except LabError as error:
            yield Problem(
                rule="text.fact",
                text=f"{error.what}: {line.strip()[:80]}",
                file="README.md",
                line=number,
                hint=f"{error.why}; a brace that is meant as such is written twice, {{{{ or }}}}",
            )


def merged(lab: Lab, found: Iterable[Found], *, solved: bool) -> Found:
    """What was seen over all students of a lab, with what only shows over many; `solved` says that there are solutions."""
    whole, lines = Found(), Lines(lab.folder)
    for each in found:
        whole.join(each)
    if whole.students > 1 and len(whole.variants) == 1:
        whole.add(
            [
                Problem(
                    rule="variant.same",
                    text=f"All {whole.students} students got the same numbers and files.",
                    file="check.py",
                    line=lines.function("situation"),
                    hint='draw something: draw.choice("capture", library.names("hello-??.pcapng"))',
                )
            ]
        )
    checks = {task.id: task.check for task in lab.tasks}
    whole.add(_shifting(lab, whole.shifting, lines))
    if solved:
        whole.add(
            Problem(
                rule="solution.untested",
                text=f"Task {task}: no answer of the solutions comes from {slug}.",
                file="check.py",
                line=lines.misconception(checks[task], slug),
                hint=f'give the solutions of task {task} "{slug}" in "wrong", or take it out of the check',
                severity=Severity.WARNING,
                task=task,
                misconception=slug,
            )
            for task, slug in sorted(whole.known - whole.tried)
        )
    return whole


def _shifting(lab: Lab, ids: Iterable[str], lines: Lines) -> Iterator[Problem]:
    """Sentences that are not the same in each variant, though they have one id."""
    checks = {task.id: task.check for task in lab.tasks}
    for each in sorted(ids):
        task, _, which = each.removeprefix(f"lab.{lab.slug}.").partition(".")
        yield Problem(
            rule="text.same",
            text=f"Task {task}: {which} is not the same sentence in every variant, so that nobody can translate it.",
            file="check.py",
            line=lines.function(checks[task]),
            hint='put what differs into braces and facts={…}, or give each sentence a name: name="…"',
            severity=Severity.WARNING,
            task=task,
        )
