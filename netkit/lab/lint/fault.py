"""A check that fails, as a problem: whatever an author's code or its values run into, told with the line of check.py that it came from."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator
from pathlib import Path

from netkit.errors import LabError
from netkit.lab.lint.problem import Problem

__all__ = ["FAULTS", "fault", "guarded", "told"]

FAULTS = (Exception, SystemExit)
"""What a check's code may raise; it is its author's, so it is told and not netkit's fault."""


def fault(error: BaseException, folder: Path, *, rule: str = "check.fails", line: int = 0, task: str = "") -> Problem:
    """The problem that an error makes; `line` is told where the error passed through no line of check.py itself."""
    if isinstance(error, LabError):
        text, hint = ": ".join(part for part in (error.what, error.where, error.why) if part), error.hint
        rule = "text.fact" if "names a fact" in error.what else rule
    else:
        text = f"the check gave what can't be worked with: {type(error).__name__}: {error}"
        hint = "a Question has Wrong and Line objects, whose values are numbers, texts or frozensets, and whose places are of Place"
    return Problem(
        rule=rule, text=text, file="check.py", line=_line(error, folder / "check.py") or line, hint=hint, task=task
    )


def _line(error: BaseException, path: Path) -> int:
    """The line of a file where an error, or what it was raised from, came from; 0 if it passed through none."""
    found = 0
    each: BaseException | None = error
    while each is not None:
        for frame in traceback.extract_tb(each.__traceback__):
            if frame.filename == str(path):
                found = frame.lineno or found
        each = each.__cause__
    return found


def guarded(problems: Iterable[Problem], folder: Path, *, line: int, task: str = "") -> Iterator[Problem]:
    """The problems, and one more if finding them fails."""
    try:
        yield from problems
    except FAULTS as error:
        yield fault(error, folder, line=line, task=task)


def told(rule: str, error: LabError, *, file: str, line: int = 0, task: str = "") -> Problem:
    """The problem that one of netkit's own errors makes, under a rule, with the place that is known."""
    text = ": ".join(part for part in (error.what, error.where, error.why) if part)
    return Problem(rule=rule, text=text, file=file, line=line, hint=error.hint, task=task)
