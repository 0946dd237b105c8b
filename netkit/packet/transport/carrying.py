"""How much a segment carries, and how many sequence numbers it uses up, also where the capture kept only its beginning."""

from __future__ import annotations

from netkit.packet.dissection import Dissection
from netkit.packet.layer import Layer

__all__ = ["NUMBERS", "carried", "next_number", "used"]

NUMBERS = 1 << 32
"""Sequence numbers there are; they are counted modulo this (RFC 9293 §3.4)."""


def carried(packet: Dissection, layer: Layer) -> int | None:
    """Bytes of data in a segment of TCP or a datagram of UDP, whoever takes them apart; None where the bytes do not tell.

    A fragment has only a part of them, and says nothing of the rest. Where the capture is cut, the length in the header of IP tells.
    """
    before = packet.layers[: packet.layers.index(layer)]
    if any(_is_fragment(each) for each in before):
        return None
    if packet.original_length <= len(packet.data):
        start, end = layer.content or (0, 0)
        return max(0, end - start)
    header = layer.header.data_offset * 4 if layer.key == "tcp" else 8
    ip = next((each for each in reversed(before) if each.key in ("ip", "ipv6")), None)
    if ip is None:
        return None
    stated = ip.header.total_length if ip.key == "ip" else 40 + ip.header.payload_length
    size = int(ip.start + stated - layer.start - header)
    return size if size >= 0 else None


def _is_fragment(layer: Layer) -> bool:
    if layer.key not in ("ip", "ipv6.fraghdr"):
        return False
    return bool(layer.header.more_fragments or layer.header.fragment_offset)


def used(packet: Dissection, segment: Layer) -> int | None:
    """Sequence numbers that a segment uses up: one for each byte of data, and one each for SYN and FIN (RFC 9293 §3.4)."""
    data = carried(packet, segment)
    return None if data is None else data + int(segment.header.synchronize) + int(segment.header.finish)


def next_number(packet: Dissection, segment: Layer) -> int | None:
    """The sequence number behind all that a segment uses up: what an answer to it acknowledges."""
    numbers = used(packet, segment)
    return None if numbers is None else int((segment.header.sequence_number + numbers) % NUMBERS)
