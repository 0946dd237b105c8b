"""Domains: what the values of a column are, how NumPy holds them, and how they are spelled for people and JSON."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from netkit.address import format_ipv4, format_ipv6, format_mac

if TYPE_CHECKING:
    from netkit.view import Json

__all__ = [
    "BOOLEAN",
    "BYTES",
    "IPV4",
    "IPV6",
    "IPV6_TYPE",
    "LABEL",
    "MAC",
    "MOMENT",
    "NUMBER",
    "PROTOCOL",
    "SIGNED",
    "SPAN",
    "TEXT",
    "Domain",
]

IPV6_TYPE = np.dtype([("high", "u8"), ("low", "u8")])
"""An IPv6 address: its upper and lower half, so that comparing two of them is comparing numbers."""


@dataclass(frozen=True, slots=True)
class Domain:
    """What the values of a field are: `name` for people, `dtype` what NumPy holds them as, `spell` what JSON carries.

    A column gathered from headers may hold numbers in a narrower type than `dtype`.
    """

    name: str
    dtype: np.dtype[Any]
    spell: Callable[[Any], Json]


def _seconds(nanoseconds: int) -> str:
    sign, count = ("-", -nanoseconds) if nanoseconds < 0 else ("", nanoseconds)
    return f"{sign}{count // 10**9}.{count % 10**9:09d}"


NUMBER = Domain("a number", np.dtype("u8"), int)
SIGNED = Domain("a number", np.dtype("i8"), int)
BOOLEAN = Domain("true or false", np.dtype("?"), bool)
IPV4 = Domain("an IPv4 address", np.dtype("u4"), lambda value: format_ipv4(int(value)))
IPV6 = Domain("an IPv6 address", IPV6_TYPE, lambda value: format_ipv6(int(value["high"]) << 64 | int(value["low"])))
MAC = Domain("a MAC address", np.dtype("u8"), lambda value: format_mac(int(value)))
BYTES = Domain("bytes", np.dtype("O"), lambda value: value.hex())
"""Of Python's bytes."""
TEXT = Domain("text", np.dtype("O"), str)
MOMENT = Domain("a time", np.dtype("i8"), lambda value: _seconds(int(value)))
"""Nanoseconds since 1970-01-01 UTC."""
SPAN = Domain("a number of seconds", np.dtype("i8"), lambda value: _seconds(int(value)))
"""Nanoseconds."""
LABEL = Domain("a label", np.dtype("?"), bool)
"""Without a value: of it one only asks whether it is there."""
PROTOCOL = Domain("a protocol", np.dtype("O"), lambda value: value.hex())
"""A whole layer: of it one asks whether it is there, and its bytes."""
