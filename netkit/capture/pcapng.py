"""The newer capture format: sections of blocks, of which some are packets (draft-ietf-opsawg-pcapng)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from netkit.capture.annotations import Annotations
from netkit.capture.blocks import Block, BlockReader
from netkit.capture.options import read_options, report_stop
from netkit.capture.parts import OtherBlock, SectionHeader
from netkit.capture.pcapng_format import (
    ENHANCED_PACKET,
    INTERFACE_DESCRIPTION,
    OBSOLETE_PACKET,
    SECTION_HEADER,
    SIMPLE_PACKET,
    VERSION,
)
from netkit.capture.record import Record
from netkit.capture.section import MAXIMUM_INTERFACES, Section
from netkit.errors import CaptureError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from netkit.capture.interface import Interface
    from netkit.capture.parts import Part
    from netkit.capture.source import Source

__all__ = ["PCAPNG_MAGIC", "PcapngReader"]

PCAPNG_MAGIC = b"\x0a\x0d\x0d\x0a"
"""The first four bytes of every pcapng file: the kind of its first block."""

_VERSION = VERSION[0]
_SECTION_FIXED_PART = 16


class PcapngReader:
    """Reads one pcapng file; making one reads its first block and raises CaptureError where that is cut or damaged.

    `byte_order` is that of the first section; `section` is the present one, and `number` counts the packets so far. What the file says beside its packets gathers in `told` while it is read.
    """

    format = "pcapng"
    snap_length = None

    def __init__(self, source: Source, name: str) -> None:
        self.told = Annotations(source.problems)
        self._source = source
        self._reader = BlockReader(source)
        self._blocks = self._reader.blocks()
        first = next(self._blocks, None)
        begun = None if first is None else self._begin(1, first)
        if begun is None:
            problem = source.problems.listed()[-1]
            raise CaptureError(
                f"{name} is a pcapng file that is damaged at its very beginning",
                where=f"byte {problem.offset:,}: {problem.text}",
                why="the first block says in which byte order all others are written",
            )
        header, self.section = begun
        self.number = 0
        self.byte_order = "little" if self._reader.order == "<" else "big"
        self._parts = self._read(header)

    @property
    def resolution(self) -> int | None:
        """Ticks a second, where all interfaces described so far have the same; else None."""
        found = self.told.resolutions
        return next(iter(found)) if len(found) == 1 else None

    @property
    def behind(self) -> int:
        """The byte of the file behind the block that was read last."""
        return self._reader.behind

    def jump(self, offset: int, number: int) -> Iterator[Record]:
        """The records from the block at byte `offset` on, before which `number` lay, in the section that was read last."""
        self._source.jump(offset)
        self._source.problems.count = self.number = number
        self._blocks = self._reader.blocks()
        self._parts = self._read_on()
        return self.records()

    def records(self) -> Iterator[Record]:
        """Every whole packet."""
        for part in self._parts:
            if isinstance(part, Record):
                yield part

    def parts(self) -> Iterator[Part]:
        """Every whole block as what it says; what was left out, and what ended the reading, goes to the problems."""
        return self._parts

    def _read(self, header: SectionHeader) -> Iterator[Part]:
        yield header
        yield from self._read_on()

    def _read_on(self) -> Iterator[Part]:
        source = self._source
        readers = _readers(self.section)
        for block in self._blocks:
            if (read := readers.get(block[0])) is not None:
                record = read(self.number + 1, block, source.offset)
                if record is not None:
                    source.problems.count = self.number = self.number + 1
                    yield record
            elif block[0] == INTERFACE_DESCRIPTION:
                interface = self._describe(self.section, block)
                if interface is not None:
                    yield interface
            elif block[0] == SECTION_HEADER:
                following = self._begin(self.section.number + 1, block)
                if following is None:
                    return
                header, self.section = following
                yield header
                readers = _readers(self.section)
            else:
                yield self._other(self.section, block)

    def _describe(self, section: Section, block: Block) -> Interface | None:
        _, window, start, end = block
        interface = section.describe(window[start:end], self._source.offset + start)
        if interface is not None and len(self.told.interfaces) < MAXIMUM_INTERFACES:
            self.told.take_interface(interface)
        return interface

    def _other(self, section: Section, block: Block) -> OtherBlock:
        kind, window, start, end = block
        found = OtherBlock(kind, window[start:end], "little" if section.order == "<" else "big", section.number)
        self.told.take_block(found, section.clock, self._source.offset + start)
        return found

    def _begin(self, number: int, block: Block) -> tuple[SectionHeader, Section] | None:
        """A new section, which knows no interface of the one before (§4.1).

        The section's length, given or not, is not needed to read it.
        """
        _, window, start, end = block
        problems, offset, order = self._source.problems, self._source.offset + start, self._reader.order
        if end - start < _SECTION_FIXED_PART:
            text = (
                f"the header of section {number} has {end - start} of the {_SECTION_FIXED_PART} bytes that it must have"
            )
            problems.end("pcapng.section.too_short", text, offset)
            return None
        major, minor = struct.unpack_from(order + "HH", window, start + 4)
        if major != _VERSION:
            text = f"section {number} is of version {major}.{minor}, and netkit knows version {_VERSION}"
            problems.end("pcapng.section.version", text, offset + 4)
            return None
        options, overrun = read_options(window, start + _SECTION_FIXED_PART, end, order)
        if overrun is not None:
            report_stop(problems, f"section {number}", options, self._source.offset + overrun)
        header = SectionHeader(number, "little" if order == "<" else "big", options)
        self.told.take_section(header)
        return header, Section(number, order, problems)


def _readers(section: Section) -> dict[int, Callable[[int, Block, int], Record | None]]:
    """Which kinds of block are packets, and what reads each."""
    return {
        ENHANCED_PACKET: section.enhanced,
        SIMPLE_PACKET: section.simple,
        OBSOLETE_PACKET: section.obsolete,
    }
