"""A small picture of characters: lines of dots (braille, or a letter where there is none) with signs over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.render.lines import Span, Style, flatten

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MARGIN", "Canvas", "sample"]

# The bit of each dot of a braille character, by its column and its row from the top (Unicode 15, chapter 21.1).
_BRAILLE = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))

_DASHES = ((1, 0), (4, 2), (1, 1), (8, 4))
"""Dots drawn and left out in turn, for lines that are told apart without colour."""

MARGIN = 2
"""Columns at the right of a canvas in which a line's letter may stand."""


class Canvas:
    """`columns` by `rows` characters; places go from 0 to 1, to the right and upwards."""

    def __init__(self, columns: int, rows: int, *, braille: bool) -> None:
        self.columns = columns
        self.rows = rows
        self.braille = braille
        self._across, self._down = (2, 4) if braille else (1, 1)
        self._dots: dict[tuple[int, int], tuple[int, Style]] = {}
        self._signs: dict[tuple[int, int], tuple[str, Style]] = {}

    def row_of(self, height: float) -> int:
        """The row of characters, from the top, in whose middle a height lies."""
        return round((1 - height) * (self.rows - 1))

    def column_of(self, place: float) -> int:
        """The column of characters in whose middle a place lies."""
        return round(place * (self.columns - 1))

    def _dot(self, across: float, height: float) -> tuple[int, int]:
        column = across * (self.columns - 1) * self._across + (self._across - 1) / 2
        row = (1 - height) * (self.rows - 1) * self._down + (self._down - 1) / 2
        return round(column), round(row)

    def free(self, column: int, row: int) -> bool:
        """Whether nothing lies in that place; the margin of `MARGIN` columns at the right counts too."""
        return (column, row) not in self._signs and (column, row) not in self._dots

    def name(self, across: float, height: float, text: str, style: Style) -> None:
        """A sign beside a place, at the right of it or near by in the same column, where nothing lies yet."""
        column, wanted = self.column_of(across) + MARGIN, self.row_of(height)
        for row in sorted(range(self.rows), key=lambda row: abs(row - wanted)):
            if self.free(column, row):
                self._signs[column, row] = (text, style)
                return

    def sign(self, across: float, height: float, text: str, style: Style) -> None:
        """A sign of one column, over whatever lies there."""
        self._signs[self.column_of(across), self.row_of(height)] = (text, style)

    def path(self, places: list[tuple[float, float]], number: int, letter: str, style: Style) -> None:
        """A line through `places`, dashed as the line of that `number` is; of letters where there is no braille."""
        on, off = _DASHES[number % len(_DASHES)] if self.braille else (1, 0)
        drawn: dict[tuple[int, int], None] = {}
        before: tuple[int, int] | None = None
        for place in places:
            dot = self._dot(*place)
            for point in _between(before or dot, dot):
                drawn[point] = None
            before = dot
        for count, (column, row) in enumerate(drawn):
            if count % (on + off) >= on:
                continue
            cell = column // self._across, row // self._down
            if self.braille:
                bits, _ = self._dots.get(cell, (0, style))
                self._dots[cell] = bits | _BRAILLE[column % 2][row % 4], style
            else:
                self._signs[cell] = letter, style

    def lines(self) -> Iterator[list[Span]]:
        """The rows from the top."""
        for row in range(self.rows):
            line: list[Span] = []
            for column in range(self.columns + MARGIN):
                text, style = self._cell(column, row)
                if line and line[-1][1] is style:
                    line[-1] = (line[-1][0] + text, style)
                else:
                    line.append((text, style))
            yield line

    def _cell(self, column: int, row: int) -> Span:
        if found := self._signs.get((column, row)):
            return found
        if found_dots := self._dots.get((column, row)):
            return chr(0x2800 + found_dots[0]), found_dots[1]
        return " ", Style.TEXT


def _between(start: tuple[int, int], end: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """The dots from `start` to `end`, both with them."""
    (x, y), (to_x, to_y) = start, end
    steps = max(abs(to_x - x), abs(to_y - y), 1)
    for step in range(steps + 1):
        yield x + round((to_x - x) * step / steps), y + round((to_y - y) * step / steps)


def sample(number: int) -> str:
    """A piece of the line of that `number`, for a legend."""
    canvas = Canvas(6, 1, braille=True)
    canvas.path([(0, 0.5), (1, 0.5)], number, "", Style.TEXT)
    return flatten(next(canvas.lines()))
