"""Whether a packet that was changed is still read as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.capture.rewriting.sums import MOST_TURNS, keep_offloaded, put_right
from netkit.packet import dissect

if TYPE_CHECKING:
    from netkit.packet import Dissection

__all__ = ["alike"]

Shape = tuple[object, ...]


def alike(old: Dissection, new: bytearray, end: int) -> bytes | None:
    """The new packet with its checksums as right as the old ones; None where it is not read as the old one was, up to byte `end`."""
    noted = {field.start_bit: field.note for field in old.fields if "checksum" in field.key}
    keep_offloaded(old, new)
    again = dissect(bytes(new), old.link_type, original_length=old.original_length)
    for _ in range(MOST_TURNS):
        if not put_right(again, new, noted):
            break
        again = dissect(bytes(new), old.link_type, original_length=old.original_length)
    return again.data if again.data == old.data or _shape(again, end) == _shape(old, end) else None


def _shape(packet: Dissection, end: int) -> Shape:
    """What has to be the same: layers, places of fields, problems, and which checksums are right, as far as byte `end`."""
    bits = end * 8
    return (
        [(layer.key, layer.start) for layer in packet.layers if layer.start < end],
        [
            (field.key, field.start_bit, field.width_bits, field.note == "right")
            for field in packet.fields
            if field.start_bit + field.width_bits <= bits
        ],
        sorted((problem.rule, bool(problem.details)) for problem in packet.problems if problem.start_bit < bits),
    )
