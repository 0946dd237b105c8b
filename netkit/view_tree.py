"""The block of the view tree that is a tree of cards: each stands below the one it came from, with what was found out about it.

On a card lie chips, and wires lead from chip to chip, also to those of cards further down; jumps lead from card to card beside the tree.
It says everything in words: each standing has its word, each wire its label. `netkit.view` gives it out; import it from there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

__all__ = ["Card", "CardLine", "Chip", "ChipShape", "Jump", "Standing", "Tree", "Wire"]


class Standing(Enum):
    """How far something can be relied on; the value is the sign that says it without colour ("" where nothing was judged)."""

    PLAIN = ""
    GOOD = "✓"
    OPEN = "○"
    BROKEN = "✗"
    UNKNOWN = "?"


class ChipShape(Enum):
    """The outline of a chip, so that kinds can be told apart: what points (a tag), what signs (a pill), what is signed (a box)."""

    TAG = "tag"
    PILL = "pill"
    BOX = "box"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardLine:
    """A line of a card: what kind of thing is said (`asked`), what, and `aside` where that can be read up ("step 2")."""

    label: str
    text: str
    aside: str = ""
    standing: Standing = Standing.PLAIN
    quiet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """Something small on a card, by a `key` that no other chip of the tree has; `note` says of it what a short `text` has no room for."""

    key: str
    title: str
    text: str = ""
    note: str = ""
    shape: ChipShape = ChipShape.BOX
    standing: Standing = Standing.PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One place of the tree. `parent` is the number (from 0) of the card it hangs from, which stands before it; None at the top.

    `badge` is the word for its `standing`. `chips` are columns from left to right, as wires lead from one to the next; `remarks` stand
    below them. `stages` are the numbers of the stages (of a `Stages` block on the same page) that tell more of it.
    """

    title: str
    parent: int | None = None
    standing: Standing = Standing.PLAIN
    badge: str = ""
    lines: Sequence[CardLine] = ()
    chips: Sequence[Sequence[Chip]] = ()
    remarks: Sequence[CardLine] = ()
    stages: Sequence[int] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """From the chip `source` to the chip `target`: what the one does to the other (`signs`)."""

    source: str
    target: str
    label: str
    standing: Standing = Standing.PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Jump:
    """From one card to another that does not hang from it; `line` numbers the line of the source that tells it (from 0).

    `returns` says that whatever is found there is brought back.
    """

    source: int
    target: int
    label: str
    line: int = 0
    standing: Standing = Standing.PLAIN
    returns: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """Cards in the order in which they are read, each below the one it hangs from, with what joins them.

    `branch` and `wire` say what a line from card to card and one from chip to chip mean; `end` is what all of it comes to.

    Raises:
        ValueError: a card hangs from one that does not stand before it, or a jump leads to a card that is not there.
    """

    cards: Sequence[Card]
    wires: Sequence[Wire] = ()
    jumps: Sequence[Jump] = ()
    caption: str = ""
    branch: str = ""
    wire: str = ""
    end: Sequence[CardLine] = ()

    def __post_init__(self) -> None:
        for number, card in enumerate(self.cards):
            if card.parent is not None and not 0 <= card.parent < number:
                raise ValueError(f"card {number} hangs from card {card.parent}, which does not stand before it")
        there = range(len(self.cards))
        for jump in self.jumps:
            if jump.source not in there or jump.target not in there:
                raise ValueError(f"a jump from card {jump.source} to card {jump.target} has no place in this tree")

    def depths(self) -> list[int]:
        """How far below the top each card hangs."""
        found: list[int] = []
        for card in self.cards:
            found.append(0 if card.parent is None else found[card.parent] + 1)
        return found
