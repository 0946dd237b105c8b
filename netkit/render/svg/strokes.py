"""The strokes of a tree of cards: the sign and the kind of line of each standing, for colour alone says nothing; arrows and their heads."""

from __future__ import annotations

from math import hypot
from types import MappingProxyType
from typing import TYPE_CHECKING

from netkit.render.safe import safe
from netkit.render.svg.document import coordinate, element, escaped, path, text
from netkit.render.svg.texts import width_of, wrapped
from netkit.view import Standing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["COLOURS", "LINES", "SMALL", "arrow", "cut", "head", "pieces_of", "signed", "words"]

SMALL = 12.0
"""The height to reckon with for small letters."""

COLOURS: Mapping[Standing, str] = MappingProxyType(
    {
        Standing.PLAIN: "frame",
        Standing.GOOD: "mark-1",
        Standing.OPEN: "mark-2",
        Standing.BROKEN: "wrong",
        Standing.UNKNOWN: "mark-3",
    }
)
"""The colour of each standing, by its name in the document's rules."""

LINES: Mapping[Standing, str] = MappingProxyType(
    {
        Standing.PLAIN: "line-frame thin",
        Standing.GOOD: "line-mark-1",
        Standing.OPEN: "line-mark-2 dash-1",
        Standing.BROKEN: "line-wrong thick",
        Standing.UNKNOWN: "line-mark-3 dash-2",
    }
)
"""The line of each standing: solid, dashed, thick or dotted."""


def signed(standing: Standing, told: str) -> str:
    """Words with the sign of their standing before them."""
    return f"{standing.value} {told}".strip()


def pieces_of(told: str, width: float, most: int, size: float = 13.0) -> list[str]:
    """`told` over at most `most` lines of `width`; the last ends in three dots if there is more."""
    width *= 0.97  # a name may be all of the broadest letter
    pieces = wrapped(told, width, size)
    if len(pieces) <= most:
        return pieces
    return [*pieces[: most - 1], cut(f"{''.join(pieces[most - 1 :])}…", width, size)]


def cut(told: str, width: float, size: float = 13.0) -> str:
    """`told`, or as much of its beginning as `width` has room for, with three dots."""
    shown = safe(told)
    if width_of(shown, size) <= width:
        return shown
    fitting, over = 0, len(shown)
    while over - fitting > 1:
        middle = (fitting + over) // 2
        fitting, over = (middle, over) if width_of(f"{shown[:middle]}…", size) <= width else (fitting, middle)
    return f"{shown[:fitting].rstrip()}…"


def words(x: float, y: float, told: str, look: str, *, whole: str = "", anchor: str = "start") -> str:
    """A line of text; where it is the beginning of `whole`, that is its title."""
    if not whole or whole == told:
        return text(x, y, told, look, anchor=anchor)
    return element(
        "text",
        element("title", escaped(whole)),
        escaped(told),
        x=x,
        y=y,
        class_=look,
        text_anchor=anchor,
    )


def arrow(points: Sequence[tuple[float, float]], look: str, colour: str, *, radius: float = 6.0) -> str:
    """A line through `points`, which go straight across or down, with round corners and a head at its end."""
    return path(_rounded(points, radius), look) + head(points[-2], points[-1], colour)


def _rounded(points: Sequence[tuple[float, float]], radius: float) -> str:
    data = [f"M{_point(points[0])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        reach = min(radius, _length(before, corner) / 2, _length(corner, after) / 2)
        data.append(f"L{_point(_towards(corner, before, reach))}")
        data.append(f"Q{_point(corner)} {_point(_towards(corner, after, reach))}")
    data.append(f"L{_point(_towards(points[-1], points[-2], 6.0))}")
    return "".join(data)


def head(before: tuple[float, float], tip: tuple[float, float], colour: str) -> str:
    """The head of an arrow that comes from `before`."""
    back = _towards(tip, before, 8.0)
    across = _towards((0.0, 0.0), (before[1] - tip[1], tip[0] - before[0]), 4.0)
    corners = [tip, (back[0] + across[0], back[1] + across[1]), (back[0] - across[0], back[1] - across[1])]
    return path("M" + "L".join(map(_point, corners)) + "Z", f"fill-{colour}")


def _point(place: tuple[float, float]) -> str:
    return f"{coordinate(place[0])} {coordinate(place[1])}"


def _length(one: tuple[float, float], other: tuple[float, float]) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])


def _towards(start: tuple[float, float], end: tuple[float, float], far: float) -> tuple[float, float]:
    """The place `far` pixels from `start` on the way to `end`."""
    length = _length(start, end)
    if length == 0:
        return start
    return start[0] + (end[0] - start[0]) * far / length, start[1] + (end[1] - start[1]) * far / length
