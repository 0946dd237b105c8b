"""Other times: all later or earlier by as much, and stretched a little: what came first comes first, and what took long takes long."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netkit.capture.rewriting.keyed import Keyed

__all__ = ["DATE", "Moments"]

_SECOND = 1_000_000_000
_FIRST_REAL = 10**9 * _SECOND
"""Times before September 2001 are of a simulation, which begins at 0, or of a clock that was never set: they are not moved."""
_LAST_REAL = 4 * 10**9 * _SECOND
"""Later ones are only moved to earlier ones: the clock of pcap ends in 2106."""
_FURTHEST = 200 * 86_400
_PARTS, _MOST_PARTS = 1000, 50
"""The stretch is at most 50 thousandths, either way."""

_DAYS = (b"Mon", b"Tue", b"Wed", b"Thu", b"Fri", b"Sat", b"Sun")
_MONTHS = (b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec")
DATE = re.compile(
    rb"(?:%s), ([0-9]{2}) (%s) ([12][0-9]{3}) ([0-2][0-9]):([0-5][0-9]):([0-5][0-9])"
    % (b"|".join(_DAYS), b"|".join(_MONTHS))
)
"""A date as HTTP and mail write it (RFC 9110 §5.6.7, RFC 5322 §3.3)."""


class Moments:
    """The images of times in nanoseconds since 1970; `first` is the earliest of the capture."""

    def __init__(self, keyed: Keyed, first: int) -> None:
        self._first = first
        span = 2 * _FURTHEST + 1
        seconds = keyed.number(b"time shift", 64) % span - _FURTHEST
        if first >= _LAST_REAL:
            seconds = -abs(seconds)
        self._seconds = seconds if first >= _FIRST_REAL else 0
        self._stretch = _PARTS - _MOST_PARTS + keyed.number(b"time stretch", 32) % (2 * _MOST_PARTS + 1)

    def __call__(self, time: int) -> int:
        """The time that stands for another."""
        return self._first + self._seconds * _SECOND + (time - self._first) * self._stretch // _PARTS

    def date(self, found: re.Match[bytes]) -> bytes:
        """A date in a text, moved; one that no calendar has stays."""
        day, month, year, hour, minute, second = found.groups()
        try:
            moved = datetime(
                int(year), _MONTHS.index(month) + 1, int(day), int(hour), int(minute), int(second), tzinfo=UTC
            ) + timedelta(seconds=self._seconds)
        except (ValueError, OverflowError):
            return found[0]
        return b"%s, %02d %s %04d %02d:%02d:%02d" % (
            _DAYS[moved.weekday()], moved.day, _MONTHS[moved.month - 1], moved.year, moved.hour, moved.minute, moved.second,
        )  # fmt: skip
