"""The packets of a capture as a receiver sees them: IP fragments put together first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from netkit.capture.dissecting import dissected
from netkit.capture.record import Record
from netkit.packet import Dissection
from netkit.packet.fragments import Completed, Defragmenter

__all__ = ["Whole", "whole_packets"]


class Whole(NamedTuple):
    """A packet, taken apart: the record with which it was whole, and the numbers of all records that its bytes came in."""

    record: Record
    numbers: Sequence[int]
    packet: Dissection


def whole_packets(records: Iterable[Record]) -> Iterator[Whole]:
    """Every packet that is whole, in the order of that; fragments of which some never come are left out.

    What waits for more fragments is bounded as in a host (`netkit.packet.fragments.Limits`).
    """
    defragmenter = Defragmenter()
    for record in records:
        packet = dissected(record)
        for event in defragmenter.receive(packet, record.number, now=record.time):
            if isinstance(event, Completed):
                yield Whole(record, event.numbers, event.packet)
