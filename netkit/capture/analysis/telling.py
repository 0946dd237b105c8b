"""What happened in a capture's connections: an account of each in numbers, or every segment of one."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from netkit.capture.analysis.analysis import Analysis
from netkit.capture.analysis.connection import Analysed
from netkit.capture.analysis.finding import Finding, findings_in
from netkit.capture.columnar.reading import BatchReader
from netkit.capture.opening import Readable
from netkit.capture.problem import Problem
from netkit.capture.streams.end import End
from netkit.capture.streams.numbers import ACK, FIN, RST, SYN, Numbered, Segment, StreamNumbers
from netkit.capture.streams.tracking import times_of, transports_of

__all__ = ["MOST_EVENTS", "Account", "Accounts", "Event", "accounts", "events_of"]

MOST_EVENTS = 200_000
"""Segments of one stream that are kept to be told; of a longer one the rest is only counted."""

SENT_AGAIN = frozenset(
    {Finding.RETRANSMISSION, Finding.FAST_RETRANSMISSION, Finding.SPURIOUS_RETRANSMISSION, Finding.OUT_OF_ORDER}
)
"""What a segment is called whose bytes came below the greatest."""


class Event(NamedTuple):
    """One segment of a stream: in which packet, when, whether the client sent it, and what was found about it."""

    packet: int
    time: int | None
    of_client: bool
    segment: Segment
    numbered: Numbered
    analysed: Analysed


@dataclass(slots=True)
class Account:
    """A stream in numbers. Of each pair the first is the client's, the second the server's.

    `sent` are bytes of data as often as they were sent, `windows` the largest windows, `shifts` what the windows' scale options said,
    `in_flight` the most bytes under way; `findings` count what was found, by netkit's judgement; `round_trips` has for how long each
    segment of either side waited for its acknowledgment, in nanoseconds; `handshake` what opening took.
    """

    number: int
    client: End
    server: End
    first_packet: int
    first_time: int | None
    last_time: int | None = None
    packets: list[int] = field(default_factory=lambda: [0, 0])
    sent: list[int] = field(default_factory=lambda: [0, 0])
    windows: list[int] = field(default_factory=lambda: [0, 0])
    shifts: list[int | None] = field(default_factory=lambda: [None, None])
    in_flight: list[int] = field(default_factory=lambda: [0, 0])
    findings: tuple[Counter[Finding], Counter[Finding]] = field(default_factory=lambda: (Counter(), Counter()))
    round_trips: tuple[list[int], list[int]] = field(default_factory=lambda: ([], []))
    handshake: int | None = None
    opened: bool = False
    ended: str = ""
    finished: int = 0
    otherwise: int = 0
    """How many segments Wireshark calls otherwise."""

    def add(self, event: Event) -> None:
        """Take in the next segment."""
        side = 0 if event.of_client else 1
        segment, numbered, analysed = event.segment, event.numbered, event.analysed
        self.last_time = event.time if event.time is not None else self.last_time
        self.packets[side] += 1
        self.sent[side] += segment.length or 0
        self.windows[side] = max(self.windows[side], numbered.window)
        if segment.shift is not None and segment.flags & SYN:
            self.shifts[side] = segment.shift
        self.in_flight[side] = max(self.in_flight[side], analysed.in_flight)
        if analysed.findings:
            self._count(analysed, side)
        if analysed.ack_rtt > 0:
            self.round_trips[1 - side].append(analysed.ack_rtt)
        if analysed.initial_rtt:
            self.handshake = analysed.initial_rtt
        self._see(segment.flags, side)

    def _count(self, analysed: Analysed, side: int) -> None:
        again = analysed.again
        for each in findings_in(analysed.findings):
            if again is not None and each in SENT_AGAIN:
                self.findings[side][again.finding] += 1
                self.otherwise += again.finding is not each
            else:
                self.findings[side][each] += 1

    def _see(self, flags: int, side: int) -> None:
        self.opened = self.opened or bool(flags & SYN)
        if flags & RST:
            self.ended = "reset"
        elif flags & FIN and self.ended != "reset":
            self.finished |= 1 << side
            self.ended = "fin" if self.finished == 3 else "half"

    def count(self, *kinds: Finding) -> int:
        """How often these were found, of both sides together."""
        return sum(each[kind] for each in self.findings for kind in kinds)

    @property
    def again(self) -> int:
        """How many segments were sent again."""
        return self.count(*SENT_AGAIN - {Finding.OUT_OF_ORDER})

    @property
    def overtaken(self) -> int:
        """How many segments came out of order."""
        return self.count(Finding.OUT_OF_ORDER)


@dataclass(frozen=True, slots=True)
class Accounts:
    """The streams of a capture by number, the events of the one that was asked for, and what was wrong with the file."""

    streams: list[Account]
    events: list[Event]
    problems: list[Problem]


def accounts(path: str | os.PathLike[str] | Readable) -> Accounts:
    """Every stream of a capture in numbers. Raises what `netkit.capture.open` raises."""
    return _told(path, None)


def events_of(path: str | os.PathLike[str] | Readable, number: int) -> Accounts:
    """The same, with every segment of one stream. Raises what `netkit.capture.open` raises."""
    return _told(path, number)


def _told(path: str | os.PathLike[str] | Readable, number: int | None) -> Accounts:
    streams: list[Account] = []
    events: list[Event] = []
    with BatchReader(path) as reader:
        for source, destination, event in _events(reader):
            stream = event.numbered.stream
            if stream == len(streams):
                accepts = event.segment.flags & (SYN | ACK) == SYN | ACK
                ends = (destination, source) if accepts else (source, destination)
                streams.append(Account(stream, *ends, event.packet, event.time))
            account = streams[stream]
            sided = event._replace(of_client=source == account.client)
            account.add(sided)
            if stream == number and len(events) < MOST_EVENTS:
                events.append(sided)
        problems = list(reader.capture.problems)
    return Accounts(streams, events, problems)


def _events(reader: BatchReader) -> Iterator[tuple[End, End, Event]]:
    """Every segment of a capture with its ends."""
    numbers, analysis = StreamNumbers(), Analysis()
    for batch in reader:
        times, packets = times_of(batch), batch.column("frame.number").values.tolist()
        for position, segment in transports_of(batch):
            if not isinstance(segment, Segment):
                continue
            numbered = numbers.take(segment)
            time, packet = times[position], packets[position]
            analysed = analysis.take(segment, numbered, time, packet)
            source = End(segment.source, segment.source_port)
            destination = End(segment.destination, segment.destination_port)
            yield source, destination, Event(packet, time, True, segment, numbered, analysed)  # noqa: FBT003 - its place in the tuple
