"""The tree of a filter: what it says, each node with its place in the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any

from netkit.capture.columnar.domain import Domain

__all__ = [
    "Among",
    "And",
    "Arithmetic",
    "Call",
    "Comparison",
    "Constant",
    "Contains",
    "Everything",
    "FieldOf",
    "Interval",
    "Matches",
    "Node",
    "Not",
    "Operand",
    "Or",
    "Place",
    "Present",
    "Slice",
    "Test",
    "keys_of",
    "walk",
]

Place = tuple[int, int]
"""Where in the text: the first character, and the one behind the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Anything in a filter."""

    at: Place = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operand(Node):
    """What has values: none, one or several in a packet. `domain` says what they are, once the filter was checked."""

    domain: Domain | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldOf(Operand):
    """A field, or a protocol; `layers` limits it to the first, second … layer of its protocol (negative ones from the last)."""

    key: str
    layers: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant(Operand):
    """What was written as it is: `sort` is `word`, `string` or `character`; `value` is what it means where it stands."""

    text: str
    sort: str = "word"
    value: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice(Operand):
    """Some bytes: `ranges` are (first, how many or None for all that follow); a negative first counts from the end."""

    of: Operand
    ranges: tuple[tuple[int, int | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Operand):
    """A function of values."""

    name: str
    given: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arithmetic(Operand):
    """`sign` is + - * / % or &; a number below zero is one that is taken from 0."""

    sign: str
    left: Operand
    right: Operand


@dataclass(frozen=True, slots=True, kw_only=True)
class Test(Node):
    """What is true or false of a packet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Everything(Test):
    """The empty filter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Present(Test):
    """Whether there is a value; of a `Arithmetic` with &, whether one is not 0."""

    of: Operand


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison(Test):
    """`sign` is == != > >= < or <=; `every` asks it of all values instead of any."""

    sign: str
    left: Operand
    right: Operand
    every: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Contains(Test):
    """Whether the right is a part of the left."""

    left: Operand
    right: Operand
    every: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches(Test):
    """Whether a regular expression fits the left somewhere; `expression` is compiled, for text or for bytes."""

    left: Operand
    right: Constant
    every: bool = False
    expression: Any = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval(Node):
    """Two ends, both within."""

    first: Operand
    last: Operand


@dataclass(frozen=True, slots=True, kw_only=True)
class Among(Test):
    """Whether a value is one of a set."""

    left: Operand
    elements: tuple[Operand | Interval, ...]
    every: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Not(Test):
    """What is true where `of` is not."""

    of: Test


@dataclass(frozen=True, slots=True, kw_only=True)
class And(Test):
    """True where every part is."""

    parts: tuple[Test, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Or(Test):
    """True where any part is."""

    parts: tuple[Test, ...]


def walk(node: Node) -> Iterator[Node]:
    """A node and everything in it."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        yield here
        for each in fields(here):
            value = getattr(here, each.name)
            waiting += [part for part in (value if isinstance(value, tuple) else (value,)) if isinstance(part, Node)]


def keys_of(node: Node) -> frozenset[str]:
    """Every key that a filter asks a packet for."""
    return frozenset(each.key for each in walk(node) if isinstance(each, FieldOf))
