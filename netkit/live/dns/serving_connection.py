"""One TCP connection to a name server: messages in, each after its length; answers out, as they are ready (RFC 7766)."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from netkit.live.nonblocking import received, sent

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Connection"]

PREFIX = 2
"""Bytes of the length before each message (RFC 1035 section 4.2.2)."""

CHUNK = 16_384
BACKLOG = 131_072
"""How many bytes may wait to be sent before no more questions are read: two of the longest answers."""

TURN = 32
"""How many questions of one connection are answered in a row, before the others have their turn."""

WAITING = 64
"""How many answers of one connection may be under way before no more questions are read."""


@dataclass(slots=True, eq=False)
class Connection:
    """A client's connection. `since` is when it last got further: a whole question came, or bytes of an answer were taken."""

    socket: socket.socket
    client: tuple[str, int]
    address: str
    since: float
    incoming: bytearray = field(default_factory=bytearray)
    outgoing: bytearray = field(default_factory=bytearray)
    waiting: int = 0
    ended: bool = False

    @property
    def hungry(self) -> bool:
        """Whether more may be read: a client whose questions wait, or who takes no answers, is not listened to."""
        return not self.ended and not self.has_message and self._has_room

    @property
    def ready(self) -> bool:
        """Whether a question could be answered at once."""
        return self.has_message and self._has_room

    @property
    def has_message(self) -> bool:
        """Whether a whole message has come that was not dealt with."""
        return len(self.incoming) >= PREFIX and len(self.incoming) >= self._end

    @property
    def _has_room(self) -> bool:
        return len(self.outgoing) < BACKLOG and self.waiting < WAITING

    @property
    def _end(self) -> int:
        return PREFIX + int.from_bytes(self.incoming[:PREFIX], "big")

    @property
    def finished(self) -> bool:
        """Whether nothing more will come or go."""
        return self.ended and not self.outgoing and not self.waiting

    def read(self) -> bool:
        """Take in what has come; False where the connection is broken."""
        try:
            data = received(self.socket, CHUNK)
        except OSError:
            return False
        if data is not None:
            self.ended = not data
            self.incoming += data
        return True

    def messages(self, now: float) -> Iterator[bytes]:
        """Whole messages that are there, as many as have their turn; a part of one waits for the rest."""
        for _ in range(TURN):
            if not self.ready:
                return
            end = self._end
            message = bytes(self.incoming[PREFIX:end])
            del self.incoming[:end]
            self.since = now
            yield message

    def put(self, message: bytes) -> None:
        """An answer, to be sent behind those that wait."""
        self.outgoing += len(message).to_bytes(PREFIX, "big") + message

    def write(self, now: float) -> bool:
        """Send what the client takes; False where the connection is broken."""
        try:
            if sent(self.socket, self.outgoing):
                self.since = now
        except OSError:
            return False
        return True
