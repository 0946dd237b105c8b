"""One side of a connection as a receiver: what has passed towards it, and what it has said about that."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from netkit.tcp.segment import Flag
from netkit.tcp.tracking.ranges import Ranges

if TYPE_CHECKING:
    from netkit.tcp.tracking.moment import Moment

__all__ = ["Arrived"]

MOST_WAITING = 4096
SYN, RST, FIN = int(Flag.SYN), int(Flag.RST), int(Flag.FIN)


class Arrived:
    """What a side has been sent. Numbers are the other side's, unwrapped.

    `reached` is up to where nothing is missing, `beyond` what lies behind gaps, `acknowledged` what this side has said it has. The rest
    is since its last ACK: `waiting_since` is when the first new bytes came, and `hole`, `old`, `asked`, `odd` say what else did.
    """

    def __init__(self) -> None:
        self.reached: int | None = None
        self.highest: int | None = None
        self.beyond = Ranges()
        self.acknowledged: int | None = None
        self.window: int | None = None
        self.blocks: tuple[tuple[int, int], ...] = ()
        self.finish: int | None = None
        self.largest = 0
        self.waiting_since: float | None = None
        self.segments = 0
        self.hole = self.old = self.asked = False
        self.odd = ""
        self._coming: deque[Moment] = deque()

    def pass_towards(self, now: Moment) -> None:
        """A segment passes towards this side."""
        if now.end > now.start and not now.flags & RST:
            self.highest = now.end if self.highest is None else max(self.highest, now.end)
        self._coming.append(now)
        if len(self._coming) > MOST_WAITING:
            self._take(self._coming.popleft(), 0.0)

    def catch_up(self, at: float, away: float) -> None:
        """Take in what had come when this side sent a segment that passes now."""
        while self._coming and self._coming[0].at + away <= at + 0.0005:
            self._take(self._coming.popleft(), away)

    def said(self, acknowledged: int, window: int, blocks: tuple[tuple[int, int], ...]) -> None:
        """This side has acknowledged."""
        if self.reached is None or acknowledged > self.reached:
            self.reached = acknowledged
            self.beyond.drop_below(acknowledged)
        if self.acknowledged is None or acknowledged >= self.acknowledged:
            self.acknowledged = acknowledged
        self.window, self.blocks = window, blocks
        self.waiting_since, self.segments = None, 0
        self.hole = self.old = self.asked = False
        self.odd = ""

    def _take(self, now: Moment, away: float) -> None:
        if now.flags & RST:
            self.odd = "reset"
            return
        if now.flags & SYN:
            if self.reached is not None and now.end <= self.reached:
                self.odd = "syn"
            self.reached = now.end if self.reached is None else max(self.reached, now.end)
            return
        if self.reached is None:
            self.reached = now.start
        if now.end == now.start or (now.length <= 1 and now.end == self.reached and now.start == self.reached - 1):
            self.asked = self.asked or now.start < self.reached
            return
        self.largest = max(self.largest, now.length)
        if now.flags & FIN:
            self.finish = now.end
        if now.end <= self.reached:
            self.old = True
            return
        if now.start > self.reached:
            self.hole = True
            self.beyond.add(now.start, now.end)
            return
        self.segments += 1
        if self.waiting_since is None:
            self.waiting_since = now.at + away
        self.reached = now.end
        for start, end in self.beyond.held:
            if start <= self.reached < end:
                self.reached = end
        self.beyond.drop_below(self.reached)
