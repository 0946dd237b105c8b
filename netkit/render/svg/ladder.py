"""A ladder as SVG: a line down for each side, sloping arrows from line to line, times at their ends, remarks at the right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from netkit.render.events import ladder_events
from netkit.render.svg.arrows import LOOKS, arrow, cross
from netkit.render.svg.document import document, element, line, text
from netkit.render.svg.texts import LINE, TITLE, shortened, width_of, wrapped
from netkit.view import Emphasis, Gap, Ladder, Rung

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["draw"]

_MARGIN = 24.0
_PAD = 10.0
_DROP = 9.0
_SPACE = 15.0
_NARROW = 560
_WIDEST_SPAN = 380.0
_WIDEST_TIME = 0.19
_REMARKS = 0.34


def draw(block: Ladder, width: int) -> str:
    """The ladder as a document of `width` CSS pixels."""
    names = ", ".join(side.name for side in block.sides)
    picture = _Picture(block, width)
    body = list(picture.body())
    return document(block.caption or f"Messages between {names}", ladder_events(block), body, width, picture.y)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """Where things stand from left to right; `remarks_at` is None where remarks stand beneath their arrows."""

    time: float
    packet_end: float
    time_end: float
    lines: tuple[float, ...]
    right_time: float
    remarks_at: float | None
    remarks: float


def _frame(block: Ladder, width: int) -> _Frame:
    rungs = [row for row in block.rows if isinstance(row, Rung)]
    packet = max((width_of(str(row.packet)) for row in rungs if row.packet is not None), default=0.0)
    packet = max(packet, width_of("packet")) if packet else 0.0
    two = len(block.sides) == 2
    left = max((width_of(_left(row, two=two)) for row in rungs), default=0.0)
    right = max((width_of(row.right_time) for row in rungs), default=0.0) if two else 0.0
    time = min(width * _WIDEST_TIME, 110.0)
    left, right, packet = min(left, time), min(right, time), min(packet, time)
    packet_end = _MARGIN + packet
    time_end = packet_end + (_PAD if packet else 0) + left
    first = time_end + _PAD
    said = any(row.remark or row.rule for row in rungs) or not two
    beside = said and width >= _NARROW
    widest = max((width_of(text) for row in rungs for text in _said(row, two=two)), default=0.0)
    remarks = min(max(widest, 60.0), (width - _MARGIN - first) * _REMARKS) if beside else 0.0
    last = width - _MARGIN - (remarks + 2 * _PAD if beside else 0) - (right + _PAD if right else 0)
    if two:
        last = min(last, first + _WIDEST_SPAN)
    else:
        last -= _PAD
    last = max(last, first + 60.0)
    steps = len(block.sides) - 1
    lines = tuple(first + (last - first) * number / steps for number in range(steps + 1))
    remarks_at = last + (right + _PAD if right else 0) + 2 * _PAD
    return _Frame(
        time=time,
        packet_end=packet_end,
        time_end=time_end,
        lines=lines,
        right_time=last + _PAD,
        remarks_at=remarks_at if beside else None,
        remarks=max(width - _MARGIN - remarks_at, 40.0) if beside else 0.0,
    )


def _left(row: Rung, *, two: bool) -> str:
    """The time at the left: with two sides that of the left one, else that of the sender."""
    if two or row.source < row.target:
        return row.left_time or ("" if two else row.right_time)
    return row.right_time or row.left_time


def _said(row: Rung, *, two: bool) -> list[str]:
    """What may stand at the right: between many sides a label has perhaps no room on its arrow."""
    return [part for part in (row.remark, row.rule, "" if two else row.label) if part]


class _Picture:
    """A ladder that is drawn from the top; `y` is how far it has come."""

    def __init__(self, block: Ladder, width: int) -> None:
        self.block = block
        self.width = width
        self.frame = _frame(block, width)
        self.two = len(block.sides) == 2
        self.y = _MARGIN

    def body(self) -> Iterator[str]:
        """All elements, the lines of the sides before what stands on them."""
        yield from self._head()
        top = self.y
        drawn: list[str] = []
        for row in self.block.rows:
            drawn += self._gap(row) if isinstance(row, Gap) else self._rung(row)
        self.y += _SPACE
        yield from (line(at, top, at, self.y, "line-frame thin") for at in self.frame.lines)
        yield from drawn
        yield from self._legend()
        self.y += _MARGIN

    def _head(self) -> Iterator[str]:
        for piece in wrapped(self.block.caption, self.width - 2 * _MARGIN, TITLE):
            self.y += 21
            yield text(_MARGIN, self.y - 5, piece, "ink title")
        self.y += 8 if self.block.caption else 0
        step = self.frame.lines[1] - self.frame.lines[0]
        beneath = self.frame.packet_end > _MARGIN and self.two
        names = [wrapped(side.name, min(max(step - _PAD, 40.0), 220.0), 14) for side in self.block.sides]
        clocks = [wrapped(side.clock, min(max(step - _PAD, 40.0), 220.0)) for side in self.block.sides]
        if beneath:
            clocks[0] = wrapped(self.block.sides[0].clock, self.frame.time_end - self.frame.packet_end)
        over = max(map(len, names))
        tallest = over + max(map(len, clocks))
        for at, said, shown in zip(self.frame.lines, names, clocks, strict=True):
            for number, piece in enumerate(said):
                yield self._over(at, self.y + (over - len(said) + number + 1) * LINE - 4, piece, "ink name")
            for number, piece in enumerate(shown):
                y = self.y + (over + number + 1) * LINE - 4
                if beneath and at == self.frame.lines[0]:
                    yield text(self.frame.time_end, y, piece, "quiet small", anchor="end")
                else:
                    yield self._over(at, y, piece, "quiet small")
        if self.frame.packet_end > _MARGIN:
            yield text(self.frame.packet_end, self.y + tallest * LINE - 4, "packet", "quiet small", anchor="end")
        self.y += tallest * LINE + 6

    def _over(self, at: float, y: float, piece: str, look: str) -> str:
        """Words in the middle over a line, moved as far as the picture's edge asks for."""
        half = width_of(piece, 14) / 2
        middle = max(min(at, self.width - _MARGIN / 2 - half), _MARGIN / 2 + half)
        return text(middle, y, piece, look, anchor="middle")

    def _behind(self, x: float, y: float, piece: str, *, rightwards: bool = True) -> str:
        """Paper behind words that cross the line of a side."""
        wide = width_of(piece)
        left = x if rightwards else x - wide
        return element("rect", x=left - 3, y=y - 13, width=wide + 6, height=LINE - 1, class_="fill-paper")

    def _gap(self, row: Gap) -> Iterator[str]:
        """The lines of the sides are broken where something is left out."""
        first, last = self.frame.lines[0], self.frame.lines[-1]
        pieces = wrapped(row.text, max(last - first - 2 * _PAD, 60.0))
        top, bottom = self.y + 8, self.y + 8 + max(len(pieces), 1) * LINE + 10
        for at in self.frame.lines:
            yield element("rect", x=at - 4, y=top, width=8, height=bottom - top, class_="fill-paper")
            yield line(at, top + 2, at, bottom - 2, "line-frame dash-2")
        for number, piece in enumerate(pieces):
            yield text((first + last) / 2, top + 5 + (number + 1) * LINE - 4, piece, "quiet", anchor="middle")
        self.y = bottom

    def _rung(self, row: Rung) -> Iterator[str]:
        start, end = self.frame.lines[row.source], self.frame.lines[row.target]
        look = LOOKS[row.emphasis]
        room = abs(end - start) - 2 * _PAD
        fits = self.two or max(map(width_of, row.label.split(" "))) <= room
        labels = wrapped(row.label, room) if fits else []
        remarks = [(piece, "ink") for piece in wrapped(row.remark, self._remark_room())]
        remarks += [(piece, "quiet") for piece in wrapped(row.rule, self._remark_room())]
        if row.label and not labels:
            remarks = [(piece, look) for piece in wrapped(row.label, self._remark_room())] + remarks
        leaves = self.y + _SPACE + max(len(labels), 1) * LINE - 6
        arrives = leaves + _DROP
        rightwards = end > start
        inner = start + _PAD if rightwards else start - _PAD
        for number, piece in enumerate(labels):
            y = leaves - 5 - (len(labels) - 1 - number) * LINE
            if abs(row.source - row.target) > 1:
                yield self._behind(inner, y, piece, rightwards=rightwards)
            yield text(inner, y, piece, look, anchor="start" if rightwards else "end")
        yield from arrow(row, (start, leaves), (end, arrives))
        yield from self._times(row, leaves, arrives)
        bottom = arrives
        if self.frame.remarks_at is not None:
            for number, (piece, one) in enumerate(remarks):
                yield text(self.frame.remarks_at, leaves + 4 + number * LINE, piece, one)
            bottom = max(bottom, leaves + (len(remarks) - 1) * LINE + 4)
        elif remarks:
            first = self.frame.lines[0] + _PAD
            for number, (piece, one) in enumerate(remarks):
                y = arrives + 6 + (number + 1) * LINE - 4
                yield "" if self.two else self._behind(first, y, piece)
                yield text(first, y, piece, f"{one} small")
            bottom = arrives + 6 + len(remarks) * LINE
        self.y = bottom

    def _remark_room(self) -> float:
        if self.frame.remarks_at is not None:
            return self.frame.remarks
        return max(self.frame.lines[-1] - self.frame.lines[0] - 2 * _PAD, 40.0)

    def _times(self, row: Rung, leaves: float, arrives: float) -> Iterator[str]:
        """Each time beside its own end of the arrow."""
        rightwards = row.source < row.target
        left_y, right_y = (leaves, arrives) if rightwards else (arrives, leaves)
        if not self.two:
            left_y = leaves
        if row.packet is not None:
            yield text(
                self.frame.packet_end, left_y + 4, shortened(str(row.packet), self.frame.time), "quiet", anchor="end"
            )
        if left := shortened(_left(row, two=self.two), self.frame.time):
            yield text(self.frame.time_end, left_y + 4, left, "quiet", anchor="end")
        if self.two and row.right_time:
            yield text(self.frame.right_time, right_y + 4, shortened(row.right_time, self.frame.time), "quiet")
        if row.emphasis is Emphasis.PROBLEM:
            yield text(_MARGIN / 2, leaves + 4, "!", "wrong strong", anchor="middle")

    def _legend(self) -> Iterator[str]:
        """What a dashed line, a cross and a sign mean, if they stand in this ladder."""
        rungs = [row for row in self.block.rows if isinstance(row, Rung)]
        x, y = self.frame.lines[0], self.y + LINE + 8
        begun = x
        for used, meaning in (
            (any(row.emphasis is Emphasis.AGAIN for row in rungs), "sent again"),
            (any(row.lost for row in rungs), "lost"),
            (any(row.emphasis is Emphasis.PROBLEM for row in rungs), "a problem"),
        ):
            if not used:
                continue
            wide = 34 + width_of(meaning)
            if x > begun and x + wide > self.width - _MARGIN:
                x, y = begun, y + LINE + 2
            if meaning == "a problem":
                yield text(x + 12, y, "!", "wrong strong", anchor="middle")
            elif meaning == "lost":
                yield line(x, y - 4, x + 16, y - 4, "line-ink")
                yield cross(x + 16, y - 4)
            else:
                yield line(x, y - 4, x + 26, y - 4, "line-mark-3 dash-1")
            yield text(x + 34, y, meaning, "quiet")
            x += wide + 24
        if x > begun:
            self.y = y
