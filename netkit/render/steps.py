"""Steps through points: a value holds until the next."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["stepped"]


def stepped(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The corners of the steps, the first and the last point among them."""
    corners: list[tuple[float, float]] = list(points[:1])
    for (_, before), (x, y) in pairwise(points):
        corners += [(x, before), (x, y)] if y != before else [(x, y)]
    return corners
