"""The lanes beside a tree in which jumps go up and down, so that no two lie on one another."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netkit.view import Jump

__all__ = ["MOST", "Lane", "lanes_of"]

MOST = 11
"""Lanes beside one another; where more would be needed, the last one is shared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A jump and its lane, numbered from the tree outwards; it is the `order`-th of `sharing` that end at the same card."""

    jump: Jump
    number: int
    order: int
    sharing: int


def lanes_of(jumps: Sequence[Jump]) -> list[Lane]:
    """The lanes of the jumps that lead to another card, short ones inside of long ones."""
    drawn = [jump for jump in jumps if jump.source != jump.target]
    ends = Counter(jump.target for jump in drawn)
    taken: list[list[tuple[int, int]]] = [[] for _ in range(MOST)]
    seen: Counter[int] = Counter()
    found = []
    for jump in sorted(drawn, key=lambda one: (abs(one.source - one.target), one.source, one.target, one.label)):
        first, last = sorted((jump.source, jump.target))
        free = (
            number for number, spans in enumerate(taken) if all(last < start or end < first for start, end in spans)
        )
        number = next(free, MOST - 1)
        taken[number].append((first, last))
        found.append(Lane(jump=jump, number=number, order=seen[jump.target], sharing=ends[jump.target]))
        seen[jump.target] += 1
    return found
