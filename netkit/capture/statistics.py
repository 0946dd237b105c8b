"""Interface Statistics Blocks of pcapng: how many packets an interface saw, and how many of them were lost (§4.6)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from netkit.capture.interfaces import Clock, nanoseconds
from netkit.capture.options import Option, comments_of, number_of, option_bytes, read_options
from netkit.capture.pcapng_format import (
    OPTION_COMMENT,
    STATISTICS_ACCEPTED,
    STATISTICS_DELIVERED,
    STATISTICS_DROPPED,
    STATISTICS_DROPPED_BY_SYSTEM,
    STATISTICS_END,
    STATISTICS_NUMBERS,
    STATISTICS_RECEIVED,
    STATISTICS_START,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Statistics", "interface_of", "read_statistics", "rescaled", "statistics_content", "without_remarks"]

_FIXED_PART = 12
_COUNTS = range(STATISTICS_START, STATISTICS_DELIVERED + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """The counts of one interface since its capture began; each is None where the file does not say it.

    `interface` is its number within `section`. Times are in nanoseconds since 1970: when this was counted, and when
    the capture began and ended. `received` came to the interface, `dropped` it had no room for, `accepted` the filter
    let through, `dropped_by_system` the operating system had no room for, `delivered` reached the program.
    """

    section: int
    interface: int
    time: int
    start: int | None = None
    end: int | None = None
    received: int | None = None
    dropped: int | None = None
    accepted: int | None = None
    dropped_by_system: int | None = None
    delivered: int | None = None
    comments: tuple[str, ...] = ()


def interface_of(content: bytes, order: str) -> int | None:
    """The number of the interface that a block is about; None where its fixed part is cut."""
    return int(struct.unpack_from(order + "I", content)[0]) if len(content) >= _FIXED_PART else None


def read_statistics(content: bytes, order: str, section: int, clock: Clock) -> Statistics:
    """What a block of at least 12 bytes says; `clock` is that of its interface, `order` is `<` or `>`."""
    interface, high, low = struct.unpack_from(order + STATISTICS_NUMBERS, content)
    options, _ = read_options(content, _FIXED_PART, len(content), order)
    byte_order = "little" if order == "<" else "big"

    def count(code: int) -> int | None:
        return number_of(options, code, 8, byte_order)

    return Statistics(
        section=section,
        interface=interface,
        time=nanoseconds(high << 32 | low, clock),
        start=_moment(options, STATISTICS_START, order, clock),
        end=_moment(options, STATISTICS_END, order, clock),
        received=count(STATISTICS_RECEIVED),
        dropped=count(STATISTICS_DROPPED),
        accepted=count(STATISTICS_ACCEPTED),
        dropped_by_system=count(STATISTICS_DROPPED_BY_SYSTEM),
        delivered=count(STATISTICS_DELIVERED),
        comments=comments_of(options),
    )


def statistics_content(told: Statistics, order: str) -> bytes:
    """The content of a block that says this, for an interface whose clock counts nanoseconds since 1970; what is None is left out."""

    def moment(time: int) -> bytes:
        return struct.pack(order + "II", time >> 32, time & 0xFFFFFFFF)

    counts = {
        STATISTICS_RECEIVED: told.received,
        STATISTICS_DROPPED: told.dropped,
        STATISTICS_ACCEPTED: told.accepted,
        STATISTICS_DROPPED_BY_SYSTEM: told.dropped_by_system,
        STATISTICS_DELIVERED: told.delivered,
    }
    times = {STATISTICS_START: told.start, STATISTICS_END: told.end}
    options = [(OPTION_COMMENT, comment.encode()) for comment in told.comments]
    options += [(code, moment(time)) for code, time in times.items() if time is not None]
    options += [(code, struct.pack(order + "Q", count)) for code, count in counts.items() if count is not None]
    return struct.pack(order + "I", told.interface) + moment(told.time) + option_bytes(options, order)


def _moment(options: Iterable[Option], code: int, order: str, clock: Clock) -> int | None:
    """A time among the options: the upper half of the ticks before the lower, in either byte order."""
    value = next((value for found, value in options if found == code), b"")
    if len(value) != 8:
        return None
    high, low = struct.unpack(order + "II", value)
    return nanoseconds(high << 32 | low, clock)


def rescaled(content: bytes, order: str, old: int, new: int) -> bytes:
    """A block's content with its times in another unit: `old` and `new` are ticks a second.

    A time that has no room in 64 bits becomes the greatest there is.
    """

    def again(high: int, low: int) -> bytes:
        ticks = min((high << 32 | low) * new // old, (1 << 64) - 1)
        return struct.pack(order + "II", ticks >> 32, ticks & 0xFFFFFFFF)

    interface, high, low = struct.unpack_from(order + STATISTICS_NUMBERS, content)
    options, _ = read_options(content, _FIXED_PART, len(content), order)
    turned = [
        (code, again(*struct.unpack(order + "II", value)))
        if code in (STATISTICS_START, STATISTICS_END) and len(value) == 8
        else (code, value)
        for code, value in options
    ]
    return struct.pack(order + "I", interface) + again(high, low) + option_bytes(turned, order)


def without_remarks(content: bytes, order: str) -> bytes:
    """A block's content with nothing but its counts and times."""
    options, _ = read_options(content, _FIXED_PART, len(content), order)
    kept = [(code, value) for code, value in options if code in _COUNTS and len(value) == 8]
    return content[:_FIXED_PART] + option_bytes(kept, order)
