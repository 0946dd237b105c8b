"""A map of bytes: offset, hex, text, and under the rows what is pointed at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from netkit.render.lines import Line, Span, Style, measure, padded, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netkit.render.page import Page
    from netkit.view import Bytes, Mark

__all__ = ["arrange", "shown_rows", "span_of"]

_PER_ROW = 16
_COLOURS = (Style.MARK_1, Style.MARK_2, Style.MARK_3, Style.MARK_4)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grid:
    """Where things stand: `offset` columns of numbers, then `per_row` bytes of three columns, a gap after eight."""

    offset: int
    per_row: int

    def column(self, byte: int) -> int:
        """The column in which the `byte`-th of a row begins."""
        return self.offset + 2 + 3 * byte + (1 if byte >= 8 else 0)

    @property
    def text_at(self) -> int:
        """The column in which the bytes as text begin."""
        return self.column(self.per_row - 1) + 2 + 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pointer:
    """The part of a mark that lies in one row, and whether the mark begins, ends, and has its words there."""

    start: int
    end: int
    opens: bool
    closes: bool
    label: str
    style: Style


def shown_rows(block: Bytes) -> list[int]:
    """The rows of sixteen that are to be shown, in order."""
    count = -(-_limit(block) // _PER_ROW)
    return list(range(count)) if block.rows is None else sorted({row for row in block.rows if 0 <= row < count})


def _limit(block: Bytes) -> int:
    """Where the rows end: after the last byte, or with the place of the first missing one if a mark points at it."""
    size = len(block.data)
    return size + any(span_of(mark, block.first)[0] >= size for mark in block.marks)


def span_of(mark: Mark, first: int) -> tuple[int, int]:
    """A mark's first byte and the one after its last, as indexes into data whose numbers begin with `first`."""
    start = mark.start_bit // 8
    end = max(-(-(mark.start_bit + mark.width_bits) // 8), start + 1)
    return start - first, end - first


def arrange(block: Bytes, page: Page) -> Iterator[Line]:
    """The rows, each with its marks beneath; rows that are left out leave a sign of it."""
    digits = max(4, len(f"{block.first + len(block.data):x}"))
    grid = next(
        (
            grid
            for per_row in (16, 8)
            if (grid := _Grid(offset=digits, per_row=per_row)).text_at + per_row <= page.width
        ),
        _Grid(offset=digits, per_row=4),
    )
    chunks = [
        start
        for row in shown_rows(block)
        for start in range(row * _PER_ROW, min((row + 1) * _PER_ROW, _limit(block)), grid.per_row)
    ]
    pointers = _pointers(block, chunks, grid, page)
    styles = _styles(block)
    before: int | None = None
    for start in chunks:
        if before is not None and start != before + grid.per_row:
            yield [(page.text("…"), Style.QUIET)]
        before = start
        yield _row(block, start, grid, page, styles)
        for level in _levels(pointers[start]):
            yield from _level(level, page)


def _row(block: Bytes, start: int, grid: _Grid, page: Page, styles: dict[int, Style]) -> Line:
    chunk = block.data[start : start + grid.per_row]
    line: list[Span] = [(f"{block.first + start:0{grid.offset}x}", Style.QUIET)]
    seen: list[Span] = []
    dot = page.text("·")[:1]
    for number, byte in enumerate(chunk):
        style = styles.get(start + number, Style.TEXT)
        line = [*padded(line, grid.column(number)), (f"{byte:02x}", style)]
        seen.append((chr(byte), style) if 0x20 <= byte < 0x7F else (dot, Style.QUIET))
    if grid.text_at + grid.per_row > page.width:
        return line
    return [*padded(line, grid.text_at), *seen]


def _styles(block: Bytes) -> dict[int, Style]:
    """The style of each marked byte: of several marks the first counts."""
    styles: dict[int, Style] = {}
    for number, mark in reversed(list(enumerate(block.marks))):
        start, end = span_of(mark, block.first)
        for index in range(max(start, 0), min(end, len(block.data))):
            styles[index] = _COLOURS[number % len(_COLOURS)]
    return styles


def _pointers(block: Bytes, chunks: Sequence[int], grid: _Grid, page: Page) -> dict[int, list[_Pointer]]:
    """What points at each of the shown chunks; a mark over several has its words under the last."""
    pointers: dict[int, list[_Pointer]] = {chunk: [] for chunk in chunks}
    for number, mark in enumerate(block.marks):
        start, end = span_of(mark, block.first)
        if start >= len(block.data):
            start, end = len(block.data), len(block.data) + max(end - start, 1)
        touched = [chunk for chunk in chunks if start < chunk + grid.per_row and end > chunk]
        for chunk in touched:
            first, last = max(start - chunk, 0), min(end - chunk, grid.per_row) - 1
            pointers[chunk].append(
                _Pointer(
                    start=grid.column(first),
                    end=grid.column(last) + 2,
                    opens=start >= chunk,
                    closes=end <= chunk + grid.per_row,
                    label=page.text(mark.label) if chunk == touched[-1] else "",
                    style=_COLOURS[number % len(_COLOURS)],
                )
            )
    return pointers


def _levels(pointers: Sequence[_Pointer]) -> list[list[_Pointer]]:
    """The pointers on as few levels as keep them apart, from left to right on each."""
    levels: list[list[_Pointer]] = []
    for pointer in sorted(pointers, key=lambda pointer: (pointer.start, pointer.end)):
        for level in levels:
            if level[-1].end <= pointer.start:
                level.append(pointer)
                break
        else:
            levels.append([pointer])
    return levels


def _level(level: Sequence[_Pointer], page: Page) -> Iterator[Line]:
    """The brackets, with the last label beside them; the other labels hang on stems beneath, the rightmost first."""
    brackets: list[Span] = []
    for pointer in level:
        brackets = [*padded(brackets, pointer.start), (_bracket(pointer, page), pointer.style)]
    waiting = list(level)
    last = level[-1]
    if last.end + 1 + measure(last.label) <= page.width:
        yield [*brackets, (f" {last.label}", last.style)] if last.label else brackets
        waiting.pop()
    else:
        yield brackets
    stem = "│" if page.boxes and page.has("│") else "|"
    while waiting:
        pointer = waiting.pop()
        if not pointer.label:
            continue
        stems: list[Span] = []
        for other in waiting:
            if other.label:
                stems = [*padded(stems, other.start), (stem, other.style)]
        clear = max((other.start + 2 for other in waiting if other.label), default=0)
        at = max(clear, min(pointer.start, page.width - measure(pointer.label)))
        for line in wrap([(pointer.label, pointer.style)], max(page.width - at, 10)):
            yield [*padded(stems, at), *line]


def _bracket(pointer: _Pointer, page: Page) -> str:
    width = pointer.end - pointer.start
    if not (page.boxes and page.has("└─┘")):
        return (
            "^" * width
            if width <= 2
            else ("^" if pointer.opens else "-") + "-" * (width - 2) + ("^" if pointer.closes else "-")
        )
    return ("└" if pointer.opens else "─") + "─" * (width - 2) + ("┘" if pointer.closes else "─")
