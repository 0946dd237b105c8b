"""The parts of a capture into pcapng, section by section as they stand: what netkit does not know is carried over as it is."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from netkit.capture.form import NANOSECONDS, Form, resolution_code
from netkit.capture.losses import Losses
from netkit.capture.pcapng_format import (
    CUSTOM_NOT_TO_COPY,
    CUSTOM_OPTIONS_NOT_TO_COPY,
    INTERFACE_FCS_LENGTH,
    INTERFACE_RESOLUTION,
    INTERFACE_STATISTICS,
    SECTION_APPLICATION,
)
from netkit.capture.pcapng_writer import PcapngWriter
from netkit.capture.statistics import interface_of, rescaled

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netkit.capture.destination import Pen
    from netkit.capture.interface import Interface
    from netkit.capture.options import Option
    from netkit.capture.parts import OtherBlock, SectionHeader
    from netkit.capture.record import Record

__all__ = ["IntoPcapng"]


class IntoPcapng:
    """Takes the parts of a capture in their order, and writes each.

    `resolution` is that of every time stamp written, None for each as it stands. What may not be copied into a file
    that was `changed` is left out (draft-ietf-opsawg-pcapng §5.2).
    """

    def __init__(self, pen: Pen, form: Form, *, resolution: int | None, changed: bool) -> None:
        self.losses = Losses()
        self._writer = PcapngWriter(pen.write, form.byte_order)
        self._resolution = resolution
        self._changed = changed or resolution is not None
        self._begun = False
        self._numbers: dict[int, tuple[int, int]] = {}
        """Of each interface of the section its number in what is written, and the resolution that it had."""

    def section(self, header: SectionHeader) -> None:
        """Begin a section, in the byte order of the one that it was."""
        self._writer.section(self._copied(header.options), header.byte_order)
        self._begun = True
        self._numbers = {}

    def interface(self, interface: Interface) -> None:
        """Describe an interface; one of pcap begins the file's only section."""
        options = self._copied(interface.options)
        if not self._begun:
            self._writer.section([(SECTION_APPLICATION, b"netkit")])
            self._begun = True
            options = _options_of_pcap(interface)
        if self._resolution is not None:
            code = resolution_code(self._resolution)
            options = [option for option in options if option[0] != INTERFACE_RESOLUTION]
            options += [(INTERFACE_RESOLUTION, bytes((code,)))] if code is not None else []
        self._numbers[interface.number] = len(self._numbers), interface.resolution
        self._writer.interface(interface.link_type, interface.snap_length, options)

    def record(self, record: Record) -> None:
        """Write a packet, with everything that is said of it."""
        number, _ = self._numbers[record.interface.number]
        options = self._copied(record.options) if record.options else ()
        data, length = record.data, record.original_length
        if record.time is not None:
            self._writer.packet(number, self._ticks(record, record.time), data, length, options)
        elif len(data) == min(length, record.interface.snap_length or length):
            self._writer.simple_packet(data, length)
        else:
            # A Simple Packet Block can't say that it was cut elsewhere than at the snap length.
            self.losses.add("packets without a time: 1970 stands there")
            self._writer.packet(number, 0, data, length, options)

    def _ticks(self, record: Record, time: int) -> int:
        """The time stamp in the unit of the file that is written."""
        present = record.interface.resolution
        wanted = self._resolution or present
        if record.ticks is None:
            ticks, rest = divmod(time * wanted, NANOSECONDS)
        else:
            ticks, rest = divmod(record.ticks * wanted, present)
        if rest:
            self.losses.add("digits of times: rounded down")
        return ticks

    def block(self, block: OtherBlock) -> None:
        """Write a block as it stands; of statistics the interface's number and the times follow the file's."""
        if block.kind == CUSTOM_NOT_TO_COPY and self._changed:
            self.losses.add("custom blocks that ask not to be copied")
        elif block.kind == INTERFACE_STATISTICS:
            self._statistics(block)
        else:
            self._writer.block(block.kind, block.content)

    def _statistics(self, block: OtherBlock) -> None:
        order = "<" if block.byte_order == "little" else ">"
        about = interface_of(block.content, order)
        known = None if about is None else self._numbers.get(about)
        if known is None:
            self.losses.add("statistics of interfaces that are not described")
            return
        number, resolution = known
        content = block.content
        if self._resolution is not None:
            content = rescaled(content, order, resolution, self._resolution)
        self._writer.block(block.kind, struct.pack(order + "I", number) + content[4:])

    def _copied(self, options: Iterable[Option]) -> list[Option]:
        """The options, without those that their maker wants in no changed file."""
        found = list(options)
        if not self._changed:
            return found
        kept = [option for option in found if option[0] not in CUSTOM_OPTIONS_NOT_TO_COPY]
        self.losses.add("custom options that ask not to be copied", len(found) - len(kept))
        return kept

    def finish(self) -> int:
        """How many packets were written; a file of none has a section at least."""
        if not self._begun:
            self._writer.section([(SECTION_APPLICATION, b"netkit")])
        return self._writer.count


def _options_of_pcap(interface: Interface) -> list[Option]:
    """What a pcap file says in its header, as options."""
    code = resolution_code(interface.resolution)
    options: list[Option] = [(INTERFACE_RESOLUTION, bytes((code,)))] if code is not None else []
    if interface.fcs_length is not None:
        options.append((INTERFACE_FCS_LENGTH, bytes((interface.fcs_length & 0xFF,))))
    return options
