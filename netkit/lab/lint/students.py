"""A lab over many students: each gets a variant, which is solved, answered with nothing, and with every misconception."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from netkit.errors import LabError
from netkit.lab.definition import Lab, load
from netkit.lab.judging.code import Run
from netkit.lab.lint.answer_key import Key, Solution, catalogued, given_of, recording_of
from netkit.lab.lint.answers import Answers, task_problems
from netkit.lab.lint.fault import FAULTS, fault, guarded, told
from netkit.lab.lint.later import later_draws
from netkit.lab.lint.lines import Lines
from netkit.lab.lint.problem import Problem
from netkit.lab.lint.texts import read_texts
from netkit.lab.lint.unusable import unusable
from netkit.lab.sentences import tell_all
from netkit.lab.student.results import judge_all
from netkit.lab.traffic import Library
from netkit.lab.variant import Variant, draw_variant

__all__ = ["Found", "lint_students", "student_of"]

TAKEN = frozenset({"readme.md", "progress.jsonl", "answers.txt", "answers.toml"})
"""Names in a student's folder that are netkit's own."""

TELLING = 24
"""Students whose sentences are held against each other."""

SELDOM = 10
"""What takes long is looked at for each so-many-th student."""


@dataclass(slots=True)
class Found:
    """What was seen of one lab over some students.

    `variants` are digests of what each got, `known` the misconceptions of each task's check, `tried` those that the solutions answer;
    `sentences` are those of check.py by id, `shifting` the ids that have several.
    """

    problems: dict[tuple[str, str, int, str, str], Problem] = field(default_factory=dict)
    students: int = 0
    variants: set[str] = field(default_factory=set)
    known: set[tuple[str, str]] = field(default_factory=set)
    tried: set[tuple[str, str]] = field(default_factory=set)
    sentences: dict[str, str] = field(default_factory=dict)
    shifting: set[str] = field(default_factory=set)

    def say(self, id: str, english: str) -> str:  # noqa: A002  that is what it is called
        """Take a sentence in."""
        if self.sentences.setdefault(id, english) != english:
            self.shifting.add(id)
        return english

    def add(self, problems: Iterable[Problem], student: str = "") -> None:
        """Take problems in: the same one in another variant is counted, not told again."""
        for problem in {each.identity: each for each in reversed(list(problems))}.values():
            had = self.problems.get(problem.identity)
            times = problem.times or (1 if student else 0)
            self.problems[problem.identity] = (
                replace(problem, student=problem.student or student, times=times)
                if had is None
                else replace(had, times=had.times + times)
            )

    def join(self, other: Found) -> None:
        """Take in what was seen over other students of the same lab."""
        self.add(other.problems.values())
        self.students += other.students
        self.variants |= other.variants
        self.known |= other.known
        self.tried |= other.tried
        self.shifting |= other.shifting
        for each, english in other.sentences.items():
            self.say(each, english)


def student_of(number: int) -> str:
    """The id of a made-up student."""
    return f"lint-{number}"


@lru_cache(maxsize=2)
def _library(captures: Path) -> Library:
    return Library(captures)


def lint_students(
    folder: Path, solutions: Path | None, captures: Path, numbers: Sequence[int], *, run: Run | None = None
) -> Found:
    """What is wrong in the variants of the students of these numbers; `captures` is the folder of recorded ones.

    `run` calls functions, where a task asks for one (None: nobody does, and such answers can't be judged). LabError where the lab can't
    be read at all. A mistake that stops every variant is told once.
    """
    lab, lines, found = load(folder), Lines(folder), Found()
    try:
        solution = Solution(solutions) if solutions is not None else None
    except LabError as error:
        found.add([told("solution.fails", error, file="solutions")])
        solution = None
    for number in numbers:
        student = student_of(number)
        found.students += 1
        try:
            variant = draw_variant(lab, student, _library(captures))
        except FAULTS as error:
            found.add(_without_variant(lab, student, error, lines, _library(captures)), student)
            return found
        variant.run = run
        unnamed = list(_files(variant, lines))
        if unnamed:
            found.add(unnamed, student)
            return found
        found.variants.add(_digest(variant))
        problems = _of_variant(variant, solution, lines, found)
        found.add([*problems, *later_draws(variant, number, None if problems else solution, lines)], student)
        if number % SELDOM == 0:
            found.add(_again(variant, student, captures), student)
    return found


def _without_variant(lab: Lab, student: str, error: BaseException, lines: Lines, library: Library) -> list[Problem]:
    """Why a student gets no variant."""
    line = lines.function("situation")
    if not isinstance(error, LabError) or "usable variant" not in error.what:
        return [fault(error, lab.folder, line=line)]
    clashes = list(guarded(unusable(lab, student, library, lines), lab.folder, line=line))
    return clashes or [fault(error, lab.folder, rule="variant.none", line=line)]


def _files(variant: Variant, lines: Lines) -> Iterator[Problem]:
    """The student's files have plain names that are nothing else's, and are bytes."""
    situation, line = variant.situation, lines.function("situation")
    try:
        files = dict(situation.all_files)
        names = [situation.file] if situation.file else []
    except FAULTS as error:
        yield fault(error, variant.lab.folder, line=line)
        return
    for name in [*names, *files]:
        plain = isinstance(name, str) and re.fullmatch(r"[A-Za-z0-9][\w.-]{0,99}", name) and name.lower() not in TAKEN
        if not plain or (name in files and not isinstance(files[name], bytes)):
            yield Problem(
                rule="files.named",
                text=f"The student can't get {name!r}: {'its content is not bytes' if plain else 'that is no plain name of its own'}.",
                file="check.py",
                line=line,
                hint="a name has letters, digits, dots and hyphens, and is none of netkit's own; the content is bytes",
            )


def _of_variant(variant: Variant, solution: Solution | None, lines: Lines, found: Found) -> list[Problem]:
    lab, problems = variant.lab, list[Problem]()
    questions: dict[str, str] = {}
    for task in lab.tasks:
        problems += read_texts(task, variant, lines, questions)
    keys: dict[str, Key] = {}
    if solution is not None and len(questions) == len(lab.tasks):
        try:
            keys = solution.keys(given_of(variant), questions)
        except LabError as error:
            problems.append(told("solution.fails", error, file="solutions"))
        else:
            problems += _missing(lab, keys)
    seldom = found.students % SELDOM == 1
    for task in (task for task in lab.tasks if not any(problem.task == task.id for problem in problems)):
        line = lines.function(task.check)
        try:
            if found.students <= TELLING:
                tell_all(task, variant.as_written(task), lab.slug, found.say)
            answers = Answers(task, variant, keys.get(task.id))
        except FAULTS as error:
            problems.append(fault(error, lab.folder, line=line, task=task.id))
            continue
        problems += guarded(task_problems(answers, lines, thorough=seldom), lab.folder, line=line, task=task.id)
        found.known |= {(task.id, slug) for slug in answers.known}
        found.tried |= {(task.id, slug) for slug in (keys[task.id].wrong if task.id in keys else answers.known)}
    unjudged = any(problem.rule in ("answer.not-right", "answer.not-run", "answer.refused") for problem in problems)
    return problems if unjudged else [*problems, *_marks(variant, keys)]


def _missing(lab: Lab, keys: dict[str, Key]) -> Iterable[Problem]:
    ids = [task.id for task in lab.tasks]
    for task in (task for task in ids if task not in keys):
        yield _about_solution(task, f"The solutions have no answers to task {task}.")
    for task in (task for task in keys if task not in ids):
        yield _about_solution(task, f"The solutions answer task {task}, which the lab has not.")


def _about_solution(task: str, text: str) -> Problem:
    return Problem(
        rule="solution.task", text=text, file="solutions", task=task, hint="the ids of the tasks are those in lab.toml"
    )


def _marks(variant: Variant, keys: dict[str, Key]) -> Iterable[Problem]:
    """Full marks for the solution, none for nothing."""
    lab = variant.lab
    try:
        if judge_all(lab, variant, {}).score:
            yield Problem(rule="answer.nothing", text="Points are given though nothing was answered.", file="check.py")
        if len(keys) == len(lab.tasks):
            got = judge_all(lab, variant, {task: [key.right] for task, key in keys.items()}).score
            if got != lab.points:
                yield Problem(
                    rule="answer.not-right",
                    text=f"The whole solution gets {got} of {lab.points} points.",
                    file="check.py",
                )
    except FAULTS:
        # told task by task already
        return


def _again(variant: Variant, student: str, captures: Path) -> Iterable[Problem]:
    """The same student once more, from nothing; and whether a recorded capture is the one that the catalogue has."""
    lab = variant.lab
    try:
        other = draw_variant(lab, student, Library(captures))
    except FAULTS:
        other = None
    if other is None or _digest(other) != _digest(variant):
        yield Problem(
            rule="variant.unsteady",
            text="The same student drawn again gets other numbers or files.",
            file="check.py",
            hint="draw everything from draw, under a label of its own; don't go through sets, whose order changes from run to run",
        )
    known = catalogued(captures)
    for name in map(recording_of, variant.situation.captures):
        if not name or not (captures / name).is_file():
            continue
        if not any(entry.get("file") == name for entry in known.values()):
            yield Problem(rule="capture.unlisted", text=f"{name} stands in no catalogue.", file=name)
        elif sha256((captures / name).read_bytes()).hexdigest() not in known:
            yield Problem(
                rule="capture.changed", text=f"{name} has another SHA-256 than the catalogue says.", file=name
            )


def _digest(variant: Variant) -> str:
    """What a student got, in short: the facts and every file."""
    made = sha256(repr(sorted((str(name), str(value)) for name, value in variant.situation.facts.items())).encode())
    for name, data in sorted(variant.situation.all_files.items()):
        made.update(f"\n{name} {sha256(data).hexdigest()}".encode())
    return made.hexdigest()
