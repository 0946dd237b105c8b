"""Transports: what carries data from one program to another."""

from __future__ import annotations

import numpy as np

from netkit.capture.columnar.column import Array
from netkit.capture.columnar.gather import Headers
from netkit.capture.columnar.group import Group
from netkit.capture.columnar.walk import Walk
from netkit.packet.transport.tcp import SHORTEST, USUAL_BYTES, USUAL_OPTIONS, Tcp
from netkit.packet.transport.tcp_options import AlignedTimestamps
from netkit.packet.transport.udp import Udp

__all__ = ["SEGMENT_LENGTH", "tcp", "udp"]


SEGMENT_LENGTH = "tcp.len"
"""The key of how many bytes of data a segment carries, which no header says."""


def tcp(walk: Walk, group: Group) -> None:
    """A segment; its options are left where they are asked for, but for timestamps as nearly every segment has them."""
    group = walk.fit(group, SHORTEST)
    headers = Headers(Tcp, walk.octets, group.at)
    size = headers.raw("data_offset").astype(np.int64) * 4
    usual = (size >= SHORTEST) & (group.at + size <= group.end)
    if SEGMENT_LENGTH in walk.keys:
        usual &= ~walk.cut[group.rows]
    options = walk.options(AlignedTimestamps)
    if options:
        usual &= (size == SHORTEST) | _aligned(walk, group, size)
    headers, group, (size,) = walk.sift(headers, group, usual, size)
    walk.show(headers, group)
    if options:
        walk.open(AlignedTimestamps, group.where(size == USUAL_BYTES).beyond(SHORTEST))
    if SEGMENT_LENGTH in walk.keys:
        walk.found[SEGMENT_LENGTH].append((group.rows, (group.end - group.at - size).astype(np.uint32)))
    walk.carry("tcp.port", headers.raw("source_port"), headers.raw("destination_port"), group.beyond(size))


def _aligned(walk: Walk, group: Group, size: Array) -> Array:
    """Whether the options of a segment are timestamps behind two fillers."""
    aligned: Array = (size == USUAL_BYTES) & (group.at + USUAL_BYTES <= group.end) & walk.readable(group, USUAL_BYTES)
    where = np.flatnonzero(aligned)
    first = Headers(AlignedTimestamps, walk.octets, group.at[where] + SHORTEST)
    for field, wanted in zip(AlignedTimestamps.fields, USUAL_OPTIONS, strict=False):
        aligned[where] &= first.raw(field.name) == wanted
    return aligned


def udp(walk: Walk, group: Group) -> None:
    """A datagram whose length can be."""
    if walk.deep_options(Udp.key):
        walk.leave(group)
        return
    group = walk.fit(group, Udp.fixed_bytes)
    headers = Headers(Udp, walk.octets, group.at)
    length = headers.raw("length")
    headers, group, (length,) = walk.sift(headers, group, length >= Udp.fixed_bytes, length)
    walk.show(headers, group)
    at = group.at + Udp.fixed_bytes
    inside = Group(group.rows, at, np.minimum(group.at + length, group.end), group.depth + 1)
    walk.carry("udp.port", headers.raw("source_port"), headers.raw("destination_port"), inside)
