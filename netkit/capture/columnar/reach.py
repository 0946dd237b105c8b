"""Which bytes a layer stands for: its own, of which one takes slices, and all that it carries, into which `contains` looks."""

from __future__ import annotations

from netkit.packet import Dissection
from netkit.packet.application.dns.header import DnsLength
from netkit.packet.layer import Layer
from netkit.packet.network.ipv4 import Ipv4
from netkit.packet.network.ipv6 import Ipv6

__all__ = ["is_trailer", "layers_of", "own_bytes", "reach"]

_CARRIED_TOO = frozenset({"tcp", "icmp", "icmpv6"})
"""Protocols whose own bytes are, to Wireshark, all that they carry, too."""


def own_bytes(packet: Dissection, key: str) -> list[bytes]:
    """Of each layer of a protocol its own bytes, without a trailer behind what it carries."""
    if key in _CARRIED_TOO:
        return reach(packet, key)
    return [packet.data[start : _own_end(layer)] for start, layer in layers_of(packet, key)]


def is_trailer(layer: Layer) -> bool:
    """Whether a layer is only what stands behind the packet in a frame: padding, a trailer."""
    first = next((field.key for part in layer.parts for field, *_ in part.spans()), "")
    return first.endswith((".padding", ".trailer"))


def layers_of(packet: Dissection, key: str) -> list[tuple[int, Layer]]:
    """The layers of a protocol with where each begins: a DNS message over TCP with its length before it."""
    found: list[tuple[int, Layer]] = []
    for layer in packet.layers:
        if layer.key == key and not is_trailer(layer):
            before = found[-1][1] if found else None
            if (
                before is not None
                and isinstance(before.header, DnsLength)
                and before.start + before.length == layer.start
            ):
                found[-1] = found[-1][0], layer
            else:
                found.append((layer.start, layer))
    return found


def reach(packet: Dissection, key: str) -> list[bytes]:
    """Of each layer of a protocol the bytes from its first on to the last that lies inside it."""
    starts = {id(layer): start for start, layer in layers_of(packet, key)}
    found = []
    end = len(packet.data)
    for layer in packet.layers:
        end = max(layer.start, min(end, _limit(layer)))
        if id(layer) in starts:
            found.append(packet.data[starts[id(layer)] : end])
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
