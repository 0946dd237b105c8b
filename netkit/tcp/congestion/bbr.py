"""In the manner of BBR: it measures how quickly the path delivers and how short a round trip can be, and keeps that much under way."""

from __future__ import annotations

from collections import deque

from netkit.tcp.congestion.control import CongestionControl

__all__ = ["Bbr"]

ROUNDS = 10
"""Round trips over which the best rate counts."""

CRUISE = 2.0
"""How many times the bandwidth-delay product may be under way, so that delayed ACKs do not stop it."""

PLATEAU, PATIENCE = 1.25, 3
"""The path is full when the rate grew by less than a quarter in each of three round trips."""

LOWEST = 4


class Bbr(CongestionControl):
    """Losses do not change the window as long as the rate does not fall; it does not pace, so a queue of one window may form.

    `rate` is the best of the last rounds in segments a second, `shortest` the shortest round-trip time in seconds.
    """

    name = "bbr"
    rfc = ""

    def __init__(self, initial: int) -> None:
        super().__init__(initial)
        self.rate = 0.0
        self.shortest: float | None = None
        self._rates: deque[float] = deque(maxlen=ROUNDS)
        self._began_at: float | None = None
        self._delivered = 0
        self._full_rate = 0.0
        self._full_rounds = 0

    @property
    def filled(self) -> bool:
        """Whether the path is known to be full."""
        return self._full_rounds >= PATIENCE

    def acknowledged(self, count: int, *, now: float, round_trip: float | None) -> None:
        """Measure, and set the window by what was measured."""
        if round_trip:
            self.shortest = round_trip if self.shortest is None else min(self.shortest, round_trip)
        self._delivered += count
        if self._began_at is None:
            self._began_at = now
        elif round_trip and now - self._began_at >= round_trip:
            self._round(self._delivered / (now - self._began_at))
            self._began_at, self._delivered = now, 0
        if not self.filled:
            self.window += count
            return
        wanted = max(LOWEST, round(CRUISE * self.rate * (self.shortest or 0.0)))
        self.window = min(self.window + count, wanted)

    def _round(self, rate: float) -> None:
        self._rates.append(rate)
        self.rate = max(self._rates)
        if self.filled:
            return
        if rate >= self._full_rate * PLATEAU:
            self._full_rate, self._full_rounds = rate, 0
        else:
            self._full_rounds += 1

    def after_loss(self, size: int, *, now: float) -> int:
        """A loss says little of how much the path can carry: what was measured does."""
        del size, now
        return max(self.window, LOWEST)
