"""A connection as scripts see it: an endpoint, numbers as a script counts them, and what its application was told of its end."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from netkit.internet.script.machine import Outgoing, Reason
from netkit.internet.script.sockets.clocks import Clocks
from netkit.tcp.connection.states import State
from netkit.tcp.event import EventKind
from netkit.tcp.segment import Flag, Segment, Timestamps
from netkit.tcp.sequence import MODULUS, add

if TYPE_CHECKING:
    from netkit.internet.script.language.steps import SegmentSpec
    from netkit.tcp import Endpoint, Event, Output

__all__ = ["Connection"]

SENDING = frozenset({EventKind.SEND, EventKind.RETRANSMIT, EventKind.PROBE, EventKind.ACKNOWLEDGE, EventKind.RESET})
ENDINGS = ("reset.user-timeout", "reset.retries", "reset.keep-alive", "reset.window")
MOST_DOINGS = 200
MARKS = {"ce": (True, True), "ect0": (False, True), "ect1": (False, True)}


@dataclass(slots=True)
class Connection:
    """`ports` are source and destination of what is sent (None: the usual ones), `error` the errno that its application is to be told.

    `offset` leads from the script's numbers to the endpoint's, `clocks` from the script's timestamps to the endpoint's. `orphan` says that
    its application has closed it, `accepted` that it has one, `told` that it knows of its beginning. `synchronized` says that both sides
    have agreed, `reset` that the other has ended it.
    """

    endpoint: Endpoint
    ports: tuple[int, int] | None = None
    accepted: bool = False
    orphan: bool = False
    error: str = ""
    reset: bool = False
    told: bool = False
    synchronized: bool = False
    offset: int | None = None
    clocks: Clocks = field(default_factory=Clocks)
    doings: list[Event] = field(default_factory=list)
    _first: int = field(init=False)

    def __post_init__(self) -> None:
        self._first = self.endpoint.block.initial
        if self.offset is None:
            self.offset = self._first

    @property
    def over(self) -> bool:
        """Whether nothing is left of it."""
        return self.endpoint.state is State.CLOSED and self.endpoint.block.over

    def live(self, spec: SegmentSpec) -> Segment:
        """A segment that a script injects, with the endpoint's numbers."""
        shift = self.offset or 0
        options = spec.options
        timestamps = None
        if options is not None and options.timestamps is not None:
            value, echo = options.timestamps
            timestamps = Timestamps(value, self.clocks.live(echo) if spec.flags & Flag.ACK else echo)
        marked, capable = MARKS.get(spec.mark, (False, False))
        return Segment(
            sequence=spec.sequence,
            acknowledgment=add(spec.acknowledgment, shift) if spec.flags & Flag.ACK else 0,
            flags=spec.flags,
            window=spec.window or 0,
            payload=bytes(spec.length),
            largest=None if options is None else options.largest,
            shift=None if options is None else options.shift,
            sack_permitted=options is not None and options.sack_permitted,
            sack=()
            if options is None
            else tuple((add(left, shift), add(right, shift)) for left, right in options.sack),
            timestamps=timestamps,
            congestion=marked,
            capable=capable,
        )

    def put(self, output: Output, now: float) -> list[Outgoing]:
        """What came of a call: segments with the script's numbers, and the reason of each; ends are remembered."""
        for event in output.events:
            self._note(event)
        self._follow()
        if self.endpoint.state not in (State.CLOSED, State.LISTEN, State.SYN_SENT, State.SYN_RECEIVED):
            self.synchronized = True
        self.doings = (self.doings + output.events)[-MOST_DOINGS:]
        reasons = [event for event in output.events if event.kind in SENDING]
        return [self._outgoing(segment, reasons, output.events, now) for segment in output.segments]

    def _follow(self) -> None:
        """The endpoint takes its first number when it connects, or when a SYN comes."""
        first = self.endpoint.block.initial
        if self.offset is not None and first != self._first:
            self.offset, self._first = (self.offset + first - self._first) % MODULUS, first

    def synchronize(self, spec: SegmentSpec, outgoing: Outgoing) -> None:
        """The script's numbers for what went out hold from now on."""
        if spec.flags & Flag.SYN and self.offset is not None:
            self.offset = (self.offset + outgoing.segment.sequence - spec.sequence) % MODULUS
        live = outgoing.segment.timestamps
        if spec.options is not None and spec.options.timestamps is not None and live is not None:
            self.clocks.pair(spec.options.timestamps[0], live.value)

    def _note(self, event: Event) -> None:
        if event.kind is not EventKind.RESET:
            return
        if event.rule == "reset.received":
            self.error = "ECONNRESET" if self.synchronized else "ECONNREFUSED"
            self.reset = True
        elif event.rule in ENDINGS:
            self.error = "ETIMEDOUT"

    def _outgoing(self, segment: Segment, reasons: list[Event], events: list[Event], now: float) -> Outgoing:
        unsynchronized = segment.flags & Flag.RST and segment.flags & Flag.ACK and segment.sequence == 0
        sequence = 0 if unsynchronized else add(segment.sequence, -(self.offset or 0))
        mark = "ect0" if segment.capable else "noecn"
        return Outgoing(
            now, replace(segment, sequence=sequence), mark, self._reason(segment, reasons, events), self.ports
        )

    def _reason(self, segment: Segment, reasons: list[Event], events: list[Event]) -> Reason:
        """The event that sent a segment: the first of its kind and number that has not sent another one."""
        number = add(segment.sequence, -self.endpoint.block.initial)
        for event in reasons:
            own = event.kind in (EventKind.SEND, EventKind.RETRANSMIT, EventKind.PROBE)
            if segment.flags & Flag.RST:
                fits = event.kind is EventKind.RESET
            elif segment.length:
                fits = own and event.sequence == number
            else:
                fits = event.kind in (EventKind.ACKNOWLEDGE, EventKind.PROBE)
            if fits:
                reasons.remove(event)
                return Reason(event.rule, event.reason, event.rfc)
        for event in reversed(events):
            if event.kind in (EventKind.STATE, EventKind.DISCARD, EventKind.RESET):
                return Reason(event.rule, event.reason, event.rfc)
        return Reason()
