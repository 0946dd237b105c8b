"""Interface Description Blocks of pcapng, and the clocks that they define (draft-ietf-opsawg-pcapng §4.2)."""

from __future__ import annotations

import struct
from math import gcd
from typing import TYPE_CHECKING

from netkit.capture.interface import Interface
from netkit.capture.options import option_text, read_options, report_stop
from netkit.capture.pcapng_format import (
    INTERFACE_DESCRIPTION_TEXT,
    INTERFACE_FCS_LENGTH,
    INTERFACE_NAME,
    INTERFACE_NUMBERS,
    INTERFACE_RESOLUTION,
    INTERFACE_TIME_OFFSET,
)

if TYPE_CHECKING:
    from netkit.capture.problem import ProblemLog

__all__ = ["Clock", "nanoseconds", "read_clock", "read_interface"]

_FIXED_PART = 8
_NANOSECONDS = 1_000_000_000
_LENGTHS = ((INTERFACE_RESOLUTION, 1), (INTERFACE_FCS_LENGTH, 1), (INTERFACE_TIME_OFFSET, 8))
"""The options that are read here and are numbers, with the length that each must have."""

Clock = tuple[int, int, int]
"""A time stamp is `ticks * multiplier // divisor + offset` in nanoseconds since 1970."""


def read_clock(interface: Interface) -> Clock:
    """How to turn an interface's ticks into nanoseconds without ever leaving the integers."""
    common = gcd(_NANOSECONDS, interface.resolution)
    return _NANOSECONDS // common, interface.resolution // common, interface.time_offset * _NANOSECONDS


def nanoseconds(ticks: int, clock: Clock) -> int:
    """A time stamp in nanoseconds since 1970, rounded down."""
    multiplier, divisor, offset = clock
    return ticks * multiplier // divisor + offset


def read_interface(
    content: bytes, order: str, *, number: int, section: int, offset: int, problems: ProblemLog
) -> Interface | None:
    """The interface that a block's content describes, or None where even its fixed part is cut.

    `offset` is the content's place in bytes.
    """
    if len(content) < _FIXED_PART:
        cut = f"{len(content)} bytes instead of at least {_FIXED_PART}"
        problems.add("pcapng.interface.too_short", f"the description of interface {number} has {cut}", offset)
        return None
    link_type, snap_length = struct.unpack_from(order + INTERFACE_NUMBERS, content)
    options, overrun = read_options(content, _FIXED_PART, len(content), order)
    if overrun is not None:
        report_stop(problems, f"interface {number}", options, offset + overrun)
    values = dict(reversed(options))  # the first of a kind counts: none of these may stand twice
    for code, length in _LENGTHS:
        if code in values and len(values[code]) != length:
            found = f"{len(values[code])} bytes instead of {length}"
            what = f"option {code} of interface {number} is passed over: it has {found}"
            problems.add("pcapng.option.length", what, offset)
            options = tuple(option for option in options if option[0] != code)
            del values[code]
    return Interface(
        number,
        link_type,
        snap_length,
        name=option_text(options, INTERFACE_NAME),
        description=option_text(options, INTERFACE_DESCRIPTION_TEXT),
        resolution=_ticks(values[INTERFACE_RESOLUTION][0]) if INTERFACE_RESOLUTION in values else 10**6,
        time_offset=struct.unpack(order + "q", values[INTERFACE_TIME_OFFSET])[0]
        if INTERFACE_TIME_OFFSET in values
        else 0,
        section=section,
        fcs_length=values[INTERFACE_FCS_LENGTH][0] if INTERFACE_FCS_LENGTH in values else None,
        byte_order="little" if order == "<" else "big",
        options=options,
    )


def _ticks(exponent: int) -> int:
    """Ticks a second: a power of 10, or of 2 where the highest bit is set."""
    return int(2 ** (exponent & 0x7F)) if exponent & 0x80 else int(10**exponent)
