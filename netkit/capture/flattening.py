"""The parts of a capture into classic pcap, which holds packets of one link type and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.capture.form import NANOSECONDS, Form
from netkit.capture.losses import Losses
from netkit.capture.pcap_format import FCS_LENGTH_SHIFT, FCS_PRESENT, USUAL_SNAP_LENGTH
from netkit.capture.pcap_writer import PcapWriter, other_link_type
from netkit.capture.pcapng_format import INTERFACE_RESOLUTION, INTERFACE_TIME_OFFSET

if TYPE_CHECKING:
    from netkit.capture.destination import Pen
    from netkit.capture.interface import Interface
    from netkit.capture.parts import OtherBlock, SectionHeader
    from netkit.capture.record import Record

__all__ = ["IntoPcap"]

_MICROSECONDS = 1_000_000
_ETHERNET = 1
_IN_EVERY_RECORD = (INTERFACE_RESOLUTION, INTERFACE_TIME_OFFSET)
"""What an option of an interface says and pcap keeps in each time stamp."""


class IntoPcap:
    """Takes the parts of a capture in their order, and writes its packets.

    `resolution` is 10^6 or 10^9, or None for what the first packet's interface has: microseconds where they suffice.
    `from_pcap` says that the interface is that of a pcap file, whose header is kept as it was.
    """

    def __init__(self, pen: Pen, form: Form, *, resolution: int | None, from_pcap: bool) -> None:
        self.losses = Losses()
        self._pen = pen
        self._form = form
        self._resolution = resolution
        self._from_pcap = from_pcap
        self._writer: PcapWriter | None = None
        self._interfaces: list[Interface] = []
        self._link_type = _ETHERNET
        self._snap_length = USUAL_SNAP_LENGTH
        self._tick = 1

    def section(self, header: SectionHeader) -> None:
        """Leave out what a section says of itself."""
        comments = len(header.comments)
        self.losses.add("comments on the file", comments)
        self.losses.add("remarks on what made the file", len(header.options) - comments)

    def interface(self, interface: Interface) -> None:
        """Take an interface into account, as far as the file's header is not written yet."""
        if self._writer is None and len(self._interfaces) < 2:
            self._interfaces.append(interface)
        said = sum(1 for code, _ in interface.options if code not in _IN_EVERY_RECORD)
        self.losses.add("names and descriptions of interfaces", 1 if said else 0)

    def record(self, record: Record) -> None:
        """Write a packet."""
        writer = self._writer or self._begun(record.interface)
        if record.link_type != self._link_type:
            raise other_link_type(record.number, record.link_type, self._link_type)
        comments = len(record.comments)
        self.losses.add("comments on packets", comments)
        self.losses.add("remarks on packets: direction, drops, hashes", len(record.options) - comments)
        time = record.time
        if time is None:
            self.losses.add("packets without a time: 1970 stands there")
            time = 0
        elif time % self._tick or (
            record.ticks is not None and record.ticks * NANOSECONDS % record.interface.resolution
        ):
            self.losses.add("digits of times: rounded down")
        if len(record.data) > self._snap_length > 0:
            self.losses.add("packets longer than the file's snap length")
        writer.packet(record.data, time, record.original_length)

    def block(self, block: OtherBlock) -> None:
        """Leave out a block that is no packet."""
        self.losses.add(f"blocks of this kind: {block.name}")

    def _begun(self, interface: Interface | None) -> PcapWriter:
        network, resolution = _ETHERNET, _MICROSECONDS
        if interface is not None:
            network = self._link_type = interface.link_type
            resolution = _MICROSECONDS if interface.resolution <= _MICROSECONDS else NANOSECONDS
            if self._from_pcap:
                self._snap_length = interface.snap_length
                if interface.fcs_length is not None:
                    network |= FCS_PRESENT | interface.fcs_length // 2 << FCS_LENGTH_SHIFT
            elif len(self._interfaces) == 1:
                self._snap_length = interface.snap_length or USUAL_SNAP_LENGTH
        resolution = self._resolution or resolution
        self._tick = NANOSECONDS // resolution
        self._writer = PcapWriter(
            self._pen.write,
            network=network,
            snap_length=self._snap_length,
            resolution=resolution,
            byte_order=self._form.byte_order,
        )
        return self._writer

    def finish(self) -> int:
        """How many packets were written; a file of none has a header all the same."""
        return (self._writer or self._begun(next(iter(self._interfaces), None))).count
