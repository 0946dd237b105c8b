"""One end of a connection as an application and a network see it: calls, segments and time in, segments and events out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from netkit.errors import UsageError
from netkit.tcp.congestion import CONTROLS
from netkit.tcp.connection.arriving import RECEIVING, arrive
from netkit.tcp.connection.block import Block, Place
from netkit.tcp.connection.lifetime import OPENING, SENDING, give_up, keep_alive, keep_alive_at, user_timeout_at
from netkit.tcp.connection.network_error import NetworkError, reported
from netkit.tcp.connection.outgoing import acknowledge, data, refuse, reset, synchronize
from netkit.tcp.connection.states import Cause, State, after
from netkit.tcp.event import Event, EventKind, Trigger
from netkit.tcp.profile import PROFILES, Profile
from netkit.tcp.sending.sender import FIRST_TROUBLE

if TYPE_CHECKING:
    from netkit.tcp.segment import Segment
    from netkit.tcp.sending.sender import Emission

__all__ = ["Endpoint", "Output"]

SMALLEST, LARGEST = 28, 65_495
"""Bytes that a maximum segment size may be: room for all options at least; what fits into an IPv4 packet at most."""


class Output(NamedTuple):
    """What came of a call: segments for the network, in their order, and events."""

    segments: list[Segment]
    events: list[Event]


class Endpoint:
    """One end of a connection; it does no I/O and reads no clock: `now` is in seconds on any clock that does not go back.

    `local` and `remote` are addresses and ports. `profile` is one of `PROFILES` or one of your own; `seed` decides the first sequence
    number; `mss` is the maximum segment size that is announced. Any other keyword replaces that number of the profile
    (`nagle=False`, `congestion="cubic"`). UsageError for what can't be.
    """

    def __init__(
        self,
        local: Place,
        remote: Place,
        *,
        profile: str | Profile = "linux",
        seed: int | str = 0,
        mss: int = 1460,
        **changes: object,
    ) -> None:
        if isinstance(profile, str):
            if profile not in PROFILES:
                raise UsageError(f"no profile is called {profile!r}", why=f"there are {', '.join(PROFILES)}")
            profile = PROFILES[profile]
        if not SMALLEST <= mss <= LARGEST:
            raise UsageError(
                f"a maximum segment size of {mss} can't be", why=f"it lies between {SMALLEST} and {LARGEST:,} bytes"
            )
        self._block = Block(local, remote, _changed(profile, changes), seed=seed, largest=mss)

    @property
    def state(self) -> State:
        """The state of the connection."""
        return self._block.state

    @property
    def block(self) -> Block:
        """All that it knows, to be looked at."""
        return self._block

    @property
    def next_deadline(self) -> float | None:
        """When `tick()` should be called at the latest if nothing else happens; None: never."""
        block = self._block
        timers = (
            block.handshake_at, block.quiet_at, block.receiver.acknowledge_at, block.sender.next_deadline,
            keep_alive_at(block), user_timeout_at(block),
        )  # fmt: skip
        running = [each for each in timers if each is not None]
        return min(running) if running else None

    def adjust(self, *, now: float, **changes: object) -> Output:
        """Replace numbers of the profile while the connection lives, as an application may: what they let go out goes out now.

        What both sides have agreed on stays as it is. UsageError for what can't be.
        """
        block = self._block
        block.at(now)
        block.adopt(_changed(block.profile, changes))
        self._emit()
        return self._output()

    def connect(self, *, now: float) -> Output:
        """Open actively; UsageError if it is open, or was."""
        block = self._block
        block.at(now)
        if not block.single:
            raise UsageError(
                f"nobody can be reached at {block.remote[0]} from {block.local[0]}",
                why="an end of a connection is one host: no group, not everybody, not nobody (RFC 9293 section 3.9.1.1)",
            )
        self._open(Cause.CONNECT)
        block.clocked()
        block.sender.books.next = 1
        block.shake()
        synchronize(block)
        return self._output()

    def listen(self) -> Output:
        """Wait for the other side; UsageError if it is open, or was."""
        self._open(Cause.LISTEN)
        return self._output()

    def receive(self, segment: Segment, *, now: float) -> Output:
        """A segment came from the other side."""
        self._block.at(now)
        self._block.heard_at, self._block.keep_alive_count = self._block.now, 0
        arrive(self._block, segment)
        self._emit()
        return self._output()

    def receive_error(self, error: NetworkError, *, now: float) -> Output:
        """The network reports what became of a segment of this side: an ICMP error that quotes it."""
        self._block.at(now)
        self._sent(reported(self._block, error))
        self._emit()
        return self._output()

    @property
    def urgent(self) -> int:
        """Bytes of urgent data that are still to be read, whether they have come or not (RFC 9293 section 3.8.5)."""
        return self._block.urgency.left(self._block.receiver.taken)

    def send(self, payload: bytes, *, now: float, urgent: bool = False) -> Output:
        """Send bytes, as soon as that is possible; UsageError if this side has closed or is not open.

        With `urgent` the other side is told at once that urgent data end behind these bytes, which new programs should not do (RFC 9293
        section 3.8.5).
        """
        self._block.at(now)
        if (
            self.state in (State.CLOSED, State.LISTEN)
            or self._block.sender.stream.finished
            or self._block.finish_wanted
        ):
            raise UsageError(
                "nothing can be sent here",
                why=f"this side has closed, or is not open: its state is {self.state.value} (RFC 9293 section 3.10.2)",
            )
        if urgent and not payload:
            raise UsageError(
                "nothing can't be urgent",
                why="the urgent pointer ends behind a byte that is sent (RFC 9293 section 3.8.5)",
            )
        if payload:
            self._block.sender.stream.write(payload)
            if urgent:
                self._block.sender.stream.urgent_end = self._block.sender.stream.written
        self._emit()
        return self._output()

    def read(self, count: int | None = None, *, now: float) -> tuple[bytes, Output]:
        """Take bytes that arrived, `count` at most; where that makes room in a window that was shut, the other side is told.

        What has arrived stays to be read when the connection is over. UsageError for a negative count.
        """
        if count is not None and count < 0:
            raise UsageError(f"{count} bytes can't be read", why="a count of bytes is 0 or more")
        block = self._block
        block.at(now)
        receiver = block.receiver
        before = receiver.window
        got = receiver.read(count)
        if got and before < receiver.step <= receiver.window and block.state in RECEIVING:
            block.tell(EventKind.ACKNOWLEDGE, "ack.window", receiver.expected)
            acknowledge(block)
        return got, self._output()

    def close(self, *, now: float) -> Output:
        """No more will be sent from here; what was given to `send()` still is. UsageError if this side has closed already."""
        block = self._block
        block.at(now)
        if block.finish_wanted or after(block.state, Cause.CLOSE) is None:
            raise UsageError(
                "this side is closed already", why=f"its state is {block.state.value} (RFC 9293 section 3.10.4)"
            )
        if block.state is State.SYN_RECEIVED and block.sender.stream.held:
            block.finish_wanted = True
            return self._output()
        block.move(Cause.CLOSE)
        if block.state is not State.CLOSED:
            block.sender.stream.finish()
            self._emit()
        return self._output()

    def refuse(self, segment: Segment, *, now: float) -> Output:
        """Answer a segment with a reset and give the connection up: nobody is left who could read it (RFC 9293 section 3.6.1).

        UsageError if there is no connection.
        """
        block = self._block
        block.at(now)
        if after(block.state, Cause.ABORT) is None:
            raise UsageError("there is no connection to be refused", why=f"its state is {block.state.value}")
        refuse(block, segment, "reset.late")
        block.move(Cause.ABORT)
        return self._output()

    def abort(self, *, now: float) -> Output:
        """Give the connection up, with a reset where the other side waits for something; UsageError if there is none."""
        block = self._block
        block.at(now)
        transition = after(block.state, Cause.ABORT)
        if transition is None:
            raise UsageError(
                "there is no connection to be aborted",
                why=f"its state is {block.state.value} (RFC 9293 section 3.10.5)",
            )
        block.tell(EventKind.RESET, "reset.abort")
        if transition.sends:
            reset(block)
        block.move(Cause.ABORT)
        return self._output()

    def tick(self, *, now: float) -> Output:
        """Time has passed."""
        block = self._block
        block.at(now)
        if not give_up(block):
            if block.handshake_at is not None and block.handshake_at <= block.now:
                self._again_synchronize()
            if block.state in SENDING:
                self._sent(block.sender.tick())
                if block.sender.asked and block.stuck_since is None:
                    block.stuck_since = block.now
        if block.receiver.acknowledge_at is not None and block.receiver.acknowledge_at <= block.now:
            wait = f"{block.profile.delayed_acknowledgment * 1000:.3g} ms"
            block.tell(EventKind.ACKNOWLEDGE, "ack.delayed", block.receiver.expected, time=wait)
            acknowledge(block)
            block.receiver.waited()
        if block.quiet_at is not None and block.quiet_at <= block.now:
            block.move(Cause.QUIET)
        keep_alive(block)
        return self._output()

    def _open(self, cause: Cause) -> None:
        block = self._block
        if block.over:
            raise UsageError(
                "this connection is over",
                why="its numbers are used up: another one begins with others (RFC 9293 section 3.4.1)",
                hint="make a new Endpoint",
            )
        if not block.move(cause):
            raise UsageError(
                "the connection is open already", why=f"its state is {block.state.value} (RFC 9293 section 3.10.1)"
            )

    def _again_synchronize(self) -> None:
        block = self._block
        what = "SYN" if block.state is State.SYN_SENT else "SYN, ACK"
        if block.handshake_count > block.profile.handshake_retries:
            block.tell(EventKind.RESET, "reset.retries", count=block.handshake_count)
            block.handshake_at = None
            block.move(Cause.GIVE_UP)
            return
        waited = f"{block.now - block.handshake_sent_at:.3g} s"
        block.tell(EventKind.RETRANSMIT, "again.handshake", 0, 0, Trigger.TIMER, what=what, time=waited)
        if block.handshake_count == FIRST_TROUBLE:
            block.tell(EventKind.TIMEOUT, "trouble.retries", count=FIRST_TROUBLE + 1)
        block.shake(again=True)
        synchronize(block)

    def _emit(self) -> None:
        """What may go out now, and an ACK if one is owed that nothing carries."""
        block = self._block
        if block.state in SENDING:
            self._sent(block.sender.emit())
        if block.receiver.owed and block.state not in (State.CLOSED, State.LISTEN, *OPENING):
            block.tell(EventKind.ACKNOWLEDGE, block.receiver.owed, block.receiver.expected)
            acknowledge(block)
        if block.state in SENDING and len(block.sender.books.flight) and block.stuck_since is None:
            block.stuck_since = block.now

    def _sent(self, emissions: list[tuple[Emission, bool]]) -> None:
        for emission, again in emissions:
            data(self._block, emission, again=again)

    def _output(self) -> Output:
        block = self._block
        made = Output(list(block.segments), list(block.events))
        block.segments.clear()
        block.events.clear()
        return made


def _changed(profile: Profile, changes: Mapping[str, object]) -> Profile:
    """The profile with other numbers."""
    try:
        profile = replace(profile, **changes)  # type: ignore[arg-type]
    except TypeError as error:
        raise UsageError("a profile has no such number", why=str(error)) from error
    if profile.congestion not in CONTROLS:
        raise UsageError(
            f"no congestion control is called {profile.congestion!r}", why=f"there are {', '.join(CONTROLS)}"
        )
    return profile
