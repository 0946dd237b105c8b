"""Moments: seconds since the start of 1970, as the date and the time of day that they make in UTC."""

from __future__ import annotations

import re
from typing import Any

from netkit.packet.kinds import Kind

__all__ = ["MOMENT", "seconds_of"]

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

DAYS_OF_400_YEARS = 146097
"""After 400 years the calendar comes round: 97 of them are leap years."""

DAYS_BEFORE_1970 = 719468
"""Days from 1 March of the year 0, where the count begins, so that a leap day is the last of its year."""

_WRITTEN = re.compile(r"([A-Z][a-z]{2}) +(\d{1,2}), (\d{1,15}) (\d\d):(\d\d):(\d\d)\.0{9} UTC")


class _MomentKind(Kind):
    """Seconds since 1970."""

    json_type = "string"
    counts = False
    plain = False

    def value(self, raw: Any, width: int) -> str:  # noqa: ARG002
        year, month, day = _date(raw // 86400)
        return f"{MONTHS[month - 1]} {day:2d}, {year} {_time(raw)}.000000000 UTC"

    def digits(self, raw: Any, width: int) -> str:  # noqa: ARG002
        year, month, day = _date(raw // 86400)
        return f"{year}-{month:02d}-{day:02d} {_time(raw)} UTC"

    def parse(self, value: object, width: int) -> int:
        return int(super().parse(seconds_of(value) if isinstance(value, str) else value, width))


MOMENT = _MomentKind()


def seconds_of(text: str) -> int:
    """Seconds since 1970, or as a number below 0 before it, of a moment as Wireshark writes it; ValueError for any other text."""
    found = _WRITTEN.fullmatch(text)
    if not found or found[1] not in MONTHS:
        raise ValueError("a moment is wanted, as in Jan  1, 2030 00:00:00.000000000 UTC")
    day, year, hours, minutes, seconds = (int(part) for part in found.groups()[1:])
    return _days(year, MONTHS.index(found[1]) + 1, day) * 86400 + hours * 3600 + minutes * 60 + seconds


def _time(seconds: int) -> str:
    return f"{seconds // 3600 % 24:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _date(days: int) -> tuple[int, int, int]:
    """Year, month and day of a day that is counted from 1 January 1970."""
    cycle, days = divmod(days + DAYS_BEFORE_1970, DAYS_OF_400_YEARS)
    year = (days - days // 1460 + days // 36524 - days // (DAYS_OF_400_YEARS - 1)) // 365
    day = days - (365 * year + year // 4 - year // 100)
    month = (5 * day + 2) // 153
    return cycle * 400 + year + (month >= 10), (month + 2) % 12 + 1, day - (153 * month + 2) // 5 + 1


def _days(year: int, month: int, day: int) -> int:
    """The day of this date, counted from 1 January 1970."""
    year -= month <= 2
    cycle, year = divmod(year, 400)
    days = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return cycle * DAYS_OF_400_YEARS + year * 365 + year // 4 - year // 100 + days - DAYS_BEFORE_1970
