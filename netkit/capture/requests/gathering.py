"""Gathering: every stream of a capture that speaks HTTP, followed in one pass, and its requests with their answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from netkit.capture.record import Record
from netkit.capture.streams.following import Followed, Following
from netkit.capture.streams.numbers import Segment, StreamNumbers
from netkit.capture.streams.packets import whole_packets
from netkit.capture.streams.segments import transports
from netkit.packet.application.http.message import read_http, recognise_http
from netkit.packet.reading import Reading
from netkit.packet.registry import reader_of

__all__ = ["MOST_HELD", "MOST_STREAMS", "Gathered", "gather"]

MOST_HELD = 8 << 20
"""Bytes that are held of each direction of a stream."""

MOST_STREAMS = 20_000
"""Streams that are held; of those behind them nothing is told."""

LARGEST = 256 << 20
"""Bytes of data over all streams, behind which no new stream is begun."""


@dataclass(slots=True)
class Gathered:
    """What was gathered: the streams in which HTTP was spoken, when each packet was taken, and how many streams had no room."""

    streams: list[Followed] = field(default_factory=list)
    times: dict[int, int] = field(default_factory=dict)
    left_out: int = 0


def gather(records: Iterable[Record]) -> Gathered:
    """Follow every stream that speaks HTTP: by a port of HTTP's, or by how one side's data begin."""
    found = Gathered()
    following: dict[int, Following | None] = {}
    spoken: set[int] = set()
    held = 0
    for number, segment, data, packets, record in _segments(records):
        if number not in following:
            room = len(following) < MOST_STREAMS and held < LARGEST
            found.left_out += 0 if room else 1
            following[number] = Following(number, "first", MOST_HELD) if room else None
        stream = following[number]
        if stream is None:
            continue
        if data and number not in spoken:
            if not _is_http(segment, data):
                following[number] = None
                continue
            spoken.add(number)
        stream.receive(segment, data, packets, record.number)
        if data:
            held += len(data)
            if record.time is not None:
                found.times[record.number] = record.time
    for number in sorted(spoken):
        stream = following[number]
        if stream is not None and (result := stream.result()) is not None:
            found.streams.append(result)
    return found


def _segments(records: Iterable[Record]) -> Iterator[tuple[int, Segment, bytes, tuple[int, ...], Record]]:
    """Every segment with its stream, its data, and the packets it came in."""
    numbers = StreamNumbers()
    for record, of, packet in whole_packets(records):
        for segment, layer, part in transports(packet):
            if isinstance(segment, Segment):
                number = numbers.take(segment).stream
                if not part:
                    start, end = layer.content or (0, 0)
                    yield number, segment, packet.data[start:end], tuple(of), record


def _is_http(segment: Segment, data: bytes) -> bool:
    ports = (segment.source_port, segment.destination_port)
    if any(reader_of(("tcp.port", port)) is read_http for port in ports):
        return True
    return recognise_http(Reading(data, original_length=len(data)))
