"""RACK: a segment is lost when one that was sent sufficiently later has arrived (RFC 8985 section 6)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netkit.tcp.sending.flight import Flight, Sent

__all__ = ["Rack"]


class Rack:
    """The most recently sent segment that is known to have arrived, and how much reordering is allowed for; times in seconds."""

    def __init__(self) -> None:
        self.sent_at = -1.0
        self.order = 0
        self.round_trip = 0.0
        self.reordering_seen = False
        self.steps = 1

    def delivered(self, arrived: Iterable[Sent], now: float, minimum: float | None) -> None:
        """These arrived; a copy that would have come back quicker than anything ever did is not believed (section 6.2, step 2)."""
        for sent in arrived:
            took = now - sent.sent_at
            if sent.copies > 1 and minimum is not None and took < minimum:
                continue
            if sent.order > self.order:
                self.sent_at, self.order, self.round_trip = sent.sent_at, sent.order, took

    def lost(
        self, flight: Flight, now: float, *, minimum: float | None, smoothed: float | None, at_once: bool
    ) -> tuple[list[Sent], float | None]:
        """Those that are lost, and in how many seconds others might have to be called so (section 6.2, step 5)."""
        if self.sent_at < 0:
            return [], None
        window = 0.0
        if self.reordering_seen or not at_once:
            window = min((minimum or 0.0) / 4 * self.steps, smoothed or 0.0)
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
