"""What is remembered of a name server: how quick it is, and what it can't do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import dns.name

__all__ = ["ServerMemory"]

LONGEST_TIMEOUT = 4.0
SHORTEST_TIMEOUT = 0.4


@dataclass(slots=True, eq=False)
class ServerMemory:
    """One address: its smoothed round trip in seconds (None while unknown), how often in a row it stayed silent, whether it speaks EDNS
    (None while unknown), and for which zones it was found lame, each until when.
    """

    round_trip: float | None = None
    silent: int = 0
    edns: bool | None = None
    lame: dict[dns.name.Name, float] = field(default_factory=dict)

    def answered(self, seconds: float) -> None:
        """Something came back after `seconds`; the smoothing is TCP's (RFC 6298 section 2.3)."""
        self.silent = 0
        self.round_trip = seconds if self.round_trip is None else 0.875 * self.round_trip + 0.125 * seconds

    def timeout(self, first: float) -> float:
        """How long to wait for it: twice its round trip, doubled for each time it stayed silent."""
        base = first if self.round_trip is None else max(SHORTEST_TIMEOUT, 2 * self.round_trip)
        return float(min(LONGEST_TIMEOUT, base * 2**self.silent))

    def is_lame(self, zone: dns.name.Name, now: float) -> bool:
        """Whether it was found not to know `zone`, not long ago."""
        return self.lame.get(zone, now) > now
