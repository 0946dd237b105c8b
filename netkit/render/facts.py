"""Facts one below the other: label, value and what it means, place, source, in columns where there is room for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from netkit.render.lines import Line, Span, Style, beside, indented, measure, padded, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from netkit.render.page import Page
    from netkit.view import Fact

__all__ = ["Columns", "arrange", "fit"]

_GAP = 2
_WIDEST_LABEL = 28
_WIDEST_CONTENT = 64
_NARROWEST_CONTENT = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """How wide each column is; a place or source of width 0 stands in the text; `stacked` means no columns at all."""

    label: int
    content: int
    place: int
    source: int
    stacked: bool = False

    @property
    def place_at(self) -> int:
        """The column in which places begin."""
        return 2 + self.label + _GAP + self.content + _GAP

    @property
    def source_at(self) -> int:
        """The column in which sources begin."""
        return self.place_at + (self.place + _GAP if self.place else 0)


def fit(rows: Iterable[Fact], page: Page, *, places: Iterable[str] = ()) -> Columns:
    """Columns that hold `rows` on `page`, with room for `places` that others want to put into the same column."""
    rows = list(rows)
    labels = [measure(page.text(row.label)) + (2 if row.group else 0) for row in rows]
    label = min(max((width for width in labels if width <= _WIDEST_LABEL), default=0), page.width // 2)
    place = max((measure(page.text(text)) for text in [*(row.place for row in rows), *places]), default=0)
    source = max((measure(page.text(row.source)) for row in rows), default=0)
    natural = max((_content_width(row, page) for row in rows), default=0)
    wanted = min(natural, _NARROWEST_CONTENT)
    room = page.width - 2 - label - _GAP
    for place_width, source_width in ((place, source), (place, 0)):
        left = room - sum(width + _GAP for width in (place_width, source_width) if width)
        if left >= wanted:
            return Columns(
                label=label,
                content=min(left, max(natural, wanted), _WIDEST_CONTENT),
                place=place_width,
                source=source_width,
            )
    if room >= _NARROWEST_CONTENT:
        return Columns(label=label, content=min(room, _WIDEST_CONTENT), place=0, source=0)
    return Columns(label=label, content=page.width, place=0, source=0, stacked=True)


def _content_width(row: Fact, page: Page) -> int:
    note = measure(page.text(row.note))
    return measure(page.text(row.value)) + (_GAP + note if note else 0)


def arrange(rows: Sequence[Fact], page: Page, columns: Columns) -> Iterator[Line]:
    """The lines of `rows`; the notes beside short values begin in one column."""
    values = [measure(page.text(row.value)) for row in rows if row.value and row.note]
    hang = max((width for width in values if width <= columns.content // 3), default=0) + _GAP
    group = ""
    for row in rows:
        if row.group != group:
            group = row.group
            if group:
                yield from indented(wrap([(page.text(group), Style.LABEL)], page.width - 2), 2)
        yield from _stacked(row, page) if columns.stacked else _in_columns(row, page, columns, hang)


def _in_columns(row: Fact, page: Page, columns: Columns, hang: int) -> Iterator[Line]:
    gutter = _gutter(row)
    name = (page.text(row.label), Style.TROUBLE if row.trouble else Style.LABEL)
    label: list[Span] = [*gutter, name]
    aside = [page.text(text) for text, width in ((row.place, columns.place), (row.source, columns.source)) if not width]
    content = _content(row, page, columns.content, hang, ", ".join(text for text in aside if text))
    column = 2 + columns.label + _GAP
    if sum(measure(text) for text, _ in label) > column - _GAP:
        indent = sum(measure(text) for text, _ in gutter)
        yield from indented(wrap([name], page.width - indent), indent, gutter)
        label = []
    lines = list(beside([label], content, column))
    first: list[Span] = list(lines[0])
    late: list[Span] = []
    for text, width, at, style in (
        (page.text(row.place), columns.place, columns.place_at, Style.PLACE),
        (page.text(row.source), columns.source, columns.source_at, Style.SOURCE),
    ):
        if not (text and width):
            continue
        # a value too long for its column would push the place aside: then the places get a line of their own
        if late or sum(measure(part) for part, _ in first) > at - _GAP:
            late = [*padded(late, at), (text, style)]
        else:
            first = [*padded(first, at), (text, style)]
    yield first
    if late:
        yield late
    yield from lines[1:]


def _gutter(row: Fact) -> list[Span]:
    indent = "  " if row.group else ""
    return [("! ", Style.TROUBLE), (indent, Style.TEXT)] if row.trouble else [("  " + indent, Style.TEXT)]


def _content(row: Fact, page: Page, width: int, hang: int, aside: str) -> list[Line]:
    """The value with its note: beside it, from `hang` on, if the value is short; after it if both fit; else beneath."""
    value = (page.text(row.value), Style.TROUBLE if row.trouble else Style.VALUE)
    note: list[Span] = [(page.text(row.note), Style.TEXT)] if row.note else []
    if aside:
        note += [(f" ({aside})" if note else f"({aside})", Style.SOURCE)]
    if not (note and value[0]):
        return wrap([value, *note], width)
    length = measure(value[0]) + _GAP
    if length <= hang and row.note:
        return list(beside([[value]], wrap(note, width - hang), hang))
    if length + sum(measure(text) for text, _ in note) <= width:
        return [[value, ("  ", Style.TEXT), *note]]
    if length <= width // 2:
        return list(beside([[value]], wrap(note, width - length), length))
    return [*wrap([value], width), *indented(wrap(note, width - 2), 2)]


def _stacked(row: Fact, page: Page) -> Iterator[Line]:
    """For narrow pages: the label, then everything else as running text beneath it."""
    gutter: list[Span] = [("!", Style.TROUBLE)] if row.trouble else []
    label = (page.text(row.label), Style.TROUBLE if row.trouble else Style.LABEL)
    yield from indented(wrap([label], page.width - 2), 2, gutter)
    spans: list[Span] = [(page.text(row.value), Style.VALUE)] if row.value else []
    if row.note:
        spans += [(page.text(f" – {row.note}" if spans else row.note), Style.TEXT)]
    aside = ", ".join(page.text(text) for text in (row.place, row.source) if text)
    if aside:
        spans += [(f" ({aside})", Style.PLACE)]
    yield from indented(wrap(spans, page.width - 4), 4)
