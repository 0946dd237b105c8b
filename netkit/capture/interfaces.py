"""Interface Description Blocks of pcapng, and the clocks that they define (draft-ietf-opsawg-pcapng §4.2)."""

from __future__ import annotations

import struct
from math import gcd
from typing import TYPE_CHECKING

from netkit.capture.options import read_options
from netkit.capture.record import Interface, text

if TYPE_CHECKING:
    from netkit.capture.problem import ProblemLog

__all__ = ["Clock", "read_clock", "read_interface"]

_NAME = 2
_DESCRIPTION = 3
_RESOLUTION = 9
_TIME_OFFSET = 14
_FIXED_PART = 8
_NANOSECONDS = 1_000_000_000

Clock = tuple[int, int, int]
"""A time stamp is `ticks * multiplier // divisor + offset` in nanoseconds since 1970."""


def read_clock(interface: Interface) -> Clock:
    """How to turn an interface's ticks into nanoseconds without ever leaving the integers."""
    common = gcd(_NANOSECONDS, interface.resolution)
    return _NANOSECONDS // common, interface.resolution // common, interface.time_offset * _NANOSECONDS


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
    link_type, snap_length = struct.unpack_from(order + "HxxI", content)
    options, overrun = read_options(content, _FIXED_PART, len(content), order)
    if overrun is not None:
        what = f"an option of interface {number} is longer than the block that holds it"
        problems.add("pcapng.option.overrun", what, offset + overrun)
    values = dict(reversed(options))  # the first of a kind counts: none of these may stand twice
    for code, length in ((_RESOLUTION, 1), (_TIME_OFFSET, 8)):
        if code in values and len(values[code]) != length:
            found = f"{len(values[code])} bytes instead of {length}"
            what = f"option {code} of interface {number} is passed over: it has {found}"
            problems.add("pcapng.option.length", what, offset)
            del values[code]
    return Interface(
        number,
        link_type,
        snap_length,
        name=text(values[_NAME]) if _NAME in values else None,
        description=text(values[_DESCRIPTION]) if _DESCRIPTION in values else None,
        resolution=_ticks(values[_RESOLUTION][0]) if _RESOLUTION in values else 10**6,
        time_offset=struct.unpack(order + "q", values[_TIME_OFFSET])[0] if _TIME_OFFSET in values else 0,
        section=section,
    )


def _ticks(exponent: int) -> int:
    """Ticks a second: a power of 10, or of 2 where the highest bit is set."""
    return int(2 ** (exponent & 0x7F)) if exponent & 0x80 else int(10**exponent)
