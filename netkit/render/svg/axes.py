"""The two axes of a plot as SVG: guide lines at round numbers, the numbers, and what is measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from netkit.render.svg.document import line, text
from netkit.render.svg.texts import width_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netkit.render.scale import Scale

__all__ = ["Frame", "axes"]

_ROOM = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The rectangle in which points lie, in CSS pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def x(self, place: float) -> float:
        """A place from 0 to 1, from the left."""
        return self.left + place * (self.right - self.left)

    def y(self, place: float) -> float:
        """A place from 0 to 1, from below."""
        return self.bottom - place * (self.bottom - self.top)


def axes(frame: Frame, x: Scale, y: Scale) -> Iterator[str]:
    """Guide lines across for the numbers at the left, ticks for those below, and both names."""
    for place, shown in y.ticks():
        at = frame.y(place)
        yield line(frame.left, at, frame.right, at, "line-frame thin" if place == 0 else "line-guide thin")
        yield text(frame.left - 9, at + 4.5, shown, "quiet", anchor="end")
    ends = -100.0
    for place, shown in x.ticks():
        at, half = frame.x(place), width_of(shown) / 2
        yield line(at, frame.bottom, at, frame.bottom + 5, "line-frame thin")
        if at - half > ends + 6:
            # a long number at an end stays in the picture
            middle = max(min(at, frame.right + _ROOM - half), half)
            yield text(middle, frame.bottom + 20, shown, "quiet", anchor="middle")
            ends = at + half
    if x.name:
        yield text(frame.right, frame.bottom + 41, x.name, "ink", anchor="end")
    if y.name:
        yield text(frame.left, frame.top - 14, y.name, "ink")
