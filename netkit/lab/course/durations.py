"""Spans of time and shares as a person writes them in course.toml: `15 min`, `2 days`, `10%`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["seconds_of", "share_of", "told"]

_UNITS: Mapping[str, int] = MappingProxyType(
    {"s": 1, "min": 60, "h": 3600, "hour": 3600, "day": 86_400, "week": 604_800}
)
_SPAN = re.compile(r"\s*(\d{1,6}(?:\.\d{1,3})?)\s*(s|min|h|hour|day|week)s?\s*")
_SHARE = re.compile(r"\s*(\d{1,3}(?:\.\d{1,3})?)\s*%\s*")


def seconds_of(text: str) -> float:
    """Seconds of a span of time; ValueError says how one is written."""
    match = _SPAN.fullmatch(text.lower())
    if match is None:
        raise ValueError('a span of time is written "15 min", "12 hours", "2 days" or "1 week"')
    return float(match[1]) * _UNITS[match[2]]


def share_of(text: str) -> float:
    """A share from 0 to 1 of a percentage; ValueError says how one is written."""
    match = _SHARE.fullmatch(text)
    if match is None or float(match[1]) > 100:
        raise ValueError('a share is written "10%", from "0%" to "100%"')
    return float(match[1]) / 100


def told(seconds: float) -> str:
    """A span of time in words, in its largest unit: `3 hours`, `2 days`."""
    for name, size in (("day", 86_400), ("hour", 3600), ("minute", 60)):
        if seconds >= size:
            count = int(seconds // size)
            return f"{count:,} {name}{'' if count == 1 else 's'}"
    return "less than a minute"
