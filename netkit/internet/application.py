"""What the programs at both ends do: one writes its payload and closes, the other reads it and closes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from netkit.tcp.connection.states import State

if TYPE_CHECKING:
    from netkit.internet.plan import Plan
    from netkit.tcp import Endpoint, Output

__all__ = ["Reader", "Writer"]

PIECE = 1 << 18
"""Bytes that are written at once of a payload that does not fit the send buffer; rounded to whole segments."""


MOST_BITES = 100_000
"""Pieces in which a slow reader reads, about."""


class Writer:
    """Writes as soon as the connection stands and the send buffer has room; then closes."""

    def __init__(self, plan: Plan, endpoint: Endpoint) -> None:
        self._payload = plan.payload
        self._endpoint = endpoint
        self._writes = iter(plan.writes or ((plan.payload.size,) if plan.payload.size else ()))
        self._at = 0
        self._left = 0
        self._closed = False

    def act(self, now: float) -> Iterator[Output]:
        """Write as much as there is room for."""
        endpoint = self._endpoint
        if self._closed or endpoint.state not in (State.ESTABLISHED, State.CLOSE_WAIT):
            return
        sender = endpoint.block.sender
        while sender.stream.held < endpoint.block.profile.send_buffer:
            if not self._left:
                self._left = next(self._writes, 0)
                if not self._left:
                    self._closed = True
                    yield endpoint.close(now=now)
                    return
            size = self._left
            if size > endpoint.block.profile.send_buffer:
                size = max(PIECE // sender.largest, 1) * sender.largest
            piece = self._payload.piece(self._at, self._at + size)
            self._at += len(piece)
            self._left -= len(piece)
            yield endpoint.send(piece, now=now)


class Reader:
    """Reads at once, or so many bytes a second, and compares; closes when the other side has and all was read.

    `got` counts bytes, `intact` says that they are those that were written, `next_at` is when it reads again (None: when something comes).
    """

    def __init__(self, plan: Plan, endpoint: Endpoint) -> None:
        self.got = 0
        self.intact = True
        self.next_at: float | None = None
        self.last_at: float | None = None
        self._payload = plan.payload
        self._endpoint = endpoint
        self._rate = plan.read_rate
        self._closed = False

    def act(self, now: float) -> Iterator[Output]:
        """Something came: read it if that is to be done at once, and close if all is read."""
        if self._rate is None:
            if self._endpoint.block.receiver.ready:
                yield self._take(None, now)
        elif self._rate > 0 and self.next_at is None:
            self._plan(now)
        yield from self._close(now)

    def read(self, now: float) -> Output:
        """Its time has come: read a little."""
        output = self._take(self._count(), now)
        self._plan(now)
        for more in self._close(now):
            output.segments.extend(more.segments)
            output.events.extend(more.events)
        return output

    def _plan(self, now: float) -> None:
        """When it reads again."""
        self.next_at, count = None, self._count()
        if count and self._rate:
            self.next_at = now + count / self._rate

    def _count(self) -> int:
        """A segment's worth, or what a second allows, but for a payload that would take forever in such small bites."""
        receiver = self._endpoint.block.receiver
        bite = max(1, min(receiver.largest, int(self._rate or 0)), self._payload.size // MOST_BITES)
        return min(len(receiver.ready), bite)

    def _take(self, count: int | None, now: float) -> Output:
        data, output = self._endpoint.read(count, now=now)
        if data:
            self.intact = self.intact and data == self._payload.piece(self.got, self.got + len(data))
            self.got += len(data)
            self.last_at = now
        return output

    def _close(self, now: float) -> Iterator[Output]:
        if self._closed or self._endpoint.state is not State.CLOSE_WAIT or self._endpoint.block.receiver.ready:
            return
        self._closed = True
        yield self._endpoint.close(now=now)
