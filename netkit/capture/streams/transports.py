"""The segments and datagrams of a batch: from its columns where its packets are as usual, one by one where they are not."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from netkit.capture.columnar.column import Array, Column
from netkit.capture.columnar.quick import QuickBatch
from netkit.capture.columnar.steps.selection import AlignedSelection
from netkit.capture.streams.numbers import SYN, Segment
from netkit.capture.streams.segments import Datagram, transports
from netkit.packet.dissection import dissect
from netkit.packet.transport.tcp import Tcp
from netkit.packet.transport.tcp_options import AlignedTimestamps, SackBlock
from netkit.tcp.sequence import MODULUS

__all__ = ["transports_in"]

_KEYS = (
    "ip.src", "ip.dst", "ipv6.src", "ipv6.dst", "tcp.srcport", "tcp.dstport", "tcp.flags", "tcp.seq_raw", "tcp.ack_raw", "tcp.len",
    "tcp.window_size_value", "tcp.hdr_len", "tcp.options.timestamp.tsval", "tcp.options.sack_le", "tcp.options.sack_re", "udp.srcport",
    "udp.dstport",
)  # fmt: skip

FLAG_BITS = 0xFF
"""Of `tcp.flags`, those that the numbering knows."""


def transports_in(batch: QuickBatch) -> Iterator[tuple[int, Segment | Datagram]]:
    """Every segment and datagram of a batch, with its packet's position, in the order of the packets.

    A packet with one address of each kind and one segment or datagram is read from the columns. One in a tunnel, a fragment, one that an
    error quotes, one that was cut, and one with other options than timestamps and SACK, is taken apart by itself.
    """
    batch.prepare((*_KEYS, "tcp.port", "udp.port"))
    columns = {key: batch.column(key) for key in _KEYS}
    count = batch.count
    tcp, udp = _times(columns["tcp.srcport"], count), _times(columns["udp.srcport"], count)
    addresses = _times(columns["ip.src"], count) + _times(columns["ipv6.src"], count)
    frames = batch.frames
    simple = (tcp + udp == 1) & (addresses == 1) & ~batch.unusual & (frames.original <= frames.end - frames.start)
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
    source, destination = _ends(columns, "src", count), _ends(columns, "dst", count)
    found: list[Segment | Datagram | None] = [None] * count
    names = ("srcport", "dstport", "flags", "seq_raw", "ack_raw", "len", "window_size_value")
    for row, *values in _together([columns[f"tcp.{name}"] for name in names], simple):
        first, second, flags_of, sequence, acknowledgment, length, window = values
        stamp = stamps[row] if stamped[row] else None
        found[row] = Segment(
            source[row], destination[row], first, second, flags_of & FLAG_BITS, sequence, acknowledgment, length, window, None, stamp,
            selected[row],
        )  # fmt: skip
    for row, *values in _together([columns["udp.srcport"], columns["udp.dstport"]], simple):
        found[row] = Datagram(source[row], destination[row], *values)
    others = ~simple & ((tcp > 0) | (udp > 0) | batch.unusual)
    for row in np.flatnonzero(simple | others).tolist():
        if (one := found[row]) is not None:
            yield row, one
            continue
        record = frames.record(row)
        packet = dissect(record.data, record.link_type, original_length=record.original_length)
        for each in transports(packet):
            yield row, each.segment


def _times(column: Column, count: int) -> Array:
    """How often each packet has a field."""
    return np.bincount(column.rows, minlength=count)


def _stamps(column: Column, count: int) -> tuple[list[int], Array]:
    """For each packet the sender's clock, and how often it has one."""
    values = np.zeros(count, np.int64)
    values[column.rows] = column.values
    return values.tolist(), _times(column, count)


def _selected(left: Column, right: Column, count: int) -> tuple[list[int], Array]:
    """For each packet how many bytes it acknowledges selectively, and in how many blocks."""
    blocks = _times(left, count)
    if not len(left.rows) or not np.array_equal(left.rows, right.rows):
        return [0] * count, blocks
    sizes = (right.values.astype(np.int64) - left.values.astype(np.int64)) % MODULUS
    sums = np.zeros(count, np.int64)
    np.add.at(sums, left.rows, sizes)
    return (sums % MODULUS).tolist(), blocks


def _ends(columns: dict[str, Column], side: str, count: int) -> list[bytes]:
    """For each packet an address as its bytes; where it has several, any of them."""
    found = [b""] * count
    four, six = columns[f"ip.{side}"], columns[f"ipv6.{side}"]
    wide = np.empty((len(six.rows), 2), ">u8")
    wide[:, 0], wide[:, 1] = six.values["high"], six.values["low"]
    for column, octets in ((four, four.values.astype(">u4").view("V4")), (six, wide.view("V16")[:, 0])):
        for row, each in zip(column.rows.tolist(), octets.tolist(), strict=True):
            found[row] = each
    return found


def _together(columns: list[Column], rows: Array) -> Iterator[tuple[int, ...]]:
    """For each of the rows that are chosen and have the first column, its position and its value in each column."""
    first = columns[0].rows
    chosen = [column.values[rows[column.rows]].tolist() for column in columns]
    return zip(first[rows[first]].tolist(), *chosen, strict=True)
