"""Segments as packets of one direction: built once for each form, then stamped out with other numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from netkit.packet.building import ipv4, ipv6, tcp
from netkit.tcp.segment import Flag, Segment, Timestamps
from netkit.tcp.segmentation.template import Template

if TYPE_CHECKING:
    from netkit.packet.building import Packet
    from netkit.tcp.segmentation.ends import End

__all__ = ["Stamper"]

LETTERS = tuple((flag, str(flag.name)[0]) for flag in Flag)
ECT, CE = 2, 3
MOST_TEMPLATES = 4096


class Stamper:
    """Makes the packets from one end to the other, with right lengths and checksums, `hops` away from their end.

    `services` is the Diffserv codepoint, from 0 to 63. `link` is what stands before the IP header; None: nothing. They may not be
    fragmented.
    """

    def __init__(
        self, source: End, destination: End, *, hops: int, services: int = 0, link: Packet | None = None
    ) -> None:
        self._source, self._destination = source, destination
        self._hops, self._services = hops, services
        self._link = link
        self._templates: dict[tuple[Flag, int, int], Template] = {}

    def packet(self, header: Segment, data: bytes, identification: int) -> bytes:
        """The packet of a segment, whose payload is `data` whatever the segment itself says."""
        if header.sack or header.flags & (Flag.SYN | Flag.URG):
            packet = self._packet(header, identification)
            return (packet / data if data else packet).encode()
        clocks = header.timestamps
        return self._template(header).packet(
            data,
            sequence=header.sequence,
            acknowledgment=header.acknowledgment,
            push=bool(header.flags & Flag.PSH),
            identification=identification,
            clock=0 if clocks is None else clocks.value,
            echo=0 if clocks is None else clocks.echo,
        )

    def _template(self, header: Segment) -> Template:
        flags = Flag(header.flags & ~Flag.PSH)
        key = (flags, header.window, _mark(header) + 4 * (header.timestamps is not None))
        found = self._templates.get(key)
        if found is None:
            if len(self._templates) >= MOST_TEMPLATES:
                self._templates.clear()
            clocks = None if header.timestamps is None else Timestamps(0, 0)
            bare = replace(header, sequence=0, acknowledgment=0, flags=flags, timestamps=clocks)
            found = self._templates[key] = Template(self._packet(bare, 0))
        return found

    def _packet(self, header: Segment, identification: int) -> Packet:
        """A packet without data."""
        source, destination = self._source, self._destination
        named = {
            "source": str(source.address),
            "destination": str(destination.address),
            "differentiated_services": self._services,
        }
        mark = _mark(header)
        if source.address.version == 4:
            network = ipv4(
                **named, identification=identification, dont_fragment=True, time_to_live=self._hops,
                explicit_congestion_notification=mark,
            )  # fmt: skip
        else:
            network = ipv6(**named, hop_limit=self._hops, explicit_congestion_notification=mark)
        if self._link is not None:
            network = self._link / network
        return network / _header(header, source.port, destination.port)


def _mark(header: Segment) -> int:
    return CE if header.congestion else ECT if header.capable else 0


def _header(header: Segment, source: int, destination: int) -> Packet:
    options: dict[str, object] = {}
    if header.largest is not None:
        options["maximum_segment_size"] = header.largest
    if header.sack_permitted:
        options["sack_permitted"] = True
    if header.timestamps is not None:
        name = "timestamps" if header.largest is not None else "aligned_timestamps"
        options[name] = [header.timestamps.value, header.timestamps.echo]
    if header.shift is not None:
        options["window_scale"] = header.shift
    if header.sack:
        options["sack"] = [edge for block in header.sack for edge in block]
    return tcp(
        source_port=source,
        destination_port=destination,
        sequence_number=header.sequence,
        acknowledgment_number=header.acknowledgment,
        flags="".join(letter for bit, letter in LETTERS if header.flags & bit),
        window=header.window,
        urgent_pointer=header.urgent,
        **options,
    )
