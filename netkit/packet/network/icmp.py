"""The Internet Control Message Protocol for IPv4 (RFC 792): how routers and hosts tell a sender what became of its packet."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.data import Data
from netkit.packet.field import bits
from netkit.packet.header import Header
from netkit.packet.kinds import HEXADECIMAL
from netkit.packet.network.icmp_extensions import quote
from netkit.packet.network.icmp_messages import (
    BODIES,
    IcmpLength,
    IcmpLengthAndMtu,
    IcmpPointerAndLength,
    IcmpRouters,
    IcmpUnreachable,
    IcmpUnused,
    RouterEntry,
)
from netkit.packet.reading import Next, Reading
from netkit.packet.transport_checksum import Sum, check_later

__all__ = ["CODES", "TYPES", "Icmp", "read_icmp"]

SUM = Sum(protocol=1, pseudo=False, rule="icmp.checksum.bad", rfc="RFC 792")

TYPES: Mapping[int, str] = MappingProxyType(
    {
        0: "echo reply", 3: "destination unreachable", 4: "source quench", 5: "redirect", 8: "echo request",
        9: "router advertisement", 10: "router solicitation", 11: "time exceeded", 12: "parameter problem", 13: "timestamp",
        14: "timestamp reply", 15: "information request", 16: "information reply", 17: "address mask request",
        18: "address mask reply", 42: "extended echo request", 43: "extended echo reply",
    }
)  # fmt: skip

CODES: Mapping[tuple[int, int], str] = MappingProxyType(
    {
        (3, 0): "net unreachable", (3, 1): "host unreachable", (3, 2): "protocol unreachable", (3, 3): "port unreachable",
        (3, 4): "fragmentation needed, but the packet must not be fragmented", (3, 5): "source route failed",
        (3, 6): "network unknown", (3, 7): "host unknown", (3, 9): "network prohibited", (3, 10): "host prohibited",
        (3, 13): "prohibited by a filter", (5, 0): "for the network", (5, 1): "for the host", (11, 0): "time to live ran out on the way",
        (11, 1): "fragments did not all come in time", (12, 0): "the pointer shows where",
    }
)  # fmt: skip


class Icmp(Header):
    """What every ICMP message begins with."""

    key = "icmp"
    title = "ICMP"
    rfc = "RFC 792"

    type: int = bits(8, "what the message says", key="icmp.type", names=TYPES)
    code: int = bits(8, "which case of it", key="icmp.code", default=0, noted=True)
    checksum: int = bits(16, "guards the whole message", key="icmp.checksum", noted=True, kind=HEXADECIMAL, default=0)


ERRORS = frozenset({3, 4, 5, 11, 12})
"""Types that quote the packet they are about."""

EXTENSIBLE = frozenset({3, 11, 12})
"""Errors that may say how much they quote, and go on with extensions behind it (RFC 4884 §4)."""


def read_icmp(reading: Reading) -> Next:
    """Read the message; an error quotes the beginning of the packet that it is about, which is read next."""
    icmp = reading.open(Icmp, rest=Data)
    if name := CODES.get((icmp.type, icmp.code)):
        reading.layer.note(icmp.first_bit("code"), name)
    check_later(reading, icmp, SUM)
    words = reading.data[reading.position + 1] if icmp.type in EXTENSIBLE and reading.left >= 4 else 0
    table = _table(icmp, words)
    if table is not None:
        reading.read(table)
    if table is IcmpRouters:
        _read_routers(reading)
    if icmp.type not in ERRORS:
        return ("icmp.type", (icmp.type,)) if icmp.type == 42 else None
    if icmp.type in EXTENSIBLE:
        quote(reading, icmp.start + 4, words, 4)
    reading.quoted = True
    reading.part = True
    return "eth.type", (0x0800,)


def _table(icmp: Icmp, words: int) -> type[Header] | None:
    """The table of what follows the first four bytes; `words` is the length of the quoted packet that an error states, or 0."""
    if icmp.type == 3 and icmp.code == 4:
        return IcmpLengthAndMtu if words else IcmpUnreachable
    if icmp.type == 12:
        return IcmpPointerAndLength if words else BODIES[12]
    if icmp.type in EXTENSIBLE:
        return IcmpLength if words else IcmpUnused
    return BODIES.get(icmp.type)


def _read_routers(reading: Reading) -> None:
    """Read as many routers as are there; their number says no more than that."""
    count = 0
    while reading.left >= RouterEntry.fixed_bytes:
        count += 1
        reading.read(RouterEntry, f"router {count}")
