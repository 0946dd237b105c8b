"""A lab's check.py, and what stands beside it, run as it lies there: never imported by a name, and leaving nothing behind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from netkit.errors import LabError
from netkit.lab.definition import Lab
from netkit.lab.draw import Draw
from netkit.lab.question import Question, Situation
from netkit.lab.traffic import Library

__all__ = ["Script"]

T = TypeVar("T")


class Script:
    """The functions of a lab's check.py: `situation(draw, library)`, and one for each task.

    In a long lab some of them stand in other files beside it; each file is run on its own, and check.py's names come first.
    """

    def __init__(self, lab: Lab) -> None:
        self._path = lab.folder / "check.py"
        self._names = _names_of(self._path, lab)
        for path in sorted(lab.folder.glob("*.py")):
            if path != self._path:
                self._names = _names_of(path, lab) | self._names

    def situation(self, draw: Draw, library: Library) -> Situation:
        """One variant: what this draw makes of the captures there are."""
        return self._called("situation", Situation, draw, library)

    def question(self, name: str, situation: Situation) -> Question:
        """One task on one variant."""
        return self._called(name, Question, situation)

    def _called(self, name: str, wanted: type[T], *given: object) -> T:
        """What a function of the lab gives; LabError where it fails, or gives something else."""
        function = self._function(name)
        try:
            found = function(*given)
        except LabError:
            raise
        except Exception as error:
            raise LabError(f"{name} in {self._path} fails", where=f"{type(error).__name__}: {error}") from error
        if not isinstance(found, wanted):
            raise LabError(
                f"{name} in {self._path} gives a {type(found).__name__}", why=f"it has to give a {wanted.__name__}"
            )
        return found

    def _function(self, name: str) -> Callable[..., Any]:
        found = self._names.get(name)
        if not callable(found):
            raise LabError(f"{self._path} has no function {name}", why="lab.toml asks for it")
        return found  # type: ignore[no-any-return]


def _names_of(path: Path, lab: Lab) -> dict[str, Any]:
    """What a file of a lab defines; LabError where it can't be read or run."""
    try:
        source = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LabError(f"{path} can't be read", why=str(error)) from error
    module = ModuleType(f"{path.stem} of {lab.slug}")
    module.__file__ = str(path)
    try:
        exec(compile(source, str(path), "exec"), module.__dict__)  # noqa: S102  the lab's own code, as its author wrote it
    except Exception as error:
        raise LabError(f"{path} does not run", where=f"{type(error).__name__}: {error}") from error
    return module.__dict__
