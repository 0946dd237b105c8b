"""The segments of TCP in a capture as two endpoints exchanged them, with the options that TCP itself reads: what a tracker is fed with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from netkit.capture.record import Record
from netkit.capture.streams import numbers as numbering
from netkit.capture.streams.end import End
from netkit.capture.streams.packets import whole_packets
from netkit.capture.streams.segments import transports
from netkit.packet import Dissection
from netkit.packet.layer import Layer
from netkit.packet.transport.tcp_options import (
    AlignedTimestamps,
    MaximumSegmentSize,
    SackBlock,
    SackPermitted,
    Timestamps,
    WindowScale,
)
from netkit.tcp import segment as tcp

__all__ = ["Passing", "passing"]


class Passing(NamedTuple):
    """A segment of a stream: the packet with which it was whole, when that was captured (nanoseconds since 1970), and who sent it to whom.

    `forward` says that it goes the way of the stream's first segment.
    """

    stream: int
    packet: int
    time: int | None
    forward: bool
    source: End
    destination: End
    segment: tcp.Segment


def passing(records: Iterable[Record]) -> Iterator[Passing]:
    """Every whole segment of a capture, in its order; of a packet that was cut the length counts, its bytes are zeros."""
    counted = numbering.StreamNumbers()
    for record, _, packet in whole_packets(records):
        for found, layer, part in transports(packet):
            if not isinstance(found, numbering.Segment):
                continue
            numbered = counted.take(found)
            if part or found.length is None:
                continue
            yield Passing(
                numbered.stream, record.number, record.time, numbered.forward, End(found.source, found.source_port),
                End(found.destination, found.destination_port), _segment(found, packet, layer, found.length),
            )  # fmt: skip


def _segment(found: numbering.Segment, packet: Dissection, layer: Layer, length: int) -> tcp.Segment:
    largest = clocks = None
    permitted = False
    blocks: list[tuple[int, int]] = []
    for part in layer.parts:
        if isinstance(part, Timestamps | AlignedTimestamps):
            clocks = clocks or tcp.Timestamps(part.timestamp_value, part.timestamp_echo_reply)
        elif isinstance(part, SackBlock):
            blocks.append((part.left_edge, part.right_edge))
        elif isinstance(part, MaximumSegmentSize):
            largest = part.maximum_segment_size
        elif isinstance(part, SackPermitted):
            permitted = True
    start, end = layer.content or (0, 0)
    payload = packet.data[start:end][:length]
    return tcp.Segment(
        sequence=found.sequence,
        acknowledgment=found.acknowledgment,
        flags=tcp.Flag(found.flags),
        window=found.window,
        payload=payload + bytes(length - len(payload)),
        largest=largest,
        shift=found.shift if any(isinstance(part, WindowScale) for part in layer.parts) else None,
        sack_permitted=permitted,
        sack=tuple(blocks),
        timestamps=clocks,
    )
