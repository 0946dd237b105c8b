"""RACK: a segment is lost when one that was sent sufficiently later has arrived (RFC 8985 section 6)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netkit.tcp.sending.flight import Flight, Sent

__all__ = ["Rack"]


PERSISTENCE = 16
"""Recoveries without a D-SACK after which the window for reordering is the smallest again (RFC 8985 section 6.2, step 4)."""


TINY = 1e-6
"""Seconds by which two times that are alike may differ, for they are differences of others."""


class Rack:
    """The most recently sent segment that is known to have arrived, and how much reordering is allowed for; times in seconds.

    `reordering_seen` says that something arrived behind what was sent after it, `steps` how many quarters of the shortest round trip are
    allowed for.
    """

    def __init__(self) -> None:
        self.sent_at = -1.0
        self.order = 0
        self.round_trip = 0.0
        self.reordering_seen = False
        self.steps = 1
        self._furthest = 0
        self._round_end: int | None = None
        self._persistence = 0

    def delivered(self, arrived: Iterable[Sent], now: float, minimum: float | None) -> None:
        """These arrived, in the order of their numbers; steps 2 and 3 of section 6.2.

        A copy that would have come back quicker than anything ever did is not believed: its original came.
        """
        for sent in arrived:
            if sent.end > self._furthest:
                self._furthest = sent.end
            elif sent.copies == 1:
                self.reordering_seen = True
            took = now - sent.sent_at
            if sent.copies > 1 and minimum is not None and took < minimum - TINY:
                continue
            if sent.order > self.order:
                self.sent_at, self.order, self.round_trip = sent.sent_at, sent.order, took

    def repeated(self, acknowledged: int, upto: int) -> None:
        """A D-SACK: something went out again for nothing, so more is allowed for, by one step each round (section 6.2, step 4)."""
        if self._round_end is None or acknowledged >= self._round_end:
            self._round_end = upto
            self.steps += 1
            self._persistence = PERSISTENCE

    def window(self, minimum: float | None, smoothed: float | None) -> float:
        """Seconds that are allowed for reordering, from the shortest and the smoothed round trip (section 6.2, step 4)."""
        return min((minimum or 0.0) / 4 * self.steps, smoothed or 0.0)

    def recovered(self) -> None:
        """A recovery is over."""
        self._persistence -= 1
        if self._persistence <= 0:
            self.steps = 1

    def recent(self, sent: Sent, now: float, window: float) -> bool:
        """Whether one went out so late that its ACK may still come: the timer that ran out says nothing of it (section 6.3)."""
        return sent.sent_at + self.round_trip + window - now > 1e-9

    def lost(
        self, flight: Flight, now: float, *, minimum: float | None, smoothed: float | None, at_once: bool
    ) -> tuple[list[Sent], float | None]:
        """Those that are lost, and in how many seconds others might have to be called so (section 6.2, step 5)."""
        if self.sent_at < 0:
            return [], None
        window = self.window(minimum, smoothed) if self.reordering_seen or not at_once else 0.0
        found, wait = [], None
        for sent in flight:
            if sent.copies == 1 and sent.order >= self.order:
                break  # it, and all behind it, went out later
            if sent.sacked or (sent.lost and not sent.again):
                continue
            if sent.order >= self.order:
                continue
            left = sent.sent_at + self.round_trip + window - now
            if left <= 1e-9:
                found.append(sent)
            else:
                wait = left if wait is None else max(wait, left)
        return found, wait
