"""Numbers in binary or hex, one below the other, with a line between two parts and marks under single bits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.render.lines import Line, Span, Style, indented, measure, padded, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netkit.render.page import Page
    from netkit.view import BitRow, Bits

__all__ = ["arrange", "digits"]

_WIDEST_LABEL = 26
_GAP = 3
_NARROWEST_NOTE = 18


def digits(row: BitRow, block: Bits) -> str:
    """The digits of a row, the highest first, without what parts them."""
    count = -(-block.width_bits // block.digit_bits)
    value = row.value % (1 << block.width_bits) << (count * block.digit_bits - block.width_bits)
    return f"{value:0{count}x}" if block.digit_bits == 4 else f"{value:0{count}b}"


def arrange(block: Bits, page: Page) -> Iterator[Line]:
    """The rows with their labels and notes, and the names of the two parts beneath; stacked where the page is too narrow."""
    if not block.rows or block.width_bits <= 0:
        return
    labels = [measure(page.text(row.label)) for row in block.rows]
    lead = 2 + max(labels) + 2
    grid = _Grid(block, page)
    if max(labels) > _WIDEST_LABEL or lead + grid.width(0, grid.count) > page.width:
        yield from _stacked(block, page, grid)
        return
    note_at = lead + grid.width(0, grid.count) + _GAP
    for row in block.rows:
        line: list[Span] = padded([("  ", Style.TEXT), (page.text(row.label), Style.LABEL)], lead)
        line += grid.line(row, 0, grid.count)
        note: list[Span] = [(page.text(row.note), Style.TEXT)] if row.note else []
        if note and _fits(note, page.width - note_at):
            first, *rest = wrap(note, page.width - note_at)
            yield [*padded(line, note_at), *first]
            yield from indented(rest, note_at)
            note = []
        else:
            yield line
        yield from indented(grid.pointer(row, 0, grid.count, page.width - lead), lead)
        if note:
            yield from indented(wrap(note, page.width - lead), lead)
    yield from indented(grid.legend(page.width - lead), lead)


def _fits(note: Sequence[Span], room: int) -> bool:
    """Whether a note may stand beside the digits: whole, or in a column wide enough to be read."""
    words = [word for text, _ in note for word in text.split(" ")]
    whole = sum(measure(text) for text, _ in note) <= room
    return whole or (room >= _NARROWEST_NOTE and max(map(measure, words), default=0) <= room)


def _stacked(block: Bits, page: Page, grid: _Grid) -> Iterator[Line]:
    """Label, digits in as many lines as they need, note: one below the other."""
    room = page.width - 4
    step = max(1, room // (grid.per_group + 2)) * grid.per_group
    for row in block.rows:
        yield from indented(wrap([(page.text(row.label), Style.LABEL)], page.width - 2), 2)
        for first in range(0, grid.count, step):
            last = min(first + step, grid.count)
            yield [("    ", Style.TEXT), *grid.line(row, first, last)]
            yield from indented(grid.pointer(row, first, last, room), 4)
        if row.note:
            yield from indented(wrap([(page.text(row.note), Style.TEXT)], room), 4)
    yield from indented(grid.legend(room, sentence=True), 2)


class _Grid:
    """Where the digits of a block stand: groups of eight bits in binary, of four digits in hex, and the line between the parts."""

    def __init__(self, block: Bits, page: Page) -> None:
        self.block = block
        self.page = page
        self.count = -(-block.width_bits // block.digit_bits)
        self.per_group = 8 if block.digit_bits == 1 else 4
        self.between = " " if block.digit_bits == 1 else ":"
        self.bar = "│" if page.boxes and page.has("│") else "|"
        inside = block.split is not None and 0 <= block.split <= block.width_bits
        self.split = block.split // block.digit_bits if inside and block.split is not None else None

    def _before(self, digit: int, first: int) -> str:
        """What stands before a digit in a line that begins with the digit `first`."""
        grouped = digit % self.per_group == 0 and digit != first
        if digit == self.split:
            return self.bar
        return self.between if grouped else ""

    def column(self, digit: int, first: int) -> int:
        """The column of a digit in a line that begins with the digit `first`."""
        return sum(len(self._before(one, first)) for one in range(first, digit + 1)) + digit - first

    def width(self, first: int, last: int) -> int:
        """The columns of a line with the digits from `first` to before `last`."""
        return self.column(last - 1, first) + 1 + (self.split == last == self.count)

    def line(self, row: BitRow, first: int, last: int) -> list[Span]:
        """The digits of a row from `first` to before `last`."""
        shown = digits(row, self.block)
        spans: list[Span] = []
        for digit in range(first, last):
            before = self._before(digit, first)
            if before:
                spans.append((before, Style.QUIET))
            spans.append(self._digit(row, digit, shown[digit]))
        if self.split == last == self.count:
            spans.append((self.bar, Style.QUIET))
        return spans

    def _digit(self, row: BitRow, digit: int, sign: str) -> Span:
        if row.length is not None and digit * self.block.digit_bits >= row.length:
            return self.page.text("·")[:1], Style.QUIET
        if row.pointer is not None and row.pointer // self.block.digit_bits == digit:
            return sign, Style.WRONG
        if self.split is None:
            return sign, Style.TEXT
        return sign, Style.MARK_1 if digit < self.split else Style.MARK_2

    def pointer(self, row: BitRow, first: int, last: int, room: int) -> Iterator[Line]:
        """The mark under a row's pointed digit with its remark, if it lies in this line."""
        if row.pointer is None:
            return
        digit = row.pointer // self.block.digit_bits
        if not first <= digit < last:
            return
        at = self.column(digit, first)
        remark = self.page.text(row.remark)
        mark: list[Span] = [*padded([], at), ("^", Style.WRONG)]
        length = measure(remark)
        if at + 2 + length <= room:
            yield [*mark, (f" {remark}", Style.TEXT)] if remark else mark
        elif length + 1 <= at:
            yield [*padded([], at - 1 - length), (remark, Style.TEXT), (" ", Style.TEXT), ("^", Style.WRONG)]
        else:
            yield mark
            yield from wrap([(remark, Style.TEXT)], room)

    def legend(self, room: int, *, sentence: bool = False) -> Iterator[Line]:
        """The names of the two parts on both sides of the line, or in a sentence where there is no room for them."""
        if self.split is None or self.block.split is None or not any(self.block.parts):
            return
        left = self.page.text(self.block.parts[0]) if self.block.split else ""
        right = self.page.text(self.block.parts[1]) if self.block.split < self.block.width_bits else ""
        at = self.column(self.split, 0) - 1 if self.split < self.count else self.width(0, self.count) - 1
        if sentence or measure(left) + 1 > at or at + 2 + measure(right) > room:
            told: Sequence[str] = [part for part in (left, right) if part]
            yield from wrap([(f" {self.bar} ".join(told), Style.TEXT)], room)
            return
        line: list[Span] = padded([], at - 1 - measure(left)) if left else padded([], at)
        line += [(f"{left} ", Style.MARK_1)] if left else []
        yield [*line, (self.bar, Style.QUIET), *([(f" {right}", Style.MARK_2)] if right else [])]
