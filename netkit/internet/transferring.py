"""A transfer in virtual time: two endpoints, the path between them, and the applications at both ends."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from netkit.internet.application import Reader, Writer
from netkit.internet.crossing import Crossing, Side
from netkit.internet.ending import AT_REST, Ending, ending_of
from netkit.internet.path import Path
from netkit.internet.plan import PATIENCE
from netkit.tcp.congestion.control import NO_THRESHOLD
from netkit.tcp.connection.states import State
from netkit.tcp.event import EventKind, Trigger
from netkit.tcp.segment import Flag

if TYPE_CHECKING:
    from netkit.internet.drops import Drop
    from netkit.internet.plan import Plan
    from netkit.tcp import Endpoint, Event, Output, Segment

__all__ = ["Again", "Transfer", "WindowSample", "transfer"]

MOST_AT_ONCE = 10_000
"""Calls at one moment without a segment in between, after which an endpoint is at fault."""


@dataclass(frozen=True, slots=True)
class WindowSample:
    """The sender's congestion window and slow start threshold from `time` on, in segments; the threshold is None before the first loss."""

    time: float
    window: int
    threshold: int | None


@dataclass(frozen=True, slots=True)
class Again:
    """Something that a side sent again, with relative numbers; `timer_at` is when the timer would have (None: it did, or none ran)."""

    time: float
    side: Side
    sequence: int
    length: int
    trigger: Trigger
    event: Event
    timer_at: float | None


@dataclass(slots=True)
class Transfer:
    """What happened: every segment, every event with its side, the sender's window whenever it changed.

    `delivered` counts the bytes that the receiver's application got, `intact` says that they are the payload's. `ended_at` is in seconds.
    `unused` are losses that were asked for, of packets that never came by.
    """

    plan: Plan
    ends: tuple[Endpoint, Endpoint]
    crossings: list[Crossing] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    sides: bytearray = field(default_factory=bytearray)
    window: list[WindowSample] = field(default_factory=list)
    again: list[Again] = field(default_factory=list)
    delivered: int = 0
    intact: bool = True
    ended_at: float = 0.0
    delivered_at: float | None = None
    ending: Ending | None = None
    unused: frozenset[Drop] = frozenset()


def transfer(plan: Plan) -> Transfer:
    """Run a plan to its end. UsageError for a plan that can't be."""
    plan.check()
    return _Run(plan).run()


class _Run:
    """The clock, what is on its way, and who acts next."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.ends = plan.endpoints()
        self.made = Transfer(plan, self.ends)
        self.now = 0.0
        self._path = Path(plan)
        self._on_the_way: list[tuple[float, int, Crossing, Segment]] = []
        self._pushed = self._order = 0
        self._highest = [0, 0]
        self._due: list[float | None] = [None, None]
        self._writer = Writer(plan, self.ends[Side.SENDER])
        self._reader = Reader(plan, self.ends[Side.RECEIVER])
        self._patience = plan.user_timeout or self.ends[0].block.profile.user_timeout or PATIENCE
        self._progress: object = None
        self._progress_at = 0.0
        self._idle_calls = 0
        self._gave_up: float | None = None

    def run(self) -> Transfer:
        """From the first SYN to the end."""
        sender, receiver = self.ends
        self._put(Side.RECEIVER, receiver.listen())
        self._call(Side.SENDER, sender.connect(now=self.now), None)
        while not self._over():
            at = self._next_time()
            if at is None:
                break
            self._idle_calls = self._idle_calls + 1 if at <= self.now else 0
            if self._idle_calls > MOST_AT_ONCE:
                raise RuntimeError(f"an endpoint asks for the same moment again and again: {at}")
            if at > self._progress_at + self._patience:
                if not self._give_up():
                    break
                continue
            self.now = max(self.now, at)
            self._step()
        made = self.made
        made.ended_at = self.now
        made.delivered, made.intact = self._reader.got, self._reader.intact
        made.delivered_at = self._reader.last_at
        made.unused = self._path.unused
        made.ending = ending_of(self.ends, made.events, made.sides, gave_up=self._gave_up)
        return made

    def _give_up(self) -> bool:
        """An application loses its patience: the sender's, and later the receiver's, which may not have heard of it. False if both have."""
        self.now = self._progress_at = self._progress_at + self._patience
        for side in Side:
            if self.ends[side].state not in (*AT_REST, State.LISTEN):
                self._gave_up = self._patience
                self._put(side, self.ends[side].abort(now=self.now))
                self._look_at_the_clock(side)
                return True
        return False

    def _over(self) -> bool:
        if self._on_the_way:
            return False
        return self.ends[0].state in AT_REST and self.ends[1].state in AT_REST

    def _next_time(self) -> float | None:
        times = [*self._due, self._reader.next_at]
        if self._on_the_way:
            times.append(self._on_the_way[0][0])
        return min((each for each in times if each is not None), default=None)

    def _step(self) -> None:
        """One thing happens: a segment arrives, or timers run out, or an application reads."""
        if self._on_the_way and self._on_the_way[0][0] <= self.now:
            _, _, crossing, segment = heapq.heappop(self._on_the_way)
            side = Side.RECEIVER if crossing.side is Side.SENDER else Side.SENDER
            if side is Side.SENDER and not crossing.order:
                self._order += 1
                crossing.order = self._order
            timer_at = self.ends[0].block.sender.timer_at
            self._call(side, self.ends[side].receive(segment, now=self.now), timer_at, crossing)
            return
        for side in Side:
            deadline = self._due[side]
            if deadline is not None and deadline <= self.now:
                timer_at = self.ends[0].block.sender.timer_at
                self._call(side, self.ends[side].tick(now=self.now), timer_at)
        if self._reader.next_at is not None and self._reader.next_at <= self.now:
            self._put(Side.RECEIVER, self._reader.read(self.now))
            self._look_at_the_clock(Side.RECEIVER)
            self._note_progress()

    def _call(self, side: Side, output: Output, timer_at: float | None, crossing: Crossing | None = None) -> None:
        """What came of a call, and what the application at that side does then; `crossing` is what arrived."""
        first = len(self.made.events)
        self._put(side, output, timer_at)
        if crossing is not None:
            crossing.heard += ((first, len(self.made.events)),)
        if side is Side.RECEIVER:
            for more in self._reader.act(self.now):
                self._put(side, more)
        else:
            for more in self._writer.act(self.now):
                self._put(side, more)
            self._sample()
        self._look_at_the_clock(side)
        self._note_progress()

    def _look_at_the_clock(self, side: Side) -> None:
        """Something happened at a side: its timers may have changed."""
        self._due[side] = self.ends[side].next_deadline

    def _note_progress(self) -> None:
        """Something was acknowledged, read, or a state changed: nobody loses patience now."""
        sender, receiver = self.ends
        progress = (sender.block.sender.books.acknowledged, self._reader.got, sender.state, receiver.state)
        if progress != self._progress:
            self._progress, self._progress_at = progress, self.now

    def _sample(self) -> None:
        control = self.ends[0].block.sender.books.control
        threshold = control.threshold if control.threshold < NO_THRESHOLD else None
        window = self.made.window
        if window and window[-1].window == control.window and window[-1].threshold == threshold:
            return
        if window and window[-1].time == self.now:
            window.pop()  # of one moment the last counts
        window.append(WindowSample(self.now, control.window, threshold))

    def _put(self, side: Side, output: Output, timer_at: float | None = None) -> None:
        """Keep the events, and send the segments on their way."""
        events = self.made.events
        first = len(events)
        events += output.events
        last = len(events)
        self.made.sides += bytes([side]) * (last - first)
        for event in output.events:
            if event.kind is EventKind.RETRANSMIT and event.trigger is not None:
                by_timer = event.trigger is Trigger.TIMER or side is Side.RECEIVER
                self.made.again.append(
                    Again(event.time, side, event.sequence, event.length, event.trigger, event,
                          None if by_timer else timer_at)
                )  # fmt: skip
        for segment in output.segments:
            self._send(side, segment, (first, last))

    def _send(self, side: Side, segment: Segment, told: tuple[int, int]) -> None:
        made, length, takes = self.made, len(segment.payload), segment.length
        sequence = (segment.sequence - self.ends[side].block.initial) % 2**32
        acknowledgment = None
        if segment.flags & Flag.ACK:
            acknowledgment = (segment.acknowledgment - self.ends[1 - side].block.initial) % 2**32
        again = bool(takes) and sequence + takes <= self._highest[side]
        self._highest[side] = max(self._highest[side], sequence + takes)
        passage = self._path.carry(side, segment, takes, sequence, acknowledgment, self.now)
        ours = side is Side.SENDER
        if ours:
            self._order += 1
        crossing = Crossing(
            len(made.crossings) + 1, side, self.now, self._path.header(segment), sequence, acknowledgment, length, again, passage.lost,
            passage.met, passage.left, passage.arrivals, told, (), self._order if ours or passage.lost else 0,
        )  # fmt: skip
        made.crossings.append(crossing)
        for arrival in passage.arrivals:
            self._pushed += 1
            heapq.heappush(self._on_the_way, (arrival, self._pushed, crossing, segment))
