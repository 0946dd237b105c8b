"""Following a UDP stream: the datagrams of both sides, one after the other as they came."""

from __future__ import annotations

from collections.abc import Iterable

from netkit.capture.record import Record
from netkit.capture.streams.datagrams import DatagramNumbers
from netkit.capture.streams.direction import Owner
from netkit.capture.streams.end import End
from netkit.capture.streams.following import CLIENT, MOST_HELD, SERVER, Chunk, Followed
from netkit.capture.streams.numbers import Segment
from netkit.capture.streams.packets import whole_packets
from netkit.capture.streams.segments import transports

__all__ = ["DATAGRAM_COST", "follow_datagrams"]

DATAGRAM_COST = 256
"""What a datagram costs beside its bytes, at most about, as the limit counts it."""


def follow_datagrams(records: Iterable[Record], number: int, *, limit: int = MOST_HELD) -> tuple[Followed | None, int]:
    """The UDP stream of this number in a capture, and how many streams there are; None in its place if there are fewer.

    Each datagram is a chunk; its offset counts the bytes that its sender sent before it. At most `limit` bytes are held in all.
    """
    numbers = DatagramNumbers()
    found: Followed | None = None
    sent = {CLIENT: 0, SERVER: 0}
    cost = left_out = 0
    for record, of, packet in whole_packets(records):
        for datagram, layer, part in transports(packet):
            if isinstance(datagram, Segment) or numbers.take(*datagram) != number or part:
                continue
            source, destination = (
                End(datagram.source, datagram.source_port),
                End(datagram.destination, datagram.destination_port),
            )
            if found is None:
                found = Followed(number, source, destination, "", first=record.number)
                found.data, found.owners = {CLIENT: [], SERVER: []}, {CLIENT: [], SERVER: []}
            found.packets += 1
            direction = CLIENT if source == found.client else SERVER
            start = layer.start + 8
            stated = max(0, layer.header.length - 8)
            data = packet.data[start : start + stated] if stated else b""
            cost += len(data) + DATAGRAM_COST
            if cost > limit:
                left_out += 1
                continue
            at = sent[direction]
            if data or not stated:
                found.chunks.append(Chunk(direction, at, len(data), data))
                found.data[direction].append((at, data))
                found.owners[direction].append(Owner(at, len(data), of))
            if len(data) < stated:
                found.chunks.append(Chunk(direction, at + len(data), stated - len(data), None))
            sent[direction] += stated
    if found is not None and left_out:
        found.problems.append(f"{left_out:,} datagrams were left out: more than {limit >> 20:,} MiB are not held")
    return found, numbers.count
