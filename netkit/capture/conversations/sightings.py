"""Who is seen talking in a batch of packets: pairs of IP addresses, segments, datagrams, frames.

What a walk gave is taken from its columns; packets that are not as usual, and those in tunnels, are taken apart one by one, with their
fragments put together first, as a receiver does. An address of IP that is only quoted in an error is not seen, a segment is: its stream is
numbered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from netkit.capture.columnar.column import Array, Column
from netkit.capture.columnar.quick import QuickBatch
from netkit.capture.conversations.addresses import PORT_BITS, AddressBook
from netkit.capture.conversations.tcp_streams import Segments
from netkit.capture.streams.numbers import Segment
from netkit.capture.streams.segments import transports
from netkit.packet import Dissection
from netkit.packet.fragments import Completed, Defragmenter
from netkit.packet.network.ipv4 import Ipv4
from netkit.packet.network.ipv6 import Ipv6

__all__ = ["KEYS", "Pair", "Seen", "Sightings"]

KEYS = (
    "eth.src", "eth.dst", "ip.src", "ip.dst", "ipv6.src", "ipv6.dst", "tcp.srcport", "tcp.dstport", "tcp.flags", "tcp.seq_raw",
    "tcp.ack_raw", "udp.srcport", "udp.dstport", "tcp.port", "udp.port",
)  # fmt: skip
"""What is asked of a batch; with both ports in it, the walk leaves every packet whose transport it is not sure of."""

FLAG_BITS = 0xFF

Columns = Mapping[str, Column]


class Pair(NamedTuple):
    """Who sent something to whom, as numbers, in the packet at position `row`; rows never fall. `whole` is false of what is only quoted."""

    row: Array
    source: Array
    destination: Array
    whole: Array


class Seen(NamedTuple):
    """What was seen in a batch; `segments` has a row for each in `tcp`."""

    eth: Pair
    ip: Pair
    ipv6: Pair
    tcp: Pair
    udp: Pair
    segments: Segments


class Sightings:
    """Batches go in, in the order of the capture. Waiting fragments are bounded as in a host, addresses by the book's limit."""

    def __init__(self, book: AddressBook) -> None:
        self._book = book
        self._defragmenter = Defragmenter()

    def of(self, batch: QuickBatch) -> Seen:
        """What is seen in the next batch."""
        batch.prepare(KEYS)
        count = batch.count
        columns = {key: batch.column(key) for key in KEYS[:-2]}
        times = {key: np.bincount(columns[key].rows, minlength=count) for key in columns}
        addresses = times["ip.src"] + times["ipv6.src"]
        carried = times["tcp.srcport"] + times["udp.srcport"]
        usual = ~batch.unusual & (addresses <= 1) & (carried <= 1) & ((addresses == 1) | (carried == 0))
        usual &= times["ip.dst"] == times["ip.src"]
        four, six = self._four(columns, usual), self._six(columns, usual)
        source, destination = np.zeros(count, np.int64), np.zeros(count, np.int64)
        for row, one, other, _ in (four, six):
            source[row], destination[row] = one, other
        others = self._others(batch, ~usual & (batch.unusual | (addresses > 0) | (carried > 0)))
        tcp, numbers = _transports(columns, "tcp", usual, source, destination)
        udp, _ = _transports(columns, "udp", usual, source, destination)
        tcp, order = _together(tcp, _pair([each[:4] for each in others.segments]))
        more = np.array([each[4:] for each in others.segments], np.int64).reshape(-1, 3)
        numbers = np.concatenate([numbers, more])[order]
        return Seen(
            _frames(columns, times),
            _together(four, _pair(others.four))[0],
            _together(six, _pair(others.six))[0],
            tcp,
            _together(udp, _pair(others.datagrams))[0],
            Segments(tcp.source, tcp.destination, numbers[:, 0], numbers[:, 1], numbers[:, 2], tcp.whole),
        )

    def _four(self, columns: Columns, usual: Array) -> Pair:
        source, destination = columns["ip.src"], columns["ip.dst"]
        kept = usual[source.rows]
        ends = [each.values[usual[each.rows]].astype(np.int64) for each in (source, destination)]
        return Pair(source.rows[kept], ends[0], ends[1], np.ones(len(ends[0]), bool))

    def _six(self, columns: Columns, usual: Array) -> Pair:
        source, destination = columns["ipv6.src"], columns["ipv6.dst"]
        kept = usual[source.rows]
        both = np.concatenate([source.values[kept], destination.values[kept]])
        numbers = self._book.numbers(both)
        half = len(numbers) // 2
        return Pair(source.rows[kept], numbers[:half], numbers[half:], np.ones(half, bool))

    def _others(self, batch: QuickBatch, chosen: Array) -> _Others:
        """Packets that are taken apart one by one."""
        found = _Others([], [], [], [])
        own = np.flatnonzero(batch.unusual)
        known = dict(zip(own.tolist(), batch.dissected(own), strict=True))
        tunnels = np.flatnonzero(chosen & ~batch.unusual)
        known |= dict(zip(tunnels.tolist(), batch.dissected(tunnels), strict=True))
        frames = batch.frames
        for row in sorted(known):
            packet = known[row]
            timed = frames.timed is None or bool(frames.timed[row])
            now = int(frames.time[row]) if timed else None
            self._networks(packet, row, found, after=0)
            for event in self._defragmenter.receive(packet, int(frames.number[row]), now=now):
                if isinstance(event, Completed):
                    if event.packet is not packet:
                        self._networks(event.packet, row, found, after=1)
                    self._carried(event.packet, row, found)
        return found

    def _networks(self, packet: Dissection, row: int, found: _Others, *, after: int) -> None:
        """The addresses of a packet's IP headers, behind the first ones."""
        count = 0
        for layer in packet.layers:
            header = layer.header
            kind = type(header)
            if kind not in (Ipv4, Ipv6) or layer.quoted:
                continue
            count += 1
            if count <= after:
                continue
            at, size = header.start + (12 if kind is Ipv4 else 8), 4 if kind is Ipv4 else 16
            ends = [self._book.number(packet.data[each : each + size]) for each in (at, at + size)]
            (found.four if kind is Ipv4 else found.six).append((row, *ends, 1))

    def _carried(self, packet: Dissection, row: int, found: _Others) -> None:
        """The segments and datagrams of a packet."""
        for each in transports(packet):
            one = each.segment
            source = self._end(one.source, one.source_port)
            destination = self._end(one.destination, one.destination_port)
            if isinstance(one, Segment):
                whole = not each.part and one.length is not None
                found.segments.append(
                    (row, source, destination, int(whole), one.flags & FLAG_BITS, one.sequence, one.acknowledgment)
                )
            else:
                found.datagrams.append((row, source, destination, int(not each.part)))

    def _end(self, packed: bytes, port: int) -> int:
        return (self._book.number(packed) << PORT_BITS) | port


class _Others(NamedTuple):
    """Sightings in packets that were taken apart by themselves: row, source, destination, whether it is whole, and a segment's numbers."""

    four: list[tuple[int, ...]]
    six: list[tuple[int, ...]]
    datagrams: list[tuple[int, ...]]
    segments: list[tuple[int, ...]]


def _transports(columns: Columns, key: str, usual: Array, source: Array, destination: Array) -> tuple[Pair, Array]:
    """The segments or datagrams of usual packets, and of segments what the numbering needs."""
    rows = columns[f"{key}.srcport"].rows
    kept = usual[rows]
    row = rows[kept]
    ports = [columns[f"{key}.{side}port"].values[kept].astype(np.int64) for side in ("src", "dst")]
    ends = [(each[row] << PORT_BITS) | port for each, port in zip((source, destination), ports, strict=True)]
    pair = Pair(row, ends[0], ends[1], np.ones(len(row), bool))
    if key == "udp":
        return pair, np.zeros((len(row), 0), np.int64)
    names = ("tcp.flags", "tcp.seq_raw", "tcp.ack_raw")
    numbers = np.stack([columns[name].values[usual[columns[name].rows]].astype(np.int64) for name in names], axis=1)
    numbers[:, 0] &= FLAG_BITS
    return pair, numbers


def _frames(columns: Columns, times: Mapping[str, Array]) -> Pair:
    """The frames of Ethernet; one that was cut within its header is none."""
    source, destination = columns["eth.src"], columns["eth.dst"]
    whole = times["eth.src"] == times["eth.dst"]
    kept = whole[source.rows]
    ends = [each.values[whole[each.rows]].astype(np.int64) for each in (source, destination)]
    return Pair(source.rows[kept], ends[0], ends[1], np.ones(len(ends[0]), bool))


def _pair(rows: Sequence[tuple[int, ...]]) -> Pair:
    found = np.array(rows, np.int64).reshape(-1, 4)
    return Pair(found[:, 0], found[:, 1], found[:, 2], found[:, 3] != 0)


def _together(one: Pair, other: Pair) -> tuple[Pair, Array]:
    """Two lists of sightings as one, in the order of the packets, and where each of both stood."""
    if not len(other.row):
        return one, np.arange(len(one.row))
    order = np.argsort(np.concatenate([one.row, other.row]), kind="stable")
    return Pair(*(np.concatenate(both)[order] for both in zip(one, other, strict=True))), order
