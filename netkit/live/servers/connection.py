"""One TCP connection to a server of a room: what is still to be done in it, and when."""

from __future__ import annotations

import socket
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from netkit.live.nonblocking import received, sent

__all__ = ["Act", "Connection", "Talk"]

CHUNK = 16_384
BACKLOG = 262_144
"""Bytes that may wait to be sent before nothing more is read."""

MOST_ACTS = 256
"""Things that may be still to be done before nothing more is read."""


class Act(Protocol):
    """Send `data` (None: nothing more, a FIN), `after` seconds from when all before it was done."""

    @property
    def data(self) -> bytes | None:
        """The bytes."""

    @property
    def after(self) -> float:
        """Seconds."""


class Talk(Protocol):
    """What a server says in one connection; none of these raises, whatever came."""

    def begin(self) -> Sequence[Act]:
        """The connection stands."""

    def hear(self, data: bytes) -> Sequence[Act]:
        """Bytes came."""

    def end(self) -> Sequence[Act]:
        """The client's FIN came."""


@dataclass(slots=True, eq=False)
class Connection:
    """A client's connection; `since` is when anything last happened in it, `due` when the next thing is to be done (None: nothing is)."""

    socket: socket.socket
    talk: Talk
    since: float
    due: float | None = None
    outgoing: bytearray = field(default_factory=bytearray)
    waiting: deque[Act] = field(default_factory=deque)
    client_ended: bool = False
    ended: bool = False

    @property
    def hungry(self) -> bool:
        """Whether more may be read: who takes no answers is not listened to."""
        return not self.client_ended and len(self.outgoing) < BACKLOG and len(self.waiting) < MOST_ACTS

    @property
    def next_due(self) -> float | None:
        """When there is something to do that waits for nothing but time; None where nothing is, or the client has to take bytes first."""
        return None if self.outgoing else self.due

    @property
    def is_over(self) -> bool:
        """Whether both directions are at their end."""
        return self.client_ended and self.ended and not self.outgoing

    def begin(self, now: float) -> bool:
        """It stands; False, here and below, where it is broken."""
        return self._do(self.talk.begin(), now)

    def read(self, now: float) -> bool:
        """Take what came."""
        try:
            data = received(self.socket, CHUNK)
        except OSError:
            return False
        if data is None:
            return True
        self.since = now
        if data:
            return self.ended or self._do(self.talk.hear(data), now)
        self.client_ended = True
        return self.ended or self._do(self.talk.end(), now)

    def go_on(self, now: float) -> bool:
        """Do what is due, and send what can be sent."""
        while self.waiting and self.due is not None and self.due <= now and not self.outgoing:
            act = self.waiting.popleft()
            self.since = now
            if act.data is None:
                self.waiting.clear()
                self.ended = True
                try:
                    self.socket.shutdown(socket.SHUT_WR)
                except OSError:
                    return False
            else:
                self.outgoing += act.data
                if not self.write(now):
                    return False
            self.due = now + self.waiting[0].after if self.waiting else None
        return True

    def write(self, now: float) -> bool:
        """Send what the system takes."""
        try:
            while self.outgoing and sent(self.socket, self.outgoing):
                self.since = now
        except OSError:
            return False
        return True

    def _do(self, acts: Sequence[Act], now: float) -> bool:
        if acts and not self.waiting:
            self.due = now + acts[0].after
        self.waiting += acts
        return self.go_on(now)
