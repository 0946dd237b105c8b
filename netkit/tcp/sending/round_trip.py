"""How long to wait for an acknowledgment: RFC 6298."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netkit.tcp.profile import Profile

__all__ = ["RoundTrip"]

ALPHA, BETA = 1 / 8, 1 / 4
GRANULARITY = 0.001
"""Seconds of the clock; RFC 6298 section 4 wants 100 ms or finer."""


class RoundTrip:
    """The smoothed round-trip time and its variance, in seconds; None until the first sample.

    `minimum` is the shortest ever seen, `count` how many there were, `backoff` how often in a row the timer ran out,
    `initial` the timeout before the first sample.
    """

    def __init__(self, profile: Profile) -> None:
        self.smoothed: float | None = None
        self.variance = 0.0
        self.minimum: float | None = None
        self.count = 0
        self.backoff = 0
        self.initial = profile.initial_timeout
        self._profile = profile

    def adopt(self, profile: Profile) -> None:
        """Go on with another profile."""
        self._profile = profile

    def sample(self, seconds: float, *, expected: int = 1) -> None:
        """A measurement of a segment that was sent once (Karn's algorithm, RFC 6298 section 3).

        It is one of so many `expected` in a round trip, which together weigh as much as one (RFC 7323 appendix G).
        """
        self.backoff = 0
        self.count += 1
        self.minimum = seconds if self.minimum is None else min(self.minimum, seconds)
        if self.smoothed is None:
            self.smoothed, self.variance = seconds, seconds / 2
            return
        self.variance += BETA / expected * (abs(self.smoothed - seconds) - self.variance)
        self.smoothed += ALPHA / expected * (seconds - self.smoothed)

    @property
    def timeout(self) -> float:
        """The retransmission timeout now, doubled for each time that it ran out."""
        profile = self._profile
        if self.smoothed is None:
            base = self.initial
        elif profile.variance_floor:
            base = self.smoothed + max(4 * self.variance, profile.minimum_timeout)
        else:
            base = max(self.smoothed + max(4 * self.variance, GRANULARITY), profile.minimum_timeout)
        return float(min(base * 2**self.backoff, profile.maximum_timeout))
