"""A pcapng file as a row of blocks: where each begins and ends (draft-ietf-opsawg-pcapng §3.1, §4.1).

A block's length stands before and after its content. Where the two agree the boundary is sound, whatever is wrong
inside; where they differ nothing that follows can be trusted, and reading ends.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from netkit.capture.pcapng_format import BLOCK_FRAME, MAXIMUM_BLOCK, SECTION_HEADER

if TYPE_CHECKING:
    from netkit.capture.source import Source

__all__ = ["Block", "BlockReader"]

_BYTE_ORDERS = {b"\x4d\x3c\x2b\x1a": "<", b"\x1a\x2b\x3c\x4d": ">"}
Block = tuple[int, bytes, int, int]
"""A block's kind, the window that holds its content, and the content's start and end in the window."""

_Unpack = Callable[[bytes, int], tuple[int, ...]]


class BlockReader:
    """Gives the blocks of a file in order.

    `order` (`<` or `>` as in `struct`) is the byte order of the section of the last one, `behind` the byte of the file behind it.
    """

    __slots__ = ("_source", "behind", "order")

    def __init__(self, source: Source) -> None:
        self.order = "<"
        self.behind = source.offset
        self._source = source

    def blocks(self) -> Iterator[Block]:
        """Every whole block; what ended them, if not the end of the file, goes to the problems."""
        source = self._source
        head, tail = _numbers(self.order)
        needed = BLOCK_FRAME
        while len(window := source.window(needed)) >= needed:
            position, size, needed = 0, len(window), BLOCK_FRAME
            while position + BLOCK_FRAME <= size:
                kind, total = head(window, position)
                if kind == SECTION_HEADER:
                    if not self._turn(window, position):
                        return
                    head, tail = _numbers(self.order)
                    kind, total = head(window, position)
                end = position + total + (-total & 3)
                if end > size or total < BLOCK_FRAME:
                    needed = total if total < BLOCK_FRAME else end - position
                    break
                if tail(window, end - 4)[0] != total:
                    self._differ(position, total, tail(window, end - 4)[0])
                    return
                if total & 3:
                    self._unaligned(position, total)
                self.behind = source.offset + end
                yield kind, window, position + 8, position + total - 4
                position = end
            source.advance(position)
            if not BLOCK_FRAME <= needed <= MAXIMUM_BLOCK:
                self._impossible(needed)
                return
        if window:
            cut = f"{len(window):,} of its {needed:,} bytes are there"
            source.problems.end("pcapng.block.truncated", f"the file ends inside a block: {cut}", source.offset)

    def _turn(self, window: bytes, position: int) -> bool:
        """Take on the byte order of the section that begins here, which its length is already written in."""
        magic = window[position + 8 : position + 12]
        if magic in _BYTE_ORDERS:
            self.order = _BYTE_ORDERS[magic]
            return True
        text = f"a section begins without its byte-order magic: {magic.hex(' ')} instead of 1a 2b 3c 4d in either order"
        self._source.problems.end("pcapng.section.byte_order", text, self._source.offset + position + 8)
        return False

    def _differ(self, position: int, before: int, after: int) -> None:
        text = f"the block says {before:,} bytes before its content and {after:,} after it"
        self._source.problems.end("pcapng.block.lengths_differ", text, self._source.offset + position)

    def _unaligned(self, position: int, total: int) -> None:
        """Go on, as Wireshark does: some programs pad a block without counting the padding. libpcap stops."""
        text = f"a block says that it has {total:,} bytes, which is not a multiple of 4"
        self._source.problems.add("pcapng.block.unaligned", text, self._source.offset + position)

    def _impossible(self, total: int) -> None:
        source = self._source
        if total < BLOCK_FRAME:
            text = f"a block says that it has {total} bytes; {BLOCK_FRAME} are the fewest possible"
            source.problems.end("pcapng.block.too_short", text, source.offset)
        else:
            text = f"a block says that it has {total:,} bytes; no capture has one of more than {MAXIMUM_BLOCK:,}"
            source.problems.end("pcapng.block.too_long", text, source.offset)


def _numbers(order: str) -> tuple[_Unpack, _Unpack]:
    """What reads a block's first two numbers, and what reads its last."""
    return struct.Struct(order + "II").unpack_from, struct.Struct(order + "I").unpack_from
