"""Quantities with units as people type them: `40ms`, `10mbit`, `64KiB`, `3%`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from netkit.errors import UsageError

__all__ = ["bytes_count", "chance", "rate", "seconds", "sizes"]

TIMES: Mapping[str, float] = MappingProxyType(
    {"us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0}
)
RATES: Mapping[str, float] = MappingProxyType({"bit": 1.0, "kbit": 1e3, "mbit": 1e6, "gbit": 1e9})
SIZES: Mapping[str, float] = MappingProxyType(
    {"": 1.0, "b": 1.0, "kb": 1e3, "mb": 1e6, "gb": 1e9, "kib": 2.0**10, "mib": 2.0**20, "gib": 2.0**30}
)
LONGEST_TIME = 86_400.0
SLOWEST, FASTEST = 1.0, 1e13
LARGEST_SIZE = 1 << 40


def _read(text: str, units: Mapping[str, float], what: str, hint: str) -> float:
    """The number times its unit; UsageError where either is none."""
    found = re.fullmatch(r"([0-9]{1,15}(?:\.[0-9]{1,12})?) ?([A-Za-zµ]*)", text.strip())
    unit = None if found is None else units.get(found[2].lower())
    if found is None or unit is None:
        names = ", ".join(each for each in units if each)
        raise UsageError(f"{text!r} is no {what}", why=f"it is a number and a unit: {names}", hint=hint)
    return float(found[1]) * unit


def seconds(text: str, name: str) -> float:
    """What `40ms`, `1.5s` and `2min` mean, in seconds, up to a day; `name` is the option."""
    value = _read(text, TIMES, "time", f"{name} 40ms")
    if value > LONGEST_TIME:
        raise UsageError(f"{name} {text} is too long", why="a day is the most", hint=f"{name} 40ms")
    return value


def rate(text: str, name: str) -> float:
    """What `10mbit` means, in bits a second."""
    value = _read(text, RATES, "rate", f"{name} 10mbit, which is 10,000,000 bits a second")
    if not SLOWEST <= value <= FASTEST:
        raise UsageError(
            f"{name} {text} can't be", why="a rate lies between 1 bit and 10,000 Gbit a second", hint=f"{name} 10mbit"
        )
    return value


def bytes_count(text: str, name: str, *, least: int = 1) -> int:
    """What `64KiB` and `20416` mean, in bytes."""
    value = _read(text, SIZES, "size", f"{name} 20416, or {name} 64KiB")
    if value != int(value) or not least <= value <= LARGEST_SIZE:
        why = f"whole bytes, at least {least:,} and at most {LARGEST_SIZE:,}"
        raise UsageError(f"{name} {text} can't be", why=why, hint=f"{name} 64KiB")
    return int(value)


def sizes(text: str, name: str) -> list[int]:
    """What `1000,64KiB,12` means: some sizes in bytes."""
    words = [word for word in text.split(",") if word.strip()]
    if not words:
        raise UsageError(
            f"{name} names no size", why="it takes sizes with commas between them", hint=f"{name} 1000,200,64KiB"
        )
    return [bytes_count(word, name) for word in words]


def chance(text: str, name: str) -> float:
    """What `3%` and `0.03` mean: a probability from 0 to 1."""
    number, percent = (text.strip().removesuffix("%").strip(), text.strip().endswith("%"))
    if re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]{1,15})?|\.[0-9]{1,15}", number):
        value = float(number) / (100 if percent else 1)
        if value <= 1:
            return value
        if not percent and value <= 100:
            raise UsageError(
                f"{name} {text} is more than always",
                why="without % it is a fraction: 1 is always",
                hint=f"{name} {number}%",
            )
    raise UsageError(f"{name} {text} can't be", why="a chance lies between 0% and 100%", hint=f"{name} 3%")
