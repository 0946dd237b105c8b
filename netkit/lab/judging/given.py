"""An answer as a student gave it, and which numbers it was given for."""

from __future__ import annotations

from typing import Self

__all__ = ["Given"]


class Given(str):
    """The text of an answer; `draw` counts the draws of its task's numbers, and is 1 for those that the student began with."""

    __slots__ = ("draw",)

    draw: int

    def __new__(cls, text: str, draw: int = 1) -> Self:
        """An answer as it was typed, for one draw."""
        made = super().__new__(cls, text)
        made.draw = draw
        return made
