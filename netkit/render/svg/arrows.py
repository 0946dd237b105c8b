"""The arrows of a ladder as SVG; without colour, too, one that is sent again is dashed, a problem is thick, a lost one has a cross."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from netkit.render.svg.document import coordinate, line, path
from netkit.view import Emphasis

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from netkit.view import Rung

__all__ = ["LOOKS", "arrow", "cross"]

LOOKS: Mapping[Emphasis, str] = MappingProxyType(
    {Emphasis.PLAIN: "ink", Emphasis.AGAIN: "mark-3", Emphasis.PROBLEM: "wrong"}
)
"""The colour of each kind of rung, by its name in the document's rules."""


def arrow(row: Rung, start: tuple[float, float], end: tuple[float, float]) -> Iterator[str]:
    """The arrow; a lost one ends half-way with a cross."""
    (x1, y1), (x2, y2) = start, end
    look = f"line-{LOOKS[row.emphasis]}"
    look += {Emphasis.PLAIN: "", Emphasis.AGAIN: " dash-1", Emphasis.PROBLEM: " thick"}[row.emphasis]
    if row.lost:
        x2, y2 = x1 + (x2 - x1) * 0.55, y1 + (y2 - y1) * 0.55
        yield line(x1, y1, x2, y2, look)
        yield cross(x2, y2)
        return
    ahead = 1.0 if x2 > x1 else -1.0
    yield line(x1, y1, x2 - ahead * 7, y2 - 7 * (y2 - y1) / abs(x2 - x1), look)
    head = [(x2 - ahead, y2), (x2 - ahead * 10, y2 - 4.5), (x2 - ahead * 10, y2 + 4.5)]
    data = "M" + "L".join(f"{coordinate(x)} {coordinate(y)}" for x, y in head) + "Z"
    yield path(data, f"fill-{LOOKS[row.emphasis]}")


def cross(x: float, y: float) -> str:
    """The sign of what is lost."""
    return path(f"M{coordinate(x - 5)} {coordinate(y - 5)}l10 10m0 -10l-10 10", "line-wrong thick")
