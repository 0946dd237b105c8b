"""Which segments and datagrams of a batch its columns hold, because their packets are as usual, and which are found one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from netkit.capture.columnar.column import Array, Column
from netkit.capture.columnar.quick import QuickBatch
from netkit.capture.columnar.steps.selection import AlignedSelection
from netkit.capture.dissecting import dissected
from netkit.capture.streams.numbers import SYN, Segment
from netkit.capture.streams.segments import Datagram, transports
from netkit.packet.transport.tcp import Tcp
from netkit.packet.transport.tcp_options import AlignedTimestamps, SackBlock
from netkit.tcp.sequence import MODULUS

__all__ = ["Simple", "simple_in", "taken_apart"]

_KEYS = (
    "ip.src", "ip.dst", "ipv6.src", "ipv6.dst", "tcp.srcport", "tcp.dstport", "tcp.flags", "tcp.seq_raw", "tcp.ack_raw", "tcp.len",
    "tcp.window_size_value", "tcp.hdr_len", "tcp.options.timestamp.tsval", "tcp.options.sack_le", "tcp.options.sack_re", "udp.srcport",
    "udp.dstport",
)  # fmt: skip

FLAG_BITS = 0xFF
"""Of `tcp.flags`, those that the numbering knows."""


@dataclass(frozen=True, slots=True)
class Simple:
    """Which packets of a batch can be read from its columns, and what those hold, one entry a packet.

    `rows` says which have one address of each kind and one segment or datagram of a usual form; `others` may have some, too. `tcp` and
    `udp` count the headers; `stamps` has the sender's clock where `stamped` is not 0; `selected` says how many bytes are acknowledged
    selectively.
    """

    columns: dict[str, Column]
    rows: Array
    others: Array
    tcp: Array
    udp: Array
    stamps: Array
    stamped: Array
    selected: Array
    flag_bits: int = FLAG_BITS


def simple_in(batch: QuickBatch) -> Simple:
    """Look at the columns of a batch.

    Not simple is a packet in a tunnel, a fragment, one that an error quotes, one that was cut, one that opens a connection, and one with
    other options than timestamps and SACK.
    """
    columns, left = batch.walked_alone(_KEYS)
    count = batch.count
    tcp, udp = _times(columns["tcp.srcport"], count), _times(columns["udp.srcport"], count)
    addresses = _times(columns["ip.src"], count) + _times(columns["ipv6.src"], count)
    frames = batch.frames
    simple = (tcp + udp == 1) & (addresses == 1) & ~left & (frames.original <= frames.end - frames.start)
    flags = np.zeros(count, np.int64)
    flags[columns["tcp.flags"].rows] = columns["tcp.flags"].values
    # A window's scale counts wherever it stands; beside timestamps and selective acknowledgments there is no room for it.
    size = np.zeros(count, np.int64)
    size[columns["tcp.hdr_len"].rows] = columns["tcp.hdr_len"].values
    stamps, stamped = _stamps(columns["tcp.options.timestamp.tsval"], count)
    selected, blocks = _selected(columns["tcp.options.sack_le"], columns["tcp.options.sack_re"], count)
    told = Tcp.fixed_bytes + stamped * AlignedTimestamps.fixed_bytes
    told += (blocks > 0) * AlignedSelection.fixed_bytes + blocks * SackBlock.fixed_bytes
    plain = (size == 0) | (size == told)
    simple &= plain & (flags & SYN == 0)
    others = ~simple & ((tcp > 0) | (udp > 0) | left)
    return Simple(columns, simple, others, tcp, udp, stamps, stamped, selected)


def taken_apart(batch: QuickBatch, row: int) -> Iterator[Segment | Datagram]:
    """The segments and datagrams of one packet."""
    packet = batch.kept(row)
    if packet is None:
        record = batch.frames.record(row)
        packet = dissected(record)
    for each in transports(packet):
        yield each.segment


def _times(column: Column, count: int) -> Array:
    """How often each packet has a field."""
    return np.bincount(column.rows, minlength=count)


def _stamps(column: Column, count: int) -> tuple[Array, Array]:
    """For each packet the sender's clock, and how often it has one."""
    values = np.zeros(count, np.int64)
    values[column.rows] = column.values
    return values, _times(column, count)


def _selected(left: Column, right: Column, count: int) -> tuple[Array, Array]:
    """For each packet how many bytes it acknowledges selectively, and in how many blocks."""
    blocks = _times(left, count)
    if not len(left.rows) or not np.array_equal(left.rows, right.rows):
        return np.zeros(count, np.int64), blocks
    sizes = (right.values.astype(np.int64) - left.values.astype(np.int64)) % MODULUS
    sums = np.zeros(count, np.int64)
    np.add.at(sums, left.rows, sizes)
    return sums % MODULUS, blocks
