"""Axes: round numbers over a range, how they are written, and where a value lies between the first and the last."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from netkit.view import Axis

__all__ = ["LARGEST", "Scale", "finite", "number", "scale_of"]

LARGEST = 1e300
"""Numbers beyond it count as endless: they are not drawn."""

_DIGITS = 12

# From which largest value on a unit is written with another: (that value, the power of ten, the name).
_UNITS: Mapping[str, tuple[tuple[float, int, str], ...]] = MappingProxyType(
    {
        "s": ((0, -9, "ns"), (1e-6, -6, "µs"), (1e-3, -3, "ms"), (1, 0, "s")),
        "bytes": ((0, 0, "bytes"), (1e5, 3, "kB"), (1e8, 6, "MB"), (1e11, 9, "GB")),
        "bit/s": ((0, 0, "bit/s"), (1e4, 3, "kbit/s"), (1e7, 6, "Mbit/s"), (1e10, 9, "Gbit/s")),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """From `first` to `last` times `digit` × 10^`power`, with a tick at each; `shift` is the power of ten that `unit` stands for."""

    label: str
    unit: str
    first: int
    last: int
    digit: int
    power: int
    shift: int = 0
    low: float = field(init=False)
    span: float = field(init=False)

    def __post_init__(self) -> None:
        step = self.digit * Fraction(10) ** self.power
        object.__setattr__(self, "low", float(self.first * step))
        object.__setattr__(self, "span", float((self.last - self.first) * step))

    @property
    def name(self) -> str:
        """What the axis measures, with its unit: "time (ms)"."""
        return f"{self.label} ({self.unit})" if self.label and self.unit else self.label or self.unit

    def ticks(self) -> Iterator[tuple[float, str]]:
        """Each tick: where it lies from 0 to 1, and its number."""
        count = self.last - self.first
        power = self.power - self.shift
        for place in range(count + 1):
            yield place / count, _written((self.first + place) * self.digit, power)

    def at(self, value: float) -> float:
        """Where `value` lies, from 0 (the first tick) to 1 (the last)."""
        return min(max((value - self.low) / self.span, 0.0), 1.0) if self.span else 0.0

    def text(self, value: float) -> str:
        """`value` in the axis's unit, as it is read out."""
        shown = number(value / 10.0**self.shift if self.shift >= 0 else value * 10.0**-self.shift)
        return f"{shown} {self.unit}" if self.unit else shown


def finite(value: float) -> bool:
    """Whether `value` can be drawn."""
    try:
        return math.isfinite(value) and abs(value) <= LARGEST
    except OverflowError:
        return False


def number(value: float) -> str:
    """A whole number with all its digits, another with six that count."""
    if abs(value) < 1e15 and value == int(value):
        return f"{int(value):,}"
    return f"{value:,.6g}"


def scale_of(axis: Axis, values: Iterable[float], most: int) -> Scale:
    """The scale on which all finite `values` and the axis's own ends lie, with at most `most` (two or more) steps."""
    known = [value for value in (*values, axis.least, axis.most) if value is not None and finite(value)]
    low, high = (_meant(min(known)), _meant(max(known))) if known else (Fraction(0), Fraction(1))
    if low == high:
        low, high = (low, low + 1) if low == 0 else (min(low, Fraction(0)), max(low, Fraction(0)))
    first, last, digit, power = _round(low, high, max(most, 2))
    largest = max(abs(low), abs(high))
    shift, unit = 0, axis.unit
    for least, candidate, name in _UNITS.get(axis.unit, ()):
        if largest >= least:
            shift, unit = candidate, name
    return Scale(label=axis.label, unit=unit, first=first, last=last, digit=digit, power=power, shift=shift)


def _meant(value: float) -> Fraction:
    """The decimal number that a float stands for: 0.04, not the float beside it, which is a little more."""
    return Fraction(value if isinstance(value, int) else repr(float(value)))


def _round(low: Fraction, high: Fraction, most: int) -> tuple[int, int, int, int]:
    """The finest steps of 1, 2 or 5 times a power of ten of which `most` reach from below `low` to above `high`."""
    wanted = (high - low) / most
    power = len(str(wanted.numerator)) - len(str(wanted.denominator)) - 1
    while True:
        for digit in (1, 2, 5):
            step = digit * Fraction(10) ** power
            first, last = math.floor(low / step), math.ceil(high / step)
            if last - first <= most:
                return first, last, digit, power
        power += 1


def _written(value: int, power: int) -> str:
    """`value` × 10^`power` in full, or with an exponent if it is very long."""
    if value == 0:
        return "0" if power >= 0 else f"0.{'0' * -power}" if -power < _DIGITS else "0"
    digits = str(abs(value))
    if len(digits) + abs(power) > _DIGITS:
        exact = digits.rstrip("0")
        exponent = power + len(digits) - 1
        text = exact[0] + (f".{exact[1:]}" if exact[1:] else "") + (f"e{exponent}" if exponent else "")
    elif power >= 0:
        text = f"{abs(value) * 10**power:,}"
    else:
        whole, rest = divmod(abs(value), 10**-power)
        text = f"{whole:,}.{rest:0{-power}d}"
    return f"-{text}" if value < 0 else text
