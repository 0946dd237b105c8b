"""Attempts at talking TCP by hand as captures: segments with whatever numbers, and what the servers of a room send back."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from netkit.internet.stamping import Stamper
from netkit.lab.made.generated import packets
from netkit.lab.wire.tcp.counterpart import Counterpart
from netkit.packet.building import ethernet, ipv4, ipv6, tcp, wrong
from netkit.packet.checksum import checksum
from netkit.tcp.segment import Flag, Segment
from netkit.tcp.segmentation.ends import End

if TYPE_CHECKING:
    from netkit.address import Address
    from netkit.internet.room import Room
    from netkit.packet.building import Packet

__all__ = ["Attempt", "Hand", "Made", "Recorder"]

Made = Callable[[], bytes]
"""Makes a capture (pcapng)."""

Attempt = Callable[["Desk"], None]
"""What is done by hand, one thing after the other."""

CABLE = 0.00003
"""Seconds that a segment is under way."""

PACE = 0.02
"""Seconds that a program takes to read an answer and to send what is next."""

STUDENT_MAC, SERVER_MAC = "02:00:00:00:00:02", "02:00:00:00:00:01"
FLAGS = {str(flag.name)[0]: flag for flag in Flag}
HOPS = 64
MODULUS = 1 << 32


class Recorder:
    """Records attempts in a room as they would go by there; `seed` decides ports and first numbers, `begins` is in nanoseconds."""

    def __init__(self, room: Room, seed: bytes, begins: int) -> None:
        self._room = room
        self._seed = seed
        self._begins = begins

    def of(self, attempt: Attempt) -> Made:
        """What makes the capture of an attempt; no server remembers another."""

        def make() -> bytes:
            desk = Desk(self._room, self._seed)
            attempt(desk)
            return packets(sorted(desk.passed, key=lambda each: each[0]), begins=self._begins)

        return make


class Desk:
    """Where somebody works by hand: time passes when they wait, or between two things that they do."""

    def __init__(self, room: Room, seed: bytes) -> None:
        self._room = room
        self._seed = seed
        self._servers = Counterpart(room, seed)
        self._arriving: list[tuple[float, End, End, Segment]] = []
        self._hands: list[Hand] = []
        self._stampers: dict[tuple[End, End], Stamper] = {}
        self.now = 0.0
        self.passed: list[tuple[float, bytes]] = []

    def hand(self, server: Address, port: int, *, own: int | None = None) -> Hand:
        """A port of one's own, a new one if `own` does not say which, from which segments go to a server's port."""
        count = len(self._hands)
        lots = zlib.crc32(f"hand {count}".encode(), zlib.crc32(self._seed))
        source = next(held.address for held in self._room.student if held.address.version == server.version)
        here = End(source, own if own is not None else 40_000 + (lots + 7 * count) % 20_000)
        made = Hand(self, here, End(server, port), zlib.crc32(b"first", lots))
        self._hands.append(made)
        return made

    def wait(self, seconds: float = PACE) -> None:
        """Let time pass."""
        until = self.now + seconds
        while (moment := self._next()) is not None and moment <= until:
            self.now = max(self.now, moment)
            while self._arriving and self._arriving[0][0] <= self.now:
                _, client, server, segment = self._arriving.pop(0)
                self._servers.receive(client, server, segment, now=self.now)
            self._servers.tick(now=self.now)
            self._take()
        self.now = until

    def _next(self) -> float | None:
        moments = [self._servers.next_deadline, self._arriving[0][0] if self._arriving else None]
        return min((each for each in moments if each is not None), default=None)

    def _take(self) -> None:
        for reply in self._servers.replies:
            data = self._stamper(reply.server, reply.client).packet(
                reply.segment, reply.segment.payload, len(self.passed) & 0xFFFF
            )
            self.passed.append((reply.time + CABLE, data))
            for hand in self._hands:
                hand.hear(reply.server, reply.client, reply.segment)
        self._servers.replies.clear()

    def _stamper(self, server: End, client: End) -> Stamper:
        key = (server, client)
        if key not in self._stampers:
            self._stampers[key] = Stamper(server, client, hops=HOPS, link=_link(SERVER_MAC, STUDENT_MAC))
        return self._stampers[key]

    def send(self, client: End, server: End, segment: Segment, *, pseudo_header: bool) -> None:
        """A segment goes out; without the pseudo-header its checksum is wrong, and nobody gets it."""
        frame = _frame(client, server, segment)
        if not pseudo_header:
            at = len(frame) - 20 - len(segment.payload)
            bare = frame[at : at + 16] + bytes(2) + frame[at + 18 :]
            frame = frame[: at + 16] + checksum(bare).to_bytes(2, "big") + frame[at + 18 :]
        else:
            self._arriving.append((self.now + CABLE, client, server, segment))
        self.passed.append((self.now, frame))
        self.now += CABLE / 3


@dataclass(slots=True)
class Hand:
    """One port: `first` is its own first number, `theirs` the server's, once its SYN has come (0 before)."""

    desk: Desk
    here: End
    there: End
    first: int
    theirs: int = 0

    def send(
        self,
        flags: str,
        seq: int = 0,
        ack: int = 0,
        data: bytes = b"",
        *,
        pause: float = PACE,
        pseudo_header: bool = True,
    ) -> None:
        """Send a segment and wait a moment; `seq` and `ack` count from each side's first number. Flags are S, A, F, R and P."""
        bits = Flag(sum(FLAGS[each] for each in flags))
        segment = Segment(
            sequence=(self.first + seq) % MODULUS,
            acknowledgment=(self.theirs + ack) % MODULUS if "A" in flags else 0,
            flags=bits,
            window=64_240,
            payload=data,
        )
        self.desk.send(self.here, self.there, segment, pseudo_header=pseudo_header)
        self.desk.wait(pause)

    def hear(self, server: End, client: End, segment: Segment) -> None:
        """A segment came: the server's SYN says what it counts from."""
        if (server, client) == (self.there, self.here) and segment.flags & Flag.SYN:
            self.theirs = segment.sequence

    def open(self) -> None:
        """The three segments that open a connection."""
        self.send("S")
        self.send("A", 1, 1)


def _link(source: str, destination: str) -> Packet:
    return ethernet(source=source, destination=destination)


def _frame(client: End, server: End, segment: Segment) -> bytes:
    """A frame as a program makes it: a header without options."""
    network = ipv4 if client.address.version == 4 else ipv6
    head = (
        _link(STUDENT_MAC, SERVER_MAC)
        / network(source=str(client.address), destination=str(server.address))
        / tcp(
            source_port=client.port,
            destination_port=server.port,
            sequence_number=segment.sequence,
            acknowledgment_number=segment.acknowledgment,
            flags=wrong("".join(letter for letter, flag in FLAGS.items() if segment.flags & flag)),
            window=segment.window,
        )
    )
    return (head / segment.payload if segment.payload else head).encode()
