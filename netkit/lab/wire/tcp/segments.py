"""The segments between a learner's ports and a server: `X` from the learner, `Y` from the server, in runs that begin with a SYN."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from netkit.capture.streams.end import End
from netkit.capture.streams.numbers import ACK, FIN, RST, SYN, Segment
from netkit.capture.streams.segments import transports
from netkit.lab.packet import Packet
from netkit.lab.wire.event import Facts
from netkit.language import Phrase
from netkit.tcp.sequence import MODULUS

__all__ = ["Run", "Sent", "connections", "segments"]

_FLAGS = ((SYN, "SYN"), (FIN, "FIN"), (RST, "RST"), (ACK, "ACK"))


@dataclass(eq=False)
class Run:
    """One try: the segments between one port of the learner and the server, from a SYN of the learner's to the next with another number.

    `previous` is the run before it, of whatever port.
    """

    client: End
    server: End
    previous: Run | None = None
    sent: list[Sent] = field(default_factory=list)

    @cached_property
    def client_initial(self) -> int | None:
        """The number of the learner's first SYN, or else of the first segment of theirs (None: there is none)."""
        return _initial([each for each in self.sent if each.ours])

    @cached_property
    def server_initial(self) -> int | None:
        """The number of the server's SYN (None: it sent none)."""
        opening = [each for each in self.sent if not each.ours and each.has(SYN)]
        return opening[0].segment.sequence if opening else None


def _initial(sent: Sequence[Sent]) -> int | None:
    opening = [each for each in sent if each.has(SYN)] or sent[:1]
    return opening[0].segment.sequence if opening else None


@dataclass(frozen=True, eq=False)
class Sent:
    """A segment: `ours` says that the learner's port sent it; `packet` is the packet that it lies in, from the byte `start` on."""

    segment: Segment
    packet: Packet
    ours: bool
    run: Run
    start: int

    @property
    def number(self) -> int:
        """The packet's number."""
        return self.packet.number

    @property
    def ended(self) -> int:
        """The same: a segment is over at once."""
        return self.packet.number

    @property
    def time(self) -> int | None:
        """When it went by, in nanoseconds."""
        return self.packet.time

    @property
    def ended_time(self) -> int | None:
        """The same."""
        return self.packet.time

    @property
    def packets(self) -> Sequence[int]:
        """The packet."""
        return (self.packet.number,)

    def has(self, flags: int) -> bool:
        """Whether all of these flags are set."""
        return self.segment.flags & flags == flags

    def only(self, flags: int) -> bool:
        """Whether these, of SYN, FIN, RST and ACK, are set and no others."""
        return self.segment.flags & (SYN | FIN | RST | ACK) == flags

    @property
    def length(self) -> int:
        """Bytes of data."""
        return self.segment.length or 0

    @property
    def octets(self) -> bytes:
        """The whole segment, header and data."""
        dissection = self.packet.dissection
        return dissection.data[self.start : self.start + self._header_bytes + self.length]

    @property
    def data(self) -> bytes:
        """Its data."""
        return self.octets[self._header_bytes :]

    @property
    def _header_bytes(self) -> int:
        return (self.packet.dissection.data[self.start + 12] >> 4) * 4

    @property
    def checksum_fits(self) -> bool:
        """Whether nothing speaks against its checksum."""
        return all(problem.rule != "tcp.checksum.bad" for problem in self.packet.dissection.problems)

    @property
    def seq(self) -> int | None:
        """The sequence number counted from its own side's first; None where that is not known."""
        initial = self.run.client_initial if self.ours else self.run.server_initial
        return None if initial is None else (self.segment.sequence - initial) % MODULUS

    @property
    def ack(self) -> int | None:
        """The acknowledgment number counted from the other side's first; None without ACK, or where that is not known."""
        initial = self.run.server_initial if self.ours else self.run.client_initial
        return None if initial is None or not self.has(ACK) else (self.segment.acknowledgment - initial) % MODULUS

    @property
    def facts(self) -> Facts:
        """The packet, its flags, and its numbers as they are on the wire."""
        flags = ", ".join(name for flag, name in _FLAGS if self.has(flag)) or "no flags"
        return {
            "packet": self.number,
            "port": self.run.client.port,
            "flags": flags,
            "seq": self.segment.sequence,
            "ack": self.segment.acknowledgment,
            "length": self.length,
        }

    @property
    def words(self) -> Phrase:
        """Which segment it is."""
        if self.ours:
            return Phrase("wire.sent", "packet {packet} from you ({flags}, seq {seq}, ack {ack})")
        return Phrase("wire.got", "packet {packet} from the server ({flags}, seq {seq}, ack {ack})")

    @property
    def told(self) -> Phrase:
        """Who sent what."""
        if self.ours:
            return Phrase("wire.sending", "you sent {flags}, seq {seq}, ack {ack}, {length} bytes of data")
        return Phrase("wire.getting", "the server sent {flags}, seq {seq}, ack {ack}, {length} bytes of data")


def segments(is_server: Callable[[End], bool]) -> Callable[[Sequence[Packet]], list[Sent]]:
    """A view of packets as the segments to and from servers, which `is_server` knows by their address and port."""

    def view(packets: Sequence[Packet]) -> list[Sent]:
        runs = _Runs(is_server)
        return [sent for packet in packets for sent in runs.take(packet)]

    return view


class _Runs:
    """Segments go in, in order, and are put into runs."""

    def __init__(self, is_server: Callable[[End], bool]) -> None:
        self._is_server = is_server
        self._running: dict[tuple[End, End], Run] = {}
        self._last: Run | None = None

    def take(self, packet: Packet) -> list[Sent]:
        """The segments in a packet that are to or from a server."""
        found = []
        for each in transports(packet.dissection):
            segment = each.segment
            if not isinstance(segment, Segment) or each.part:
                continue
            source = End(segment.source, segment.source_port)
            destination = End(segment.destination, segment.destination_port)
            ours = self._is_server(destination)
            if ours or self._is_server(source):
                client, server = (source, destination) if ours else (destination, source)
                run = self._run(segment, client, server, ours=ours)
                sent = Sent(segment, packet, ours, run, each.layer.start)
                run.sent.append(sent)
                found.append(sent)
        return found

    def _run(self, segment: Segment, client: End, server: End, *, ours: bool) -> Run:
        run = self._running.get((client, server))
        opens = ours and segment.flags & (SYN | ACK) == SYN
        if run is None or (opens and run.sent and run.sent[0].segment.sequence != segment.sequence):
            run = self._running[client, server] = self._last = Run(client, server, self._last)
        return run


def connections(events: Sequence[Sent]) -> list[list[Sent]]:
    """The segments run by run, in the order in which the runs began."""
    found: dict[int, list[Sent]] = {}
    for event in events:
        found.setdefault(id(event.run), []).append(event)
    return list(found.values())
