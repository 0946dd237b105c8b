"""netkit's endpoint as the machine that a script runs on, in virtual time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from netkit.errors import UsageError
from netkit.internet.script.settings import settings_of
from netkit.internet.script.sockets.connection import Connection
from netkit.internet.script.sockets.information import CONSTANTS, information_of
from netkit.tcp import Endpoint
from netkit.tcp.connection.states import State
from netkit.tcp.profile import PROFILES, Profile
from netkit.tcp.segment import Flag

if TYPE_CHECKING:
    from netkit.internet.script.language.steps import Call, Command, SegmentSpec
    from netkit.internet.script.machine import Answer, Outgoing
    from netkit.internet.script.manner import Manner
    from netkit.internet.script.sockets.descriptors import Socket
    from netkit.tcp import Output

__all__ = ["Simulated"]

LOCAL = {4: "192.168.0.1", 6: "fd3d:fa7b:d17d::1"}
REMOTE = {4: "192.0.2.1", 6: "2001:db8::1"}
PORT, REMOTE_PORT = 8080, 50_000
MOST_TICKS = 50_000
"""Moments at which timers run in one script: then it is stopped."""
MOST_SENT = 50_000
MOST_CONNECTIONS = 64
TOLD = 4
SOCKETS: Mapping[str, bool | float] = MappingProxyType(
    {
        "nagle_for_short": True,
        "dialogue": True,
        "probe_with_data": False,
        "reset_at_retries": False,
        "user_timeout_from_again": True,
        "probe_slack": 0.002,
        "timer_from_oldest": True,
    }
)
"""What Linux's sockets do, and transfers by its profile do not."""


class Simulated:
    """The sockets of a script and their connections."""

    def __init__(self, manner: Manner, profile: str = "linux", *, buffer: int | None = None) -> None:
        self.now = 0.0
        self.sockets: dict[int, Socket] = {}
        self.connections: dict[int, Connection] = {}
        self.alarm: float | None = None
        self.profile = starting_profile(profile)
        if buffer is not None:
            self.profile = replace(self.profile, receive_buffer=buffer)
        self.idle = 7200.0
        self._listener_marks = profile == "linux"
        self._manner = manner
        self._sent: deque[Outgoing] = deque()
        self._count = self._ticks = 0
        self._latest: Connection | None = None
        self._writing: tuple[Call, int] | None = None
        self._polling: tuple[Call, float] | None = None

    def call(self, step: Call) -> Answer | None:
        """Make a call, or ask for the one that waits."""
        from netkit.internet.script.sockets.calls import make_call  # noqa: PLC0415 - the two know each other

        return make_call(self, step)

    def written(self, step: Call, more: int = 0) -> int:
        """How many bytes the call that waits has written so far."""
        if self._writing is None or self._writing[0] is not step:
            self._writing = (step, 0)
        self._writing = (step, self._writing[1] + more)
        return self._writing[1]

    def polled(self, step: Call, milliseconds: int) -> bool:
        """Whether a poll has to wait still; its time runs from the first question on."""
        if self._polling is None or self._polling[0] is not step:
            self._polling = (step, self.now + milliseconds / 1000)
        self.alarm = self._polling[1] if self.now < self._polling[1] - 1e-9 else None
        return self.alarm is not None

    def endpoint(self, socket: Socket, *, marks: bool = False) -> Endpoint:
        """An endpoint for a socket, with the profile as it is now and the socket's own changes."""
        changes = dict(socket.changes)
        if marks:
            changes["congestion_marks"] = True
        version = self._manner.version
        largest = self._manner.largest
        return Endpoint(
            (LOCAL[version], PORT),
            (REMOTE[version], REMOTE_PORT),
            profile=self.profile,
            seed=len(self.connections),
            mss=min(socket.largest or largest, largest),
            **changes,
        )

    def keep(self, connection: Connection) -> Connection:
        """A connection is there from now on."""
        if len(self.connections) >= MOST_CONNECTIONS:
            raise UsageError("too many connections", why=f"a script may have {MOST_CONNECTIONS}")
        key = connection.ports[1] if connection.ports else 0
        self.connections[key] = self._latest = connection
        return connection

    def put(self, connection: Connection, output: Output) -> None:
        """What came of a call of an endpoint."""
        self._latest = connection
        for outgoing in connection.put(output, self.now):
            self._count += 1
            if self._count > MOST_SENT:
                raise UsageError("this script makes too many segments", why=f"{MOST_SENT:,} are the most")
            self._sent.append(outgoing)

    def inject(self, spec: SegmentSpec) -> None:
        """A segment comes in: for its connection, or for one that listens, or for nobody."""
        key = spec.ports[0] if spec.ports else 0
        connection = self.connections.get(key)
        listener = next((each for each in self.sockets.values() if each.listens), None)
        if connection is None or (connection.over and listener is not None and spec.flags & Flag.SYN):
            connection = self._newcomer(listener, spec)
        if connection.orphan and self._comes_too_late(connection, spec):
            return
        self.put(connection, connection.endpoint.receive(connection.live(spec), now=self.now))
        if connection.endpoint.state is State.LISTEN:
            self.connections.pop(key, None)

    def _newcomer(self, listener: Socket | None, spec: SegmentSpec) -> Connection:
        """A connection for a segment that belongs to none."""
        ports = (spec.ports[1], spec.ports[0]) if spec.ports else None
        if listener is None:
            from netkit.internet.script.sockets.descriptors import Socket  # noqa: PLC0415

            return self.keep(Connection(self.endpoint(Socket(-1)), ports, offset=0))
        asked = spec.flags & (Flag.ECE | Flag.CWR) == Flag.ECE | Flag.CWR
        connection = self.keep(Connection(self.endpoint(listener, marks=asked and self._listener_marks), ports))
        if not spec.flags & Flag.SYN or spec.flags & Flag.ACK:
            connection.offset = 0  # nothing of its own was ever sent
        self.put(connection, connection.endpoint.listen())
        return connection

    def _comes_too_late(self, connection: Connection, spec: SegmentSpec) -> bool:
        """New bytes for a connection that nobody will read from: a reset (RFC 9293 section 3.6.1)."""
        endpoint = connection.endpoint
        block = endpoint.block
        if endpoint.state not in (State.FIN_WAIT_1, State.FIN_WAIT_2) or not spec.length or spec.flags & Flag.RST:
            return False
        if block.theirs(spec.sequence) + spec.length <= block.receiver.expected:
            return False
        self.put(connection, endpoint.refuse(connection.live(spec), now=self.now))
        return True

    def sent(self, *, take: bool) -> Outgoing | None:
        """The first segment that nobody has taken."""
        if not self._sent:
            return None
        return self._sent.popleft() if take else self._sent[0]

    def synchronize(self, spec: SegmentSpec, outgoing: Outgoing) -> None:
        """The script's numbers and clock for what went out."""
        connection = self.connections.get(outgoing.ports[1] if outgoing.ports else 0)
        if connection is not None:
            connection.synchronize(spec, outgoing)

    def script_clock(self, value: int) -> int:
        """A timestamp as the script counts."""
        return self._latest.clocks.script(value) if self._latest is not None else value

    def wait(self, until: float, stop: Callable[[], bool]) -> None:
        """Timers run as they come due."""
        while not stop():
            due = [(each.endpoint.next_deadline, each) for each in self.connections.values()]
            times = [at for at, _ in due if at is not None and at <= until]
            if self.alarm is not None and self.alarm <= until:
                times.append(self.alarm)
            if not times:
                self.now = max(self.now, until)
                return
            self.now = max(self.now, min(times))
            self._ticks += 1
            if self._ticks > MOST_TICKS:
                raise UsageError(
                    "this script takes too long", why=f"timers ran {MOST_TICKS:,} times, and it has not come to its end"
                )
            if self.alarm is not None and self.alarm <= self.now:
                self.alarm = None
            for at, connection in due:
                if at is not None and at <= self.now:
                    self.put(connection, connection.endpoint.tick(now=self.now))

    def set(self, step: Command) -> tuple[str, ...]:
        """Settings, for connections that begin from now on."""
        setting = settings_of(step.command)
        if "keep_alive_idle" in setting.changes:
            self.idle = float(str(setting.changes.pop("keep_alive_idle")))
        for name in ("minimum_timeout", "maximum_timeout", "keep_alive_interval"):
            if name in setting.changes:
                setting.changes[name] = float(str(setting.changes[name]))
        self.profile = replace(self.profile, **setting.changes)  # type: ignore[arg-type]
        if setting.listener_marks is not None:
            self._listener_marks = setting.listener_marks
        if setting.changes and self.connections:
            setting.remarks.append("settings hold for connections that begin later")
        return tuple(setting.remarks)

    def information(self) -> Mapping[str, int]:
        """The numbers of the latest connection."""
        return CONSTANTS if self._latest is None else information_of(self._latest.endpoint)

    def doings(self) -> tuple[str, ...]:
        """The last things that the latest connection did, with their times, and when it will do something next."""
        if self._latest is None:
            return ()
        told = [
            f"before: {each.time:.6f} {each.kind.value}: {each.reason}" + (f" ({each.rfc})" if each.rfc else "")
            for each in self._latest.doings[-TOLD:]
        ]
        deadline = self._latest.endpoint.next_deadline
        if deadline is not None:
            told.append(f"next: a timer runs out at {deadline:.6f} s")
        return tuple(told)


def starting_profile(name: str) -> Profile:
    """The profile as a kernel has it that nobody has changed: Linux's buffer is 6 MiB, from which the window scale follows.

    Its sockets have ways of their own, too (`SOCKETS`).
    """
    if name not in PROFILES:
        raise UsageError(f"no profile is called {name!r}", why=f"there are {', '.join(PROFILES)}")
    profile = PROFILES[name]
    if name != "linux":
        return profile
    return replace(profile, receive_buffer=6 << 20, **SOCKETS)  # type: ignore[arg-type]
