"""A record's packet, taken apart with all that the capture says of it beside its bytes."""

from __future__ import annotations

from netkit.capture.record import Record
from netkit.packet.dissection import Dissection, dissect

__all__ = ["dissected"]


def dissected(record: Record) -> Dissection:
    """What the packet says; the capture knows how long it was on the wire, and whether its checksum was still to be filled in."""
    return dissect(record.data, record.link_type, original_length=record.original_length, unfilled=record.unfilled)
