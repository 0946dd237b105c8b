"""Bars: horizontal, from one margin, in eighths of a column where the page has such signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.render.lines import Line, Span, Style, measure, padded, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netkit.render.page import Page
    from netkit.view import Bar, Bars

__all__ = ["arrange", "told"]

_GAP = 2
_NARROWEST = 8
_WIDEST = 60
_WIDEST_TRACK = 20
_TRACK = "░"
_FULL = "█"
_PARTS = "▏▎▍▌▋▊▉"


def arrange(block: Bars, page: Page) -> Iterator[Line]:
    """The caption, then a line a row: label, bar, note; where there is no room for bars, labels and notes alone."""
    if block.caption:
        yield from wrap([(page.text(block.caption), Style.HEADING)], page.prose)
    labels = [page.text(row.label) for row in block.rows]
    notes = [page.text(row.note) for row in block.rows]
    head = 2 + max(map(measure, labels), default=0) + _GAP
    widest = _WIDEST_TRACK if all(row.whole for row in block.rows) else _WIDEST
    room = min(page.width - head - _GAP - max(map(measure, notes), default=0), widest)
    greatest = max((row.value for row in block.rows), default=0)
    for row, label, note in zip(block.rows, labels, notes, strict=True):
        line: list[Span] = padded([("  ", Style.TEXT), (label, Style.LABEL)], head)
        if room >= _NARROWEST:
            drawn = _track(row, room, page) if row.whole else [(_bar(row.value, greatest, room, page), Style.MARK_1)]
            yield [*padded([*line, *drawn], head + room + _GAP), (note, Style.TEXT)]
        elif head + measure(note) <= page.width:
            yield [*line, (note, Style.TEXT)]
        else:
            for part in wrap([(f"{label}  {note}", Style.TEXT)], page.width - 2, hang=2):
                yield [("  ", Style.TEXT), *part]


def _bar(value: int, greatest: int, room: int, page: Page) -> str:
    """A bar in proportion; what is not nothing is seen."""
    if value <= 0:
        return ""
    if not page.has(_FULL + _PARTS):
        return "#" * max(1, value * room // greatest)
    eighths = max(1, value * room * 8 // greatest)
    return _FULL * (eighths // 8) + (_PARTS[eighths % 8 - 1] if eighths % 8 else "")


def _track(row: Bar, room: int, page: Page) -> list[Span]:
    """How much of a whole is there, and what is left; full only where nothing is left, begun where something is there."""
    value = min(max(row.value, 0), row.whole)
    filled = value * room // row.whole
    filled = max(1, filled) if value else 0
    full, left = (_FULL, _TRACK) if page.has(_FULL + _TRACK) else ("#", "-")
    return [(full * filled, Style.MARK_1), (left * (room - filled), Style.QUIET)]


def told(block: Bars) -> Iterator[Span]:
    """The rows in sentences."""
    if block.caption:
        yield block.caption, Style.HEADING
    for row in block.rows:
        yield f"{row.label}: {row.note}", Style.TEXT
