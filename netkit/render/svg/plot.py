"""A plot as SVG: lines that differ by their dashes, marks that differ by their form, names at the ends of lines or in a legend."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from netkit.render.events import plot_events, scales
from netkit.render.reduction import drawable, reduced, scattered
from netkit.render.steps import stepped
from netkit.render.svg.axes import Frame, axes
from netkit.render.svg.document import coordinate, document, line, path, text
from netkit.render.svg.texts import LINE, TITLE, width_of, wrapped
from netkit.view import Plot, PlotMark, PlotShape, Series

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


__all__ = ["draw"]

_MARGIN = 24.0
_NARROW = 560
_WIDEST_NAME = 150.0
_CELL = 2.5
_HEIGHT = 0.5
_COLOURS = 4
_DASHES = ("", " dash-1", " dash-2", " dash-3")

# From the middle of a mark and back to nowhere in particular: the next begins with a place of its own.
_FORMS: Mapping[PlotMark, str] = MappingProxyType(
    {
        PlotMark.DOT: "h0",
        PlotMark.CROSS: "m-4 -4l8 8m0 -8l-8 8",
        PlotMark.PLUS: "m-5 0h10m-5 -5v10",
        PlotMark.RING: "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0",
        PlotMark.TRIANGLE: "m0 -5l5 9h-10z",
        PlotMark.DIAMOND: "m0 -5l5 5l-5 5l-5 -5z",
    }
)
_FILLED = frozenset({PlotMark.TRIANGLE, PlotMark.DIAMOND})

Point = tuple[float, float]


def draw(block: Plot, width: int) -> str:
    """The plot as a document of `width` CSS pixels."""
    picture = _Picture(block, width)
    body = list(picture.body())
    title = block.caption or f"{picture.scale_y.name or 'value'} over {picture.scale_x.name or 'value'}"
    return document(title, plot_events(block), body, width, picture.height)


class _Picture:
    """A plot with its places worked out."""

    def __init__(self, block: Plot, width: int) -> None:
        self.block = block
        self.width = width
        self.height = 0.0
        self.points = [drawable(series) for series in block.series]
        tall = max(width * _HEIGHT, 200.0)
        self.scale_x, self.scale_y = scales(block, self.points, max(width // 90, 2), int(tall // 42))
        self.looks = list(_looks(block.series))
        lines = [series for series in block.series if series.shape is not PlotShape.MARKS]
        names = max((width_of(series.name, 14) for series in lines), default=0.0)
        self.direct = bool(lines) and width >= _NARROW and names <= _WIDEST_NAME
        self.caption = wrapped(block.caption, width - 2 * _MARGIN, TITLE)
        top = _MARGIN + len(self.caption) * 21 + (14 if self.caption else 0) + (20 if self.scale_y.name else 0)
        left = _MARGIN + max(width_of(shown) for _, shown in self.scale_y.ticks()) + 9
        right = self._right(left, width - _MARGIN - 8) if self.direct else width - _MARGIN - 8
        self.frame = Frame(left=left, top=top, right=max(right, left + 60), bottom=top + tall)

    def _right(self, left: float, furthest: float) -> float:
        """The right edge, such that the names at the ends of the lines have room."""
        for series, some in zip(self.block.series, self.points, strict=True):
            if series.shape is not PlotShape.MARKS and some and (place := self.scale_x.at(some[-1][0])):
                furthest = min(furthest, left + (self.width - _MARGIN - left - 8 - width_of(series.name, 14)) / place)
        return furthest

    def body(self) -> Iterator[str]:
        """Axes, then lines, then marks, then words."""
        for number, piece in enumerate(self.caption):
            yield text(_MARGIN, _MARGIN + 16 + number * 21, piece, "ink title")
        yield from axes(self.frame, self.scale_x, self.scale_y)
        drawn = list(zip(self.block.series, self.points, self.looks, strict=True))
        columns = max(int(self.frame.right - self.frame.left), 1)
        for series, some, look in drawn:
            if series.shape is not PlotShape.MARKS and some:
                kept = reduced(some, self.scale_x, columns)
                corners = stepped(kept) if series.shape is PlotShape.STEPS else kept
                places = "L".join(self._place(point) for point in corners)
                # a line of one point is no line, but its end can be seen
                yield path(f"M{places}{'h0' if len(corners) == 1 else ''}", look)
        rows = max(int((self.frame.bottom - self.frame.top) / _CELL), 1)
        for series, some, look in drawn:
            if series.shape is PlotShape.MARKS and some:
                kept = list(scattered(some, self.scale_x, self.scale_y, int(columns / _CELL) + 1, rows))
                yield path("".join(f"M{self._place(point)}{_FORMS[series.mark]}" for point in kept), look)
        if self.direct:
            yield from self._names()
        yield from self._legend()

    def _place(self, point: Point) -> str:
        x, y = self.scale_x.at(point[0]), self.scale_y.at(point[1])
        return f"{coordinate(self.frame.x(x))} {coordinate(self.frame.y(y))}"

    def _names(self) -> Iterator[str]:
        """The name of each line beside its last point, moved as far as two of them would touch."""
        ends = [
            (self.frame.y(self.scale_y.at(some[-1][1])), self.frame.x(self.scale_x.at(some[-1][0])), series.name, look)
            for series, some, look in zip(self.block.series, self.points, self.looks, strict=True)
            if series.shape is not PlotShape.MARKS and some
        ]
        lowest = -100.0
        for y, x, name, look in sorted(ends):
            lowest = max(y + 4.5, lowest + LINE)
            colour = look.split(" ")[0].removeprefix("line-")
            yield text(x + 8, lowest, name, f"{colour} name")

    def _legend(self) -> Iterator[str]:
        """The series that have no name in the picture, with a sample of each."""
        y = self.frame.bottom + (41 if self.scale_x.name else 20) + LINE + 8
        x = self.frame.left
        shown = [
            (series, look)
            for series, look in zip(self.block.series, self.looks, strict=True)
            if not (self.direct and series.shape is not PlotShape.MARKS)
        ]
        for series, look in shown:
            pieces = wrapped(series.name, self.width - _MARGIN - self.frame.left - 34)
            wide = 34 + max(map(width_of, pieces), default=0.0)
            if x > self.frame.left and x + wide > self.width - _MARGIN:
                x, y = self.frame.left, y + LINE + 4
            yield from _sample(series, look, x, y - 4.5)
            for number, piece in enumerate(pieces):
                yield text(x + 34, y + number * LINE, piece, "ink")
            y += max(len(pieces) - 1, 0) * LINE
            x += wide + 24
        self.height = (y if shown else self.frame.bottom + (41 if self.scale_x.name else 20)) + _MARGIN


def _looks(many: Sequence[Series]) -> Iterator[str]:
    """The classes of each series."""
    lines = 0
    for number, series in enumerate(many):
        colour = f"mark-{number % _COLOURS + 1}"
        if series.shape is PlotShape.MARKS:
            extra = (
                " dots" if series.mark is PlotMark.DOT else f" fill-{colour}" if series.mark in _FILLED else " signs"
            )
            yield f"line-{colour}{extra}"
        else:
            yield f"line-{colour}{_DASHES[lines % len(_DASHES)]}"
            lines += 1


def _sample(series: Series, look: str, x: float, y: float) -> Iterator[str]:
    if series.shape is PlotShape.MARKS:
        yield path(f"M{coordinate(x + 13)} {coordinate(y)}{_FORMS[series.mark]}", look)
    else:
        yield line(x, y, x + 26, y, look)
