"""One endpoint against segments written by hand: numbers are relative, its own from its SYN, the other side's from theirs."""

from __future__ import annotations

from netkit.tcp import Endpoint, Event, Segment, State
from netkit.tcp.event import EventKind
from netkit.tcp.segment import Timestamps
from tests.tcp.network import A, B, flags

OURS, THEIRS = 100, 300
"""First numbers as in the figures of RFC 9293."""

AS_AGREED = "as agreed"


class Hand:
    """Plays the other side of `endpoint` by hand. Without options unless they are asked for, so that every number is in sight."""

    def __init__(self, *, initial: tuple[int, int] = (OURS, THEIRS), **changes: object) -> None:
        plain: dict[str, object] = {"timestamps": False, "sack": False, "window_scaling": False}
        self.endpoint = Endpoint(A, B, seed=1, **{**plain, **changes})  # type: ignore[arg-type]
        self.ours, self.theirs = initial
        self.endpoint.block.initial = self.ours
        self.now = 0.0
        self.events: list[Event] = []
        self.out: list[Segment] = []

    def take(self, output: object) -> list[Segment]:
        segments, events = output  # type: ignore[misc]
        self.events += events
        self.out += segments
        return list(segments)

    def connect(self) -> list[Segment]:
        return self.take(self.endpoint.connect(now=self.now))

    def listen(self) -> None:
        self.take(self.endpoint.listen())

    def send(self, data: bytes) -> list[Segment]:
        return self.take(self.endpoint.send(data, now=self.now))

    def close(self) -> list[Segment]:
        return self.take(self.endpoint.close(now=self.now))

    def abort(self) -> list[Segment]:
        return self.take(self.endpoint.abort(now=self.now))

    def read(self, count: int | None = None) -> tuple[bytes, list[Segment]]:
        data, output = self.endpoint.read(count, now=self.now)
        return data, self.take(output)

    def wait(self, until: float) -> list[Segment]:
        """Let the time pass, deadline by deadline; what was sent."""
        found: list[Segment] = []
        for _ in range(10_000):
            at = self.endpoint.next_deadline
            if at is None or at > until:
                self.now = until
                return found
            self.now = max(self.now, at)
            found += self.take(self.endpoint.tick(now=self.now))
        raise AssertionError("no end of deadlines")

    def comes(
        self,
        marks: str,
        number: int = 1,
        upto: int = 1,
        data: bytes = b"",
        *,
        window: int = 65_535,
        sack: tuple[tuple[int, int], ...] = (),
        stamp: tuple[int, int] | str | None = AS_AGREED,
        **fields: object,
    ) -> list[Segment]:
        """A segment of the other side; what is answered. It has timestamps where they were agreed on, unless `stamp` says else."""
        if isinstance(stamp, str):
            block = self.endpoint.block
            stamp = (block.recent, 0) if block.timestamps and "S" not in marks else None
        segment = Segment(
            sequence=(self.theirs + number) % 2**32,
            acknowledgment=(self.ours + upto) % 2**32 if "A" in marks else 0,
            flags=flags(marks),
            window=window,
            payload=data,
            sack=tuple(((self.ours + start) % 2**32, (self.ours + end) % 2**32) for start, end in sack),
            timestamps=None if stamp is None else Timestamps(*stamp),
            **fields,  # type: ignore[arg-type]
        )
        return self.take(self.endpoint.receive(segment, now=self.now))

    def establish(
        self, *, window: int = 65_535, largest: int | None = 1460, took: float = 0.0, **fields: object
    ) -> None:
        """The handshake, begun by the endpoint, in `took` seconds."""
        self.connect()
        self.now += took
        stamp = fields.pop("stamp", AS_AGREED)
        marks = str(fields.pop("marks", "SA"))
        self.comes(marks, 0, 1, window=window, largest=largest, stamp=stamp, **fields)  # type: ignore[arg-type]
        assert self.state is State.ESTABLISHED
        self.out.clear()

    @property
    def state(self) -> State:
        return self.endpoint.state

    def shape(self, segment: Segment) -> tuple[str, int, int | None, int]:
        """Flags as letters, relative number, relative acknowledgment, bytes."""
        letters = "".join(each for each in "SFRPAEC" if segment.flags & flags(each))
        upto = (segment.acknowledgment - self.theirs) % 2**32 if "A" in letters else None
        return letters, (segment.sequence - self.ours) % 2**32, upto, len(segment.payload)

    def shapes(self, segments: list[Segment]) -> list[tuple[str, int, int | None, int]]:
        return [self.shape(each) for each in segments]

    def rules(self, kind: EventKind | None = None) -> list[str]:
        return [each.rule for each in self.events if kind is None or each.kind is kind]


def reached(state: State, *, offers: dict[str, object] | None = None, **changes: object) -> Hand:
    """An endpoint that real calls and segments have brought into a state; `offers` are the fields of the other side's SYN."""
    offers = {} if offers is None else offers
    hand = Hand(**changes)  # type: ignore[arg-type]
    if state in (State.LISTEN, State.SYN_RECEIVED):
        hand.listen()
        if state is State.SYN_RECEIVED:
            hand.comes("S", 0, **offers)  # type: ignore[arg-type]
    elif state is State.SYN_SENT:
        hand.connect()
    elif state is not State.CLOSED:
        hand.establish(**offers)  # type: ignore[arg-type]
        _beyond(hand, state)
    assert hand.state is state
    hand.out.clear()
    return hand


def _beyond(hand: Hand, state: State) -> None:
    if state in (State.CLOSE_WAIT, State.LAST_ACK):
        hand.comes("FA", 1, 1)
        if state is State.LAST_ACK:
            hand.close()
    elif state is not State.ESTABLISHED:
        hand.close()
        if state is State.CLOSING:
            hand.comes("FA", 1, 1)
        elif state is not State.FIN_WAIT_1:
            hand.comes("A", 1, 2)
            if state is State.TIME_WAIT:
                hand.comes("FA", 1, 2)
