"""A ladder of two sides: the times at both ends of the arrows, what is sent at their start, what is said of it at the right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from netkit.render import lifelines
from netkit.render.arrows import arrow, legend
from netkit.render.events import ladder_events
from netkit.render.lines import Line, Span, Style, beside, chopped, indented, measure, padded, wrap
from netkit.render.said import label_of, remarks_of, said, width_of
from netkit.view import Emphasis, Gap, Ladder, Rung

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netkit.render.page import Page

__all__ = ["RunningLadder", "arrange"]

_NARROWEST = 60
_LEAD = 2
_SHORTEST_ARROW = 9
_GOOD_ARROW = 17
_BEST_ARROW = 23
_LONGEST_ARROW = 41
_WIDEST_TIME = 18
_NARROWEST_REMARK = 20
_NARROWEST_LABEL = 8
_GOOD_REMARK = 24
_GAP = 2


def arrange(block: Ladder, page: Page) -> Iterator[Line]:
    """The caption, the ladder, and what its signs mean; where there is no room for a ladder, its list of events."""
    if block.caption:
        yield from wrap([(chopped(page.text(block.caption), page.prose), Style.HEADING)], page.prose)
    if not block.rows:
        return
    if len(block.sides) > 2:
        drawn = lifelines.drawn(block, page)
    else:
        columns = _fit(block, page)
        drawn = None if columns is None else _drawn(block, page, columns)
    if drawn is None:
        for text in ladder_events(block):
            yield from wrap([(chopped(page.text(text), page.prose - 2), Style.TEXT)], page.prose, hang=2)
        return
    yield from drawn
    yield from legend(block, page)


class RunningLadder:
    """A ladder of two sides whose rows are drawn as they come. The rows of `widest` are not drawn: they say how much room is needed."""

    def __init__(self, widest: Ladder, page: Page, *, aloud: bool = False) -> None:
        self._sides = widest.sides
        self._widest = widest
        self._page = page
        self._columns = None if aloud else _fit(widest, page)
        self._seen: dict[tuple[bool, Emphasis], Rung] = {}

    def heads(self) -> Iterator[Line]:
        """What stands above the first row; nothing where rows are told in sentences."""
        if self._columns is not None:
            yield from _heads(self._widest, self._page, self._columns)

    def row(self, row: Rung | Gap) -> Iterator[Line]:
        """The lines of the next row."""
        if self._columns is None:
            for text in ladder_events(Ladder(sides=self._sides, rows=[row])):
                line = chopped(self._page.text(text), self._page.prose - 2)
                yield from wrap([(line, Style.TEXT)], self._page.prose, hang=2)
        elif isinstance(row, Gap):
            yield from _gap(row, self._page, self._columns)
        else:
            self._seen[row.lost, row.emphasis] = row
            yield from _row(row, self._page, self._columns)

    def legend(self) -> Iterator[Line]:
        """What the signs mean that stood in the rows so far."""
        if self._columns is not None:
            yield from legend(Ladder(sides=self._sides, rows=list(self._seen.values())), self._page)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    """The widths of the columns; 0 for one that is not there."""

    packet: int
    left_time: int
    label: int
    arrow: int
    right_time: int
    text: int

    @property
    def arrow_at(self) -> int:
        """Where the arrows begin."""
        return _LEAD + sum(width + _GAP for width in (self.packet, self.left_time, self.label) if width)

    @property
    def right_at(self) -> int:
        """What stands right of the arrows begins here."""
        return self.arrow_at + self.arrow + _GAP

    @property
    def text_at(self) -> int:
        """The column of the labels and remarks at the right."""
        return self.right_at + (self.right_time + _GAP + 1 if self.right_time else 0)


def _fit(block: Ladder, page: Page) -> _Columns | None:
    """The columns on this page, or None if there is no room for them."""
    if page.width < _NARROWEST:
        return None
    rungs = [row for row in block.rows if isinstance(row, Rung)]

    def widest(texts: Iterator[str]) -> int:
        return max((measure(page.text(text)) for text in texts), default=0)

    packet = widest(str(row.packet) for row in rungs if row.packet is not None)
    left = widest(row.left_time for row in rungs)
    right = widest(row.right_time for row in rungs)
    if max(left, right) > _WIDEST_TIME or packet > _WIDEST_TIME:
        return None
    label = min(widest(row.label for row in rungs if row.source == 0), page.width // 4)
    text = max((width_of(label_of(row, page) if row.source else [], remarks_of(row, page)) for row in rungs), default=0)
    without = _Columns(packet=packet, left_time=left, label=label, arrow=0, right_time=right, text=0).text_at
    room = page.width - without
    # a remark is rather wrapped than the arrows are made short
    shortest = min(max(room - _GOOD_REMARK, _SHORTEST_ARROW), _GOOD_ARROW)
    longest = _LONGEST_ARROW if room - text >= 2 * _LONGEST_ARROW else _BEST_ARROW
    arrow_width = min(max(room - text, shortest), longest)
    labels = widest(row.label for row in rungs if row.source)
    if room - arrow_width < min(labels, _NARROWEST_LABEL):
        return None
    return _Columns(
        packet=packet, left_time=left, label=label, arrow=arrow_width, right_time=right, text=room - arrow_width
    )


def _drawn(block: Ladder, page: Page, columns: _Columns) -> Iterator[Line]:
    yield from _heads(block, page, columns)
    for row in block.rows:
        if isinstance(row, Gap):
            yield from _gap(row, page, columns)
        else:
            yield from _row(row, page, columns)


def _heads(block: Ladder, page: Page, columns: _Columns) -> Iterator[Line]:
    """The names of the sides over the ends of the arrows, and beneath them what their clocks show."""
    left, right = block.sides
    left_at = _LEAD + (columns.packet + _GAP if columns.packet else 0)
    for texts, style in (((left.name, right.name), Style.COLUMN), ((left.clock, right.clock), Style.QUIET)):
        names = [page.text(text) for text in texts]
        if not any(names):
            continue
        right_at = max(min(columns.right_at, page.width - measure(names[1])), page.width // 2)
        first = wrap([(chopped(names[0], right_at - left_at - _GAP), style)], right_at - left_at - _GAP)
        second = wrap([(chopped(names[1], page.width - right_at), style)], page.width - right_at)
        yield from beside(list(indented(first, left_at)), second, right_at)


def _gap(row: Gap, page: Page, columns: _Columns) -> Iterator[Line]:
    """What is not drawn, in the middle of the ladder."""
    sign = page.text("⋮") if page.has("⋮") else ":"
    room = page.width - columns.arrow_at - 2
    text = wrap([(chopped(page.text(row.text), room), Style.QUIET)], room)
    yield from indented(text, columns.arrow_at + 2, [(" " * columns.arrow_at, Style.TEXT), (sign, Style.QUIET)])


def _row(row: Rung, page: Page, columns: _Columns) -> Iterator[Line]:
    line: list[Span] = [("! ", Style.TROUBLE) if row.emphasis is Emphasis.PROBLEM else ("  ", Style.TEXT)]
    if columns.packet:
        number = "" if row.packet is None else str(row.packet)
        line += [(number.rjust(columns.packet), Style.QUIET), (" " * _GAP, Style.TEXT)]
    if columns.left_time:
        line += [(_right(page.text(row.left_time), columns.left_time), Style.PLACE), (" " * _GAP, Style.TEXT)]
    label_at = sum(measure(text) for text, _ in line)
    label, remarks = label_of(row, page), remarks_of(row, page)
    left: list[Line] = [line]
    if label and not row.source:
        (text, style), label = label[0], []
        first, *more = wrap([(chopped(text, columns.label), style)], columns.label)
        left = [[*line, *first], *indented(more, label_at)]
    middle = list(arrow(row, columns.arrow, page))
    if columns.right_time:
        middle = padded(middle, columns.arrow + _GAP)
        middle.append((_right(page.text(row.right_time), columns.right_time), Style.PLACE))
    left[0] = [*padded(left[0], columns.arrow_at), *middle]
    below = columns.text < _NARROWEST_REMARK and width_of(label, remarks) > columns.text
    yield from beside(left, said(label, [] if below else remarks, columns.text), columns.text_at)
    if below:
        at = min(label_at + 2, page.width // 2)
        yield from indented(said([], remarks, page.width - at), at)


def _right(text: str, width: int) -> str:
    return " " * (width - measure(text)) + text
