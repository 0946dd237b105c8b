"""A name server on real sockets, UDP and TCP, in one thread: it has limits for everything that a client could use up."""

from __future__ import annotations

import errno
import heapq
import itertools
import selectors
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, Self

from netkit.live.dns.serving_connection import Connection

if TYPE_CHECKING:
    from netkit.dns.zones.service import Served
    from netkit.live.dns.listening import Listeners

__all__ = ["Asked", "NameServer", "Respond"]

CONNECTIONS = 150
"""The most TCP connections at once; one more, and that which has been idle for longest is closed (RFC 7766 section 6.2.3)."""

IDLE = 10.0
"""Seconds without a whole question or a taken answer until a connection is closed (RFC 7766 section 6.2.3)."""

DELAYED = 4096
"""How many answers may wait for their time; what would be one more is not sent."""

DATAGRAMS = 64
"""How many datagrams are read in a row, so that a flood of them does not shut out everybody else."""

LONGEST = 65_535


class Respond(Protocol):
    """What a server at an address sends back for the bytes of a message."""

    def __call__(self, wire: bytes, address: str, *, tcp: bool) -> Served:
        """The answer; no exception."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A message that came: when, from whom, to which address, how; its length in bytes, and what is sent back."""

    time: float
    client: tuple[str, int]
    address: str
    tcp: bool
    length: int
    served: Served


class NameServer:
    """Answers at `listeners` what `respond` says; `clock` gives seconds that never go back, `tell` hears of every message."""

    def __init__(
        self,
        listeners: Listeners,
        respond: Respond,
        *,
        clock: Callable[[], float],
        tell: Callable[[Asked], object] = lambda _: None,
    ) -> None:
        self._respond, self._clock, self._tell = respond, clock, tell
        self._listeners = listeners
        self._selector = selectors.DefaultSelector()
        self.connections: dict[socket.socket, Connection] = {}
        self._delayed: list[tuple[float, int, Callable[[], None]]] = []
        self._numbers = itertools.count()
        for address, udp, tcp in listeners:
            self._selector.register(udp, selectors.EVENT_READ, (self._datagrams, address))
            self._selector.register(tcp, selectors.EVENT_READ, (self._accept, address))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give back every socket."""
        self._selector.close()
        for connection in self.connections.values():
            connection.socket.close()
        self.connections.clear()
        for _, udp, tcp in self._listeners:
            udp.close()
            tcp.close()

    def run(self, until: float | None = None) -> None:
        """Serve until the clock shows `until`, or without end."""
        while until is None or self._clock() < until:
            self.turn(until)

    def turn(self, until: float | None = None) -> None:
        """Wait for what comes next, at most until `until`, and deal with it."""
        now = self._clock()
        moments = [each for each in (until, self._delayed[0][0] if self._delayed else None) if each is not None]
        if self.connections:
            moments.append(min(each.since for each in self.connections.values()) + IDLE)
        wait = max(0.0, min(moments) - now) if moments else None
        for key, events in self._selector.select(wait):
            handle, about = key.data
            handle(key.fileobj, about, events)
        now = self._clock()
        while self._delayed and self._delayed[0][0] <= now:
            heapq.heappop(self._delayed)[2]()
        for connection in [each for each in self.connections.values() if now - each.since >= IDLE]:
            self._drop(connection)

    def _datagrams(self, udp: socket.socket, address: str, _: int) -> None:
        for _each in range(DATAGRAMS):
            try:
                wire, client = udp.recvfrom(LONGEST)
            except OSError:  # nothing more is there, or the system tells of an earlier answer that nobody took
                return
            told = self._served(wire, client, address, tcp=False)
            if told.wire is not None and client[1]:
                self._later(told.delay, _datagram(udp, told.wire, client))

    def _accept(self, listener: socket.socket, address: str, _: int) -> None:
        try:
            accepted, client = listener.accept()
        except OSError as error:  # it has gone again, or this process has no file left: the next may have better luck
            if self.connections and error.errno in (errno.EMFILE, errno.ENFILE):
                self._drop(min(self.connections.values(), key=lambda each: each.since))
            return
        if len(self.connections) >= CONNECTIONS:
            self._drop(min(self.connections.values(), key=lambda each: each.since))
        accepted.settimeout(0)
        connection = Connection(accepted, client[:2], address, self._clock())
        self.connections[accepted] = connection
        self._selector.register(accepted, selectors.EVENT_READ, (self._stream, connection))

    def _stream(self, _: socket.socket, connection: Connection, events: int) -> None:
        if connection.socket not in self.connections:
            return  # closed by another event of the same turn
        fine = True
        if events & selectors.EVENT_READ:
            fine = connection.read()
        if fine and events & selectors.EVENT_WRITE:
            fine = connection.write(self._clock())
        if fine:
            self._answers(connection)
        else:
            self._drop(connection)

    def _answers(self, connection: Connection) -> None:
        """Answer what has come in whole, and listen for what can go on."""
        for wire in connection.messages(self._clock()):
            told = self._served(wire, connection.client, connection.address, tcp=True)
            if told.wire is None:  # over TCP, who gets no answer would wait for long
                self._drop(connection)
                return
            if told.delay:
                connection.waiting += self._later(told.delay, self._late_answer(connection, told.wire))
            else:
                connection.put(told.wire)
        if connection.outgoing and not connection.write(self._clock()):
            self._drop(connection)
            return
        if connection.ready:
            heapq.heappush(self._delayed, (self._clock(), next(self._numbers), self._next_turn(connection)))
        elif connection.finished:
            self._drop(connection)
            return
        wanted = (selectors.EVENT_READ if connection.hungry else 0) | (
            selectors.EVENT_WRITE if connection.outgoing else 0
        )
        self._listen_for(connection, wanted)

    def _listen_for(self, connection: Connection, wanted: int) -> None:
        known = connection.socket in self._selector.get_map()
        if not wanted and known:
            self._selector.unregister(connection.socket)
        elif wanted and known:
            self._selector.modify(connection.socket, wanted, (self._stream, connection))
        elif wanted:
            self._selector.register(connection.socket, wanted, (self._stream, connection))

    def _late_answer(self, connection: Connection, wire: bytes) -> Callable[[], None]:
        def put() -> None:
            connection.waiting -= 1
            if connection.socket in self.connections:
                connection.put(wire)
                self._answers(connection)

        return put

    def _next_turn(self, connection: Connection) -> Callable[[], None]:
        def go_on() -> None:
            if connection.socket in self.connections:
                self._answers(connection)

        return go_on

    def _later(self, delay: float, act: Callable[[], None]) -> bool:
        """Do it after some seconds, or at once where there are none; whether it waits."""
        if delay <= 0:
            act()
            return False
        if len(self._delayed) >= DELAYED:
            return False
        heapq.heappush(self._delayed, (self._clock() + delay, next(self._numbers), act))
        return True

    def _served(self, wire: bytes, client: tuple[str, int], address: str, *, tcp: bool) -> Served:
        told = self._respond(wire, address, tcp=tcp)
        self._tell(
            Asked(time=self._clock(), client=client[:2], address=address, tcp=tcp, length=len(wire), served=told)
        )
        return told

    def _drop(self, connection: Connection) -> None:
        if connection.socket in self._selector.get_map():
            self._selector.unregister(connection.socket)
        del self.connections[connection.socket]
        connection.socket.close()


def _datagram(udp: socket.socket, wire: bytes, client: tuple[str, int]) -> Callable[[], None]:
    def send() -> None:
        try:
            udp.sendto(wire, client)
        except OSError:
            return  # as on any network, a datagram may be lost

    return send
