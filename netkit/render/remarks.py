"""Remarks: the name and the value of what is spoken of on one line, with place and source at its end, and the sentence beneath."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.render.lines import Line, Span, Style, indented, measure, padded, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netkit.render.page import Page
    from netkit.view import Remark, Remarks

__all__ = ["arrange"]

_GAP = 2
_INDENT = 4


def arrange(block: Remarks, page: Page) -> Iterator[Line]:
    """The lines of the rows; places and sources stand in columns at the right, where there is room for them."""
    rows = block.rows
    place = max((measure(page.text(row.place)) for row in rows), default=0)
    source = max((measure(page.text(row.source)) for row in rows), default=0)
    group = ""
    for row in rows:
        if row.group != group:
            group = row.group
            if group:
                yield from indented(wrap([(page.text(group), Style.LABEL)], page.prose - 2), 2)
        yield from _remark(row, page, page.prose - source, page.prose - source - (source and _GAP) - place)


def _remark(row: Remark, page: Page, source_at: int, place_at: int) -> Iterator[Line]:
    style = Style.TROUBLE if row.trouble else Style.LABEL
    head: list[Span] = [(page.text(row.label), style)]
    if row.value:
        head.append((f"  {page.text(row.value)}", Style.TROUBLE if row.trouble else Style.VALUE))
    lead: Line = [("! ", Style.TROUBLE) if row.trouble else ("  ", Style.TEXT)]
    asides = [
        (page.text(text), at, style)
        for text, at, style in ((row.place, place_at, Style.PLACE), (row.source, source_at, Style.SOURCE))
        if text
    ]
    line = [*lead, *head]
    fits = bool(asides)
    for text, at, aside_style in asides:
        if sum(measure(part) for part, _ in line) > at - _GAP or at + measure(text) > page.prose:
            fits = False
            break
        line = [*padded(line, at), (text, aside_style)]
    body: list[Span] = [(page.text(row.text), Style.TEXT)]
    if fits:
        yield line
    else:
        if sum(measure(part) for part, _ in head) <= page.prose - 2:
            yield [*lead, *head]
        else:
            yield from indented(wrap(head, page.prose - 2, hang=2), 2, lead)
        if asides:
            body.append((f" ({', '.join(text for text, _, _ in asides)})", Style.SOURCE))
    if any(text for text, _ in body):
        yield from indented(wrap(body, page.prose - _INDENT), _INDENT)
