"""One end of a connection as an application and a network see it: calls, segments and time in, segments and events out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from netkit.errors import UsageError
from netkit.tcp.congestion import CONTROLS
from netkit.tcp.connection.arriving import arrive
from netkit.tcp.connection.block import Block, Place
from netkit.tcp.connection.outgoing import acknowledge, data, reset, synchronize
from netkit.tcp.connection.states import Cause, State
from netkit.tcp.event import Event, EventKind, Trigger
from netkit.tcp.profile import PROFILES, Profile

if TYPE_CHECKING:
    from netkit.tcp.segment import Segment
    from netkit.tcp.sending.sender import Emission

__all__ = ["Endpoint", "Output"]

SENDING = frozenset({State.ESTABLISHED, State.CLOSE_WAIT, State.FIN_WAIT_1, State.CLOSING, State.LAST_ACK})
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
        try:
            profile = replace(profile, **changes)  # type: ignore[arg-type]
        except TypeError as error:
            raise UsageError("a profile has no such number", why=str(error)) from error
        if profile.congestion not in CONTROLS:
            raise UsageError(
                f"no congestion control is called {profile.congestion!r}", why=f"there are {', '.join(CONTROLS)}"
            )
        self._block = Block(local, remote, profile, seed=seed, largest=mss)

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
        timers = [block.handshake_at, block.quiet_at, block.receiver.acknowledge_at, block.sender.next_deadline]
        if block.state in SENDING and block.profile.keep_alive and not len(block.sender.books.flight):
            timers.append(self._keep_alive_at())
        if block.profile.user_timeout and block.stuck_since is not None:
            timers.append(block.stuck_since + block.profile.user_timeout)
        return min((each for each in timers if each is not None), default=None)

    def connect(self, *, now: float) -> Output:
        """Open actively; UsageError if it is open already."""
        self._block.at(now)
        if not self._block.move(Cause.CONNECT):
            raise UsageError("the connection is open already", why=f"its state is {self.state.value}")
        self._block.sender.books.next = 1
        self._synchronize()
        return self._output()

    def listen(self) -> Output:
        """Wait for the other side; UsageError if it is open already."""
        if not self._block.move(Cause.LISTEN):
            raise UsageError("the connection is open already", why=f"its state is {self.state.value}")
        return self._output()

    def receive(self, segment: Segment, *, now: float) -> Output:
        """A segment came from the other side."""
        self._block.at(now)
        self._block.heard_at, self._block.keep_alive_count = self._block.now, 0
        arrive(self._block, segment)
        self._emit()
        return self._output()

    def send(self, payload: bytes, *, now: float) -> Output:
        """Send bytes, as soon as that is possible; UsageError if this side has closed or is not open."""
        self._block.at(now)
        if (
            self.state in (State.CLOSED, State.LISTEN)
            or self._block.sender.stream.finished
            or self._block.finish_wanted
        ):
            raise UsageError("nothing can be sent here", why=f"its state is {self.state.value}")
        self._block.sender.stream.write(payload)
        self._emit()
        return self._output()

    def read(self, count: int | None = None, *, now: float) -> tuple[bytes, Output]:
        """Take bytes that arrived; where that makes room in a window that was shut, the other side is told."""
        block = self._block
        block.at(now)
        before = block.receiver.window
        got = block.receiver.read(count)
        if got and before < block.receiver.largest <= block.receiver.window and self.state is not State.CLOSED:
            block.tell(EventKind.ACKNOWLEDGE, "ack.window", block.receiver.expected)
            acknowledge(block)
        return got, self._output()

    def close(self, *, now: float) -> Output:
        """No more will be sent from here; what was given to `send()` still is."""
        block = self._block
        block.at(now)
        if block.state in (State.SYN_SENT, State.LISTEN):
            block.move(Cause.CLOSE)
        elif block.state is State.SYN_RECEIVED:
            block.finish_wanted = True
        elif block.state in (State.ESTABLISHED, State.CLOSE_WAIT):
            block.move(Cause.CLOSE)
            block.sender.stream.finish()
            self._emit()
        return self._output()

    def abort(self, *, now: float) -> Output:
        """Give the connection up, with a reset."""
        block = self._block
        block.at(now)
        if block.state not in (State.CLOSED, State.LISTEN, State.SYN_SENT, State.TIME_WAIT):
            block.tell(EventKind.RESET, "reset.abort")
            reset(block)
        block.move(Cause.ABORT)
        return self._output()

    def tick(self, *, now: float) -> Output:
        """Time has passed."""
        block = self._block
        block.at(now)
        if block.handshake_at is not None and block.handshake_at <= block.now:
            self._again_synchronize()
        if block.state in SENDING:
            self._sent(block.sender.tick())
            self._give_up()
        if block.receiver.acknowledge_at is not None and block.receiver.acknowledge_at <= block.now:
            wait = f"{block.profile.delayed_acknowledgment * 1000:.3g} ms"
            block.tell(EventKind.ACKNOWLEDGE, "ack.delayed", block.receiver.expected, time=wait)
            acknowledge(block)
        if block.quiet_at is not None and block.quiet_at <= block.now:
            block.move(Cause.QUIET)
        self._keep_alive()
        return self._output()

    def _synchronize(self) -> None:
        block = self._block
        block.handshake_count += 1
        block.handshake_sent_at = block.now
        block.handshake_at = block.now + block.profile.initial_timeout * 2 ** (block.handshake_count - 1)
        synchronize(block)

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
        self._synchronize()

    def _emit(self) -> None:
        """What may go out now, and an ACK if one is owed that nothing carries."""
        block = self._block
        if block.state in SENDING:
            self._sent(block.sender.emit())
        if block.receiver.owed and block.state not in (State.CLOSED, State.LISTEN, State.SYN_SENT):
            acknowledge(block)
        if block.state in SENDING and len(block.sender.books.flight) and block.stuck_since is None:
            block.stuck_since = block.now

    def _sent(self, emissions: list[tuple[Emission, bool]]) -> None:
        for emission, _ in emissions:
            data(self._block, emission)

    def _give_up(self) -> None:
        """Nothing gets through for too long (RFC 9293 section 3.8.3)."""
        block, profile = self._block, self._block.profile
        if block.sender.retries > profile.retries:
            block.tell(EventKind.RESET, "reset.retries", count=block.sender.retries)
        elif (
            profile.user_timeout
            and block.stuck_since is not None
            and block.now >= block.stuck_since + profile.user_timeout
        ):
            block.tell(EventKind.RESET, "reset.user-timeout", time=f"{profile.user_timeout:g} s")
        else:
            return
        reset(block)
        block.move(Cause.GIVE_UP)

    def _keep_alive_at(self) -> float:
        block, profile = self._block, self._block.profile
        return block.heard_at + profile.keep_alive + block.keep_alive_count * profile.keep_alive_interval

    def _keep_alive(self) -> None:
        """Whether the other side is still there (RFC 9293 section 3.8.4)."""
        block, profile = self._block, self._block.profile
        if not profile.keep_alive or block.state not in SENDING or len(block.sender.books.flight):
            return
        if self._keep_alive_at() > block.now:
            return
        if block.keep_alive_count >= profile.keep_alive_probes:
            block.tell(EventKind.RESET, "reset.keep-alive", count=block.keep_alive_count)
            reset(block)
            block.move(Cause.GIVE_UP)
            return
        block.keep_alive_count += 1
        waited = f"{block.now - block.heard_at:g} s"
        block.tell(EventKind.PROBE, "ack.keep-alive", block.sender.books.next - 1, 0, Trigger.PROBE, time=waited)
        acknowledge(block, block.sender.books.next - 1)

    def _output(self) -> Output:
        block = self._block
        made = Output(list(block.segments), list(block.events))
        block.segments.clear()
        block.events.clear()
        return made
