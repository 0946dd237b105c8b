"""Keys of DNS that earlier packets decide, as columns: which question an answer belongs to, how long it took, what is a copy.

Each packet is read by itself: a message in several segments of TCP has no such values; `netkit capture dns` puts them together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from netkit.capture.columnar.plain import PlainBatch
from netkit.capture.columnar.quick import QuickBatch
from netkit.capture.dissecting import dissected
from netkit.capture.queries.pairing import Paired, Pairing
from netkit.capture.record import Record
from netkit.capture.streams.numbers import Segment, StreamNumbers
from netkit.capture.streams.segments import transports
from netkit.packet import Dissection

__all__ = ["TAKE", "QueryTracking"]

TAKE: Mapping[str, Callable[[Paired, bool], Any]] = MappingProxyType(
    {
        "dns.response_to": lambda paired, _: paired.question or None,
        "dns.time": lambda paired, _: paired.time,
        "dns.retransmit_request_in": lambda paired, response: None if response else paired.copy_of or None,
        "dns.retransmit_response_in": lambda paired, response: paired.copy_of or None if response else None,
    }
)
"""How each key is taken from what a message is to those before it, and whether it is an answer."""

PORTS = (53, 5353, 5355)


class QueryTracking:
    """Batches go in, in the order of the capture; what is remembered is bounded by `Pairing`, and TCP's streams by their number."""

    def __init__(self) -> None:
        self._pairing = Pairing()
        self._streams = StreamNumbers()

    def take(self, batch: QuickBatch | PlainBatch) -> list[tuple[int, Paired, bool]]:
        """For each message its packet's position, what it is to those before, and whether it is an answer."""
        return [(position, *each) for position, record, packet in _packets(batch) for each in self._of(record, packet)]

    def _of(self, record: Record, packet: Dissection) -> Iterator[tuple[Paired, bool]]:
        conversation: object = None
        for layer in packet.layers:
            if layer.key in ("tcp", "udp"):
                conversation = None
                found = next((each for each in transports(packet) if each.layer is layer), None)
                if found is not None and isinstance(found.segment, Segment):
                    conversation = self._streams.take(found.segment).stream
                elif found is not None:
                    one = found.segment
                    conversation = tuple(
                        sorted(((one.source, one.source_port), (one.destination, one.destination_port)))
                    )
            elif layer.key in ("dns", "mdns", "llmnr") and not layer.quoted and conversation is not None:
                head = layer.header
                if head is not None and hasattr(head, "identification"):
                    response = bool(head.response)
                    yield (
                        self._pairing.take(
                            conversation, head.identification, response=response, number=record.number, time=record.time
                        ),
                        response,
                    )


def _packets(batch: QuickBatch | PlainBatch) -> Iterator[tuple[int, Record, Dissection]]:
    """The packets that may have a message in them."""
    if isinstance(batch, PlainBatch):
        yield from zip(range(batch.count), batch.records, batch.packets, strict=True)
        return
    chosen = np.zeros(batch.count, bool)
    keys = ("udp.srcport", "udp.dstport", "tcp.srcport", "tcp.dstport")
    batch.prepare((*keys, "udp.port", "tcp.port"))
    for key in keys:
        column = batch.column(key)
        chosen[column.rows[np.isin(column.values, PORTS)]] = True
    for position in np.flatnonzero(chosen).tolist():
        record = batch.frames.record(position)
        yield position, record, dissected(record)
