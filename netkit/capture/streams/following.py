"""Following a stream: what both sides said, put together and in turn, with what is missing named.

The order is that of delivery: a stretch counts as said when the bytes before it were there, or when the other side acknowledged it. What
the bytes are is settled at the end, by the policy, over all that came.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple

from netkit.capture.record import Record
from netkit.capture.streams.direction import Direction, Owner, Watch
from netkit.capture.streams.end import End
from netkit.capture.streams.numbers import ACK, FIN, RST, SYN, Segment, StreamNumbers
from netkit.capture.streams.packets import whole_packets
from netkit.capture.streams.segments import transports

__all__ = ["CLIENT", "MOST_HELD", "SERVER", "Came", "Chunk", "Followed", "Following", "follow", "segments_of"]

CLIENT, SERVER = "client", "server"

MOST_HELD = 64 << 20
"""Bytes that are held of each direction of a stream."""


class Chunk(NamedTuple):
    """What one side said in turn: from offset `start` of its bytes on, `data`, or None where `length` bytes are missing."""

    direction: str
    start: int
    length: int
    data: bytes | None


@dataclass(slots=True)
class Followed:
    """A stream that was followed: `client` asked for the connection, as far as that was seen, or else spoke first.

    `chunks` are in the order of delivery. `data` has the stretches that are there of each direction, with their offsets, and `owners`
    which packets they came in. `ended` is what ended it: `fin`, `reset`, or empty. `problems` are sentences.
    """

    number: int
    client: End
    server: End
    policy: str
    packets: int = 0
    first: int = 0
    opened: bool = False
    ended: str = ""
    chunks: list[Chunk] = field(default_factory=list)
    data: dict[str, list[tuple[int, bytes]]] = field(default_factory=dict)
    owners: dict[str, list[Owner]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def _repr_html_(self) -> str:
        """What a notebook's cell shows: what both sides said, in turn."""
        from netkit.capture.streams.follow_view import follow_view  # noqa: PLC0415 - only a notebook asks for it
        from netkit.render.html import document_html  # noqa: PLC0415

        protocol = "tcp" if self.policy else "udp"
        return document_html(follow_view(self, title="Followed", protocol=protocol, problems=()))

    def said(self, direction: str) -> int:
        """How many bytes are there of what one side said."""
        return sum(len(data) for _, data in self.data.get(direction, ()))

    def missing(self, direction: str) -> int:
        """How many bytes are missing of what one side said."""
        return sum(chunk.length for chunk in self.chunks if chunk.direction == direction and chunk.data is None)


def follow(
    records: Iterable[Record], number: int, *, policy: str = "first", limit: int = MOST_HELD
) -> tuple[Followed | None, int]:
    """The TCP stream of this number in a capture, and how many streams there are; None in its place if there are fewer.

    `policy` is one of `netkit.packet.overlap.TCP_POLICIES` (UsageError for another); at most `limit` bytes are held of each direction.
    """
    numbers = StreamNumbers()
    following = Following(number, policy, limit)
    for each in segments_of(records, number, numbers):
        following.receive(*each)
    return following.result(), numbers.count


class Came(NamedTuple):
    """A segment of a stream as it came: with its data, the packets that it came in, and the packet with which it was whole."""

    segment: Segment
    data: bytes
    numbers: Sequence[int]
    whole_with: int


def segments_of(records: Iterable[Record], number: int, numbers: StreamNumbers) -> Iterator[Came]:
    """The segments of the TCP stream of this number, in the order of the capture; `numbers` counts the streams on the way."""
    for record, of, packet in whole_packets(records):
        for segment, layer, part in transports(packet):
            if not isinstance(segment, Segment):
                continue
            if numbers.take(segment).stream == number and not part:
                start, end = layer.content or (0, 0)
                yield Came(segment, packet.data[start:end], of, record.number)


class Following:
    """Takes in the segments of one stream, in the order of the capture; `result` is what was said in it.

    Of each side a `watch` may be told what comes.
    """

    def __init__(self, number: int, policy: str, limit: int, watches: Mapping[str, Watch] | None = None) -> None:
        self.number = number
        self.found: Followed | None = None
        self.policy = policy
        watches = watches or {}
        self.sides = {side: Direction(policy, limit, watches.get(side)) for side in (CLIENT, SERVER)}
        self.order: list[tuple[str, int, int]] = []
        self.finished: set[str] = set()

    def receive(self, segment: Segment, data: bytes, numbers: Sequence[int], whole_with: int) -> None:
        """Take in the next segment, which came in the packets of these numbers and was whole with the last of them."""
        source, destination = (
            End(segment.source, segment.source_port),
            End(segment.destination, segment.destination_port),
        )
        flags = segment.flags
        if self.found is None:
            accepts = flags & (SYN | ACK) == SYN | ACK
            client, server = (destination, source) if accepts else (source, destination)
            self.found = Followed(self.number, client, server, self.policy, first=whole_with)
        found = self.found
        found.packets += 1
        found.opened = found.opened or bool(flags & SYN)
        direction, other = (CLIENT, SERVER) if source == found.client else (SERVER, CLIENT)
        if found.client == found.server:
            other = direction
        if flags & ACK and not flags & RST:
            self.sides[other].acknowledge(segment.acknowledgment)
            self.settle(other)
        self.sides[direction].receive(flags, segment.sequence, data, numbers)
        self.settle(direction)
        if flags & RST:
            found.ended = found.ended or "reset"
        elif flags & FIN:
            self.finished.add(direction)

    def settle(self, direction: str) -> None:
        """Keep when bytes were delivered; what follows directly is the same turn."""
        if (there := self.sides[direction].settle()) is not None:
            self._keep(direction, *there)

    def _keep(self, direction: str, start: int, end: int) -> None:
        if self.order and self.order[-1][0] == direction:
            start = self.order.pop()[1]
        self.order.append((direction, start, end))

    def result(self) -> Followed | None:
        """The stream as it is now that nothing more comes."""
        found = self.found
        if found is None:
            return None
        for direction, side in self.sides.items():
            if (rest := side.settle_rest()) is not None:
                self._keep(direction, *rest)
            found.data[direction] = side.pieces()
            found.owners[direction] = list(side.owners())
            found.problems += _problems(direction, side)
        if not found.ended and self.finished:
            found.ended = "fin" if len(self.finished) == 2 or found.client == found.server else "half"
        for direction, start, end in self.order:
            found.chunks += _cut(direction, start, end, found.data[direction])
        return found


def _cut(direction: str, start: int, end: int, pieces: Sequence[tuple[int, bytes]]) -> Iterator[Chunk]:
    """A stretch of a direction as chunks, cut where bytes are missing."""
    place = max(bisect_right(pieces, start, key=itemgetter(0)) - 1, 0)
    while start < end:
        while place < len(pieces) and pieces[place][0] + len(pieces[place][1]) <= start:
            place += 1
        first, data = pieces[place] if place < len(pieces) else (end, b"")
        if first > start:
            stop = min(first, end)
            yield Chunk(direction, start, stop - start, None)
        else:
            stop = min(first + len(data), end)
            yield Chunk(direction, start, stop - start, data[start - first : stop - first])
        start = stop


def _problems(direction: str, side: Direction) -> list[str]:
    """What else is to be said of a direction, in sentences."""
    found = []
    if side.refused:
        found.append(
            f"{side.refused:,} bytes of the {direction} were left out: more than {side.limit >> 20:,} MiB are not held, "
            "or they lie further ahead than any window reaches (RFC 7323 §2.3)"
        )
    if side.early_bytes:
        found.append(
            f"{side.early_bytes:,} bytes of the {direction} lie before the first byte that counts, and are left out"
        )
    if side.reset_bytes:
        found.append(
            f"{side.reset_bytes:,} bytes of the {direction} came with its reset: a remark on why, which no application reads"
        )
    return found
