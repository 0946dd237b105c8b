"""Servers of streams and of datagrams on real sockets, all in one thread, with limits for everything that a client could use up."""

from __future__ import annotations

import errno
import selectors
import socket
from collections.abc import Callable, Sequence

from netkit.live.servers.connection import Connection, Talk

__all__ = ["StreamServers"]

CONNECTIONS = 200
"""The most at once; one more, and that in which nothing has happened for longest is closed."""

IDLE = 600.0
"""Seconds without anything happening until a connection is closed: people type."""

NO_DESCRIPTOR = (errno.EMFILE, errno.ENFILE)
DATAGRAMS = 64
LONGEST = 65_535

Begin = Callable[[], Talk]
Answer = Callable[[bytes], bytes]


class StreamServers:
    """For each socket that listens, what begins a talk; for each of datagrams, what answers one. `clock` never goes back."""

    def __init__(
        self,
        streams: Sequence[tuple[socket.socket, Begin]],
        datagrams: Sequence[tuple[socket.socket, Answer]],
        *,
        clock: Callable[[], float],
    ) -> None:
        self._clock = clock
        self._selector = selectors.DefaultSelector()
        self.connections: dict[socket.socket, Connection] = {}
        for listener, begin in streams:
            self._selector.register(listener, selectors.EVENT_READ, (self._accept, begin))
        for opened, answer in datagrams:
            self._selector.register(opened, selectors.EVENT_READ, (self._datagrams, answer))

    def run(self) -> None:
        """Serve without end."""
        while True:
            self.turn()

    def turn(self, most: float | None = None) -> None:
        """Wait for what comes next, `most` seconds at most, and deal with it."""
        now = self._clock()
        moments = [each.since + IDLE if each.next_due is None else each.next_due for each in self.connections.values()]
        waits = [max(0.0, min(moments) - now)] if moments else []
        waits += [] if most is None else [most]
        for key, events in self._selector.select(min(waits) if waits else None):
            handle, about = key.data
            handle(key.fileobj, about, events)
        now = self._clock()
        for connection in list(self.connections.values()):
            due = connection.next_due
            if due is None and now - connection.since >= IDLE:
                self._drop(connection)
            elif due is not None and due <= now:
                self._settle(connection, fine=connection.go_on(now))

    def _accept(self, listener: socket.socket, begin: Begin, _: int) -> None:
        try:
            accepted, _client = listener.accept()
        except OSError as error:
            if error.errno in NO_DESCRIPTOR:  # else it has gone again
                self._make_room(len(self.connections))
            return
        self._make_room(CONNECTIONS)
        accepted.settimeout(0)
        connection = Connection(accepted, begin(), self._clock())
        self.connections[accepted] = connection
        self._settle(connection, fine=connection.begin(self._clock()))

    def _make_room(self, most: int) -> None:
        if self.connections and len(self.connections) >= most:
            self._drop(min(self.connections.values(), key=lambda each: each.since))

    def _stream(self, _: socket.socket, connection: Connection, events: int) -> None:
        if connection.socket not in self.connections:
            return  # closed by another event of the same turn
        now, fine = self._clock(), True
        if events & selectors.EVENT_WRITE:
            fine = connection.write(now) and connection.go_on(now)
        if fine and events & selectors.EVENT_READ:
            fine = connection.read(now)
        self._settle(connection, fine=fine)

    def _settle(self, connection: Connection, *, fine: bool) -> None:
        """Listen for what can go on in it, or let go of it."""
        if not fine or connection.is_over:
            self._drop(connection)
            return
        wanted = selectors.EVENT_READ if connection.hungry else 0
        wanted |= selectors.EVENT_WRITE if connection.outgoing else 0
        known = connection.socket in self._selector.get_map()
        if known and wanted:
            self._selector.modify(connection.socket, wanted, (self._stream, connection))
        elif wanted:
            self._selector.register(connection.socket, wanted, (self._stream, connection))
        elif known:
            self._selector.unregister(connection.socket)

    def _datagrams(self, opened: socket.socket, answer: Answer, _: int) -> None:
        for _each in range(DATAGRAMS):
            try:
                data, client = opened.recvfrom(LONGEST)
                if client[1]:
                    opened.sendto(answer(data), client)
            except OSError:  # nothing more is there, or an answer is lost, as on any network
                return

    def _drop(self, connection: Connection) -> None:
        if connection.socket in self._selector.get_map():
            self._selector.unregister(connection.socket)
        del self.connections[connection.socket]
        connection.socket.close()
