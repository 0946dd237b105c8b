"""Which streams there are in a capture: who talks to whom, how much, when it began and how it ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from netkit.capture.record import Record
from netkit.capture.streams.datagrams import DatagramNumbers
from netkit.capture.streams.end import End
from netkit.capture.streams.numbers import ACK, FIN, RST, SYN, Segment, StreamNumbers
from netkit.capture.streams.packets import whole_packets
from netkit.capture.streams.segments import transports

__all__ = ["Entry", "list_datagrams", "list_streams"]


@dataclass(slots=True)
class Entry:
    """One stream of TCP or UDP; bytes are those of data, as often as they were sent, also where the capture kept less of them.

    `quoted` counts packets that only quote or begin one of its segments: in errors, and fragments that never became whole.
    """

    number: int
    client: End
    server: End
    first: int
    time: int | None
    client_packets: int = 0
    server_packets: int = 0
    client_bytes: int = 0
    server_bytes: int = 0
    quoted: int = 0
    began: str = ""
    """`syn`, or empty where the opening was not captured."""
    ended: str = ""
    """`fin` of both sides, `half` of one, `reset`, or empty."""
    finished: int = 0

    def count(self, source: End, size: int) -> bool:
        """Count a packet with so many bytes of data; whether it is the client's."""
        if source == self.client:
            self.client_packets += 1
            self.client_bytes += size
            return True
        self.server_packets += 1
        self.server_bytes += size
        return False

    def see(self, flags: int, *, of_client: bool) -> None:
        """Take in the flags of a segment."""
        if flags & SYN:
            self.began = "syn"
        if flags & RST:
            self.ended = "reset"
        elif flags & FIN and self.ended != "reset":
            self.finished |= 1 if of_client else 2
            self.ended = "fin" if self.finished == 3 or self.client == self.server else "half"


def list_streams(records: Iterable[Record]) -> list[Entry]:
    """The TCP streams of a capture, by number."""
    numbers = StreamNumbers()
    found: list[Entry] = []
    for record, _, packet in whole_packets(records):
        for segment, _, part in transports(packet):
            if not isinstance(segment, Segment):
                continue
            number = numbers.take(segment).stream
            source, destination = (
                End(segment.source, segment.source_port),
                End(segment.destination, segment.destination_port),
            )
            if number == len(found):
                accepts = segment.flags & (SYN | ACK) == SYN | ACK
                ends = (destination, source) if accepts else (source, destination)
                found.append(Entry(number, *ends, record.number, record.time))
            entry = found[number]
            if part:
                entry.quoted += 1
            else:
                entry.see(segment.flags, of_client=entry.count(source, segment.length or 0))
    return found


def list_datagrams(records: Iterable[Record]) -> list[Entry]:
    """The UDP streams of a capture, by number."""
    numbers = DatagramNumbers()
    found: list[Entry] = []
    for record, _, packet in whole_packets(records):
        for datagram, layer, part in transports(packet):
            if isinstance(datagram, Segment):
                continue
            number = numbers.take(*datagram)
            source, destination = (
                End(datagram.source, datagram.source_port),
                End(datagram.destination, datagram.destination_port),
            )
            if number == len(found):
                found.append(Entry(number, source, destination, record.number, record.time))
            if part:
                found[number].quoted += 1
            else:
                found[number].count(source, max(0, layer.header.length - 8))
    return found
