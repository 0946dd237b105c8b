"""What is exported: a column for each key, with a type that does not depend on the packets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from netkit.capture.columnar.catalog import domain_of, width_in
from netkit.capture.columnar.column import Column
from netkit.capture.columnar.domain import (
    BOOLEAN,
    BYTES,
    LABEL,
    MOMENT,
    NUMBER,
    PROTOCOL,
    SIGNED,
    SPAN,
    Domain,
)

__all__ = ["DEFAULT_KEYS", "ExportColumn", "columns_for", "listed", "single"]

DEFAULT_KEYS = (
    "frame.number", "frame.time", "frame.len", "frame.cap_len", "eth.src", "eth.dst", "eth.type", "vlan.id", "ip.src", "ip.dst",
    "ip.proto", "ip.ttl", "ipv6.src", "ipv6.dst", "ipv6.nxt", "tcp.stream", "tcp.srcport", "tcp.dstport", "tcp.flags", "tcp.seq_raw",
    "tcp.ack_raw", "tcp.len", "udp.stream", "udp.srcport", "udp.dstport", "udp.length", "icmp.type", "icmpv6.type", "dns.id",
    "dns.flags.response", "dns.flags.rcode", "dns.qry.name", "dns.qry.type", "http.request.method", "http.host",
    "http.response.code", "tls.handshake.extensions_server_name",
)  # fmt: skip
"""Without `-e`: who talks to whom, how much, and what about."""


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """A column: its key, what its values are, and for numbers the bits of the smallest type that holds all that the field can have."""

    key: str
    domain: Domain
    bits: int

    @property
    def type_name(self) -> str:
        """The type in a word: `uint16`, `boolean`, `text`, `bytes`, `timestamp`, `seconds`."""
        if self.domain is NUMBER:
            return f"uint{self.bits}"
        names = {
            SIGNED: "int64",
            BOOLEAN: "boolean",
            LABEL: "boolean",
            MOMENT: "timestamp",
            SPAN: "seconds",
            BYTES: "bytes",
            PROTOCOL: "bytes",
        }
        return next((name for domain, name in names.items() if domain is self.domain), "text")


def columns_for(keys: Sequence[str]) -> list[ExportColumn]:
    """The columns for keys; KeyError for one that there is not."""
    return [ExportColumn(key, domain_of(key), _bits(key)) for key in dict.fromkeys(keys)]


def _bits(key: str) -> int:
    if key in ("frame.number", "tcp.stream", "udp.stream"):
        return 64  # a file may have more packets than 32 bits count
    width = width_in(key)
    return next((size for size in (8, 16, 32) if 0 < width <= size), 64)


def single(column: Column, count: int) -> list[Any]:
    """For each packet the first value as JSON carries it, or None."""
    found: list[Any] = [None] * count
    spelled = column.spelled()
    for row, value in zip(reversed(column.rows.tolist()), reversed(spelled), strict=True):
        found[row] = value
    return found


def listed(column: Column, count: int) -> list[list[Any]]:
    """For each packet every value as JSON carries it."""
    found: list[list[Any]] = [[] for _ in range(count)]
    for row, value in zip(column.rows.tolist(), column.spelled(), strict=True):
        found[row].append(value)
    return found
