"""Packets of several interfaces in the order of their times: each waits a moment, in case an earlier one is still under way to us."""

from __future__ import annotations

import heapq

from netkit.live.sniffing.packet_sockets import Sniffed

__all__ = ["InOrder"]

Heard = tuple[int, Sniffed]
"""The number of an interface, and what passed it."""


class InOrder:
    """Takes what was heard, and gives it on in order; of `interfaces` = 1 everything is in order as it comes, and nothing waits.

    Times here are those of whoever calls, in seconds.
    """

    def __init__(self, interfaces: int, wait: float) -> None:
        self._wait = wait if interfaces > 1 else 0.0
        self._held: list[tuple[int, int, float, Heard]] = []
        self._count = 0

    def add(self, number: int, packets: list[Sniffed], now: float) -> None:
        """Take what was read at the interface of this number."""
        for each in packets:
            self._count += 1
            heapq.heappush(self._held, (each.time, self._count, now, (number, each)))

    def due(self, now: float) -> list[Heard]:
        """What has waited long enough, or comes before something that has."""
        found: list[Heard] = []
        held = self._held
        limit = max((entry[0] for entry in held if now - entry[2] >= self._wait), default=None)
        while held and limit is not None and held[0][0] <= limit:
            found.append(heapq.heappop(held)[3])
        return found

    def rest(self) -> list[Heard]:
        """Everything that still waits."""
        return [heapq.heappop(self._held)[3] for _ in range(len(self._held))]

    def next_due(self, now: float) -> float | None:
        """Seconds until something is due; None where nothing waits."""
        return max(0.0, min(entry[2] for entry in self._held) + self._wait - now) if self._held else None
