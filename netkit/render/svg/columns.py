"""Where the parts of a ladder stand from left to right in an SVG picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from netkit.render.svg.texts import width_of
from netkit.view import Rung

if TYPE_CHECKING:
    from netkit.view import Ladder

__all__ = ["MARGIN", "PAD", "Columns", "columns_of", "left_time"]

MARGIN = 24.0
"""Around the picture, in CSS pixels."""

PAD = 10.0
"""Between two things side by side."""

_NARROW = 560
_WIDEST_SPAN = 380.0
_WIDEST_TIME = 0.19
_REMARKS = 0.34


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where things stand from left to right; `remarks_at` is None where remarks stand beneath their arrows."""

    time: float
    packet_end: float
    time_end: float
    lines: tuple[float, ...]
    right_time: float
    remarks_at: float | None
    remarks: float


def columns_of(block: Ladder, width: int) -> Columns:
    """As wide as what stands in them, as far as a picture of `width` CSS pixels has room."""
    rungs = [row for row in block.rows if isinstance(row, Rung)]
    packet = max((width_of(str(row.packet)) for row in rungs if row.packet is not None), default=0.0)
    packet = max(packet, width_of("packet")) if packet else 0.0
    two = len(block.sides) == 2
    left = max((width_of(left_time(row, two=two)) for row in rungs), default=0.0)
    right = max((width_of(row.right_time) for row in rungs), default=0.0) if two else 0.0
    time = min(width * _WIDEST_TIME, 110.0)
    left, right, packet = min(left, time), min(right, time), min(packet, time)
    packet_end = MARGIN + packet
    time_end = packet_end + (PAD if packet else 0) + left
    first = time_end + PAD
    said = any(row.remark or row.rule for row in rungs) or not two
    beside = said and width >= _NARROW
    widest = max((width_of(text) for row in rungs for text in _right_texts(row, two=two)), default=0.0)
    remarks = min(max(widest, 60.0), (width - MARGIN - first) * _REMARKS) if beside else 0.0
    last = width - MARGIN - (remarks + 2 * PAD if beside else 0) - (right + PAD if right else 0)
    if two:
        last = min(last, first + _WIDEST_SPAN)
    else:
        last -= PAD
    last = max(last, first + 60.0)
    steps = len(block.sides) - 1
    lines = tuple(first + (last - first) * number / steps for number in range(steps + 1))
    remarks_at = last + (right + PAD if right else 0) + 2 * PAD
    return Columns(
        time=time,
        packet_end=packet_end,
        time_end=time_end,
        lines=lines,
        right_time=last + PAD,
        remarks_at=remarks_at if beside else None,
        remarks=max(width - MARGIN - remarks_at, 40.0) if beside else 0.0,
    )


def left_time(row: Rung, *, two: bool) -> str:
    """The time at the left: with two sides that of the left one, else that of the sender."""
    if two or row.source < row.target:
        return row.left_time or ("" if two else row.right_time)
    return row.right_time or row.left_time


def _right_texts(row: Rung, *, two: bool) -> list[str]:
    """What may stand at the right: between many sides a label has perhaps no room on its arrow."""
    return [part for part in (row.remark, row.rule, "" if two else row.label) if part]
