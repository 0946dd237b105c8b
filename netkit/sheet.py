"""A worksheet for paper as a value: the boxes of a header, some of them empty, and lines to write on; and the same with its key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Box", "Sheet"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One field of a header: its name, how many bits wide it is (up to 32, and within a row of 32), and what stands in it, in hex.

    `row` names the row of the task's table that a student fills it in for; empty for a box whose value is given.
    """

    label: str
    bits: int
    value: str
    row: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One task for one student.

    `given` stands beneath the question line for line; where there are `boxes`, they stand for it. `lines` are what is answered in writing,
    each a name (or none) and what is right. `working` and `because` are for the key.
    """

    lab: str
    version: str
    task: str
    title: str
    points: str
    student: str
    question: str
    given: str = ""
    boxes: Sequence[Box] = ()
    lines: Sequence[tuple[str, str]] = ()
    working: Sequence[str] = ()
    because: str = ""
