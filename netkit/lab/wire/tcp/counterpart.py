"""The servers of a room as a kernel's TCP would run them, in virtual time and without any network: for attempts made by hand."""

from __future__ import annotations

import zlib
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from netkit.internet.room.services import StreamService
from netkit.tcp import Endpoint
from netkit.tcp.connection.states import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netkit.internet.room import Room
    from netkit.internet.room.talk import Act, Talk
    from netkit.tcp.segment import Segment
    from netkit.tcp.segmentation.ends import End

__all__ = ["Counterpart", "Reply"]

THINKS = 0.0002
"""Seconds until a server's process has read what came."""

UNOPENED = frozenset({State.CLOSED, State.LISTEN, State.SYN_RECEIVED})


@dataclass(frozen=True, slots=True)
class Reply:
    """A segment of a server's, with the moment in which it leaves, in seconds."""

    time: float
    server: End
    client: End
    segment: Segment


@dataclass(slots=True)
class _Connection:
    """One connection to a port; `talk` is None where nobody listens."""

    endpoint: Endpoint
    talk: Talk | None
    acts: deque[Act] = field(default_factory=deque)
    due: float | None = None
    begun: bool = False
    heard_end: bool = False

    @property
    def deadline(self) -> float | None:
        """When something is to be done in it."""
        return min((each for each in (self.endpoint.next_deadline, self.due) if each is not None), default=None)


class Counterpart:
    """All servers of streams in a room; `seed` decides their first sequence numbers. `now` is in seconds and never goes back."""

    def __init__(self, room: Room, seed: bytes) -> None:
        self._services = {
            (address, service.port): service
            for machine, service in room.services()
            if isinstance(service, StreamService)
            for address in machine.addresses
        }
        self._seed = seed
        self._connections: dict[tuple[End, End], _Connection] = {}
        self._made = 0
        self.replies: list[Reply] = []

    @property
    def next_deadline(self) -> float | None:
        """When `tick()` should be called at the latest; None: never."""
        return min(
            (each.deadline for each in self._connections.values() if each.deadline is not None),
            default=None,
        )

    def receive(self, client: End, server: End, segment: Segment, *, now: float) -> None:
        """A segment with a right checksum came from a client."""
        key = (client, server)
        connection = self._connections.get(key)
        if connection is None or connection.endpoint.state is State.CLOSED:
            connection = self._connections[key] = self._connection(client, server)
        self._sent(key, connection.endpoint.receive(segment, now=now).segments, now)
        self._read(key, connection, now)

    def tick(self, *, now: float) -> None:
        """Time has passed: timers run out, and servers say what they have to say."""
        for key, connection in self._connections.items():
            while (deadline := connection.endpoint.next_deadline) is not None and deadline <= now:
                self._sent(key, connection.endpoint.tick(now=now).segments, now)
            while connection.due is not None and connection.due <= now:
                self._act(key, connection, now)

    def _connection(self, client: End, server: End) -> _Connection:
        service = self._services.get((server.address, server.port))
        self._made += 1
        number = zlib.crc32(f"{self._made} {client} {server}".encode(), zlib.crc32(self._seed))
        endpoint = Endpoint(
            (str(server.address), server.port),
            (str(client.address), client.port),
            seed=number,
            nagle=False,
            dialogue=True,
        )
        if service is None:
            return _Connection(endpoint, None)
        endpoint.listen()
        return _Connection(endpoint, service.talk())

    def _read(self, key: tuple[End, End], connection: _Connection, now: float) -> None:
        """What the server's process is told: that the connection stands, what came, and that nothing more comes."""
        endpoint, talk = connection.endpoint, connection.talk
        if talk is None or endpoint.state in UNOPENED:
            return
        if not connection.begun:
            connection.begun = True
            self._plan(connection, talk.begin(), now)
        data, output = endpoint.read(now=now)
        self._sent(key, output.segments, now)
        if data:
            self._plan(connection, talk.hear(data), now)
        if endpoint.state is State.CLOSE_WAIT and not connection.heard_end:
            connection.heard_end = True
            self._plan(connection, talk.end(), now)

    def _plan(self, connection: _Connection, acts: Sequence[Act], now: float) -> None:
        if acts and not connection.acts:
            connection.due = now + THINKS + acts[0].after
        connection.acts += acts

    def _act(self, key: tuple[End, End], connection: _Connection, now: float) -> None:
        act, endpoint = connection.acts.popleft(), connection.endpoint
        if endpoint.state in UNOPENED:
            connection.acts.clear()
        else:
            made = endpoint.close(now=now) if act.data is None else endpoint.send(act.data, now=now)
            self._sent(key, made.segments, now)
        connection.due = now + connection.acts[0].after if connection.acts else None

    def _sent(self, key: tuple[End, End], segments: Sequence[Segment], now: float) -> None:
        client, server = key
        self.replies += [Reply(now, server, client, segment) for segment in segments]
