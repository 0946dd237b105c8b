"""What a congestion control is to the sender: a window in segments, raised by acknowledgments and lowered by losses."""

from __future__ import annotations

from typing import ClassVar

__all__ = ["NO_THRESHOLD", "CongestionControl"]

NO_THRESHOLD = 1 << 30
"""The slow start threshold before any loss: as high as may be (RFC 5681 section 3.1)."""


class CongestionControl:
    """The congestion window `window` and the slow start threshold `threshold`, both in segments.

    A subclass says how the window grows beyond the threshold (`avoid`) and how far it shrinks (`after_loss`).
    """

    name: ClassVar[str]
    rfc: ClassVar[str]

    def __init__(self, initial: int) -> None:
        self.window = initial
        self.threshold = NO_THRESHOLD
        self._counted = 0

    @property
    def slow_start(self) -> bool:
        """Whether the window is below the threshold (RFC 5681 section 3.1)."""
        return self.window < self.threshold

    def acknowledged(self, count: int, *, now: float, round_trip: float | None) -> None:
        """`count` segments arrived while the window was in use; `now` and `round_trip` (smoothed) are in seconds."""
        if self.slow_start:
            grown = min(self.window + count, self.threshold)
            count -= grown - self.window
            self.window = grown
        if count > 0:
            self.avoid(count, now=now, round_trip=round_trip)

    def avoid(self, count: int, *, now: float, round_trip: float | None) -> None:
        """Grow beyond the threshold: by a segment each round trip, unless a subclass knows better (RFC 5681 section 3.1)."""
        del now, round_trip
        self.grow_by_one_in(self.window, count)

    def grow_by_one_in(self, segments: int, count: int) -> None:
        """Grow by a segment for each `segments` that arrive."""
        if self._counted >= segments:
            self._counted = 0
            self.window += 1
        self._counted += count
        if self._counted >= segments:
            steps = self._counted // segments
            self._counted -= steps * segments
            self.window += steps

    def after_loss(self, size: int, *, now: float) -> int:
        """The new threshold after a loss, with so many segments under way at that moment."""
        raise NotImplementedError

    def timed_out(self) -> None:
        """The timer ran out: what was learned of the path holds no more."""
        self._counted = 0

    def undone(self) -> None:
        """A loss turned out to be none."""
