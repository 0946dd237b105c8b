"""Times to live in words."""

from __future__ import annotations

__all__ = ["seconds_text"]


def seconds_text(seconds: float) -> str:
    """`300 s`, `2 hours`, `1 day`: seconds as people say them, exact where it is short to be."""
    whole = round(seconds)
    for size, name in ((86_400, "day"), (3600, "hour")):
        if whole >= size and whole % size == 0:
            count = whole // size
            return f"{count} {name}{'' if count == 1 else 's'}"
    if seconds < 10 and seconds != whole:
        return f"{seconds:.3g} s"
    return f"{whole:,} s"
