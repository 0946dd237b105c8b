"""The segments of TCP and the datagrams of UDP in a packet that was taken apart: mostly one; in tunnels and errors another, or two."""

from __future__ import annotations

from collections.abc import Iterator
from struct import Struct
from typing import NamedTuple

from netkit.capture.streams.numbers import Segment
from netkit.packet import Dissection
from netkit.packet.layer import Layer
from netkit.packet.network.ipv4 import Ipv4
from netkit.packet.network.ipv6 import Ipv6
from netkit.packet.network.ipv6_fragment import Ipv6Fragment
from netkit.packet.transport.tcp import Tcp
from netkit.packet.transport.tcp_options import AlignedTimestamps, SackBlock, Timestamps, WindowScale
from netkit.packet.transport.udp import Udp
from netkit.tcp.sequence import MODULUS, distance

__all__ = ["Datagram", "Found", "transports"]

_tcp = Struct("!HHIIBBH").unpack_from
_ports = Struct("!HH").unpack_from

SHORTEST = Tcp.fixed_bytes // 4
"""What a header says of its own length at least, in words."""

IPV6_BYTES = 16
"""Of an address; a datagram in a jumbogram may have the length 0 (RFC 2675 §4)."""


class Datagram(NamedTuple):
    """What the numbering needs of a datagram."""

    source: bytes
    destination: bytes
    source_port: int
    destination_port: int


class Found(NamedTuple):
    """A segment or datagram in a packet, and its layer; `part` says that only a part of it is there: a fragment, or quoted in an error."""

    segment: Segment | Datagram
    layer: Layer
    part: bool


def transports(packet: Dissection) -> Iterator[Found]:
    """Every segment and datagram with a whole header in a packet, in the order of the bytes."""
    data = packet.data
    source = destination = b""
    fragment = False
    ip: Layer | None = None
    for layer in packet.layers:
        header = layer.header
        kind = type(header)
        if kind is Ipv4:
            at = header.start
            source, destination = data[at + 12 : at + 16], data[at + 16 : at + 20]
            fragment, ip = header.more_fragments, layer
        elif kind is Ipv6:
            at = header.start
            source, destination = data[at + 8 : at + 24], data[at + 24 : at + 40]
            fragment, ip = False, layer
        elif kind is Ipv6Fragment:
            fragment = fragment or header.more_fragments
        elif kind is Tcp:
            part = layer.quoted or fragment
            values = _tcp(data, header.start)
            offset, flags = values[4] >> 4, values[5]
            size = None if part or offset < SHORTEST else _size(packet, layer, ip, offset * 4)
            segment = Segment(
                source, destination, values[0], values[1], flags, values[2], values[3], size, values[6], *_told(layer)
            )
            yield Found(segment, layer, part)
        elif kind is Udp and (header.length >= Udp.fixed_bytes or (not header.length and len(source) == IPV6_BYTES)):
            yield Found(
                Datagram(source, destination, *_ports(data, header.start)), layer, bool(layer.quoted or fragment)
            )


def _size(packet: Dissection, layer: Layer, ip: Layer | None, header_bytes: int) -> int | None:
    """How many bytes of data a segment has, also where the capture kept only its beginning; None where its header does not fit."""
    if packet.original_length <= len(packet.data):
        return layer.content[1] - layer.content[0] if layer.content else None
    end = packet.original_length
    if ip is not None:
        stated = ip.header.total_length if ip.key == "ip" else ip.header.payload_length
        if stated:
            end = min(end, ip.start + stated + (0 if ip.key == "ip" else Ipv6.fixed_bytes))
    size = end - layer.start - header_bytes
    return int(size) if size >= 0 else None


def _told(layer: Layer) -> tuple[int | None, int | None, int]:
    """What the options say: the scale of windows, the sender's clock, and how many bytes are acknowledged beyond the others."""
    shift = stamp = None
    selected = 0
    for part in layer.parts:
        if isinstance(part, WindowScale):
            shift = part.shift_count if shift is None else shift
        elif isinstance(part, Timestamps | AlignedTimestamps):
            stamp = part.timestamp_value if stamp is None else stamp
        elif isinstance(part, SackBlock):
            selected += distance(part.left_edge, part.right_edge)
    return shift, stamp, selected % MODULUS
