"""The classic capture format: a file header, then records that each begin with four numbers (draft-ietf-opsawg-pcap).

Whoever wrote the file used their own machine's byte order; the magic number tells which, and the unit of the second
number of each time stamp.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from netkit.capture.annotations import Annotations
from netkit.capture.interface import Interface
from netkit.capture.pcap_format import (
    FCS_LENGTH_SHIFT,
    FCS_PRESENT,
    FILE_HEADER,
    LINK_TYPE,
    MAXIMUM_CAPTURED,
    PCAP_MAGICS,
    RECORD_NUMBERS,
    PcapForm,
)
from netkit.capture.record import Record
from netkit.errors import CaptureError

if TYPE_CHECKING:
    from netkit.capture.parts import Part
    from netkit.capture.source import Source

__all__ = ["PcapReader"]

_DG_UX = (543, 0)

Swap = Callable[[int, int], tuple[int, int]]


class PcapReader:
    """Reads one classic pcap file.

    Making one reads the file header and raises CaptureError where that is cut or of another version.
    """

    format = "pcap"

    def __init__(self, source: Source, name: str) -> None:
        header = source.window(FILE_HEADER)
        self._form = form = PCAP_MAGICS[header[:4]]
        if len(header) < FILE_HEADER:
            raise CaptureError(
                f"{name} is cut off inside the file header of pcap",
                where=f"{len(header)} bytes are there, and the header has {FILE_HEADER}",
                why="the first record comes only after it, so there is no packet to read",
            )
        self.byte_order = form.byte_order
        self.resolution = form.resolution
        self._header_length = form.header
        self._order = "<" if form.byte_order == "little" else ">"
        self._source = source
        self._swap = _swap(header, self._order, name)
        # Before these stand the time zone and the accuracy of the time stamps, which nobody ever filled in (§4).
        self.snap_length, network = struct.unpack_from(self._order + "II", header, 16)
        # The upper 16 bits of the second tell of the frame check sequence, in words of 16 bits (§4).
        fcs_length = 2 * (network >> FCS_LENGTH_SHIFT) if network & FCS_PRESENT else None
        self._interface = Interface(
            0,
            network & LINK_TYPE,
            self.snap_length,
            resolution=form.resolution,
            fcs_length=fcs_length,
            byte_order=form.byte_order,
        )
        self.told = Annotations(source.problems)
        self.told.take_interface(self._interface)
        source.advance(FILE_HEADER)
        self._records = self._read()

    def parts(self) -> Iterator[Part]:
        """The interface, then every record."""
        yield self._interface
        yield from self._records

    def records(self) -> Iterator[Record]:
        """Every whole record (§5); what ended them, if not the end of the file, goes to the problems."""
        return self._records

    @property
    def interface(self) -> Interface:
        """The one interface of the file."""
        return self._interface

    @property
    def form(self) -> PcapForm | None:
        """How each record is laid out; None for old versions, whose lengths may stand the other way round."""
        return None if self._swap else self._form

    def jump(self, offset: int, number: int) -> Iterator[Record]:
        """The records from byte `offset` of the file on, before which `number` lay, that somebody found otherwise."""
        self._source.jump(offset)
        self._source.problems.count = number
        self._records = self._read(number)
        return self._records

    def _read(self, number: int = 0) -> Iterator[Record]:
        source, interface, swap = self._source, self._interface, self._swap
        length = self._header_length
        unpack = struct.Struct(self._order + RECORD_NUMBERS).unpack_from
        tick = 1_000_000_000 // self.resolution
        needed = length
        while len(window := source.window(needed)) >= needed:
            position, size, needed = 0, len(window), length
            while (start := position + length) <= size:
                seconds, fraction, captured, original = unpack(window, position)
                if swap is not None:
                    captured, original = swap(captured, original)
                end = start + captured
                if end > size:
                    needed = length + captured
                    break
                number += 1
                time = seconds * 1_000_000_000 + fraction * tick
                yield Record(number, time, window[start:end], original, interface)
                position = end
            source.advance(position)
            source.problems.count = number
            if needed > length + MAXIMUM_CAPTURED:
                self._too_long(needed - length)
                return
        if window:
            self._truncated(len(window), needed)

    def _too_long(self, captured: int) -> None:
        log = self._source.problems
        most = f"no capture holds more than {MAXIMUM_CAPTURED:,} of one packet"
        text = f"record {log.count + 1:,} claims {captured:,} bytes; {most}"
        log.end("pcap.record.too_long", text, self._source.offset)

    def _truncated(self, there: int, needed: int) -> None:
        log, length = self._source.problems, self._header_length
        if needed > length or there >= length:
            cut = f"{there - length:,} of its {needed - length:,} bytes are there"
        else:
            cut = f"{there} of its header's {length} bytes are there"
        log.end("pcap.record.truncated", f"the file ends inside record {log.count + 1:,}: {cut}", self._source.offset)


def _swap(header: bytes, order: str, name: str) -> Swap | None:
    """How to put a record's two lengths right: None where they are, as in every version from 2.4 on.

    Before 2.3 they stood the other way round, in 2.3 sometimes, and DG/UX kept the old order under a version of its
    own (libpcap).
    """
    major, minor = struct.unpack_from(order + "HH", header, 4)
    if (major, minor) == (2, 4):
        return None
    if (major, minor) == (2, 3):
        return lambda captured, original: (captured, original) if captured <= original else (original, captured)
    if (major == 2 and minor < 3) or (major, minor) == _DG_UX:
        return lambda captured, original: (original, captured)
    raise CaptureError(
        f"{name} is a pcap file of version {major}.{minor}, which netkit does not know",
        where="bytes 4–7 of the file",
        why="the versions ever in use are 2.0 to 2.4, and 543.0 of DG/UX; every file since 1998 is 2.4",
        hint="if the file is damaged, capinfos or a hex viewer shows what else is wrong at its beginning",
    )
