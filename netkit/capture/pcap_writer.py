"""Writes a classic pcap file: a file header, then each packet behind four numbers (draft-ietf-opsawg-pcap)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from netkit.capture.pcap_format import (
    FILE_NUMBERS,
    MAXIMUM_CAPTURED,
    PCAP_MAGICS,
    RECORD_NUMBERS,
    USUAL_SNAP_LENGTH,
)
from netkit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["PcapWriter", "other_link_type"]

_NANOSECONDS = 1_000_000_000
_RECORD_HEADER = 16


class PcapWriter:
    """Writes one file by calling `write`; making one writes the file header.

    `network` is the link type, with what the upper bits say of the frame check sequence; `resolution` is 10^6 or 10^9
    ticks a second, and times are rounded down to it. Raises UsageError where a value does not fit, before it writes any
    of the record.
    """

    def __init__(
        self,
        write: Callable[[bytes], object],
        *,
        network: int,
        snap_length: int = USUAL_SNAP_LENGTH,
        resolution: int = _NANOSECONDS,
        byte_order: str = "little",
    ) -> None:
        order = "<" if byte_order == "little" else ">"
        magic = next(magic for magic, form in PCAP_MAGICS.items() if form == (byte_order, resolution, _RECORD_HEADER))
        self.count = 0
        self._write = write
        self._tick = _NANOSECONDS // resolution
        self._pack = struct.Struct(order + RECORD_NUMBERS).pack
        write(magic + struct.pack(order + FILE_NUMBERS, 2, 4, 0, 0, snap_length, network))

    def packet(self, data: bytes, time: int, original_length: int) -> None:
        """Write one packet (§5); `time` is in nanoseconds since 1970-01-01 UTC, lengths in bytes."""
        seconds, fraction = divmod(time, _NANOSECONDS)
        number = self.count + 1
        if not 0 <= seconds <= 0xFFFFFFFF:
            raise UsageError(
                f"packet {number:,} can't be written to pcap: its time is {seconds:,} seconds after 1970",
                why="pcap counts seconds from 1970 in 32 bits: up to February 2106",
                hint="pcapng has 64 bits for the time, and an offset for what lies before 1970",
            )
        if len(data) > MAXIMUM_CAPTURED or not 0 <= original_length <= 0xFFFFFFFF:
            raise UsageError(
                f"packet {number:,} is too long for pcap: {len(data):,} bytes of {original_length:,}",
                why=f"readers take at most {MAXIMUM_CAPTURED:,} bytes of a packet, and the length on the wire has 32 bits",
            )
        self._write(self._pack(seconds, fraction // self._tick, len(data), original_length) + data)
        self.count = number


def other_link_type(number: int, link_type: int, first: int) -> UsageError:
    """Why a packet can't follow others in a pcap file."""
    return UsageError(
        f"packet {number:,} has link type {link_type}, and pcap has no room for it",
        where=f"link type {first} stands at the beginning of the file",
        why="a pcap file has one link type, in its header",
        hint="write pcapng, or a file for each link type",
    )
