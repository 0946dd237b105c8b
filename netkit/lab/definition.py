"""A lab as its author writes it: `lab.toml`, read into values, every mistake told with its place."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from netkit.errors import LabError
from netkit.lab.answer import CHOOSING, KINDS
from netkit.lab.table import build
from netkit.language import Language

__all__ = ["FORMAT", "Lab", "Task", "load", "points_of"]

FORMAT = 1
"""The version of the form of lab.toml that this program reads."""

SUPPORT = ("worked", "half", "bare")
"""What may stand beside a question, from much to nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One graded question.

    `question`, `given`, `hint`, `choices` and `rows` may name facts of the student's variant in braces; `check` is the function in
    check.py; `needs` are tasks that must be right first; a `predict` task is to be answered before the packet is opened. `choices` are the
    words that an answer is made of, `rows` the names of a table's rows; `also` has other words that people use for a choice, such as a
    field's key, each with the choice that it means. `given` stands beneath the question as it is written, line for line: a table, a list.
    `support` is what stands beside the question from the start: a worked example on other numbers ("worked"), one with its last line open
    ("half"), or nothing ("bare"). `function` is what is called of a student's code. A `live` task, whose answer is a capture, can be done
    on the wire of the lab shell.
    """

    id: str
    title: str
    question: str
    kind: str
    points: int
    check: str
    hint: str
    choices: tuple[str, ...] = ()
    also: Mapping[str, str] = field(default_factory=dict, hash=False)
    rows: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    predict: bool = False
    example: str = ""
    given: str = ""
    support: str = "bare"
    function: str = ""
    live: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lab:
    """A lab: `folder` holds lab.toml, README.md (what the student reads) and check.py (what judges)."""

    slug: str
    folder: Path
    version: str
    title: str
    summary: str
    minutes: int
    tasks: tuple[Task, ...]
    prerequisites: tuple[str, ...] = ()
    live: bool = False

    @property
    def points(self) -> int:
        """What the whole lab is worth."""
        return sum(task.points for task in self.tasks)

    def task(self, name: str) -> Task | None:
        """A task by its id, or None."""
        return next((task for task in self.tasks if task.id == name), None)


def load(path: str | Path) -> Lab:
    """The lab in a folder; LabError says what its author has to mend, and where."""
    folder = Path(path)
    file = folder / "lab.toml"
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise LabError(
            f"{file} can't be read", why=str(error.strerror), hint="a lab is a folder with lab.toml"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LabError(f"{file} is not TOML", where=str(error)) from error
    said = table.pop("format", None)
    if said != FORMAT or isinstance(said, bool):
        raise LabError(
            f"{file} does not say format = {FORMAT}", why="so an older netkit knows that it can't read a newer lab"
        )
    tasks = table.pop("tasks", None)
    if not isinstance(tasks, list) or not tasks or not all(isinstance(task, dict) for task in tasks):
        raise LabError(f"{file} has no [[tasks]]", why="a lab has at least one, each a table of its own")
    for key in ("slug", "folder"):
        if key in table:
            raise LabError(f"{file}: the lab has the unknown key {key}", why="a lab's name is that of its folder")
    made = tuple(build(Task, task, file, f"task {number}") for number, task in enumerate(tasks, 1))
    lab = build(Lab, table | {"slug": folder.name, "folder": folder, "tasks": made}, file, "the lab")
    _check(lab, file)
    return lab


def _check(lab: Lab, file: Path) -> None:
    """What can't be said by types: ids are unique, kinds known, needs refer back."""
    seen: list[str] = []
    for task in lab.tasks:
        _check_id(task, seen, file)
        unknown: Sequence[str] = [need for need in task.needs if need not in seen]
        if unknown:
            raise LabError(f"{file}: task {task.id} needs {', '.join(unknown)}, which is no task before it")
        _check_kind(task, file)
        if task.support not in SUPPORT:
            raise LabError(
                f"{file}: task {task.id} has the unknown support {task.support}", hint=f"known are {', '.join(SUPPORT)}"
            )
        if task.points < 1:
            raise LabError(f"{file}: task {task.id} is worth {task.points} points", why="each is worth at least one")
        seen.append(task.id)


def _check_id(task: Task, seen: Sequence[str], file: Path) -> None:
    if task.id in seen:
        raise LabError(f"{file}: there are two tasks {task.id}")
    if not re.fullmatch(r"[a-z0-9]{1,8}", task.id) or task.id.startswith("task"):
        raise LabError(
            f"{file}: the id {task.id!r} can't be typed", why="an id is one to eight small letters or digits"
        )
    if task.id == "again":
        raise LabError(
            f"{file}: a task can't be called again", why="netkit lab answer again is for a question from before"
        )


def _check_kind(task: Task, file: Path) -> None:
    """That a task has what its kind needs, and nothing that belongs to others."""
    if task.kind not in KINDS:
        near = difflib.get_close_matches(task.kind, KINDS, n=1)
        hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(KINDS)}"
        raise LabError(f"{file}: task {task.id} has the unknown kind {task.kind}", hint=hint)
    if bool(task.choices) != (task.kind in CHOOSING) and task.kind != "table":
        raise LabError(f"{file}: task {task.id}: choices belong to the kinds {', '.join(sorted(CHOOSING))} and table")
    _check_also(task, file)
    for what, belongs, kind in (
        ("rows belong", bool(task.rows), "table"),
        ("a function belongs", bool(task.function), "code"),
    ):
        if belongs != (task.kind == kind):
            raise LabError(f'{file}: task {task.id}: {what} to kind = "{kind}", and to nothing else')
    if task.live and task.kind != "capture":
        raise LabError(f'{file}: task {task.id}: live belongs to kind = "capture", and to nothing else')


def _check_also(task: Task, file: Path) -> None:
    """That every other word means one choice, and is none itself."""
    spelled = {choice.lower() for choice in task.choices}
    for word, choice in task.also.items():
        if choice not in task.choices:
            raise LabError(
                f"{file}: task {task.id}: also says that {word} means {choice}, which is none of its choices"
            )
        if word.lower() in spelled:
            raise LabError(f"{file}: task {task.id}: also has {word}, which is one of its choices")


def points_of(points: int, language: Language) -> str:
    """What a task is worth."""
    return language.count("task.points", "{n} point", "{n} points", points)
