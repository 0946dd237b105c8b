"""How far an end is from where the capture was made: the time from what passes towards it to its answer passing back."""

from __future__ import annotations

from collections import deque
from enum import Enum

__all__ = ["Place", "Reach", "is_near", "place_of"]

MOST_SAMPLES = 16
MOST_STAMPS = 512
ENOUGH = 3
NEAR = 0.15
"""Of the whole round trip: an end that answers within this part of it is near."""

AT_ONCE = 0.001
"""Seconds: a round trip so short has no middle."""


class Place(Enum):
    """Where a capture was made; the value is the word in JSON."""

    FIRST = "near 0"
    SECOND = "near 1"
    BETWEEN = "between"
    BOTH = "near both"
    UNKNOWN = "unknown"


class Reach:
    """The time to one end and back, in seconds: the least of the latest answers. `time` is None before the first."""

    __slots__ = ("_latest", "_stamps", "time")

    def __init__(self) -> None:
        self.time: float | None = None
        self._latest: deque[float] = deque(maxlen=MOST_SAMPLES)
        self._stamps: dict[int, float] = {}

    @property
    def certain(self) -> bool:
        """Whether more than the opening was measured, or this end is so near that it can't matter."""
        return self.time is not None and (len(self._latest) >= ENOUGH or self.time < AT_ONCE)

    def passed(self, stamp: int, now: float) -> None:
        """A segment with this clock of the other end passes towards this end."""
        if stamp not in self._stamps:
            if len(self._stamps) >= MOST_STAMPS:
                del self._stamps[next(iter(self._stamps))]
            self._stamps[stamp] = now

    def echoed(self, stamp: int, now: float) -> None:
        """This end has sent the other's clock back."""
        since = self._stamps.get(stamp)
        if since is not None:
            self.answered(now - since)

    def answered(self, took: float) -> None:
        """This end has answered within so many seconds."""
        if took >= 0:
            self._latest.append(took)
            self.time = min(self._latest)


def is_near(own: Reach, other: Reach) -> bool:
    """Whether a capture was made so near an end that hardly anything is lost between the two."""
    if own.time is None or other.time is None:
        return False
    whole = own.time + other.time
    return whole < AT_ONCE or own.time <= NEAR * whole


def place_of(first: Reach, second: Reach) -> Place:
    """Where between two ends a capture was made."""
    if first.time is None or second.time is None:
        return Place.UNKNOWN
    near = is_near(first, second), is_near(second, first)
    if all(near):
        return Place.BOTH
    if near[0]:
        return Place.FIRST
    return Place.SECOND if near[1] else Place.BETWEEN
