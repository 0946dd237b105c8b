"""Rows under named columns that come one after the other, so that nobody knows yet how wide the next ones will be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from netkit.render.aloud import row_aloud
from netkit.render.lines import Line, Style, measure, wrap
from netkit.render.page import Page
from netkit.render.table import GAP, as_record, one_row

__all__ = ["RunningTable"]

LEAST = 24
"""Columns of the terminal below which the text in the last column is no good to read: then a row's cells stand below one another."""


class RunningTable:
    """Draws a table row by row; a column that needs more room takes it, for this row and all that follow.

    `widths` is what the columns have to begin with; the last one, which is not among them, gets what is left of the page. `right` numbers
    the columns whose cells are numbers. With `aloud`, every row is a sentence.
    """

    def __init__(
        self,
        columns: Sequence[str],
        widths: Sequence[int],
        page: Page,
        *,
        right: Sequence[int] = (),
        aloud: bool = False,
    ) -> None:
        self._page = page
        self._names = [page.text(name) for name in columns]
        self._widths = [max(width, measure(name)) for width, name in zip(widths, self._names, strict=False)]
        self._right = frozenset(right)
        self._aloud = aloud

    def heads(self) -> Iterator[Line]:
        """The names of the columns."""
        room = self._left(self._widths)
        if room >= LEAST and not self._aloud:
            yield from one_row(self._names, [*self._widths, room], self._right, Style.COLUMN)

    def row(self, cells: Sequence[str]) -> Iterator[Line]:
        """The next row."""
        shown = [self._page.text(cell) for cell in cells]
        if self._aloud:
            yield from wrap([(row_aloud(self._names, shown), Style.TEXT)], self._page.prose)
            return
        widths = [max(width, measure(cell)) for width, cell in zip(self._widths, shown, strict=False)]
        room = self._left(widths)
        if room >= LEAST:
            self._widths = widths
            yield from one_row(shown, [*widths, room], self._right, Style.TEXT)
        else:
            yield from as_record(self._names, shown, self._page)
            yield []

    def _left(self, widths: Sequence[int]) -> int:
        """What the last column gets."""
        return self._page.width - sum(widths) - GAP * len(widths)
