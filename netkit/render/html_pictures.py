"""Pictures as HTML: bytes, headers, bits and lanes; each is a table or text that reads as what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.render.bitrows import digits
from netkit.render.bytemap import shown_rows, span_of
from netkit.render.html_text import element, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netkit.view import BitCell, BitDiagram, BitRow, Bits, Bytes, Lane, Lanes

__all__ = ["bit_rows", "byte_map", "diagram", "lane_picture"]

_PER_ROW = 16


def byte_map(block: Bytes) -> str:
    """Rows of bytes in hex and ASCII with the marked ones marked, and beneath what the marks are."""
    spans = [span_of(mark, block.first) for mark in block.marks]
    marked = {at for start, end in spans for at in range(max(start, 0), min(end, len(block.data)))}
    everything = set(range(len(block.data))) <= marked
    lines = []
    before = -1
    for row in shown_rows(block):
        start = row * _PER_ROW
        chunk = block.data[start : start + _PER_ROW]
        lines += ["…"] if row != before + 1 else []
        before = row
        pairs = [
            element("mark", f"{byte:02x}") if start + at in marked and not everything else f"{byte:02x}"
            for at, byte in enumerate(chunk)
        ]
        gap = "   " * (_PER_ROW - len(chunk))
        signs = "".join(chr(byte) if 0x20 <= byte < 0x7F else "·" for byte in chunk)
        lines.append(f"{block.first + start:04x}  {' '.join(pairs)}{gap}  {text(signs)}")
    names = [
        element("li", _range("byte", block.first + start, block.first + end), ": ", text(mark.label))
        for mark, (start, end) in zip(block.marks, spans, strict=True)
    ]
    return element("pre", "\n".join(lines)) + (element("ul", *names) if names else "")


def _range(noun: str, start: int, end: int) -> str:
    return f"{noun} {start}" if end - start <= 1 else f"{noun}s {start}–{end - 1}"


def diagram(block: BitDiagram) -> str:
    """A header as the RFCs draw it: a row of the table has as many columns as it has bits."""
    rows: list[str] = []
    cells: list[str] = []
    left = block.row_bits
    for cell in block.cells:
        if cell.width_bits is None and cells:
            rows.append(element("tr", *cells))
            cells, left = [], block.row_bits
        for width, part in _parts(cell, left, block.row_bits):
            cells.append(element("td", part, colspan=width))
            left -= width
            if left == 0:
                rows.append(element("tr", *cells))
                cells, left = [], block.row_bits
    rows += [element("tr", *cells)] if cells else []
    caption = [element("caption", text(block.caption))] if block.caption else []
    columns = element("colgroup", "<col>" * block.row_bits)
    return element("table", *caption, columns, *rows, css="picture")


def _parts(cell: BitCell, left: int, row_bits: int) -> Iterator[tuple[int, str]]:
    """A cell's widths, row by row, each with what stands in it; whole rows are drawn as one."""
    value = element("div", text(cell.value), css="cell") if cell.value else ""
    name = text(cell.label) + value
    if cell.width_bits is None:
        yield row_bits, f"{name} (variable length)"
        return
    rest = cell.width_bits
    if rest >= row_bits and left == row_bits:
        many = f" ({rest} bits)" if rest > row_bits else ""
        yield row_bits, f"{text(cell.label)}{many}{value}"
        rest %= row_bits
        name = f"{text(cell.label)} (its end)"
    while rest > 0:
        width = min(rest, left)
        yield width, name
        rest -= width
        left = row_bits
        name = f"{text(cell.label)} (its end)"


def bit_rows(block: Bits) -> str:
    """Numbers in binary or hex, one below the other, parted where the block parts them."""
    if not block.rows or block.width_bits <= 0:
        return ""
    rows = [
        element(
            "tr",
            element("td", text(row.label)),
            element("td", *_digits(row, block), css="cell"),
            element("td", text(_note(row))),
        )
        for row in block.rows
    ]
    legend = " │ ".join(part for part in block.parts if part)
    return element("table", *rows) + (element("p", text(legend), css="quiet") if legend else "")


def _digits(row: BitRow, block: Bits) -> Iterator[str]:
    shown = digits(row, block)
    group = 8 if block.digit_bits == 1 else 4
    known = len(shown) if row.length is None else max(0, -(-row.length // block.digit_bits))
    split = None if block.split is None else block.split // block.digit_bits
    for at, digit in enumerate(shown):
        if at == split:
            yield " │ "
        elif at and at % group == 0:
            yield " "
        sign = digit if at < known else "·"
        yield element("mark", sign) if row.pointer is not None and at == row.pointer // block.digit_bits else sign


def _note(row: BitRow) -> str:
    pointed = "" if row.pointer is None else f"bit {row.pointer}" + (f": {row.remark}" if row.remark else "")
    return "; ".join(part for part in (row.note, pointed) if part)


def lane_picture(block: Lanes) -> str:
    """Lanes over one scale; each part stands in its place, and in words beneath."""
    rows = [_lane(lane, block) for lane in block.lanes]
    caption = [element("p", text(block.caption), css="heading")] if block.caption else []
    return element("div", *caption, element("table", *rows))


def _lane(lane: Lane, block: Lanes) -> str:
    size = max(block.end - block.start, 1)
    there = [part for part in lane.parts if part.start < part.end]
    drawn = "".join(
        element(
            "mark",
            "",
            style=f"position:absolute;top:0;bottom:0;left:{100 * (part.start - block.start) / size:.3f}%;"
            f"width:{100 * (part.end - part.start) / size:.3f}%;border-left:2px solid currentColor",
        )
        for part in there
    )
    told = "; ".join(f"{_range(block.noun, part.start, part.end)} {part.text or part.sign}" for part in there)
    words = "; ".join(part for part in (told, lane.note) if part)
    picture = element("div", drawn, css="lane") if there else ""
    return element(
        "tr", element("td", text(lane.label)), element("td", picture, element("div", text(words)), style="width:100%")
    )
