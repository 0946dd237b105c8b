"""Blocks as sentences, for a screen reader or a braille line: no columns, no drawings, one thing after the other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from netkit.render import bars, slide, stages
from netkit.render.bitrows import digits
from netkit.render.bytemap import shown_rows, span_of
from netkit.render.checklist import standing
from netkit.render.events import events, span
from netkit.render.lines import Line, Span, Style, wrap
from netkit.view import (
    Bars,
    BitDiagram,
    BitRow,
    Bits,
    Block,
    Bytes,
    Checklist,
    Fact,
    Facts,
    Heading,
    Ladder,
    Lanes,
    Next,
    Paragraph,
    Plot,
    Remark,
    Remarks,
    Sentence,
    Slide,
    Stages,
    Table,
    Tree,
    Trouble,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netkit.render.page import Page

__all__ = ["arrange", "row_aloud"]


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
            yield from ((_paused(text.strip()), Style.TEXT) for text in block.text.split("\n"))
        case Heading():
            yield _with_aside(_paused(block.text), block.place, block.source), Style.HEADING
        case Trouble():
            yield "Trouble: " + _with_aside(block.text, block.place, block.source), Style.TROUBLE
            yield from ((line, Style.TEXT) for detail in block.details for line in detail.split("\n"))
        case Next():
            for command, note in block.commands:
                lead = block.word[:1].upper() + block.word[1:]
                yield f"{lead}: {command}" + (f" ({note})" if note else ""), Style.COMMAND
        case Bars():
            yield from bars.told(block)
        case Stages():
            yield from stages.told(block)
        case Slide():
            yield from ((_paused(text), style) for text, style in slide.told(block))
        case _:
            yield from _drawn(block)


def _drawn(
    block: Facts | Remarks | Bytes | Table | BitDiagram | Bits | Lanes | Ladder | Plot | Tree | Checklist,
) -> Iterator[Span]:
    """What is a drawing or a table elsewhere."""
    match block:
        case Facts():
            yield from _facts(block.rows)
        case Remarks():
            yield from _remarks(block.rows)
        case Bytes():
            yield from _bytes(block)
        case Table():
            yield from _table(block)
        case Bits():
            yield from _bit_rows(block)
        case Lanes():
            yield from _lanes(block)
        case BitDiagram() | Ladder() | Plot() | Tree():
            yield from _events(block)
        case Checklist():
            yield from _checklist(block)


def _paused(text: str) -> str:
    """`text` with a comma where it has a gap, which is not heard."""
    return re.sub(r"(?<=[^\s,;:.?!]) {2,}(?=\S)", ", ", text)


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


def _remarks(rows: Sequence[Remark]) -> Iterator[Span]:
    group = ""
    for row in rows:
        if row.group != group:
            group = row.group
            if group:
                yield f"{group}:", Style.LABEL
        lead = "Trouble: " if row.trouble else ""
        subject = " ".join(part for part in (row.label, row.value) if part)
        text = _with_aside(f"{lead}{subject}: {row.text}", _place(row.place), row.source)
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
        yield f"{span('byte', start, start + len(chunk))}: {chunk.hex(' ')}", Style.TEXT
    for mark in block.marks:
        start, end = (index + block.first for index in span_of(mark, block.first))
        yield f"{span('byte', start, end)}: {mark.label}", Style.TEXT


def _table(block: Table) -> Iterator[Span]:
    if block.caption:
        yield block.caption, Style.HEADING
    for row in block.rows:
        yield row_aloud(block.columns, row), Style.TEXT


def row_aloud(columns: Sequence[str], row: Sequence[str]) -> str:
    """A row of a table in words: each cell behind the name of its column."""
    names = [*columns, *[""] * len(row)]
    return "; ".join(f"{name}: {cell}" if name else cell for name, cell in zip(names, row, strict=False) if cell)


def _bit_rows(block: Bits) -> Iterator[Span]:
    yield from ((_bit_row(row, block), Style.TEXT) for row in block.rows)


def _bit_row(row: BitRow, block: Bits) -> str:
    """A row in words: its digits in groups, those of each part by its name, what is open, and what is pointed at."""
    shown = digits(row, block)
    group = 8 if block.digit_bits == 1 else 4
    known = len(shown) if row.length is None else max(0, -(-row.length // block.digit_bits))
    split = None if block.split is None else min(max(block.split // block.digit_bits, 0), len(shown))
    pieces = []
    for first, last, name in (
        ((0, split, block.parts[0]), (split, len(shown), block.parts[1]))
        if split is not None
        else ((0, len(shown), ""),)
    ):
        chunk = shown[first : min(last or 0, known)]
        if chunk:
            offset = -(first or 0) % group
            groups = [chunk[:offset], *(chunk[at : at + group] for at in range(offset, len(chunk), group))]
            pieces.append(f"{name} {' '.join(part for part in groups if part)}".strip())
    if known < len(shown):
        pieces.append(f"the last {(len(shown) - known) * block.digit_bits} bits are open")
    told = "; ".join(pieces)
    if row.pointer is not None:
        told += f"; at bit {row.pointer}" + (f": {row.remark}" if row.remark else "")
    return f"{row.label}: {told}" + (f"; {row.note}" if row.note else "")


def _lanes(block: Lanes) -> Iterator[Span]:
    if block.caption:
        yield block.caption, Style.HEADING
    for lane in block.lanes:
        there = [part for part in lane.parts if part.start < part.end]
        told = [f"{span(block.noun, part.start, part.end)} {part.text or part.sign}" for part in there]
        told += [lane.note] if lane.note else []
        if lane.label:
            yield f"{lane.label}: {'; '.join(told) or 'nothing'}", Style.TEXT
        elif told:
            yield "; ".join(told), Style.TEXT


def _events(block: BitDiagram | Ladder | Plot | Tree) -> Iterator[Span]:
    if block.caption:
        yield block.caption, Style.HEADING
    yield from ((text, Style.TEXT) for text in events(block))


def _checklist(block: Checklist) -> Iterator[Span]:
    for item in block.items:
        text = f"{item.label}, {item.text}" if item.label else item.text
        # points as people say them: a stroke is read as such, or not at all
        told = re.sub(r"^(\d+)/(\d+)$", r"\1 of \2", item.aside)
        aside = f" ({told})" if told else ""
        yield f"{standing(item)}: {text}{aside}", Style.TEXT
        for detail in item.details:
            yield from _sentences(detail)
