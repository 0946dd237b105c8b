"""A small picture of characters: lines of dots (braille, or a letter where there is none) with signs over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.render.lines import Line, Span, Style

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["DASHES", "Canvas"]

# The bit of each dot of a braille character, by its column and its row from the top (Unicode 15, chapter 21.1).
_BRAILLE = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))

DASHES = ((1, 0), (4, 3), (1, 2), (6, 2))
"""Dots drawn and left out in turn, for lines that are told apart without colour."""


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
        """The row of characters, from the top, in which a height lies."""
        return self._dot(0, height)[1] // self._down

    def column_of(self, place: float) -> int:
        """The column of characters in which a place lies."""
        return self._dot(place, 0)[0] // self._across

    def _dot(self, across: float, height: float) -> tuple[int, int]:
        last_column = self.columns * self._across - 1
        last_row = self.rows * self._down - 1
        return round(across * last_column), round((1 - height) * last_row)

    def sign(self, across: float, height: float, text: str, style: Style) -> None:
        """A sign of one column, over whatever lies there."""
        self._signs[self.column_of(across), self.row_of(height)] = (text, style)

    def path(self, places: list[tuple[float, float]], number: int, letter: str, style: Style) -> None:
        """A line through `places`, dashed as the line of that `number` is; of letters where there is no braille."""
        on, off = DASHES[number % len(DASHES)] if self.braille else (1, 0)
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
            for column in range(self.columns):
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


def sample(number: int) -> Line:
    """A piece of the line of that `number`, for a legend."""
    canvas = Canvas(4, 1, braille=True)
    canvas.path([(0, 0.5), (1, 0.5)], number, "", Style.TEXT)
    return next(canvas.lines())
