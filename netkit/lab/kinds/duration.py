"""Times: in milliseconds, whatever unit they are given in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from netkit.lab.kinds.shape import Shape, UnfitError

__all__ = ["milliseconds"]

UNITS: Mapping[str, float] = MappingProxyType(
    {"": 1.0, "ms": 1.0, "s": 1000.0, "us": 0.001, "µs": 0.001, "μs": 0.001, "ns": 0.000001}
)


def milliseconds(text: str, _: Shape) -> float:
    """A time in milliseconds: `12.5`, `12.5 ms`, `0.0125 s` and `12500 us` are the same."""
    found = re.fullmatch(
        r"(\d{1,12}(?:\.\d{1,12})?)\s*(s|ms|us|µs|μs|ns|)", text.strip().replace(",", ""), re.IGNORECASE
    )
    if found is None:
        raise UnfitError("wanted.milliseconds", "a time is wanted, such as 12.5 ms")
    return float(found[1]) * UNITS[found[2].lower()]
