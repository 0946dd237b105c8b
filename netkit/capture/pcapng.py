"""The newer capture format: sections of blocks, of which some are packets (draft-ietf-opsawg-pcapng)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from netkit.capture.blocks import Block, BlockReader
from netkit.capture.pcapng_format import (
    ENHANCED_PACKET,
    INTERFACE_DESCRIPTION,
    OBSOLETE_PACKET,
    SECTION_HEADER,
    SIMPLE_PACKET,
)
from netkit.capture.section import MAXIMUM_INTERFACES, Section
from netkit.errors import CaptureError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from netkit.capture.record import Interface, Record
    from netkit.capture.source import Source

__all__ = ["PCAPNG_MAGIC", "PcapngReader"]

PCAPNG_MAGIC = b"\x0a\x0d\x0d\x0a"
"""The first four bytes of every pcapng file: the kind of its first block."""

_VERSION = 1


class PcapngReader:
    """Reads one pcapng file; making one reads its first block and raises CaptureError where that is cut or damaged.

    `byte_order` is that of the first section. The interfaces become known while the records are read.
    `skipped_blocks` counts the blocks passed over: names, statistics, secrets, custom ones and unknown ones.
    """

    format = "pcapng"
    snap_length = None

    def __init__(self, source: Source, name: str) -> None:
        self.skipped_blocks = 0
        self._source = source
        self._reader = BlockReader(source)
        self._blocks = self._reader.blocks()
        self._interfaces: list[Interface] = []
        self._resolutions: set[int] = set()
        first = next(self._blocks, None)
        section = None if first is None else self._begin(1, first)
        if section is None:
            problem = source.problems.listed()[-1]
            raise CaptureError(
                f"{name} is a pcapng file that is damaged at its very beginning",
                where=f"byte {problem.offset:,}: {problem.text}",
                why="the first block says in which byte order all others are written",
            )
        self._first = section
        self.byte_order = "little" if self._reader.order == "<" else "big"

    @property
    def interfaces(self) -> tuple[Interface, ...]:
        """The interfaces described so far, of all sections, in the order of the file."""
        return tuple(self._interfaces)

    @property
    def resolution(self) -> int | None:
        """Ticks a second, where all interfaces described so far have the same; else None."""
        return next(iter(self._resolutions)) if len(self._resolutions) == 1 else None

    def records(self) -> Iterator[Record]:
        """Every whole packet; what was left out, and what ended the reading, goes to the problems."""
        source, section, number = self._source, self._first, 0
        readers = _readers(section)
        for block in self._blocks:
            if (read := readers.get(block[0])) is not None:
                record = read(number + 1, block, source.offset)
                if record is not None:
                    source.problems.count = number = number + 1
                    yield record
            elif block[0] == INTERFACE_DESCRIPTION:
                self._describe(section, block)
            elif block[0] == SECTION_HEADER:
                following = self._begin(section.number + 1, block)
                if following is None:
                    return
                section = following
                readers = _readers(section)
            else:
                self.skipped_blocks += 1

    def _describe(self, section: Section, block: Block) -> None:
        _, window, start, end = block
        interface = section.describe(window[start:end], self._source.offset + start)
        if interface is not None and len(self._interfaces) < MAXIMUM_INTERFACES:
            self._interfaces.append(interface)
            self._resolutions.add(interface.resolution)

    def _begin(self, number: int, block: Block) -> Section | None:
        """A new section, which knows no interface of the one before (§4.1).

        The section's length, given or not, is not needed to read it.
        """
        _, window, start, end = block
        problems, offset = self._source.problems, self._source.offset + start
        if end - start < 16:
            text = f"the header of section {number} has {end - start} of the 16 bytes that it must have"
            problems.end("pcapng.section.too_short", text, offset)
            return None
        major, minor = struct.unpack_from(self._reader.order + "HH", window, start + 4)
        if major != _VERSION:
            text = f"section {number} is of version {major}.{minor}, and netkit knows version {_VERSION}"
            problems.end("pcapng.section.version", text, offset + 4)
            return None
        return Section(number, self._reader.order, problems)


def _readers(section: Section) -> dict[int, Callable[[int, Block, int], Record | None]]:
    """Which kinds of block are packets, and what reads each."""
    return {
        ENHANCED_PACKET: section.enhanced,
        SIMPLE_PACKET: section.simple,
        OBSOLETE_PACKET: section.obsolete,
    }
