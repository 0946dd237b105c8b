"""A connection of netkit's own TCP with another machine's: packets and the time go in, packets and what happened come out.

A made-up path lies between netkit's endpoint and the door at which the packets come and go. Both directions of it lose, delay, overtake
and double what passes, as the plan says; in its middle stands a router with a link of another MTU behind it.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from netkit.internet.crossing import Side
from netkit.internet.host.answers import echo_reply
from netkit.internet.host.ending import LiveEnding, LiveKind, ending_of
from netkit.internet.host.news import News, NewsKind
from netkit.internet.host.reading import EchoRequest, ErrorReport, Ignored, TcpPacket, read_packet
from netkit.internet.host.way import Way
from netkit.internet.stamping import Stamper
from netkit.tcp import Endpoint
from netkit.tcp.connection.states import State
from netkit.tcp.segment import Flag, Segment, Timestamps

if TYPE_CHECKING:
    from netkit.address import Address
    from netkit.internet.crossing import Crossing
    from netkit.internet.host.plan import LivePlan
    from netkit.internet.host.programs import Program
    from netkit.tcp import Event, Output
    from netkit.tcp.segmentation.ends import End

__all__ = ["Conversation"]

AT_REST = frozenset({State.CLOSED, State.TIME_WAIT})
ONES = 0xFFFF
LINGER = 0.3
"""Seconds in TIME-WAIT in which the other side's FIN may come again, where the path loses packets: its timer takes as long (Linux)."""

MOST_AT_ONCE = 10_000


class Conversation:
    """Netkit's end, driven from outside; `now` is in seconds from its beginning and never goes back.

    `outgoing` are packets for the other machine, to be taken away; `news` is what has happened since somebody looked, to be taken away,
    too. `crossings` and `events` are everything that happened to the connection; `passed` are the packets that netkit's end sent or got,
    each with its time. `ending` is None while it goes on.
    """

    def __init__(self, plan: LivePlan, program: Program) -> None:
        self.plan, self.program = plan, program
        self.remote = plan.remote
        self.endpoint: Endpoint = plan.endpoint(plan.remote)
        self.outgoing: deque[bytes] = deque()
        self.news: deque[News] = deque()
        self.events: list[Event] = []
        self.passed: list[tuple[float, bytes]] = []
        self.ending: LiveEnding | None = None
        self.now = 0.0
        self._way = Way(plan)
        self._coming: list[tuple[float, int, Callable[[], None]]] = []
        self._pushed = 0
        self._services = plan.services
        self._stamper = self._stamper_to(plan.remote)
        self._progress: object = None
        self._progress_at = 0.0
        self._rest_at: float | None = None
        self._warm_up()

    @property
    def ours(self) -> Side:
        """Netkit's role."""
        return self.plan.side

    @property
    def theirs(self) -> Side:
        """The other machine's role."""
        return Side(1 - self.plan.side)

    @property
    def crossings(self) -> list[Crossing]:
        """Every segment of the connection."""
        return self._way.crossings

    @property
    def next_deadline(self) -> float | None:
        """When `tick()` should be called at the latest; None once it is over."""
        if self.ending is not None:
            return None
        times = [self.endpoint.next_deadline, self.program.wakes_at]
        if self._coming:
            times.append(self._coming[0][0])
        if self._rest_at is None:
            times.append(self._progress_at + self._patience)
        elif not self._coming or self._rest_at > self.now:
            times.append(self._rest_at)
        return min(each for each in times if each is not None)

    def initial_of(self, *, other: bool) -> int:
        """The number from which netkit counts, or the other side."""
        return self._way.initial[self.theirs if other else self.ours]

    def begin(self) -> None:
        """Connect, or listen."""
        if self.plan.connects:
            self._did(self.endpoint.connect(now=self.now))
        else:
            self._did(self.endpoint.listen())

    def receive(self, packet: bytes, *, now: float) -> None:
        """The other machine sent a packet: it sets out on the path. What comes of it comes with `tick()`, once all were given."""
        self.now = max(self.now, now)
        found = read_packet(packet)
        if isinstance(found, Ignored):
            if found.reason:
                self._note(found.reason, found.rfc)
        elif isinstance(found, TcpPacket):
            self._from_other(packet, found)
        else:
            self._later(self.now + self.plan.link.delay, lambda: self._deliver_other(packet, found))

    def tick(self, *, now: float) -> None:
        """Time has passed: what is on its way arrives, timers run out, the program acts, and perhaps it is over."""
        self.now = max(self.now, now)
        while self._coming and self._coming[0][0] <= self.now:
            heapq.heappop(self._coming)[2]()
        for _ in range(MOST_AT_ONCE):
            deadline = self.endpoint.next_deadline
            if deadline is None or deadline > self.now:
                break
            self._did(self.endpoint.tick(now=self.now))
            self._act()
        if self.program.wakes_at is not None and self.program.wakes_at <= self.now:
            self._act()
            self.program.wakes_at = None
        if self.ending is None:
            self._judge()

    def interrupt(self, ending: LiveEnding) -> None:
        """It ends here and now, for a reason from outside; the other side is told by a reset, which takes no detours."""
        if self.ending is not None:
            return
        self.ending = ending
        self._coming.clear()
        if self.endpoint.state not in (*AT_REST, State.LISTEN):
            self._did(self.endpoint.abort(now=self.now))
        for _, _, arrive in self._coming:
            arrive()

    def mark(self, services: int) -> None:
        """From now on netkit's packets carry this Diffserv codepoint, from 0 to 63 (RFC 9293 section 3.9.1.9)."""
        self._services = services
        self._stamper = self._stamper_to(self.remote)

    def _stamper_to(self, remote: End) -> Stamper:
        return Stamper(self.plan.local, remote, hops=self.plan.hops, services=self._services)

    def _warm_up(self) -> None:
        """Make and read a packet of each form: the first takes longest, and shall not look like a delay of the network."""
        clocks = Timestamps(1, 1)
        for flags, payload, largest in (
            (Flag.SYN, b"", 1460),
            (Flag.ACK, b"", None),
            (Flag.ACK | Flag.PSH, b"x", None),
        ):
            segment = Segment(sequence=1, flags=flags, payload=payload, largest=largest, timestamps=clocks)
            read_packet(self._stamper_to(self.plan.remote).packet(segment, payload, 1))

    def _judge(self) -> None:
        """Whether it is over, or nothing has happened for too long."""
        block = self.endpoint.block
        progress = (block.sender.books.acknowledged, block.receiver.expected, block.state, len(self.program.received))
        if progress != self._progress:
            self._progress, self._progress_at = progress, self.now
        if block.state in AT_REST:
            if self._rest_at is None:
                settings = self.plan.link
                careful = block.state is State.TIME_WAIT and (settings.loss or settings.reorder or self.plan.drops)
                self._rest_at = self.now + (LINGER + 2 * settings.delay if careful else 0.0)
            if self._rest_at <= self.now and not self._coming:
                self.ending = ending_of(
                    self.events,
                    connects=self.plan.connects,
                    delivered=block.sender.books.acknowledged >= block.sender.stream.written,
                )
            return
        if self.now >= self._progress_at + self._patience:
            nobody = block.state is State.LISTEN
            kind = LiveKind.NOBODY if nobody else LiveKind.GIVEN_UP
            words = "nobody has connected" if nobody else "nothing got through"
            self.interrupt(
                LiveEnding(kind, f"{words} for {self._patience:g} s: the application gives up", "RFC 9293 §3.8.3")
            )

    @property
    def _patience(self) -> float:
        return self.plan.listen_for if self.endpoint.state is State.LISTEN else self.plan.patience

    def _later(self, time: float, action: Callable[[], None]) -> None:
        self._pushed += 1
        heapq.heappush(self._coming, (time, self._pushed, action))

    def _note(self, reason: str, rfc: str = "") -> None:
        self.news.append(News(NewsKind.NOTE, self.now, None, (), reason, rfc))

    # netkit's side sends

    def _did(self, output: Output, crossing: Crossing | None = None, kind: NewsKind = NewsKind.CAME) -> None:
        """What came of a call; `crossing` is the segment whose arrival made it."""
        first = len(self.events)
        self.events += output.events
        told = (first, len(self.events))
        if crossing is not None:
            crossing.heard += (told,)
            self.news.append(News(kind, self.now, crossing, tuple(output.events)))
        elif output.events:
            self.news.append(News(NewsKind.HAPPENED, self.now, None, tuple(output.events)))
        for segment in output.segments:
            self._send(segment, told, output.events)

    def _send(self, segment: Segment, told: tuple[int, int], events: Sequence[Event]) -> None:
        """A segment of netkit's leaves on the path."""
        base = self.endpoint.block.initial
        self._way.begins(self.ours, base)
        packet = self._stamper.packet(segment, segment.payload, (base + len(self.crossings) + 1) & ONES)
        crossing = self._way.take(self.ours, segment, len(packet), self.now, told, fixed=True)
        self.passed.append((self.now, packet))
        self.news.append(News(NewsKind.SENT, self.now, crossing, tuple(events)))
        for arrival in crossing.arrivals:
            self._later(arrival, lambda: self.outgoing.append(packet))
        if crossing.lost == "size":
            error = self._refused(crossing, packet, self.plan.local.address)
            found = read_packet(error)
            self._later(self._way.behind(crossing), lambda: self._deliver_other(error, found))

    def _refused(self, crossing: Crossing, packet: bytes, sender: Address) -> bytes:
        """The router has no way on for it."""
        error, words, rfc = self._way.refusal(packet, sender)
        self.news.append(News(NewsKind.TOO_BIG, crossing.met, crossing, (), words, rfc))
        return error

    def _act(self) -> None:
        if self.endpoint.state not in (State.CLOSED, State.LISTEN):
            for output in self.program.act(self.endpoint, self.now):
                self._did(output)

    # the other side sends

    def _from_other(self, packet: bytes, found: TcpPacket) -> None:
        """A segment of the other machine's leaves on the path; segments for nobody here take the same time, and no chances."""
        segment = found.segment
        if not self._is_ours(found):
            self._later(self.now + self.plan.link.delay, lambda: self._refuse(packet, found))
            return
        if segment.flags & Flag.SYN:
            self._way.begins(self.theirs, segment.sequence)
        crossing = self._way.take(self.theirs, segment, found.size, self.now, (0, 0), fixed=found.fixed)
        if crossing.lost == "size":
            error = self._refused(crossing, packet, found.source.address)
            self._later(self._way.behind(crossing), lambda: self.outgoing.append(error))
        if crossing.lost:
            would = self._way.behind(crossing)
            self._later(would, lambda: self.news.append(News(NewsKind.LOST, self.now, crossing, ())))
        for place, arrival in enumerate(crossing.arrivals):
            kind = NewsKind.CAME if place == 0 else NewsKind.CAME_TWICE
            self._later(arrival, lambda kind=kind: self._deliver(packet, found, crossing, kind))  # type: ignore[misc]

    def _is_ours(self, found: TcpPacket) -> bool:
        """Whether it belongs to the connection; where netkit listens, the first SYN says whose it is."""
        if found.destination != self.plan.local:
            return False
        if self.remote.port:
            return found.source == self.remote
        if not found.segment.flags & Flag.SYN or found.segment.flags & (Flag.ACK | Flag.RST):
            return False
        self.remote = found.source
        self.endpoint = self.plan.endpoint(self.remote)
        self.endpoint.listen()
        self._stamper = self._stamper_to(self.remote)
        return True

    def _deliver(self, packet: bytes, found: TcpPacket, crossing: Crossing, kind: NewsKind) -> None:
        self.passed.append((self.now, packet))
        self._did(self.endpoint.receive(found.segment, now=self.now), crossing, kind)
        self._act()

    def _deliver_other(self, packet: bytes, found: EchoRequest | ErrorReport | Ignored | TcpPacket) -> None:
        """Something of ICMP has arrived."""
        self.passed.append((self.now, packet))
        local, remote = self.plan.local, self.remote
        if isinstance(found, EchoRequest) and found.destination == local.address:
            reply = echo_reply(found)
            self.passed.append((self.now, reply))
            self._note(f"{found.source} asks whether netkit is here (ICMP echo): answered", "RFC 1122 §3.2.2.6")
            self._later(self.now + self.plan.link.delay, lambda: self.outgoing.append(reply))
        elif isinstance(found, ErrorReport) and (found.local, found.remote) == (local, remote):
            self._did(self.endpoint.receive_error(found.error, now=self.now))

    def _refuse(self, packet: bytes, found: TcpPacket) -> None:
        """A segment for no connection: a reset goes back, unless it is one itself (RFC 9293 section 3.10.7.1)."""
        if found.destination.address != self.plan.local.address:
            return
        self.passed.append((self.now, packet))
        nobody = Endpoint(
            (str(found.destination.address), found.destination.port), (str(found.source.address), found.source.port)
        )
        for segment in nobody.receive(found.segment, now=self.now).segments:
            stamper = Stamper(found.destination, found.source, hops=self.plan.hops)
            reset = stamper.packet(segment, b"", 0)
            self.passed.append((self.now, reset))
            self._note(
                f"a segment from {found.source} to port {found.destination.port}, for no connection: RST",
                "RFC 9293 §3.10.7.1",
            )
            self._later(self.now + self.plan.link.delay, lambda reset=reset: self.outgoing.append(reset))  # type: ignore[misc]
