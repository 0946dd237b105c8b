"""How much a segment or datagram carries, and how many sequence numbers a segment uses up."""

from __future__ import annotations

from netkit.packet.layer import Layer

__all__ = ["NUMBERS", "carried", "next_number", "used"]

NUMBERS = 1 << 32
"""Sequence numbers there are; they are counted modulo this (RFC 9293 §3.4)."""


def carried(layer: Layer) -> int:
    """Bytes of data in a segment or datagram, whoever takes them apart."""
    start, end = layer.content or (0, 0)
    return max(0, end - start)


def used(segment: Layer) -> int:
    """Sequence numbers that a segment uses up: one for each byte of data, and one each for SYN and FIN (RFC 9293 §3.4)."""
    return carried(segment) + int(segment.header.synchronize) + int(segment.header.finish)


def next_number(segment: Layer) -> int:
    """The sequence number behind all that a segment uses up: what an answer to it acknowledges."""
    return int((segment.header.sequence_number + used(segment)) % NUMBERS)
