"""What one end of a connection knows: the transmission control block (RFC 9293 section 3.3.1)."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

from netkit.tcp.congestion import CONTROLS
from netkit.tcp.connection.single import single_host
from netkit.tcp.connection.states import Cause, State, after
from netkit.tcp.event import Event, EventKind, Trigger
from netkit.tcp.receiving.receiver import Receiver
from netkit.tcp.receiving.urgent import Urgency
from netkit.tcp.sending.sender import Sender
from netkit.tcp.sequence import add, ahead
from netkit.tcp.why import because

if TYPE_CHECKING:
    from netkit.tcp.profile import Profile
    from netkit.tcp.segment import Segment

__all__ = ["Block", "Place"]

Place = tuple[str, int]
"""An address and a port."""

FULL = 65_535
TICK = 4e-6
"""Seconds in which the clock of first numbers counts one (RFC 9293 section 3.4.1)."""

DEFAULT_LARGEST = {4: 536, 6: 1220}
"""The maximum segment size of one that announces none, by the version of IP (RFC 9293 section 3.7.1)."""


class Block:
    """One end: its state, its two halves, and what both ends have agreed on.

    Numbers within netkit count from each side's SYN (0); `wire` and `mine` turn own ones into those on the wire and back, `theirs` the
    other side's. `shift` scales the window that is sent, `their_shift` the one that comes. `recent` is the other side's last timestamp.
    `single` says that both addresses are those of one host, `former` keeps a connection that was reopened out of TIME-WAIT.
    """

    def __init__(self, local: Place, remote: Place, profile: Profile, *, seed: int | str, largest: int) -> None:
        self.local, self.remote, self.profile = local, remote, profile
        self.state = State.CLOSED
        self.now = 0.0
        self.events: list[Event] = []
        self.segments: list[Segment] = []
        self.largest = largest
        self.single = single_host(local[0]) and single_host(remote[0])
        self.default_largest = DEFAULT_LARGEST[6 if ":" in remote[0] else 4]
        self.former: dict[str, object] | None = None
        self.initial = self._hashed = _number(seed, "sequence", local, remote)
        self.clock_offset = _number(seed, "timestamp", local, remote) >> 1
        self.shift = _shift(profile.receive_buffer)
        self.over = False
        self.begin()

    def begin(self) -> None:
        """As at the beginning: nothing was sent, nothing has come."""
        profile = self.profile
        control = CONTROLS[profile.congestion](profile.initial_window)
        self.sender = Sender(profile, control, self._record)
        self.receiver = Receiver(profile, self.events.append)
        self.their_initial = 0
        self.their_shift = 0
        self.scaling = self.sack = self.timestamps = self.marks = False
        self.recent = 0
        self.recent_at = 0.0
        self.window_from = (0, 0)
        self.handshake_at: float | None = None
        self.handshake_count = 0
        self.handshake_sent_at = 0.0
        self.quiet_at: float | None = None
        self.heard_at = self.now
        self.keep_alive_count = 0
        self.stuck_since: float | None = None
        self.passive = False
        self.former = None
        self.urgency = Urgency()
        self.echo_congestion = False
        self.reduced = False
        self.finish_wanted = False
        self.challenged_at: float | None = None
        self.at(self.now)

    def clocked(self) -> None:
        """A connection begins now: its first number is as far on as the clock has gone (RFC 9293 section 3.4.1, RFC 6528 section 3).

        One that was set by hand stays.
        """
        if self.initial == self._hashed or self.former is not None:
            self.initial = add(self._hashed, int(self.now / TICK) % 2**32)

    def adopt(self, profile: Profile) -> None:
        """Go on with another profile; another congestion control begins where the last one stood."""
        before, self.profile = self.profile, profile
        books = self.sender.books
        if profile.congestion != before.congestion:
            control = CONTROLS[profile.congestion](books.control.window)
            control.threshold = books.control.threshold
            books.control = control
        books.adopt(profile)
        self.receiver.adopt(profile)

    def at(self, now: float) -> None:
        """The time is `now`; it never goes back."""
        self.now = max(self.now, now)
        self.sender.books.now = self.receiver.now = self.now

    def tell(
        self,
        kind: EventKind,
        rule: str,
        sequence: int = 0,
        length: int = 0,
        trigger: Trigger | None = None,
        **parameters: object,
    ) -> None:
        """Something happened, for the reason `rule`."""
        self.events.append(Event(self.now, kind, *because(rule, **parameters), sequence, length, trigger))

    def _record(self, event: Event) -> None:
        """What the sender tells; where its window was brought down, the other side is to know (CWR, RFC 3168 section 6.1.2)."""
        self.events.append(event)
        if event.kind in (EventKind.LOSS, EventKind.UNDO):
            self.reduced = event.kind is EventKind.LOSS

    def shake(self, *, again: bool = False) -> None:
        """A SYN goes out, perhaps not for the first time: the timer runs, twice as long each time (RFC 6298 section 5.5)."""
        self.handshake_count = max(1, self.handshake_count + again)
        self.handshake_sent_at = self.now
        wait = self.profile.initial_timeout * 2 ** (self.handshake_count - 1)
        self.handshake_at = self.now + min(wait, self.profile.maximum_timeout)
        if self.stuck_since is None:
            self.stuck_since = self.now

    def move(self, cause: Cause) -> bool:
        """Go where the cause leads; False where it leads nowhere."""
        transition = after(self.state, cause)
        if transition is None:
            return False
        before, self.state = self.state, transition.after
        self.tell(EventKind.STATE, "state", cause=cause.value, before=before.value, after=self.state.value)
        if self.state is State.TIME_WAIT:
            self.quiet_at = self.now + self.profile.time_wait
        if self.state in (State.CLOSED, State.TIME_WAIT):
            self.handshake_at = self.stuck_since = None
            self.sender.timer_at = self.sender.probe_at = self.sender.persist_at = None
            self.sender.recovery.losses.recheck_at = None
        if self.state is State.CLOSED:
            self.quiet_at = self.receiver.acknowledge_at = None
            self.over = True
        return True

    def wire(self, number: int) -> int:
        """An own number as it is on the wire."""
        return add(self.initial, number)

    def mine(self, number: int) -> int:
        """An acknowledgment number as an own number: the nearest to what is acknowledged."""
        books = self.sender.books
        return books.acknowledged + ahead(number, self.wire(books.acknowledged))

    def theirs(self, number: int) -> int:
        """A sequence number of the other side, counted from its SYN: the nearest to what is expected."""
        return self.receiver.expected + ahead(number, add(self.their_initial, self.receiver.expected))

    def clock(self) -> int:
        """The timestamp clock: milliseconds, from a start of its own (RFC 7323 section 5.4)."""
        return (self.clock_offset + int(self.now * 1000 + 1e-6)) % 2**32


def _number(seed: int | str, what: str, local: Place, remote: Place) -> int:
    """A number that nobody can guess who does not know the seed (RFC 9293 section 3.4.1, RFC 6528)."""
    text = "\x00".join(str(each) for each in (what, *local, *remote))
    return int.from_bytes(hmac.digest(str(seed).encode(), text.encode(), hashlib.sha256)[:4], "big")


def _shift(buffer: int) -> int:
    """The smallest shift with which a window as large as the buffer can be told (RFC 7323 section 2)."""
    shift = 0
    while buffer >> shift > FULL and shift < 14:
        shift += 1
    return shift
