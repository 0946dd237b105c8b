"""A header's picture as SVG: the bits numbered above, a cell for each field, short forms explained beneath."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.render.bitcells import Area, Legend, Words, areas, written
from netkit.render.events import bit_events
from netkit.render.page import Page
from netkit.render.svg.document import coordinate, document, line, path, text
from netkit.render.svg.texts import LINE, TITLE, width_of, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netkit.view import BitDiagram

__all__ = ["draw"]

_MARGIN = 24.0
_LETTER = 7.6
_PAD = 10.0
_ROW = 24.0
_SLIM = 14.0


def draw(block: BitDiagram, width: int) -> str:
    """The header's picture as a document of `width` CSS pixels."""
    picture = _Picture(block, width)
    body = list(picture.body())
    return document(block.caption or "A header", bit_events(block), body, width, picture.y)


class _Picture:
    """A header that is drawn from the top; `y` is how far it has come."""

    def __init__(self, block: BitDiagram, width: int) -> None:
        self.block = block
        self.width = width
        self.y = _MARGIN
        self.bit = (width - 2 * _MARGIN) / block.row_bits
        self.areas = areas(block)
        self.legend = Legend()
        page = Page()
        self.words = [written(area, self._letters(area), page, self.legend) for area in self.areas]

    def _letters(self, area: Area) -> int:
        """How many letters fit beside each other."""
        start, end = area.columns(area.words_in[0])
        return max(int(((end - start) * self.bit - 6) / _LETTER), 1)

    def body(self) -> Iterator[str]:
        """The caption, the numbers of the bits, the cells, the legend."""
        for piece in wrapped(self.block.caption, self.width - 2 * _MARGIN, TITLE):
            self.y += 21
            yield text(_MARGIN, self.y - 5, piece, "ink title")
        self.y += 26
        yield from self._ruler()
        if not self.areas:
            self.y += _MARGIN
            return
        tops = self._tops()
        for area, said in zip(self.areas, self.words, strict=True):
            yield path(self._outline(area, tops), "line-frame fill-paper thin")
            yield from self._said(area, said, tops)
        self.y = tops[-1]
        yield from self._explained()
        self.y += _MARGIN

    def _ruler(self) -> Iterator[str]:
        every = next(step for step in (1, 2, 4, 8, 16, 32, 64, 1 << 30) if step * self.bit >= 20)
        for bit in range(self.block.row_bits):
            at = _MARGIN + (bit + 0.5) * self.bit
            if bit % every == 0:
                yield text(at, self.y - 8, str(bit), "quiet small", anchor="middle")
            yield line(at, self.y - 5, at, self.y - 1, "line-guide thin")

    def _tops(self) -> list[float]:
        """Where each row begins, and where the last ends: as tall as the words in it need."""
        heights = [_ROW + 6] * (self.areas[-1].rows[-1] + 1)
        for area, said in zip(self.areas, self.words, strict=True):
            needed = (len(said.name) + bool(said.value)) * LINE + 14 + (20 if area.loose else 0)
            inside = area.words_in
            room = sum(heights[row] for row in inside)
            heights[inside[0]] += max(needed - room, 0.0)
        tops = [self.y + 0.5]
        for height in heights:
            tops.append(tops[-1] + round(height))
        return tops

    def _edge(self, bit: int) -> float:
        """The left edge of a bit, in the middle of a pixel, so that the thin lines of neighbours fall on one."""
        return int(_MARGIN + bit * self.bit) + 0.5

    def _outline(self, area: Area, tops: Sequence[float]) -> str:
        """Around all bits of the cell; over several rows it is no rectangle."""
        first, last = area.rows[0], area.rows[-1]
        (start, first_end), (last_start, end) = area.columns(first), area.columns(last)
        if first == last:
            corners = [(start, first), (end, first), (end, first + 1), (start, first + 1)]
        else:
            corners = [(start, first), (first_end, first), (first_end, last), (end, last), (end, last + 1)]
            corners += [(last_start, last + 1), (last_start, first + 1), (start, first + 1)]
        places = (f"{coordinate(self._edge(bit))} {coordinate(tops[row])}" for bit, row in corners)
        return f"M{'L'.join(places)}Z"

    def _said(self, area: Area, said: Words, tops: Sequence[float]) -> Iterator[str]:
        """The name and the value in the middle of the rows that are the cell's alone."""
        inside = area.words_in
        start, end = area.columns(inside[0])
        middle = _MARGIN + (start + end) / 2 * self.bit
        lines = [(name, "ink") for name in said.name if name] + ([(said.value, "mark-1 mono")] if said.value else [])
        if (end - start) * self.bit < _SLIM:
            lines = [(piece, f"{look} small") for piece, look in lines]
        height = tops[inside[-1] + 1] - tops[inside[0]]
        y = tops[inside[0]] + (height - len(lines) * LINE) / 2 + LINE - 4
        for number, (piece, look) in enumerate(lines):
            yield text(middle, y + number * LINE, piece, look, anchor="middle")
        if area.loose:
            left, right = self._edge(start), self._edge(end)
            for at in (left, right):
                # an edge that is broken says that the cell goes on for longer than it is drawn
                middle_y = tops[inside[0]] + height / 2
                yield line(at, middle_y - 7, at, middle_y + 7, "line-paper thick")
                yield line(at, middle_y - 6, at, middle_y + 7, "line-frame dash-2")

    def _explained(self) -> Iterator[str]:
        """The short forms with what they stand for."""
        entries = self.legend.entries
        column = min(max((width_of(sign) for sign, _ in entries), default=0.0), self.width / 3) + _PAD
        self.y += 12 if entries else 0
        for sign, meaning in entries:
            signs = wrapped(sign, self.width / 3)
            told = wrapped(meaning, self.width - 2 * _MARGIN - column)
            for number in range(max(len(signs), len(told))):
                self.y += LINE
                if number < len(signs):
                    yield text(_MARGIN, self.y, signs[number], "ink strong")
                if number < len(told):
                    yield text(_MARGIN + column, self.y, told[number], "ink")
