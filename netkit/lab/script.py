"""A lab's check.py, run as it lies there: never imported by a name, and leaving nothing behind."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

from netkit.errors import LabError
from netkit.lab.definition import Lab
from netkit.lab.draw import Draw
from netkit.lab.question import Question, Situation
from netkit.lab.traffic import Library

__all__ = ["Script"]


class Script:
    """The functions of a lab's check.py: `situation(draw, library)`, and one for each task."""

    def __init__(self, lab: Lab) -> None:
        self._path = lab.folder / "check.py"
        try:
            source = self._path.read_text(encoding="utf-8")
        except OSError as error:
            raise LabError(f"{self._path} can't be read", why=str(error.strerror)) from error
        module = ModuleType(f"check of {lab.slug}")
        module.__file__ = str(self._path)
        try:
            exec(compile(source, str(self._path), "exec"), module.__dict__)  # noqa: S102  the lab's own code, as its author wrote it
        except Exception as error:
            raise LabError(f"{self._path} does not run", where=f"{type(error).__name__}: {error}") from error
        self._names = module.__dict__

    def situation(self, draw: Draw, library: Library) -> Situation:
        """One variant: what this draw makes of the captures there are."""
        found: Situation = self._function("situation")(draw, library)
        return found

    def question(self, name: str, situation: Situation) -> Question:
        """One task on one variant."""
        found: Question = self._function(name)(situation)
        return found

    def _function(self, name: str) -> Callable[..., Any]:
        found = self._names.get(name)
        if not callable(found):
            raise LabError(f"{self._path} has no function {name}", why="lab.toml asks for it")
        return found  # type: ignore[no-any-return]
