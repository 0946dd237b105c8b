"""Proportional rate reduction: the window comes down to the threshold as fast as segments leave the network (RFC 9937)."""

from __future__ import annotations

__all__ = ["Reduction"]


class Reduction:
    """One reduction from `before` to `threshold` segments."""

    def __init__(self, before: int, threshold: int) -> None:
        self.before = max(1, before)
        self.threshold = threshold
        self.delivered = self.sent = 0

    def window(self, delivered: int, under_way: int, *, advanced: bool, more_lost: bool) -> int:
        """The window after `delivered` more segments arrived while `under_way` are thought to be in the network (section 6.2)."""
        self.delivered += delivered
        room = self.threshold - under_way
        if room < 0:
            count = -(-self.threshold * self.delivered // self.before) - self.sent
        else:
            count = max(self.delivered - self.sent, delivered) + (advanced and not more_lost)
            count = min(room, count)
        return under_way + max(count, 0 if self.sent else 1)
