"""The messages in a followed stream: HTTP, TLS, DNS and SMTP, read over the bytes of each direction, across all segments.

The readers are those of single packets (`netkit.packet.registry`); they stand on a buffer here, which is a stretch of one direction
without a gap.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from netkit.capture.streams.buffer import StreamReading
from netkit.capture.streams.end import End
from netkit.capture.streams.following import CLIENT, SERVER, Followed
from netkit.packet import Dissection
from netkit.packet.application.smtp import PORTS as SMTP_PORTS
from netkit.packet.application.smtp import read_smtp
from netkit.packet.layer import Layer
from netkit.packet.reading import Reading
from netkit.packet.registry import reader_for
from netkit.packet.summary import brief, protocol_of

__all__ = ["Message", "messages_of"]

USER_LINK_TYPE = 147
"""LINKTYPE_USER0: what a message begins with is no link's header."""

FIRST_LAYERS = frozenset({"HTTP", "TLS", "DNS over TCP", "SMTP", "DNS"})
"""Names of layers that begin a message; others belong to the one before."""

_REPLY = re.compile(rb"(?:[0-9]{3}-[^\n]*\n)*[0-9]{3}(?:[ \r][^\n]*)?\n")
LONGEST_COMMAND = 64
"""Bytes of a command that are looked at for what follows it."""

_MAIL_END = b"\r\n.\r\n"


@dataclass(frozen=True, slots=True)
class Message:
    """A message of one side: bytes `start` up to `start + length` of what it said, which came in the packets of these numbers.

    `dissection` stands on the stretch of the direction's bytes that begins at offset `base`.
    """

    direction: str
    start: int
    length: int
    packets: Sequence[int]
    base: int
    dissection: Dissection

    @property
    def protocol(self) -> str:
        """The protocol's name."""
        return protocol_of(self.dissection)

    @property
    def text(self) -> str:
        """What it is, in a few words."""
        return brief(self.dissection)


def messages_of(found: Followed) -> tuple[list[Message], bool]:
    """The messages of both sides in the order in which they were whole, and whether there are more than are read.

    Bytes in which no protocol was recognised are no message.
    """
    listed: list[tuple[int, Message]] = []
    more = False
    for direction, source, destination in ((CLIENT, found.client, found.server), (SERVER, found.server, found.client)):
        chunks = [
            (chunk.start + chunk.length, at) for at, chunk in enumerate(found.chunks) if chunk.direction == direction
        ]
        starts = [owner.start for owner in found.owners[direction]]
        pieces = found.data[direction]
        for at, (base, data) in enumerate(pieces):
            last = at == len(pieces) - 1 and found.ended == "fin"
            reading = StreamReading(data, source.port, destination.port, part=not last)
            _read(reading, source, destination)
            more = more or reading.full
            for start, length, dissection in _messages(reading):
                first, behind = base + start, base + start + length
                owners = found.owners[direction][max(bisect_right(starts, first) - 1, 0) : bisect_left(starts, behind)]
                packets = sorted({number for owner in owners for number in owner.numbers})
                chunk = chunks[min(bisect_left(chunks, (behind, 0)), len(chunks) - 1)][1]
                listed.append((chunk, Message(direction, first, length, packets, base, dissection)))
    listed.sort(key=lambda each: each[0])
    return [message for _, message in listed], more


def _read(reading: StreamReading, source: End, destination: End) -> None:
    """Read everything in the buffer that somebody recognises."""
    ports = tuple(sorted((source.port, destination.port)))
    mail = False
    while reading.left and not reading.full:
        start = reading.position
        if mail:
            mail = _skip_mail(reading)
            continue
        reader = reader_for(("tcp.port", ports), reading)
        if reader is read_smtp:
            outer = reading.narrow(_smtp_end(reading, to_server=destination.port in SMTP_PORTS), "smtp")
            reading.run_reader(reader)
            reading.widen(outer)
            said = reading.data[start : min(reading.position, start + LONGEST_COMMAND)].upper().split()
            mail = said == [b"DATA"]
            if said[:1] == [b"BDAT"] and len(said) > 1 and said[1].isdigit():
                reading.skip(min(reading.position + int(said[1]), reading.end))
        elif reader is not None:
            reading.run_reader(reader)
        if reading.position == start:
            # Not what the port says, or no longer: what begins here may still be known by its beginning.
            other = reader_for(("tcp.port", ()), reading)
            if other is None or other is reader:
                break
            reading.run_reader(other)
            if reading.position == start:
                break


def _smtp_end(reading: Reading, *, to_server: bool) -> int:
    """Where the next command, or the next reply of one or several lines, ends."""
    if to_server:
        return (reading.data.find(b"\n", reading.position, reading.end) + 1) or reading.end
    reply = _REPLY.match(reading.data, reading.position, reading.end)
    return reply.end() if reply else reading.end


def _skip_mail(reading: StreamReading) -> bool:
    """Leave the text of a mail out, up to the line with a dot; whether its end is still to come."""
    # The two bytes before are the end of the line DATA, behind which an empty mail's dot stands at once.
    end = reading.data.find(_MAIL_END, max(reading.position - 2, 0), reading.end)
    reading.skip(end + len(_MAIL_END) if end >= 0 else reading.end)
    return end < 0


def _messages(reading: StreamReading) -> Iterator[tuple[int, int, Dissection]]:
    """The layers of each message, with its first byte and its length."""
    groups: list[list[Layer]] = []
    for layer in reading.layers:
        if layer.name in FIRST_LAYERS and not (
            layer.name == "DNS" and groups and groups[-1][-1].name == "DNS over TCP"
        ):
            groups.append([layer])
        elif groups and layer.key != "data":
            groups[-1].append(layer)
    problems = sorted(reading.problems, key=lambda problem: problem.start_bit)
    starts = [problem.start_bit for problem in problems]
    for layers in groups:
        start = layers[0].start
        length = layers[-1].start + layers[-1].length - start
        if not length:
            continue
        part = Reading(reading.data, original_length=len(reading.data))
        part.layers = layers
        part.problems = problems[bisect_left(starts, start * 8) : bisect_left(starts, (start + length) * 8)]
        yield start, length, Dissection(part, USER_LINK_TYPE, len(reading.data))
