"""Transports: what carries data from one program to another."""

from __future__ import annotations

import numpy as np

from netkit.capture.columnar.column import Array
from netkit.capture.columnar.gather import Headers
from netkit.capture.columnar.group import Group
from netkit.capture.columnar.steps.selection import AlignedSelection
from netkit.capture.columnar.walk import Walk
from netkit.packet.header import Header
from netkit.packet.transport.tcp import SHORTEST, USUAL_BYTES, USUAL_OPTIONS, Tcp
from netkit.packet.transport.tcp_options import AlignedTimestamps, SackBlock
from netkit.packet.transport.udp import Udp

__all__ = ["SEGMENT_LENGTH", "tcp", "udp"]


SEGMENT_LENGTH = "tcp.len"
"""The key of how many bytes of data a segment carries, which no header says."""

SELECTIVE = (1, 1, 5)
"""How a SACK begins that stands behind two fillers."""

FILLERS = 2

MOST_BLOCKS = 4
"""Blocks of a SACK: more have no room (RFC 2018 §3)."""


OPTIONS = (AlignedTimestamps, AlignedSelection, SackBlock)
"""The tables of those options that are walked through."""

STAMPS = AlignedTimestamps.fixed_bytes


def tcp(walk: Walk, group: Group) -> None:
    """A segment; its options are left where they are asked for, but for timestamps and SACK as nearly every segment has them."""
    group = walk.fit(group, SHORTEST)
    headers = Headers(Tcp, walk.octets, group.at)
    size = headers.raw("data_offset").astype(np.int64) * 4
    usual = (size >= SHORTEST) & (group.at + size <= group.end)
    if SEGMENT_LENGTH in walk.keys:
        usual &= ~walk.cut[group.rows]
    stamped = rest = np.zeros(0, np.int64)
    options = walk.options(*OPTIONS)
    if options:
        stamped = _aligned(walk, group, AlignedTimestamps, USUAL_OPTIONS, size >= USUAL_BYTES)
        rest = size - SHORTEST - STAMPS * stamped
        usual &= (rest == 0) | _selective(walk, group, stamped, rest)
    headers, group, (size,) = walk.sift(headers, group, usual, size)
    walk.show(headers, group)
    if options:
        _open_options(walk, group, stamped[usual], rest[usual])
    if SEGMENT_LENGTH in walk.keys:
        walk.found[SEGMENT_LENGTH].append((group.rows, (group.end - group.at - size).astype(np.uint32)))
    walk.carry("tcp.port", headers.raw("source_port"), headers.raw("destination_port"), group.beyond(size))


def _aligned(walk: Walk, group: Group, table: type[Header], beginning: bytes, maybe: Array) -> Array:
    """Where the options of segments that `maybe` have room for a table begin with these bytes."""
    where = np.flatnonzero(maybe & walk.readable(group, SHORTEST + table.fixed_bytes))
    found = np.zeros(len(group), bool)
    found[where] = _begin(walk, table, beginning, group.at[where] + SHORTEST)
    return found


def _begin(walk: Walk, table: type[Header], beginning: bytes, at: Array) -> Array:
    """Where the first fields of a table have the values of these bytes."""
    headers = Headers(table, walk.octets, at)
    found = np.ones(len(at), bool)
    for field, wanted in zip(table.fields, beginning, strict=False):
        found &= headers.raw(field.name) == wanted
    return found


def _selective(walk: Walk, group: Group, stamped: Array, rest: Array) -> Array:
    """Where all that is left of the options is one SACK behind two fillers."""
    found = np.zeros(len(group), bool)
    for blocks in range(1, MOST_BLOCKS + 1):
        size = AlignedSelection.fixed_bytes + blocks * SackBlock.fixed_bytes
        where = np.flatnonzero((rest == size) & walk.readable(group, SHORTEST + STAMPS + size))
        if len(where):
            at = group.at[where] + SHORTEST + STAMPS * stamped[where]
            found[where] = _begin(walk, AlignedSelection, bytes((*SELECTIVE, size - FILLERS)), at)
    return found


def _open_options(walk: Walk, group: Group, stamped: Array, rest: Array) -> None:
    """Take the fields of timestamps, and of SACK behind them or alone."""
    walk.open(AlignedTimestamps, group.where(stamped != 0).beyond(SHORTEST))
    selective = rest > 0
    if selective.any():
        behind = group.beyond(SHORTEST + STAMPS * stamped).where(selective)
        walk.open(AlignedSelection, behind)
        behind = behind.beyond(AlignedSelection.fixed_bytes)
        blocks = (rest[selective] - AlignedSelection.fixed_bytes) // SackBlock.fixed_bytes
        for number in range(int(blocks.max())):
            walk.open(SackBlock, behind.beyond(number * SackBlock.fixed_bytes).where(blocks > number))


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
