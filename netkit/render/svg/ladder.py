"""A ladder as SVG: a line down for each side, sloping arrows from line to line, times at their ends, remarks at the right."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from netkit.render.events import ladder_events
from netkit.render.svg.arrows import LOOKS, arrow, cross
from netkit.render.svg.columns import MARGIN, PAD, columns_of, left_time
from netkit.render.svg.document import document, element, line, text
from netkit.render.svg.texts import LINE, TITLE, shortened, width_of, wrapped
from netkit.view import Emphasis, Gap, Ladder, Rung

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["draw"]

_DROP = 9.0
_SPACE = 15.0


def draw(block: Ladder, width: int) -> str:
    """The ladder as a document of `width` CSS pixels."""
    names = ", ".join(side.name for side in block.sides)
    picture = _Picture(block, width)
    body = list(picture.body())
    return document(block.caption or f"Messages between {names}", ladder_events(block), body, width, picture.y)


class _Picture:
    """A ladder that is drawn from the top; `y` is how far it has come."""

    def __init__(self, block: Ladder, width: int) -> None:
        self.block = block
        self.width = width
        self.frame = columns_of(block, width)
        self.two = len(block.sides) == 2
        self.y = MARGIN

    def body(self) -> Iterator[str]:
        """All elements, the lines of the sides before what stands on them."""
        yield from self._head()
        top = self.y
        drawn: list[str] = []
        for row in self.block.rows:
            drawn += self._gap(row) if isinstance(row, Gap) else self._rung(row)
        self.y += _SPACE
        yield from (line(at, top, at, self.y, "line-frame thin") for at in self.frame.lines)
        yield from drawn
        yield from self._legend()
        self.y += MARGIN

    def _head(self) -> Iterator[str]:
        for piece in wrapped(self.block.caption, self.width - 2 * MARGIN, TITLE):
            self.y += 21
            yield text(MARGIN, self.y - 5, piece, "ink title")
        self.y += 8 if self.block.caption else 0
        beneath = self.frame.packet_end > MARGIN and self.two
        bounds = self._bounds()
        names = [wrapped(side.name, b - a, 14) for side, (a, b) in zip(self.block.sides, bounds, strict=True)]
        clocks = [wrapped(side.clock, b - a, 14) for side, (a, b) in zip(self.block.sides, bounds, strict=True)]
        if beneath:
            clocks[0] = wrapped(self.block.sides[0].clock, self.frame.time_end - self.frame.packet_end)
        over = max(map(len, names))
        tallest = over + max(map(len, clocks))
        for at, edges, said, shown in zip(self.frame.lines, bounds, names, clocks, strict=True):
            for number, piece in enumerate(said):
                y = self.y + (over - len(said) + number + 1) * LINE - 4
                yield _over(at, edges, y, piece, "ink name")
            for number, piece in enumerate(shown):
                y = self.y + (over + number + 1) * LINE - 4
                if beneath and at == self.frame.lines[0]:
                    yield text(self.frame.time_end, y, piece, "quiet small", anchor="end")
                else:
                    yield _over(at, edges, y, piece, "quiet small")
        if self.frame.packet_end > MARGIN:
            yield text(self.frame.packet_end, self.y + tallest * LINE - 4, "packet", "quiet small", anchor="end")
        self.y += tallest * LINE + 6

    def _bounds(self) -> list[tuple[float, float]]:
        """From where to where the words over each line may go: half-way to the next, or to the picture's edge."""
        lines = self.frame.lines
        middles = [(a + b) / 2 for a, b in pairwise(lines)]
        starts = [MARGIN / 2, *(middle + 4 for middle in middles)]
        ends = [*(middle - 4 for middle in middles), self.width - MARGIN / 2]
        return list(zip(starts, ends, strict=True))

    def _behind(self, x: float, y: float, piece: str, *, rightwards: bool = True) -> str:
        """Paper behind words that cross the line of a side."""
        wide = width_of(piece)
        left = x if rightwards else x - wide
        return element("rect", x=left - 3, y=y - 13, width=wide + 6, height=LINE - 1, class_="fill-paper")

    def _gap(self, row: Gap) -> Iterator[str]:
        """The lines of the sides are broken where something is left out."""
        first, last = self.frame.lines[0], self.frame.lines[-1]
        pieces = wrapped(row.text, max(last - first - 2 * PAD, 60.0))
        top, bottom = self.y + 8, self.y + 8 + max(len(pieces), 1) * LINE + 10
        for at in self.frame.lines:
            yield element("rect", x=at - 4, y=top, width=8, height=bottom - top, class_="fill-paper")
            yield line(at, top + 2, at, bottom - 2, "line-frame dash-2")
        for number, piece in enumerate(pieces):
            yield text((first + last) / 2, top + 5 + (number + 1) * LINE - 4, piece, "quiet", anchor="middle")
        self.y = bottom

    def _rung(self, row: Rung) -> Iterator[str]:
        start, end = self.frame.lines[row.source], self.frame.lines[row.target]
        look = LOOKS[row.emphasis]
        room = abs(end - start) - 2 * PAD
        fits = self.two or max(map(width_of, row.label.split(" "))) <= room
        labels = wrapped(row.label, room) if fits else []
        remarks = [(piece, "ink") for piece in wrapped(row.remark, self._remark_room())]
        remarks += [(piece, "quiet") for piece in wrapped(row.rule, self._remark_room())]
        if row.label and not labels:
            remarks = [(piece, look) for piece in wrapped(row.label, self._remark_room())] + remarks
        leaves = self.y + _SPACE + max(len(labels), 1) * LINE - 6
        arrives = leaves + _DROP
        rightwards = end > start
        inner = start + PAD if rightwards else start - PAD
        for number, piece in enumerate(labels):
            y = leaves - 5 - (len(labels) - 1 - number) * LINE
            if abs(row.source - row.target) > 1:
                yield self._behind(inner, y, piece, rightwards=rightwards)
            yield text(inner, y, piece, look, anchor="start" if rightwards else "end")
        yield from arrow(row, (start, leaves), (end, arrives))
        yield from self._times(row, leaves, arrives)
        bottom = arrives
        if self.frame.remarks_at is not None:
            for number, (piece, one) in enumerate(remarks):
                yield text(self.frame.remarks_at, leaves + 4 + number * LINE, piece, one)
            bottom = max(bottom, leaves + (len(remarks) - 1) * LINE + 4)
        elif remarks:
            first = self.frame.lines[0] + PAD
            for number, (piece, one) in enumerate(remarks):
                y = arrives + 6 + (number + 1) * LINE - 4
                yield "" if self.two else self._behind(first, y, piece)
                yield text(first, y, piece, f"{one} small")
            bottom = arrives + 6 + len(remarks) * LINE
        self.y = bottom

    def _remark_room(self) -> float:
        if self.frame.remarks_at is not None:
            return self.frame.remarks
        return max(self.frame.lines[-1] - self.frame.lines[0] - 2 * PAD, 40.0)

    def _times(self, row: Rung, leaves: float, arrives: float) -> Iterator[str]:
        """Each time beside its own end of the arrow."""
        rightwards = row.source < row.target
        left_y, right_y = (leaves, arrives) if rightwards else (arrives, leaves)
        if not self.two:
            left_y = leaves
        if row.packet is not None:
            yield text(
                self.frame.packet_end, left_y + 4, shortened(str(row.packet), self.frame.time), "quiet", anchor="end"
            )
        if left := shortened(left_time(row, two=self.two), self.frame.time):
            yield text(self.frame.time_end, left_y + 4, left, "quiet", anchor="end")
        if self.two and row.right_time:
            yield text(self.frame.right_time, right_y + 4, shortened(row.right_time, self.frame.time), "quiet")
        if row.emphasis is Emphasis.PROBLEM:
            yield text(MARGIN / 2, leaves + 4, "!", "wrong strong", anchor="middle")

    def _legend(self) -> Iterator[str]:
        """What a dashed line, a cross and a sign mean, if they stand in this ladder."""
        rungs = [row for row in self.block.rows if isinstance(row, Rung)]
        x, y = self.frame.lines[0], self.y + LINE + 8
        begun = x
        for used, meaning in (
            (any(row.emphasis is Emphasis.AGAIN for row in rungs), "sent again"),
            (any(row.lost for row in rungs), "lost"),
            (any(row.emphasis is Emphasis.PROBLEM for row in rungs), "a problem"),
        ):
            if not used:
                continue
            wide = 34 + width_of(meaning)
            if x > begun and x + wide > self.width - MARGIN:
                x, y = begun, y + LINE + 2
            if meaning == "a problem":
                yield text(x + 12, y, "!", "wrong strong", anchor="middle")
            elif meaning == "lost":
                yield line(x, y - 4, x + 16, y - 4, "line-ink")
                yield cross(x + 16, y - 4)
            else:
                yield line(x, y - 4, x + 26, y - 4, "line-mark-3 dash-1")
            yield text(x + 34, y, meaning, "quiet")
            x += wide + 24
        if x > begun:
            self.y = y


def _over(at: float, edges: tuple[float, float], y: float, piece: str, look: str) -> str:
    """Words in the middle over a line, moved as far as the edges ask for."""
    half = width_of(piece, 14) / 2
    middle = max(min(at, edges[1] - half), edges[0] + half)
    return text(middle, y, piece, look, anchor="middle")
