"""Writes a pcapng file block by block (draft-ietf-opsawg-pcapng §4); what belongs into the blocks others know."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from netkit.capture.options import Option, option_bytes
from netkit.capture.pcap_format import MAXIMUM_CAPTURED
from netkit.capture.pcapng_format import (
    BLOCK_FRAME,
    BYTE_ORDER_MAGIC,
    ENHANCED_NUMBERS,
    ENHANCED_PACKET,
    INTERFACE_DESCRIPTION,
    INTERFACE_NUMBERS,
    LONGEST_OPTION,
    OPTION_COMMENT,
    SECTION_HEADER,
    SECTION_NUMBERS,
    SIMPLE_NUMBERS,
    SIMPLE_PACKET,
    VERSION,
)
from netkit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["PcapngWriter", "comment_options", "text_option"]

_UNKNOWN_LENGTH = -1
"""Of a section: it ends where the next one begins, or with the file (§4.1). A stream knows no better."""

_TICKS_LIMIT = 1 << 64


class PcapngWriter:
    """Writes the blocks of one file by calling `write` once a block; `byte_order` may change with each section."""

    def __init__(self, write: Callable[[bytes], object], byte_order: str = "little") -> None:
        self.count = 0
        self._write = write
        self._turn(byte_order)

    def _turn(self, byte_order: str) -> None:
        self.byte_order = byte_order
        self._order = order = "<" if byte_order == "little" else ">"
        self._frame = struct.Struct(order + "II").pack
        self._total = struct.Struct(order + "I").pack
        self._enhanced = struct.Struct(order + ENHANCED_NUMBERS).pack

    def section(self, options: Iterable[Option] = (), byte_order: str | None = None) -> None:
        """Begin a section (§4.1), which knows no interface yet; it keeps the byte order, unless told another."""
        self._turn(byte_order or self.byte_order)
        numbers = struct.pack(self._order + SECTION_NUMBERS, BYTE_ORDER_MAGIC, *VERSION, _UNKNOWN_LENGTH)
        self.block(SECTION_HEADER, numbers + option_bytes(options, self._order))

    def interface(self, link_type: int, snap_length: int, options: Iterable[Option] = ()) -> None:
        """Describe the section's next interface (§4.2)."""
        numbers = struct.pack(self._order + INTERFACE_NUMBERS, link_type, snap_length)
        self.block(INTERFACE_DESCRIPTION, numbers + option_bytes(options, self._order))

    def packet(
        self, interface: int, ticks: int, data: bytes, original_length: int, options: Sequence[Option] = ()
    ) -> None:
        """Write an Enhanced Packet Block (§4.3); `ticks` count in the interface's own unit."""
        self.count += 1
        if not 0 <= ticks < _TICKS_LIMIT:
            raise UsageError(
                f"packet {self.count:,} can't be written: its time is {ticks:,} ticks",
                why="pcapng counts time from 1970, or from the interface's offset, in 64 bits without a sign",
            )
        self._fits(data, original_length)
        high, low = ticks >> 32, ticks & 0xFFFFFFFF
        fixed = self._enhanced(interface, high, low, len(data), original_length)
        padding = bytes(-len(data) & 3)
        self.block(
            ENHANCED_PACKET, b"".join((fixed, data, padding, option_bytes(options, self._order) if options else b""))
        )

    def simple_packet(self, data: bytes, original_length: int) -> None:
        """Write a Simple Packet Block (§4.4): no time, and the section's first interface, whose snap length says how much is kept."""
        self.count += 1
        self._fits(data, original_length)
        self.block(SIMPLE_PACKET, struct.pack(self._order + SIMPLE_NUMBERS, original_length) + data)

    def block(self, kind: int, content: bytes) -> None:
        """Write a block of any kind, its content in the section's byte order."""
        padding = bytes(-len(content) & 3)
        total = len(content) + len(padding) + BLOCK_FRAME
        self._write(b"".join((self._frame(kind, total), content, padding, self._total(total))))

    def _fits(self, data: bytes, original_length: int) -> None:
        if len(data) > MAXIMUM_CAPTURED or not 0 <= original_length <= 0xFFFFFFFF:
            raise UsageError(
                f"packet {self.count:,} is too long: {len(data):,} bytes of {original_length:,}",
                why=f"readers take at most {MAXIMUM_CAPTURED:,} bytes of a packet, and the length on the wire has 32 bits",
            )


def text_option(code: int, text: str, what: str) -> Option:
    """An option of text; UsageError where it does not fit, with `what` as the name of it."""
    try:
        value = text.encode()
    except UnicodeEncodeError as error:
        raise UsageError(
            f"{what} can't be written: {text[:40]!a}", where=error.reason, why="pcapng keeps text in UTF-8"
        ) from error
    if len(value) > LONGEST_OPTION:
        raise UsageError(
            f"{what} has {len(value):,} bytes in UTF-8, which is too long",
            why=f"an option of pcapng has at most {LONGEST_OPTION:,} bytes",
            hint="write it in several comments" if code == OPTION_COMMENT else "",
        )
    return code, value


def comment_options(comments: Iterable[str], what: str) -> list[Option]:
    """An option for each comment, in their order."""
    return [text_option(OPTION_COMMENT, comment, what) for comment in comments]
