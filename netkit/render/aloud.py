"""Blocks as sentences, for a screen reader or a braille line: no columns, no drawings, one thing after the other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from netkit.render.bytemap import shown_rows, span_of
from netkit.render.checklist import WORDS
from netkit.render.lines import Line, Span, Style, wrap
from netkit.view import (
    BitDiagram,
    Block,
    Bytes,
    Checklist,
    Fact,
    Facts,
    Heading,
    Lanes,
    Next,
    Paragraph,
    Sentence,
    Table,
    Trouble,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netkit.render.page import Page

__all__ = ["arrange"]


def arrange(blocks: Sequence[Block], page: Page) -> Iterator[Line]:
    """The lines of `blocks`, a blank line before each heading."""
    before: Block | None = None
    for block in blocks:
        if before is not None and not isinstance(before, Heading):
            yield []
        for text, style in _sentences(block):
            yield from wrap([(page.text(text), style)], page.prose) if text else [[]]
        before = block


def _sentences(block: Block) -> Iterator[Span]:
    match block:
        case Sentence():
            yield block.text, Style.SENTENCE
        case Paragraph():
            yield from ((text.strip(), Style.TEXT) for text in block.text.split("\n"))
        case Heading():
            yield _with_aside(block.text, block.place, block.source), Style.HEADING
        case Trouble():
            yield "Trouble: " + _with_aside(block.text, block.place, block.source), Style.TROUBLE
            yield from ((line, Style.TEXT) for detail in block.details for line in detail.split("\n"))
        case Next():
            for command, note in block.commands:
                yield f"Next: {command}" + (f" ({note})" if note else ""), Style.COMMAND
        case _:
            yield from _drawn(block)


def _drawn(block: Facts | Bytes | Table | BitDiagram | Lanes | Checklist) -> Iterator[Span]:
    """What is a drawing or a table elsewhere."""
    match block:
        case Facts():
            yield from _facts(block.rows)
        case Bytes():
            yield from _bytes(block)
        case Table():
            yield from _table(block)
        case BitDiagram():
            yield from _bits(block)
        case Lanes():
            yield from _lanes(block)
        case Checklist():
            yield from _checklist(block)


def _with_aside(text: str, place: str = "", source: str = "") -> str:
    """`text` with its place and source in brackets; a range is "6 to 11", for a dash is not always read out."""
    aside = ", ".join(part for part in (re.sub(r"(?<=\d)[–-](?=\d)", " to ", place), source) if part)
    return f"{text} ({aside})" if aside else text


def _facts(rows: Sequence[Fact]) -> Iterator[Span]:
    group = ""
    for row in rows:
        if row.group != group:
            group = row.group
            if group:
                yield f"{group}:", Style.LABEL
        lead = "Trouble: " if row.trouble else ""
        told = f"{row.value}. {row.note[:1].upper()}{row.note[1:]}" if row.value and row.note else row.value or row.note
        text = _with_aside(f"{lead}{row.label}: {told}", _place(row.place), row.source)
        yield text, Style.TROUBLE if row.trouble else Style.TEXT


def _place(text: str) -> str:
    """A place with the word byte, which the column of a table leaves out."""
    if not text[:1].isdigit():
        return text
    bytes_part = text.split(",", maxsplit=1)[0]
    return f"byte{'s' if '–' in bytes_part or '-' in bytes_part else ''} {text}"


def _bytes(block: Bytes) -> Iterator[Span]:
    for row in shown_rows(block):
        chunk = block.data[row * 16 : row * 16 + 16]
        start = block.first + row * 16
        yield f"{_range('byte', start, start + len(chunk))}: {chunk.hex(' ')}", Style.TEXT
    for mark in block.marks:
        start, end = (index + block.first for index in span_of(mark, block.first))
        yield f"{_range('byte', start, end)}: {mark.label}", Style.TEXT


def _range(unit: str, start: int, end: int) -> str:
    return f"{unit} {start}" if end - start <= 1 else f"{unit}s {start} to {end - 1}"


def _table(block: Table) -> Iterator[Span]:
    if block.caption:
        yield block.caption, Style.HEADING
    for row in block.rows:
        names = [*block.columns, *[""] * len(row)]
        cells = [f"{name}: {cell}" if name else cell for name, cell in zip(names, row, strict=False) if cell]
        yield "; ".join(cells), Style.TEXT


def _bits(block: BitDiagram) -> Iterator[Span]:
    """The fields with the numbers of their bits; after one of variable length nobody knows these."""
    if block.caption:
        yield block.caption, Style.HEADING
    at: int | None = 0
    for cell in block.cells:
        value = f", {cell.value}" if cell.value else ""
        if cell.width_bits is None:
            place = "then" if at is None else f"from bit {at}"
            yield f"{place}: {cell.label}, of variable length{value}", Style.TEXT
            at = None
        elif at is None:
            yield f"then {cell.width_bits} bit{'s' * (cell.width_bits != 1)}: {cell.label}{value}", Style.TEXT
        else:
            yield f"{_range('bit', at, at + cell.width_bits)}: {cell.label}{value}", Style.TEXT
            at += cell.width_bits


def _lanes(block: Lanes) -> Iterator[Span]:
    if block.caption:
        yield block.caption, Style.HEADING
    for lane in block.lanes:
        there = [part for part in lane.parts if part.start < part.end]
        told = [f"{_range(block.noun, part.start, part.end)} {part.text or part.sign}" for part in there]
        told += [lane.note] if lane.note else []
        if lane.label:
            yield f"{lane.label}: {'; '.join(told) or 'nothing'}", Style.TEXT
        elif told:
            yield "; ".join(told), Style.TEXT


def _checklist(block: Checklist) -> Iterator[Span]:
    for item in block.items:
        text = f"{item.label}, {item.text}" if item.label else item.text
        aside = f" ({item.aside})" if item.aside else ""
        yield f"{WORDS[item.outcome]}: {text}{aside}", Style.TEXT
        for detail in item.details:
            yield from _sentences(detail)
