"""Lanes above one another over one scale: where the pieces of something lie, and whose they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from netkit.render.lines import Line, Span, Style, measure, padded, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netkit.render.page import Page
    from netkit.view import Lane, LanePart, Lanes

__all__ = ["arrange"]

_GAP = 2
_NARROWEST = 16
_WIDEST_STEP = 8
_COLOURS = (Style.MARK_1, Style.MARK_2, Style.MARK_3, Style.MARK_4)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    """Which column of the picture each step has; `columns` wide in all."""

    start: int
    end: int
    columns: int

    def column(self, at: int) -> int:
        """The column in which a step begins, inside of the picture."""
        size = max(self.end - self.start, 1)
        return min(max((at - self.start) * self.columns // size, 0), self.columns)


def arrange(block: Lanes, page: Page) -> Iterator[Line]:
    """The caption, the numbers over the lanes, the lanes; on a page too narrow for a picture, what lies where in words."""
    if block.caption:
        yield from wrap([(page.text(block.caption), Style.HEADING)], page.prose)
    labels = [measure(page.text(lane.label)) for lane in block.lanes]
    indent = 2 + max((width for width in labels if width <= page.width // 3), default=0) + _GAP
    room = page.width - indent
    if room < _NARROWEST:
        for lane in block.lanes:
            yield from _told(lane, page)
        return
    if not block.lanes:
        return
    scale = _scale(block, room)
    styles = _styles(block, page)
    numbers = _numbers(block, scale, room)
    yield [(" " * indent, Style.TEXT), (page.text(numbers), Style.QUIET)]
    for lane in block.lanes:
        yield from _lane(lane, scale, indent, page, styles)


def _scale(block: Lanes, room: int) -> _Scale:
    """As many columns for each unit as there is room for; where there is none, all in proportion."""
    size = max(block.end - block.start, 1)
    units = -(-size // max(block.unit, 1))
    if units > room:
        return _Scale(start=block.start, end=block.end, columns=room)
    step = min(room // units, _WIDEST_STEP)
    return _Scale(start=block.start, end=block.start + units * max(block.unit, 1), columns=units * step)


def _numbers(block: Lanes, scale: _Scale, room: int) -> str:
    """The numbers of the steps where something begins or ends, each over its column, as many as do not touch."""
    edges = {edge for lane in block.lanes for part in lane.parts for edge in (part.start, part.end)}
    edges = {edge for edge in edges if block.start < edge < block.end}
    line = str(block.start)
    last = str(block.end)
    last_at = scale.column(block.end)
    if last_at + len(last) > room:
        last_at = room - len(last)
    for edge in sorted(edges):
        at, text = scale.column(edge), str(edge)
        if at >= len(line) + 1 and at + len(text) + 1 <= last_at:
            line = line.ljust(at) + text
    return line.ljust(last_at) + last if last_at > len(line) else line


def _styles(block: Lanes, page: Page) -> dict[str, Style]:
    """A colour for each sign, in the order in which they come."""
    signs = dict.fromkeys(_sign(part, page) for lane in block.lanes for part in lane.parts)
    marks = [sign for sign in signs if sign not in (".", page.text("·")[:1])]
    return {sign: _COLOURS[number % len(_COLOURS)] for number, sign in enumerate(marks)}


def _sign(part: LanePart, page: Page) -> str:
    """A sign of exactly one column."""
    sign = page.text(part.sign)[:1]
    return sign if measure(sign) == 1 and sign != " " else "#"


def _lane(lane: Lane, scale: _Scale, indent: int, page: Page, styles: dict[str, Style]) -> Iterator[Line]:
    label = page.text(lane.label)
    note = page.text(lane.note)
    if not (label or note or lane.parts):
        yield []
        return
    line: list[Span] = []
    for text, style in _drawn(lane.parts, scale, page, styles):
        line.append((text, style))
    head: list[Span] = [("  ", Style.TEXT), (label, Style.LABEL)]
    if measure(label) + 2 + _GAP > indent:
        yield from wrap([(label, Style.LABEL)], page.prose, hang=2)
        head = []
    used = indent + sum(measure(text) for text, _ in line)
    if note and used + _GAP + measure(note) <= page.width:
        gap = _GAP if line else 0
        yield [*padded(head, indent), *line, (" " * gap, Style.TEXT), (note, Style.TEXT)]
        return
    if line or (head and not note):
        yield [*padded(head, indent), *line] if line else head
        head = []
    for number, part in enumerate(wrap([(note, Style.TEXT)], max(page.prose - indent, _NARROWEST)) if note else []):
        yield [*padded(head if not number else [], indent), *part]


def _drawn(parts: Sequence[LanePart], scale: _Scale, page: Page, styles: dict[str, Style]) -> Iterator[Span]:
    """The parts in their columns, each at least one wide; of two in one column the later is seen."""
    cells: list[str] = [" "] * scale.columns
    for part in parts:
        if part.end <= part.start:
            continue
        first = min(scale.column(part.start), scale.columns - 1)
        last = max(scale.column(part.end), first + 1)
        cells[first:last] = _sign(part, page) * (last - first)
    text = "".join(cells).rstrip(" ")
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or text[at] != text[start]:
            yield text[start:at], styles.get(text[start], Style.QUIET)
            start = at


def _told(lane: Lane, page: Page) -> Iterator[Line]:
    """What lies where, for pages too narrow for a picture."""
    spans: list[Span] = [(page.text(lane.label), Style.LABEL)] if lane.label else []
    spans += [(f" {page.text(f'{part.start}–{part.end - 1}')} {_sign(part, page)}", Style.TEXT) for part in lane.parts]
    if lane.note:
        spans.append((f" {page.text(lane.note)}", Style.TEXT))
    yield from wrap(spans, page.width, hang=2)
