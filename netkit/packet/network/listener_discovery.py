"""Multicast listener discovery: which groups somebody on this link wants to hear (RFC 2710, RFC 3810)."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from netkit.packet.field import bits, flag, variable
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_IPV6, BYTES, Kind
from netkit.packet.reading import Next, Reading

__all__ = [
    "LISTENER", "ListenerMessage", "ListenerQuery", "ListenerQuerySources", "ListenerRecord", "ListenerReport", "ListenerSource",
    "read_listener",
]  # fmt: skip

LISTENER = frozenset({130, 131, 132, 143})
"""The types of message."""

QUERY, REPORT = 130, 143

ADDRESS_BYTES = 16

_RECORDS = MappingProxyType(
    {
        1: "only these sources", 2: "all but these sources", 3: "change to only these sources", 4: "change to all but these sources",
        5: "these sources too", 6: "these sources no more",
    }
)  # fmt: skip


class _Code(Kind):
    """A number that is a floating-point number where its first bit is set: exponent and mantissa (RFC 3810 §5.1.3, §5.1.9)."""

    plain = False

    def __init__(self, mantissa_bits: int) -> None:
        self.mantissa_bits = mantissa_bits

    def value(self, raw: Any, width: int) -> int:
        if not raw >> width - 1:
            return int(raw)
        mantissa = raw & (1 << self.mantissa_bits) - 1
        exponent = raw >> self.mantissa_bits & 7
        return int((mantissa | 1 << self.mantissa_bits) << exponent + 3)

    def attribute(self, raw: Any, width: int) -> object:  # noqa: ARG002
        return raw


class ListenerMessage(Header):
    """A query of the first version, a report, or a farewell."""

    key = "icmpv6"
    title = "Multicast listener message"
    rfc = "RFC 2710 §3"

    maximum_response_delay: int = bits(
        16, "answer within so many ms", key="icmpv6.mld.maximum_response_delay", default=0
    )
    reserved: bytes = bits(16, "must be zero", key="icmpv6.reserved", kind=BYTES, default=b"\0\0", minor=True)
    multicast_address: str = bits(
        128, "the group; :: asks for all", key="icmpv6.mld.multicast_address", kind=ADDRESS_IPV6
    )


class ListenerQuery(Header):
    """A query of the second version: which groups, and which senders in them?"""

    key = "icmpv6"
    title = "Multicast listener query, version 2"
    rfc = "RFC 3810 §5.1"

    maximum_response_code: int = bits(
        16,
        "answer within so many ms",
        key="icmpv6.mld.maximum_response_code",
        kind=_Code(12),
    )
    reserved: bytes = bits(16, "must be zero", key="icmpv6.reserved", kind=BYTES, default=b"\0\0", minor=True)
    multicast_address: str = bits(
        128, "the group; :: asks for all", key="icmpv6.mld.multicast_address", kind=ADDRESS_IPV6
    )
    reserved_bits: int = bits(4, "must be zero", key="icmpv6.mld.flag.reserved", default=0, minor=True)
    suppress: bool = flag("other routers need not run their timers", key="icmpv6.mld.flag.s", minor=True)
    robustness: int = bits(3, "how many losses are provided for", key="icmpv6.mld.flag.qrv", minor=True)
    query_interval_code: int = bits(8, "seconds between queries", key="icmpv6.mld.qqi", kind=_Code(4), minor=True)
    number_of_sources: int = bits(16, "how many senders are asked about", key="icmpv6.mld.nb_sources")


class ListenerQuerySources(Header):
    """A sender that a query asks about."""

    key = "icmpv6"
    title = "Multicast listener query source"
    rfc = "RFC 3810 §5.1.10"

    source_address: str = bits(128, "a sender that is asked about", key="icmpv6.mld.source_address", kind=ADDRESS_IPV6)


class ListenerReport(Header):
    """What stands before the records of a report of the second version."""

    key = "icmpv6"
    title = "Multicast listener report, version 2"
    rfc = "RFC 3810 §5.2"

    reserved: bytes = bits(16, "must be zero", key="icmpv6.reserved", kind=BYTES, default=b"\0\0", minor=True)
    number_of_records: int = bits(16, "how many records follow", key="icmpv6.mldr.nb_mcast_records")


class ListenerRecord(Header):
    """One group, and which senders in it are wanted."""

    key = "icmpv6"
    title = "Multicast address record"
    rfc = "RFC 3810 §5.2"

    record_type: int = bits(8, "what is wanted", key="icmpv6.mldr.mar.record_type", names=_RECORDS)
    auxiliary_length: int = bits(
        8, "words of 4 bytes behind the senders", key="icmpv6.mldr.mar.aux_data_len", default=0, minor=True
    )
    number_of_sources: int = bits(16, "how many senders are listed", key="icmpv6.mldr.mar.nb_sources")
    multicast_address: str = bits(128, "the group", key="icmpv6.mldr.mar.multicast_address", kind=ADDRESS_IPV6)


class ListenerSource(Header):
    """A sender in a record."""

    key = "icmpv6"
    title = "Multicast address record source"
    rfc = "RFC 3810 §5.2.8"

    source_address: str = bits(128, "a sender", key="icmpv6.mldr.mar.source_address", kind=ADDRESS_IPV6)


class ListenerAuxiliary(Header):
    """Data behind the senders of a record; none are defined."""

    key = "icmpv6"
    title = "Multicast address record data"
    rfc = "RFC 3810 §5.2.9"

    data: bytes = variable("none are defined", key="icmpv6.mldr.mar.auxiliary_data", size=lambda _: 0)


def read_listener(reading: Reading, kind: int) -> Next:
    """Read a message of listener discovery; a query of 28 bytes or more is of the second version (RFC 3810 §8.1)."""
    if kind == REPORT:
        report = reading.read(ListenerReport)
        for number in range(1, report.number_of_records + 1):
            _read_record(reading, f"record {number}")
    elif kind == QUERY and reading.left >= ListenerQuery.fixed_bytes:
        query = reading.read(ListenerQuery)
        for number in range(1, query.number_of_sources + 1):
            reading.read(ListenerQuerySources, f"source {number}")
    else:
        reading.read(ListenerMessage)
    return None


def _read_record(reading: Reading, group: str) -> None:
    record = reading.read(ListenerRecord, group)
    for _ in range(record.number_of_sources):
        reading.read(ListenerSource, group)
    if record.auxiliary_length:
        reading.take_exactly(ListenerAuxiliary, record.auxiliary_length * 4, group)
