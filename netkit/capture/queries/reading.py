"""The messages of DNS, mDNS and LLMNR in a capture, in the order in which they were whole."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from netkit.capture.columnar.batch import Rows
from netkit.capture.columnar.quick import QuickBatch
from netkit.capture.dissecting import dissected
from netkit.capture.queries.message import Message, message_of
from netkit.capture.queries.tcp_messages import TcpMessages
from netkit.capture.record import Record
from netkit.capture.streams.buffer import StreamReading
from netkit.capture.streams.end import End
from netkit.capture.streams.numbers import Segment, StreamNumbers
from netkit.capture.streams.segments import Found, transports
from netkit.packet import Dissection
from netkit.packet.application.dns.message import read_dns
from netkit.packet.fragments import Completed, Defragmenter

__all__ = ["KEYS", "PORTS", "MessageReader"]

PORTS = (53, 5353, 5355)
"""Where DNS, mDNS and LLMNR are spoken."""

KEYS = ("tcp.srcport", "tcp.dstport", "udp.srcport", "udp.dstport", "tcp.port", "udp.port")

PROTOCOLS = frozenset({"dns", "mdns", "llmnr"})


class MessageReader:
    """Batches go in, in the order of the capture; only packets of the ports, and fragments, are taken apart.

    Waiting fragments are bounded as in a host, waiting segments by `TcpMessages`. With `keep_bytes` each message has its bytes, unless
    the capture holds only a part of them.
    """

    def __init__(self, *, keep_bytes: bool = False) -> None:
        self._keep = keep_bytes
        self.cut = 0
        """Packets of the ports of which the capture holds only a part."""
        self.tcp = TcpMessages()
        self._defragmenter = Defragmenter()
        self._streams = StreamNumbers()

    def messages(self, batch: QuickBatch, selected: Rows) -> Iterator[tuple[Message, object, bool]]:
        """Each message, what names its conversation, and whether the filter selects its packet."""
        record = batch.frames.record
        for row in np.flatnonzero(_chosen(batch)).tolist():
            found = record(row)
            self.cut += len(found.data) < found.original_length
            for message, conversation in self._of(found):
                yield message, conversation, bool(selected[row])

    def _of(self, record: Record) -> Iterator[tuple[Message, object]]:
        return self.take(dissected(record), number=record.number, time=record.time)

    def take(self, packet: Dissection, *, number: int, time: int | None) -> Iterator[tuple[Message, object]]:
        """The messages that one packet makes whole, each with what names its conversation."""
        for event in self._defragmenter.receive(packet, number, now=time):
            if isinstance(event, Completed):
                for each in transports(event.packet):
                    if isinstance(each.segment, Segment):
                        yield from self._in_tcp((number, time), event.packet, each.segment, each)
                    elif not each.part:
                        whole = len(packet.data) >= packet.original_length
                        yield from _in_udp((number, time), event.packet, each, keep=self._keep and whole)

    def _in_tcp(
        self, seen: tuple[int, int | None], packet: Dissection, segment: Segment, found: Found
    ) -> Iterator[tuple[Message, object]]:
        if segment.source_port not in PORTS and segment.destination_port not in PORTS:
            return
        stream = self._streams.take(segment).stream
        if found.part:
            return
        source = End(segment.source, segment.source_port)
        destination = End(segment.destination, segment.destination_port)
        start, end = found.layer.content or (0, 0)
        for data in self.tcp.take((stream, source), segment.flags, segment.sequence, packet.data[start:end]):
            reading = StreamReading(data, source.port, destination.port, part=False)
            reading.run_reader(read_dns)
            for layer in reading.layers:
                message = (
                    message_of(
                        layer,
                        transport="tcp",
                        number=seen[0],
                        time=seen[1],
                        source=source,
                        destination=destination,
                        data=data if self._keep else b"",
                    )
                    if layer.key in PROTOCOLS
                    else None
                )
                if message is not None:
                    yield message, ("tcp", stream)


def _in_udp(
    seen: tuple[int, int | None], packet: Dissection, found: Found, *, keep: bool
) -> Iterator[tuple[Message, object]]:
    source = End(found.segment.source, found.segment.source_port)
    destination = End(found.segment.destination, found.segment.destination_port)
    layers = iter(packet.layers)
    for layer in layers:
        if layer is found.layer:
            break
    layer_behind = next(layers, None)
    if layer_behind is None or layer_behind.key not in PROTOCOLS or layer_behind.quoted:
        return
    start, end = found.layer.content or (0, 0)
    message = message_of(
        layer_behind,
        transport="udp",
        number=seen[0],
        time=seen[1],
        source=source,
        destination=destination,
        data=packet.data[start:end] if keep else b"",
    )
    if message is not None:
        yield message, ("udp", *sorted((source, destination)))


def _chosen(batch: QuickBatch) -> Rows:
    """The packets that may be of interest: with one of the ports, or without any, as fragments are."""
    batch.prepare(KEYS)
    chosen = np.zeros(batch.count, bool)
    ported = np.zeros(batch.count, bool)
    for key in KEYS[:4]:
        column = batch.column(key)
        ported[column.rows] = True
        chosen[column.rows[np.isin(column.values, PORTS)]] = True
    return chosen | (batch.unusual & ~ported)
