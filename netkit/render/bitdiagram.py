"""A header's picture as the RFCs draw it, with a legend for what doesn't fit into its cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.render.bitcanvas import Canvas, scale_for
from netkit.render.bitcells import Legend, areas, written
from netkit.render.lines import Line, Style, indented, measure, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netkit.render.page import Page
    from netkit.view import BitDiagram

__all__ = ["arrange"]


def arrange(block: BitDiagram, page: Page) -> Iterator[Line]:
    """The caption, the picture and its legend; where the picture doesn't fit, the fields one below the other."""
    if block.caption:
        yield from wrap([(page.text(block.caption), Style.HEADING)], page.prose)
    scale = scale_for(block.row_bits, page.width)
    if scale is None:
        yield from _listed(block, page)
        return
    laid = areas(block)
    if not laid:
        return
    legend = Legend()
    canvas = Canvas(row_bits=block.row_bits, scale=scale)
    words = [written(area, canvas.inner_width(area), page, legend) for area in laid]
    for text in canvas.rulers():
        yield [(text, Style.QUIET)]
    for text in canvas.draw(laid, words):
        yield [(text, Style.TEXT)]
    yield from _legend(legend, page)


def _legend(legend: Legend, page: Page) -> Iterator[Line]:
    """The short forms with their meaning beside them; a whole name with its value as running text."""
    width = max((measure(sign) for sign, _ in legend.entries), default=0)
    for sign, meaning in legend.entries:
        if width > page.prose // 2:
            yield from wrap([(sign, Style.LABEL), (f": {meaning}", Style.TEXT)], page.prose, hang=3)
        else:
            lines = wrap([(meaning, Style.TEXT)], page.prose - width - 3)
            yield from indented(lines, width + 3, [(" ", Style.TEXT), (sign, Style.LABEL)])


def _listed(block: BitDiagram, page: Page) -> Iterator[Line]:
    """For pages narrower than the picture: a field a line with its bits, after one of variable length their number."""
    rows: list[tuple[str, str]] = []
    at: int | None = 0
    for cell in block.cells:
        width = cell.width_bits
        if width is None:
            bits, at = "variable", None
        elif at is None:
            bits = f"{width} bit{'s' * (width != 1)}"
        else:
            bits = str(at) if width <= 1 else page.text(f"{at}–{at + width - 1}")
            at += width
        rows.append((bits, page.text(cell.label) + (f": {page.text(cell.value)}" if cell.value else "")))
    column = max((len(bits) for bits, _ in rows), default=0)
    for bits, text in rows:
        yield from indented(
            wrap([(text, Style.TEXT)], max(page.width - column - 4, 4)), column + 4, [(f"  {bits}", Style.PLACE)]
        )
