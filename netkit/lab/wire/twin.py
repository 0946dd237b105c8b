"""A task's captured twin: recorded attempts, of which one does what the task asks and each other one shows a way to get it wrong.

For those who can't open the lab shell. An attempt is judged by the very check that judges the live wire.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from string import ascii_lowercase

from netkit.lab.draw import Draw

__all__ = ["ATTEMPT", "Twin", "twin"]

ATTEMPT = "attempt-"
"""How the name of an attempt begins; the task's id and a letter follow."""

RIGHT = ""
"""Stands for the right attempt where others have the slug of what they show."""


@dataclass(frozen=True, slots=True)
class Twin:
    """`names` has the attempts' names by the slug of what they show (the right one's is empty), `made` by their names what makes them."""

    names: Mapping[str, str]
    made: Mapping[str, Callable[[], bytes]]

    @property
    def right(self) -> str:
        """The attempt that does what the task asks."""
        return self.names[RIGHT]

    @property
    def attempts(self) -> tuple[str, ...]:
        """All attempts, by their letters."""
        return tuple(sorted(self.names.values()))

    @property
    def files(self) -> dict[str, Callable[[], bytes]]:
        """The captures by the names of their files."""
        return {f"{name}.pcapng": self.made[name] for name in self.attempts}


def twin(draw: Draw, task: str, right: Callable[[], bytes], wrong: Mapping[str, Callable[[], bytes]]) -> Twin:
    """The attempts at a task: the right one, and those that show a misconception, by its slug; each student has an order of their own.

    Each function makes a capture (pcapng); it is called when somebody looks, and once.
    """
    made = {RIGHT: cache(right), **{slug: cache(make) for slug, make in wrong.items()}}
    if len(made) > len(ascii_lowercase):
        raise ValueError(f"{len(made)} attempts are more than there are letters")
    shuffled = sorted(made, key=lambda slug: draw.seed(f"attempt {task} {slug}"))
    names = {slug: f"{ATTEMPT}{task}{letter}" for slug, letter in zip(shuffled, ascii_lowercase, strict=False)}
    return Twin(names, {names[slug]: make for slug, make in made.items()})
