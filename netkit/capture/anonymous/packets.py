"""A packet with every address and name replaced and its content emptied: as long as it was, and as right or wrong as it was.

Each packet is taken apart, changed field by field, and taken apart again: it has to have the same layers, the same fields in the
same places, and the same problems. Where that can't be had with the application's fields in place, all that the transport
carries is emptied; and where not even that will do, it is cut off.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from netkit.capture.anonymous.fields import StandIns
from netkit.capture.rewriting.likeness import alike
from netkit.capture.rewriting.sums import carry_along, put_extensions_right
from netkit.packet import dissect

if TYPE_CHECKING:
    from netkit.packet import Dissection

__all__ = ["Kept", "stand_in"]


class Kept(Enum):
    """How much of a packet could be kept in its form."""

    ALL = "all"
    TRANSPORT = "what the transport carries is empty"
    CUT = "what the transport carries is cut off"


_FILLERS = ((0x00, 0xFF), (0x58, 0x58), (0xFF, 0x01))
"""What fills the content, and what fills other bytes that are not understood: the first pair that changes nothing else."""


def stand_in(data: bytes, link_type: int, original_length: int, stand_ins: StandIns) -> tuple[bytes, Kept]:
    """The packet that stands in for another, and how much of its form could be kept."""
    packet = dissect(data, link_type, original_length=original_length)
    end = len(data)
    for payload, other in _FILLERS:
        new = _rewritten(packet, stand_ins, payload=payload, other=other, end=end)
        if (again := alike(packet, new, end)) is not None:
            return again, Kept.ALL
    end = _carried(packet)
    for payload, other in _FILLERS:
        new = _rewritten(packet, stand_ins, payload=payload, other=other, end=end)
        if (again := alike(packet, new, end)) is not None:
            return again, Kept.TRANSPORT
    return bytes(_rewritten(packet, stand_ins, payload=0, other=0, end=end)[:end]), Kept.CUT


def _carried(packet: Dissection) -> int:
    """The first byte of what a transport carries; without one, of the innermost layer."""
    starts = [layer.content[0] for layer in packet.layers if layer.content is not None]
    if starts:
        return min(starts)
    return packet.layers[-1].start if packet.layers else 0


def _rewritten(packet: Dissection, stand_ins: StandIns, *, payload: int, other: int, end: int) -> bytearray:
    """The packet's bytes with each field's stand-in up to `end`, and nothing but filling behind it."""
    new = bytearray(packet.data)
    for field in packet.fields:
        start, size = divmod(field.start_bit, 8)[0], field.width_bits // 8
        if field.start_bit % 8 or field.width_bits % 8 or not size or start + size > end:
            continue
        new[start : start + size] = stand_ins.of(
            field.field, packet.data[start : start + size], payload=payload, other=other
        )
    carry_along(packet, new)
    put_extensions_right(packet, new)
    new[end:] = bytes((payload,)) * (len(new) - end)
    return new
