"""The ASCII of a header's picture: lines between cells that differ, none inside a cell of several rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from netkit.render.lines import measure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netkit.render.bitcells import Area, Words

__all__ = ["Canvas", "scale_for"]


def scale_for(row_bits: int, width: int) -> int | None:
    """Columns a bit: two for 32 bits (RFC 791), three for 16 (RFC 1035), four for fewer; None where two don't fit."""
    wanted = 2 if row_bits > 16 else 3 if row_bits > 8 else 4
    return next((scale for scale in range(wanted, 1, -1) if row_bits * scale + 1 <= width), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Canvas:
    """A picture with `row_bits` bits a row and `scale` columns a bit."""

    row_bits: int
    scale: int

    def inner_width(self, area: Area) -> int:
        """The columns between the edges of a cell, in the row in which its words stand."""
        start, end = area.columns(area.words_in[0])
        return (end - start) * self.scale - 1

    def rulers(self) -> Iterator[str]:
        """The tens over the units of the bits' numbers."""
        tens = [" "] * (self.row_bits * self.scale + 1)
        units = list(tens)
        for bit in range(self.row_bits):
            at = bit * self.scale + self.scale // 2 + self.scale % 2
            units[at] = str(bit % 10)
            if bit % 10 == 0 and self.row_bits > 10:
                tens[at] = str(bit // 10)
        if self.row_bits > 10:
            yield "".join(tens).rstrip()
        yield "".join(units).rstrip()

    def draw(self, laid: Sequence[Area], words: Sequence[Words]) -> Iterator[str]:
        """The picture's lines, top to bottom: `words[n]` stand in `laid[n]`."""
        last = laid[-1].rows[-1]
        heights = self._heights(laid, words, last + 1)
        shown = self._placed(laid, words, heights)
        by_row = [[number for number, area in enumerate(laid) if row in area.rows] for row in range(last + 1)]
        line = 0
        for row in range(last + 2):
            above = by_row[row - 1] if row else []
            below = by_row[row] if row <= last else []
            yield self._border(laid, above, below, row, shown.get(line, {}))
            line += 1
            height = heights[row] if row <= last else 0
            for level in range(height):
                yield self._content(laid, below, row, shown.get(line, {}), first=level == 0, last=level == height - 1)
                line += 1

    def _heights(self, laid: Sequence[Area], words: Sequence[Words], rows: int) -> list[int]:
        """The lines of each row: what the words in it need; a cell over n rows also has the n - 1 borders inside."""
        heights = [1] * rows
        for area, said in zip(laid, words, strict=True):
            inside = area.words_in
            needed = len(said.name) + bool(said.value)
            if area.loose:
                heights[inside[0]] = max(heights[inside[0]], needed, 3)
                continue
            room = sum(heights[row] for row in inside) + len(inside) - 1
            heights[inside[0]] += max(needed - room, 0)
        return heights

    def _placed(
        self, laid: Sequence[Area], words: Sequence[Words], heights: Sequence[int]
    ) -> dict[int, dict[int, str]]:
        """Which text of which cell stands in which line: the values of a row side by side in its last."""
        tops = [1]
        for height in heights:
            tops.append(tops[-1] + height + 1)
        with_value = {area.words_in[0] for area, said in zip(laid, words, strict=True) if said.value}
        shown: dict[int, dict[int, str]] = {}
        for number, (area, said) in enumerate(zip(laid, words, strict=True)):
            inside = area.words_in
            first = tops[inside[0]]
            room = tops[inside[-1]] + heights[inside[-1]] - first
            lines = list(said.name)
            if len(inside) == 1 and not area.loose:
                if said.value:
                    shown.setdefault(first + room - 1, {})[number] = said.value
                room -= inside[0] in with_value
            elif said.value:
                lines.append(said.value)
            for offset, text in enumerate(lines):
                shown.setdefault(first + (room - len(lines)) // 2 + offset, {})[number] = text
        return shown

    def _border(
        self, laid: Sequence[Area], above: Sequence[int], below: Sequence[int], row: int, shown: dict[int, str]
    ) -> str:
        """`+-+-+`, with spaces where a cell goes on from the row above, and its words if they stand there."""
        over = self._owners(laid, above, row - 1)
        under = self._owners(laid, below, row)
        text = ""
        bit = 0
        while bit < self.row_bits:
            owner = over[bit]
            if owner is None and under[bit] is None:
                break
            if owner is not None and owner == under[bit]:
                end = bit
                while end < self.row_bits and over[end] == under[end] == owner:
                    end += 1
                text += "+" + _centred(shown.get(owner, ""), (end - bit) * self.scale - 1)
                bit = end
            else:
                text += "+" + "-" * (self.scale - 1)
                bit += 1
        return text + "+"

    def _owners(self, laid: Sequence[Area], numbers: Sequence[int], row: int) -> list[int | None]:
        owners: list[int | None] = [None] * self.row_bits
        for number in numbers:
            start, end = laid[number].columns(row)
            owners[start:end] = [number] * (end - start)
        return owners

    def _content(
        self, laid: Sequence[Area], numbers: Sequence[int], row: int, shown: dict[int, str], *, first: bool, last: bool
    ) -> str:
        """One line of a row. A loose cell has `:` at its edges, but for two corners (RFC 9293)."""
        text = ""
        edge = "|"
        for number in numbers:
            area = laid[number]
            start, end = area.columns(row)
            loose = area.loose and row in area.words_in
            text += ":" if loose and not first else "|"
            text += _centred(shown.get(number, ""), (end - start) * self.scale - 1)
            edge = ":" if loose and not last else "|"
        return text + edge


def _centred(text: str, width: int) -> str:
    """`text` in the middle of `width` columns, rather right than left of it as in the RFCs."""
    gap = max(width - measure(text), 0)
    return " " * (gap - gap // 2) + text + " " * (gap // 2)
