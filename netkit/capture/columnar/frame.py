"""Fields of the frame: what the capture says of a packet, and not the packet itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from netkit.capture.columnar.domain import BOOLEAN, MOMENT, NUMBER, PROTOCOL, TEXT, Domain
from netkit.capture.record import Record

__all__ = ["FRAME_FIELDS", "FrameField", "frame_bytes"]


@dataclass(frozen=True, slots=True)
class FrameField:
    """One field: its domain, and what takes it from a record; None where the record has it not."""

    domain: Domain
    take: Callable[[Record], Any]


def frame_bytes(record: Record) -> bytes:
    """The packet's bytes."""
    return record.data


FRAME_FIELDS: Mapping[str, FrameField] = MappingProxyType(
    {
        "frame": FrameField(PROTOCOL, frame_bytes),
        "frame.number": FrameField(NUMBER, lambda record: record.number),
        "frame.len": FrameField(NUMBER, lambda record: record.original_length),
        "frame.cap_len": FrameField(NUMBER, lambda record: len(record.data)),
        "frame.time": FrameField(MOMENT, lambda record: record.time),
        "frame.time_epoch": FrameField(MOMENT, lambda record: record.time),
        "frame.comment": FrameField(TEXT, lambda record: record.comments[0] if record.comments else None),
        "frame.interface_id": FrameField(NUMBER, lambda record: record.interface.number),
        "frame.marked": FrameField(BOOLEAN, lambda _: False),
        "frame.ignored": FrameField(BOOLEAN, lambda _: False),
        "frame.interface_description": FrameField(TEXT, lambda record: record.interface.description or None),
        "frame.interface_name": FrameField(TEXT, lambda record: record.interface.name or None),
    }
)
