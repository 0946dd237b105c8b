"""The cells of a header's picture: which bits each covers, and what is written into it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from netkit.render.lines import Style, flatten, measure, wrap

if TYPE_CHECKING:
    from netkit.render.page import Page
    from netkit.view import BitCell, BitDiagram

__all__ = ["Area", "Legend", "Words", "areas", "written"]


MOST_ROWS = 4
"""Whole rows of one cell that are drawn: an IPv6 address, say; of a longer one a single row stands for all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A cell with its bits in the picture; one of variable length has the rest of its row and a row more.

    A `loose` cell has another length than it seems to have: a variable one, or too many rows to draw them all.
    """

    cell: BitCell
    start: int
    end: int
    row_bits: int
    loose: bool = False

    @property
    def rows(self) -> range:
        """The rows that the cell touches."""
        return range(self.start // self.row_bits, (self.end - 1) // self.row_bits + 1)

    def columns(self, row: int) -> tuple[int, int]:
        """The first bit of `row` that the cell covers, and the one after the last, counted in the row."""
        base = row * self.row_bits
        return max(self.start - base, 0), min(self.end - base, self.row_bits)

    @property
    def words_in(self) -> range:
        """The rows over which the words are written: all whole rows, or else that with most of the cell."""
        whole = [row for row in self.rows if self.columns(row) == (0, self.row_bits)]
        if whole:
            return range(whole[0], whole[-1] + 1)
        best = max(self.rows, key=lambda row: self.columns(row)[1] - self.columns(row)[0])
        return range(best, best + 1)


def areas(block: BitDiagram) -> list[Area]:
    """The cells one after the other; after one of variable length the next begins a row."""
    laid: list[Area] = []
    at = 0
    for cell in block.cells:
        rows = -(-at // block.row_bits) + 1
        end = rows * block.row_bits if cell.width_bits is None else at + cell.width_bits
        whole = end // block.row_bits - -(-at // block.row_bits)
        if whole > MOST_ROWS:
            end -= (whole - 1) * block.row_bits
        if end > at:
            loose = cell.width_bits is None or whole > MOST_ROWS
            laid.append(Area(cell=cell, start=at, end=end, row_bits=block.row_bits, loose=loose))
        at = end
    return laid


@dataclass(slots=True)
class Legend:
    """What the short forms in the cells stand for, in their order."""

    entries: list[tuple[str, str]] = field(default_factory=list)

    def add(self, wanted: str, meaning: str, width: int) -> str:
        """A sign for `meaning`, `wanted` if that is still free, else a shorter one with a number."""
        taken = {sign for sign, _ in self.entries}
        sign = wanted
        number = 2
        while sign in taken:
            sign = f"{wanted[: max(width - len(str(number)), 1)]}{number}"
            number += 1
        self.entries.append((sign, meaning))
        return sign


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What stands in a cell: the lines of its name, and its value, or nothing if that has no room there."""

    name: list[str]
    value: str


def written(area: Area, width: int, page: Page, legend: Legend) -> Words:
    """The name, or a short form that the legend explains, and the value, which else goes into the legend too."""
    label = page.text(area.cell.label)
    if area.loose and area.cell.width_bits is not None:
        label += f" ({_size(area.cell.width_bits)})"
    value = page.text(area.cell.value)
    late = value if measure(value) > width else ""
    name = _fitted(label, width)
    if name is not None:
        if late:
            legend.add(label, late, width)
        return Words(name=name, value="" if late else value)
    sign = _short(label, width)
    if sign != label:
        sign = legend.add(sign, f"{label}: {late}" if late else label, width)
    elif late:
        legend.add(label, late, width)
    value = "" if late else value
    if measure(sign) <= width:
        return Words(name=[sign], value=value)
    # letters one below the other must not run into the value
    return Words(name=[*sign, *([""] if value else [])], value=value)


def _size(bits: int) -> str:
    return f"{bits} bits" if bits % 8 else f"{bits // 8} bytes"


def _fitted(label: str, width: int) -> list[str] | None:
    """The name over at most three lines of `width`, or None if a word of it is too wide."""
    from_words = [flatten(line) for line in wrap([(label, Style.TEXT)], width)]
    return from_words if len(from_words) <= 3 and all(measure(line) <= width for line in from_words) else None


def _short(label: str, width: int) -> str:
    """The label's own short form (`Router (R)`, `AA, authoritative`), its initials, or its beginning; four letters stay."""
    if own := re.search(r"\(([A-Z0-9]{1,4})\)|^([A-Z0-9]{1,4}), ", label):
        return own[1] or own[2]
    words = [word for word in re.split(r"[ /_-]+", label) if word[:1].isalnum()]
    if len(words) > 1:
        return "".join(word[0].upper() for word in words)[:4]
    return label if len(label) <= 4 else label[: max(min(width, 3), 1)]
