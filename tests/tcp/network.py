"""Two endpoints and a path between them, in virtual time: what the tests of TCP run on."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from netkit.tcp import Endpoint, Event, Flag, Output, Segment, State

A, B = ("192.0.2.1", 40_000), ("192.0.2.2", 80)

Fate = Callable[["Seen"], Sequence[float]]
"""For a segment that goes out: the extra delays of the copies that arrive (none: it is lost)."""


class Seen(NamedTuple):
    """A segment as it went out: when, from which side ("a" or "b"), and the how manyth of that side it is, from 1."""

    time: float
    side: str
    number: int
    segment: Segment


def pair(*, initial: tuple[int, int] | None = None, **changes: object) -> tuple[Endpoint, Endpoint]:
    """Two endpoints that know each other; `initial` are their first sequence numbers."""
    a, b = Endpoint(A, B, seed=1, **changes), Endpoint(B, A, seed=2, **changes)  # type: ignore[arg-type]
    if initial is not None:
        a.block.initial, b.block.initial = initial
    return a, b


def flags(text: str) -> Flag:
    """Flags by their letters: S, A, F, R, P, E, C."""
    names = {"S": Flag.SYN, "A": Flag.ACK, "F": Flag.FIN, "R": Flag.RST, "P": Flag.PSH, "E": Flag.ECE, "C": Flag.CWR}
    found = Flag(0)
    for each in text:
        found |= names[each]
    return found


@dataclass
class Side:
    """An endpoint with its application: it writes `writes` once the connection stands, closes behind them, and reads all that comes."""

    endpoint: Endpoint
    writes: list[bytes] = field(default_factory=list)
    closes: bool = True
    reads: Callable[[float], int | None] = lambda _: None
    got: bytearray = field(default_factory=bytearray)
    events: list[Event] = field(default_factory=list)
    written: bool = False
    closed: bool = False


class Network:
    """The path: each segment takes `delay` seconds, and what `fate` adds; `marks` says which of those that may be marked are (ECN)."""

    def __init__(
        self, a: Endpoint, b: Endpoint, *, delay: float = 0.05, fate: Fate = lambda _: (0.0,), now: float = 0.0
    ) -> None:
        self.sides = {"a": Side(a), "b": Side(b)}
        self.delay, self.fate, self.now = delay, fate, now
        self.marks: Callable[[Seen], bool] = lambda _: False
        self.seen: list[Seen] = []
        self._queue: list[tuple[float, int, str, Segment]] = []
        self._count = 0
        self._numbers = {"a": 0, "b": 0}

    def put(self, side: str, output: Output) -> None:
        """What a call to an endpoint made: its segments go on their way."""
        self.sides[side].events += output.events
        for segment in output.segments:
            self._numbers[side] += 1
            seen = Seen(self.now, side, self._numbers[side], segment)
            self.seen.append(seen)
            if segment.capable and self.marks(seen):
                segment = replace(segment, congestion=True)  # noqa: PLW2901 - the router's copy
            for extra in self.fate(seen):
                self._count += 1
                to = "b" if side == "a" else "a"
                heapq.heappush(self._queue, (self.now + self.delay + extra, self._count, to, segment))

    def open(self) -> None:
        """B listens, A connects."""
        self.put("b", self.sides["b"].endpoint.listen())
        self.put("a", self.sides["a"].endpoint.connect(now=self.now))

    def run(self, *, until: float = 1e9, steps: int = 200_000) -> None:
        """Until nothing more happens, or the time or the steps are over."""
        self._applications()
        for _ in range(steps):
            times = [each.endpoint.next_deadline for each in self.sides.values()]
            times += [self._queue[0][0]] if self._queue else []
            at = min((each for each in times if each is not None), default=None)
            if at is None or at > until:
                self.now = self.now if at is None else until
                return
            assert at >= self.now, f"a deadline lies in the past: {at} < {self.now}"
            self.now = at
            if self._queue and self._queue[0][0] <= at:
                _, _, side, segment = heapq.heappop(self._queue)
                self.put(side, self.sides[side].endpoint.receive(segment, now=at))
            else:
                for name, side_ in self.sides.items():
                    if side_.endpoint.next_deadline is not None and side_.endpoint.next_deadline <= at:
                        self.put(name, side_.endpoint.tick(now=at))
                        after = side_.endpoint.next_deadline
                        assert after is None or after > at, "tick() has left something undone"
            self._applications()
        raise AssertionError(f"no end after {steps} steps")

    def _applications(self) -> None:
        for name, side in self.sides.items():
            endpoint = side.endpoint
            data, output = endpoint.read(side.reads(self.now), now=self.now)
            side.got += data
            self.put(name, output)
            if endpoint.state in (State.ESTABLISHED, State.CLOSE_WAIT):
                if not side.written:
                    side.written = True
                    for each in side.writes:
                        self.put(name, endpoint.send(each, now=self.now))
                if side.closes and not side.closed:
                    side.closed = True
                    self.put(name, endpoint.close(now=self.now))

    def sent(self, side: str) -> list[Seen]:
        """What one side has sent."""
        return [each for each in self.seen if each.side == side]

    def payloads(self, side: str) -> list[tuple[float, int, int]]:
        """Time, relative number and length of each segment with data of one side."""
        start = self.sides[side].endpoint.block.initial
        return [
            (each.time, (each.segment.sequence - start) % 2**32, len(each.segment.payload))
            for each in self.sent(side)
            if each.segment.payload
        ]


def dropping(*, a: Sequence[int] = (), b: Sequence[int] = ()) -> Fate:
    """Loses those data segments of A (from 1, first copies and others alike) and those segments of B (from 1)."""
    count = 0

    def fate(seen: Seen) -> Sequence[float]:
        nonlocal count
        if seen.side == "b":
            return () if seen.number in b else (0.0,)
        count += bool(seen.segment.payload)
        return () if seen.segment.payload and count in a else (0.0,)

    return fate


def transfer(
    a: Endpoint, b: Endpoint, *, there: Sequence[bytes] = (), back: Sequence[bytes] = (), **how: object
) -> Network:
    """A connection from beginning to end: A writes `there`, B writes `back`, both close."""
    network = Network(a, b, **how)  # type: ignore[arg-type]
    network.sides["a"].writes, network.sides["b"].writes = list(there), list(back)
    network.open()
    network.run()
    return network
