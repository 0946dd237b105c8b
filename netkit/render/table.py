"""Rows under named columns; on a page too narrow for the columns, one record below the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.render.lines import Line, Span, Style, measure, padded, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netkit.render.page import Page
    from netkit.view import Table

__all__ = ["GAP", "arrange", "as_record", "one_row"]

GAP = 2
_NARROWEST = 8


def arrange(block: Table, page: Page) -> Iterator[Line]:
    """The caption, the names of the columns, the rows."""
    if block.caption:
        yield from wrap([(page.text(block.caption), Style.HEADING)], page.prose)
    count = max([len(block.columns), *(len(row) for row in block.rows)])
    names = _filled([page.text(name) for name in block.columns], count)
    rows = [_filled([page.text(cell) for cell in row], count) for row in block.rows]
    right = frozenset(block.right)
    widths = _widths(names, rows, right, page.width)
    if widths is None:
        yield from _records(names, rows, page)
        return
    if any(names):
        yield from one_row(names, widths, right, Style.COLUMN)
    for row in rows:
        yield from one_row(row, widths, right, Style.TEXT)


def _filled(cells: list[str], count: int) -> list[str]:
    return cells + [""] * (count - len(cells))


def _widths(names: Sequence[str], rows: Sequence[Sequence[str]], right: frozenset[int], width: int) -> list[int] | None:
    """The columns' widths, the widest narrowed until all fit; None if they can't without breaking words or numbers."""
    stacks = [[name, *(row[number] for row in rows)] for number, name in enumerate(names)]
    widths = [max(map(measure, stack)) for stack in stacks]
    least = [
        max((measure(word) for cell in stack for word in cell.split(" ")), default=0)
        if number not in right
        else widths[number]
        for number, stack in enumerate(stacks)
    ]
    least = [max(low, min(full, _NARROWEST)) for low, full in zip(least, widths, strict=True)]
    excess = sum(widths) + GAP * (len(widths) - 1) - width
    while excess > 0:
        spare = [full - low for full, low in zip(widths, least, strict=True)]
        widest = max(range(len(widths)), key=lambda number: (spare[number] > 0, widths[number]), default=0)
        if not widths or spare[widest] <= 0:
            return None
        widths[widest] -= 1
        excess -= 1
    return widths


def one_row(cells: Sequence[str], widths: Sequence[int], right: frozenset[int], style: Style) -> Iterator[Line]:
    """One row; a cell that is wider than its column goes on below."""
    stacks = [wrap([(cell, style)], width) for cell, width in zip(cells, widths, strict=True)]
    for level in range(max(map(len, stacks), default=0)):
        line: list[Span] = []
        at = 0
        for number, (stack, width) in enumerate(zip(stacks, widths, strict=True)):
            piece = stack[level] if level < len(stack) else []
            shift = width - sum(measure(text) for text, _ in piece) if number in right else 0
            if piece:
                line = [*padded(line, at + max(shift, 0)), *piece]
            at += width + GAP
        yield line


def _records(names: Sequence[str], rows: Sequence[Sequence[str]], page: Page) -> Iterator[Line]:
    for number, row in enumerate(rows):
        if number:
            yield []
        yield from as_record(names, row, page)


def as_record(names: Sequence[str], row: Sequence[str], page: Page) -> Iterator[Line]:
    """One row with its cells below one another, each behind the name of its column."""
    for name, cell in zip(names, row, strict=True):
        if cell:
            lead: list[Span] = [(f"{name}: ", Style.LABEL)] if name else []
            yield from wrap([*lead, (cell, Style.TEXT)], page.width, hang=2)
