"""A graph as SVG: boxes where they were put, arrows between their edges with labels on them, a marked path thick and numbered."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING

from netkit.render.events import graph_events
from netkit.render.svg.document import coordinate, document, element, path, text
from netkit.render.svg.texts import LINE, TITLE, shortened, width_of, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netkit.view import Graph, GraphArrow, GraphBox

__all__ = ["draw"]

_MARGIN = 24.0
_BOX = 34.0
_ROW = 112.0
_PAD = 14.0
_SMALL = 11.5
_LABEL = 118.0
_HEAD = 9.0
_BADGE = 9.0

_Point = tuple[float, float]


def draw(block: Graph, width: int) -> str:
    """The graph as a document of `width` CSS pixels."""
    picture = _Picture(block, width)
    body = list(picture.body())
    return document(block.caption or "A graph", graph_events(block), body, width, picture.y)


class _Picture:
    """A graph that is drawn from the top; `y` is how far it has come."""

    def __init__(self, block: Graph, width: int) -> None:
        self.block = block
        self.width = width
        self.y = _MARGIN
        columns = max((box.column for box in block.boxes), default=0.0)
        self.widest = max((width_of(box.name) + 2 * _PAD for box in block.boxes), default=0.0)
        self.step = (width - 2 * _MARGIN - self.widest) / columns if columns else 0.0

    def body(self) -> Iterator[str]:
        """The caption, arrows, boxes over them, labels over both, remarks."""
        for piece in wrapped(self.block.caption, self.width - 2 * _MARGIN, TITLE):
            self.y += 21
            yield text(_MARGIN, self.y - 5, piece, "ink title")
        top = self.y + _BOX
        centres = [self._centre(box, top) for box in self.block.boxes]
        ways = [_Way(arrow, centres, self._half) for arrow in self.block.arrows]
        for way in ways:
            yield from way.line()
        for box, centre in zip(self.block.boxes, centres, strict=True):
            yield from self._box(box, centre)
        for way in ways:
            yield from way.label()
        self.y = max((y for _, y in centres), default=top) + _BOX + _MARGIN / 2
        for remark in self.block.remarks:
            for piece in wrapped(remark, self.width - 2 * _MARGIN):
                self.y += LINE
                yield text(_MARGIN, self.y, piece, "quiet")
        self.y += _MARGIN

    def _centre(self, box: GraphBox, top: float) -> _Point:
        return _MARGIN + self.widest / 2 + box.column * self.step, top + box.row * _ROW

    @property
    def _half(self) -> _Point:
        return self.widest / 2, _BOX / 2

    def _box(self, box: GraphBox, centre: _Point) -> Iterator[str]:
        x, y = centre
        look = "line-mark-1 thick" if box.marked else "line-frame"
        sizes = {"x": x - self.widest / 2, "y": y - _BOX / 2, "width": self.widest, "height": _BOX, "rx": 6.0}
        yield element("rect", class_="fill-paper", **sizes)
        yield element("rect", class_=look, **sizes)
        name = shortened(box.name, self.widest - _PAD)
        yield text(x, y + 4.5, name, "ink strong" if box.marked else "ink", anchor="middle")


class _Way:
    """An arrow as a curve from the edge of one box to that of another."""

    def __init__(self, arrow: GraphArrow, centres: list[_Point], half: _Point) -> None:
        self.arrow = arrow
        start, end = centres[arrow.source], centres[arrow.target]
        dx, dy = end[0] - start[0], end[1] - start[1]
        length = hypot(dx, dy) or 1.0
        bend = arrow.bend * _ROW
        self.middle = ((start[0] + end[0]) / 2 + dy / length * bend, (start[1] + end[1]) / 2 - dx / length * bend)
        self.start, self.end = _edge(start, self.middle, half), _edge(end, self.middle, half)
        self.colour = "mark-1" if arrow.steps else "frame"

    def line(self) -> Iterator[str]:
        """The curve and its head."""
        (x, y), (mx, my) = self.end, self.middle
        length = hypot(x - mx, y - my) or 1.0
        ux, uy = (x - mx) / length, (y - my) / length
        foot = (x - ux * _HEAD, y - uy * _HEAD)
        look = "line-mark-1 thick" if self.arrow.steps else "line-frame"
        yield path(f"M{_pair(self.start)}Q{_pair(self.middle)} {_pair(foot)}", look)
        wings = [(foot[0] + side * uy * 4.5, foot[1] - side * ux * 4.5) for side in (1, -1)]
        fill = "fill-mark-1" if self.arrow.steps else "fill-ink"
        yield path(f"M{_pair(self.end)}L{_pair(wings[0])}L{_pair(wings[1])}Z", fill)

    def label(self) -> Iterator[str]:
        """What is said of it, on paper of its own so that no line runs through the words."""
        x, y = self._point(self.arrow.at)
        lines = wrapped(self.arrow.label, _LABEL, _SMALL)
        plain = len(lines)
        lines += wrapped(self.arrow.note, _LABEL, _SMALL) if self.arrow.note else []
        wide = max((width_of(each, _SMALL) for each in lines), default=0.0)
        high = 14.0 * len(lines)
        yield element(
            "rect", class_="fill-paper", x=x - wide / 2 - 3, y=y - high / 2 - 1, width=wide + 6, height=high + 2
        )
        for number, each in enumerate(lines):
            look = "ink small" if number < plain else "mark-2 small"
            yield text(x, y - high / 2 + 11 + 14 * number, each, look, anchor="middle")
        if self.arrow.steps:
            badge = ", ".join(map(str, self.arrow.steps))
            at = x - wide / 2 - 3 - _BADGE
            yield element("circle", class_="fill-mark-1", cx=at, cy=y, r=_BADGE)
            yield text(at, y + 4, badge, "fill-paper small strong", anchor="middle")

    def _point(self, at: float) -> _Point:
        """The point of the curve that is `at` of the way along."""
        a, b, c = (1 - at) ** 2, 2 * at * (1 - at), at**2
        return (
            a * self.start[0] + b * self.middle[0] + c * self.end[0],
            a * self.start[1] + b * self.middle[1] + c * self.end[1],
        )


def _edge(centre: _Point, towards: _Point, half: _Point) -> _Point:
    """Where the line from a box's centre leaves the box."""
    dx, dy = towards[0] - centre[0], towards[1] - centre[1]
    reach = min(
        half[0] / abs(dx) if dx else float("inf"),
        half[1] / abs(dy) if dy else float("inf"),
    )
    return (centre[0] + dx * reach, centre[1] + dy * reach) if reach < float("inf") else centre


def _pair(point: _Point) -> str:
    return f"{coordinate(point[0])} {coordinate(point[1])}"
