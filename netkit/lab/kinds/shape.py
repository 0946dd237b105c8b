"""What an answer may be made of: the words to choose from, and the rows of a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from netkit.lab.value import Value

__all__ = ["Parse", "Shape"]


@dataclass(frozen=True, slots=True)
class Shape:
    """`choices` are the words that a choice, an order, a set or a table's cell is made of, `rows` the names of a table's rows."""

    choices: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()


Parse = Callable[[str, Shape], Value]
"""A kind of answer: the canonical value of a text; ValueError says in a sentence what is wanted."""
