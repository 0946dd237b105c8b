"""A ladder of three sides or more: a line down for each, arrows from line to line, and everything said at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.render.arrows import arrow, lines_drawn
from netkit.render.lines import Line, Span, Style, beside, chopped, measure, padded, wrap
from netkit.render.said import label_of, remarks_of, said
from netkit.view import Emphasis, Gap, Ladder, Rung

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netkit.render.page import Page

__all__ = ["drawn"]

_NARROWEST = 60
_NARROWEST_TEXT = 24
_WIDEST_TIME = 18
_STEPS = (24, 20, 16, 14, 12, 10, 8)
_GAP = 2


def drawn(block: Ladder, page: Page) -> Iterator[Line] | None:
    """The lines of the picture, or None if there is no room for it."""
    if page.width < _NARROWEST:
        return None
    leads = [_lead(row, page) for row in block.rows if isinstance(row, Rung)]
    if any(measure(text) > _WIDEST_TIME for lead in leads for text in lead):
        return None
    widths = [max((measure(lead[part]) for lead in leads), default=0) for part in (0, 1)]
    lead = 2 + sum(width + _GAP for width in widths if width)
    for step in _STEPS:
        used = lead + step // 2 + step * (len(block.sides) - 1) + step // 2
        if page.width - used >= _NARROWEST_TEXT:
            return _Picture(block, page, widths, lead, step).draw()
    return None


def _lead(row: Rung, page: Page) -> tuple[str, str]:
    """The packet's number and the time at which it leaves, or else that at which it arrives."""
    times = (row.left_time, row.right_time) if row.source < row.target else (row.right_time, row.left_time)
    return "" if row.packet is None else str(row.packet), page.text(times[0] or times[1])


class _Picture:
    """`step` columns from one line to the next, the first in column `lead + step // 2`."""

    def __init__(self, block: Ladder, page: Page, widths: list[int], lead: int, step: int) -> None:
        self.block = block
        self.page = page
        self.widths = widths
        self.lead = lead
        self.step = step
        self.bar = "│" if lines_drawn(page) else "|"
        self.at = [lead + step // 2 + number * step for number in range(len(block.sides))]
        self.text_at = self.at[-1] + step // 2

    def draw(self) -> Iterator[Line]:
        """The names over the lines, then row by row."""
        yield from self._names()
        for row in self.block.rows:
            width = self.page.width - self.text_at
            if isinstance(row, Gap):
                yield from self._beside([], wrap([(chopped(self.page.text(row.text), width), Style.QUIET)], width))
            else:
                yield from self._rung(row, width)

    def _names(self) -> Iterator[Line]:
        """The names side by side, or, where they are too wide for that, each in a line of its own at the head of its line."""
        names = [self.page.text(side.name) for side in self.block.sides]
        line: list[Span] = []
        if max(map(measure, names)) < self.step:
            for at, name in zip(self.at, names, strict=True):
                line = [*padded(line, at - measure(name) // 2), (name, Style.COLUMN)]
            yield line
            return
        for number, name in enumerate(names):
            before: list[Span] = []
            for at in self.at[:number]:
                before = [*padded(before, at), (self.bar, Style.QUIET)]
            room = self.page.width - self.at[number]
            for piece in wrap([(chopped(name, room), Style.COLUMN)], room):
                yield [*padded(before, self.at[number]), *piece]

    def _beside(self, first: list[Span], text: list[Line]) -> Iterator[Line]:
        left = [first or self._lines([])] + [self._lines([])] * (len(text) - 1)
        yield from beside(left, text, self.text_at)

    def _lines(self, line: list[Span], start: int = 0) -> list[Span]:
        """`line` with the lines of the sides from number `start` on."""
        for at in self.at[start:]:
            line = [*padded(line, at), (self.bar, Style.QUIET)]
        return line

    def _rung(self, row: Rung, width: int) -> Iterator[Line]:
        problem = row.emphasis is Emphasis.PROBLEM
        line: list[Span] = [("! ", Style.TROUBLE) if problem else ("  ", Style.TEXT)]
        for text, columns, style in zip(_lead(row, self.page), self.widths, (Style.QUIET, Style.PLACE), strict=True):
            if columns:
                line += [(" " * (columns - measure(text)) + text, style), (" " * _GAP, Style.TEXT)]
        first, last = sorted((row.source, row.target))
        for number in range(first + 1):
            line = [*padded(line, self.at[number]), (self.bar, Style.QUIET)]
        line += arrow(row, self.at[last] - self.at[first] - 1, self.page)
        line = self._lines(line, last)
        yield from self._beside(line, said(label_of(row, self.page), remarks_of(row, self.page), width))
