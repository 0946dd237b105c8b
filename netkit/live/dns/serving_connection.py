"""One TCP connection to a name server: messages in, each after its length; answers out, as they are ready (RFC 7766)."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Connection"]

PREFIX = 2
"""Bytes of the length before each message (RFC 1035 section 4.2.2)."""

CHUNK = 16_384
BACKLOG = 131_072
"""How many bytes may wait to be sent before no more questions are read: two of the longest answers."""

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
        """Whether more may be read: a client that takes no answers gets no more of them made."""
        return not self.ended and len(self.outgoing) < BACKLOG and self.waiting < WAITING

    @property
    def finished(self) -> bool:
        """Whether nothing more will come or go."""
        return self.ended and not self.outgoing and not self.waiting

    def read(self) -> bool:
        """Take in what has come; False where the connection is broken."""
        try:
            data = self.socket.recv(CHUNK)
        except (BlockingIOError, InterruptedError):
            return True
        except OSError:
            return False
        self.ended = not data
        self.incoming += data
        return True

    def messages(self, now: float) -> Iterator[bytes]:
        """Each whole message that is there, as long as its answer has room; a part of one waits for the rest."""
        while len(self.incoming) >= PREFIX and len(self.outgoing) < BACKLOG and self.waiting < WAITING:
            end = PREFIX + int.from_bytes(self.incoming[:PREFIX], "big")
            if len(self.incoming) < end:
                return
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
            count = self.socket.send(self.outgoing)
        except (BlockingIOError, InterruptedError):
            return True
        except OSError:
            return False
        del self.outgoing[:count]
        self.since = now
        return True
