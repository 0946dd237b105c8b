"""Which bytes a layer stands for: its own, of which one takes slices, and all that it carries, into which `contains` looks."""

from __future__ import annotations

from netkit.packet import Dissection
from netkit.packet.layer import Layer
from netkit.packet.network.ipv4 import Ipv4
from netkit.packet.network.ipv6 import Ipv6

__all__ = ["own_bytes", "reach"]

_CARRIED_TOO = frozenset({"tcp", "icmp", "icmpv6"})
"""Protocols whose own bytes are, to Wireshark, all that they carry, too."""


def own_bytes(packet: Dissection, key: str) -> list[bytes]:
    """Of each layer of a protocol its own bytes, without a trailer behind what it carries."""
    if key in _CARRIED_TOO:
        return reach(packet, key)
    return [packet.data[layer.start : _own_end(layer)] for layer in packet.layers if layer.key == key]


def reach(packet: Dissection, key: str) -> list[bytes]:
    """Of each layer of a protocol the bytes from its first on to the last that lies inside it."""
    found = []
    end = len(packet.data)
    for layer in packet.layers:
        end = max(layer.start, min(end, _limit(layer)))
        if layer.key == key:
            found.append(packet.data[layer.start : end])
        if layer.content:
            end = min(end, layer.content[1])
    return found


def _own_end(layer: Layer) -> int:
    end = layer.start
    for part in layer.parts:
        if part.start == end:
            end += part.byte_length
    return end


def _limit(layer: Layer) -> int:
    """Where the layer's own length field ends it."""
    header = layer.header
    if isinstance(header, Ipv4) and header.total_length >= header.internet_header_length * 4:
        return layer.start + header.total_length
    if isinstance(header, Ipv6) and header.payload_length:
        return layer.start + Ipv6.fixed_bytes + header.payload_length
    return 1 << 62
