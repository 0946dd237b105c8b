"""Who reads the data of which type of record, and what holds for the data of all types."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.application.dns.name import DomainName
from netkit.packet.application.dns.records.address import ADDRESSES
from netkit.packet.application.dns.records.binding import BINDINGS
from netkit.packet.application.dns.records.certificates import CERTIFICATES
from netkit.packet.application.dns.records.denial import DENIAL
from netkit.packet.application.dns.records.dnssec import DNSSEC
from netkit.packet.application.dns.records.keys import KEYS
from netkit.packet.application.dns.records.location import LOCATIONS
from netkit.packet.application.dns.records.mail import MAIL
from netkit.packet.application.dns.records.names import NAMES
from netkit.packet.application.dns.records.private import PRIVATE
from netkit.packet.application.dns.records.reading import ReadData
from netkit.packet.application.dns.records.service import SERVICES
from netkit.packet.application.dns.records.text import TEXTS
from netkit.packet.application.dns.records.transaction import TRANSACTIONS
from netkit.packet.reading import Reading
from netkit.packet.run import Run

__all__ = ["MAY_BE_EMPTY", "NO_POINTERS", "RECORDS", "report_pointers"]

RECORDS: Mapping[int, ReadData] = MappingProxyType(
    {
        **ADDRESSES, **BINDINGS, **CERTIFICATES, **DENIAL, **DNSSEC, **KEYS, **LOCATIONS, **MAIL, **NAMES, **PRIVATE, **SERVICES,
        **TEXTS, **TRANSACTIONS,
    }
)  # fmt: skip
"""By the number of the type: who reads its data."""

MAY_BE_EMPTY = frozenset({10, 22, 42, 61})
"""Types whose data may be no bytes at all: NULL, NSAP, APL, OPENPGPKEY."""

NO_POINTERS = frozenset({17, 18, 21, 24, 26, 30, 33, 35, 36, 38, 39, 45, 46, 47, 55, 64, 65, 107, 249, 250})
"""Types with names that must be written in full, since they came after RFC 1035 (RFC 3597 §4)."""


def report_pointers(reading: Reading, first: int) -> None:
    """Name the pointers in the names among the present layer's parts from number `first` on."""
    for part in reading.layer.parts[first:]:
        if isinstance(part, Run) and isinstance(part.raw, DomainName) and part.raw.pointed_at:
            at = part.start + len(part.raw) - 2
            text = "the name ends in a pointer, but names in the data of this type of record must be written in full"
            reading.report_bytes("dns.name.compressed", at, 2, text, key=part.field.key, rfc="RFC 3597 §4")
