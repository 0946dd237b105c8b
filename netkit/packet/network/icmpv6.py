"""ICMP for IPv6 (RFC 4443)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.data import Data
from netkit.packet.field import bits, flag
from netkit.packet.header import Header
from netkit.packet.kinds import BYTES, HEXADECIMAL
from netkit.packet.network.icmp_extensions import quote
from netkit.packet.network.listener_discovery import LISTENER, read_listener
from netkit.packet.network.neighbor_discovery import DISCOVERY
from netkit.packet.network.neighbor_options import read_neighbor_options
from netkit.packet.reading import Next, Reading
from netkit.packet.transport_checksum import Sum, check_later

__all__ = [
    "BODIES", "CODES", "READ", "TYPES", "Icmpv6", "Icmpv6Echo", "Icmpv6Length", "Icmpv6Mtu", "Icmpv6Pointer", "Icmpv6Unused", "read_icmpv6",
]  # fmt: skip

SUM = Sum(protocol=58, pseudo=True, rule="icmpv6.checksum.bad", rfc="RFC 4443 §2.3")

TYPES: Mapping[int, str] = MappingProxyType(
    {
        1: "destination unreachable", 2: "packet too big", 3: "time exceeded", 4: "parameter problem", 128: "echo request",
        129: "echo reply", 130: "multicast listener query", 131: "multicast listener report", 132: "multicast listener done",
        133: "router solicitation", 134: "router advertisement", 135: "neighbor solicitation", 136: "neighbor advertisement",
        137: "redirect", 143: "multicast listener report, version 2",
    }
)  # fmt: skip

CODES: Mapping[tuple[int, int], str] = MappingProxyType(
    {
        (1, 0): "no route to it", (1, 1): "prohibited by a filter", (1, 2): "beyond the scope of the source address",
        (1, 3): "address unreachable", (1, 4): "port unreachable", (1, 5): "source address failed a policy", (1, 6): "route rejected",
        (3, 0): "hop limit ran out on the way", (3, 1): "fragments did not all come in time", (4, 0): "erroneous header field",
        (4, 1): "unknown next header", (4, 2): "unknown option",
    }
)  # fmt: skip


class Icmpv6(Header):
    """What every ICMPv6 message begins with."""

    key = "icmpv6"
    title = "ICMPv6"
    rfc = "RFC 4443 §2.1"

    type: int = bits(8, "what the message says; below 128 it is an error", key="icmpv6.type", names=TYPES)
    code: int = bits(8, "which case of it", key="icmpv6.code", default=0, noted=True)
    checksum: int = bits(
        16, "guards the message and both IPv6 addresses", key="icmpv6.checksum", noted=True, kind=HEXADECIMAL, default=0
    )


class Icmpv6Echo(Header):
    """Echo request and reply: what comes back is what was sent."""

    key = "icmpv6"
    title = "ICMPv6 echo"
    rfc = "RFC 4443 §4.1"

    identifier: int = bits(
        16, "tells one program's echoes from another's", key="icmpv6.echo.identifier", kind=HEXADECIMAL
    )
    sequence_number: int = bits(16, "counts the requests; the reply repeats it", key="icmpv6.echo.sequence_number")


class Icmpv6Unused(Header):
    """Four bytes that this message leaves unused."""

    key = "icmpv6"
    title = "ICMPv6 error"
    rfc = "RFC 4443 §3.1"

    unused: bytes = bits(32, "unused, zero", key="icmpv6.reserved", kind=BYTES, default=b"\0\0\0\0", minor=True)


class Icmpv6Mtu(Header):
    """Packet too big: what would have fitted."""

    key = "icmpv6"
    title = "ICMPv6 packet too big"
    rfc = "RFC 4443 §3.2"

    mtu: int = bits(32, "the largest packet that the next link carries", key="icmpv6.mtu", label="MTU")


class Icmpv6Pointer(Header):
    """Parameter problem: the byte that was wrong."""

    key = "icmpv6"
    title = "ICMPv6 parameter problem"
    rfc = "RFC 4443 §3.4"

    pointer: int = bits(32, "the byte of the quoted packet that was wrong", key="icmpv6.pointer")


class Icmpv6Length(Header):
    """An error that says how much of the packet it quotes, because extensions follow (RFC 4884)."""

    key = "icmpv6"
    title = "ICMPv6 error with extensions"
    rfc = "RFC 4884 §4.4"

    length: int = bits(
        8,
        "words of 8 bytes that are quoted; extensions follow",
        key="icmpv6.length",
        note=lambda raw: f"{raw * 8} bytes",
    )
    unused: bytes = bits(24, "unused, zero", key="icmpv6.reserved", kind=BYTES, default=bytes(3), minor=True)


class Icmpv6ExtendedRequest(Header):
    """Extended echo: asks a node about an interface, of its own or of a neighbour."""

    key = "icmpv6"
    title = "ICMPv6 extended echo request"
    rfc = "RFC 8335 §2"

    identifier: int = bits(
        16, "tells one program's requests from another's", key="icmpv6.echo.identifier", kind=HEXADECIMAL
    )
    sequence_number: int = bits(8, "counts the requests", key="icmpv6.ext.echo.seq")
    reserved: int = bits(7, "must be zero", key="icmpv6.ext.echo.req.reserved", default=0, minor=True)
    local: bool = flag("the interface is on the node that is asked", key="icmpv6.ext.echo.req.local")


BODIES: Mapping[int, type[Header]] = MappingProxyType(
    {
        1: Icmpv6Unused, 2: Icmpv6Mtu, 3: Icmpv6Unused, 4: Icmpv6Pointer, 128: Icmpv6Echo, 129: Icmpv6Echo,
        160: Icmpv6ExtendedRequest, **DISCOVERY,
    }
)  # fmt: skip

READ = frozenset(BODIES) | LISTENER
"""Types whose messages are taken apart; those of others are kept whole."""

ERRORS = frozenset({1, 2, 3, 4})
"""Types that quote the packet they are about."""

EXTENSIBLE = frozenset({1, 3})
"""Errors that may say how much they quote, and go on with extensions behind it (RFC 4884 §4.4, §4.5)."""


def read_icmpv6(reading: Reading) -> Next:
    """Read the message; an error quotes the packet that it is about, which is read next."""
    icmp = reading.open(Icmpv6, rest=Data)
    if name := CODES.get((icmp.type, icmp.code)):
        reading.layer.note(icmp.first_bit("code"), name)
    check_later(reading, icmp, SUM)
    if icmp.type in LISTENER:
        return read_listener(reading, icmp.type)
    words = reading.data[reading.position] if icmp.type in EXTENSIBLE and reading.left >= 4 else 0
    table = Icmpv6Length if words else BODIES.get(icmp.type)
    if table is not None:
        reading.read(table)
    if icmp.type in DISCOVERY:
        return read_neighbor_options(reading)
    if icmp.type not in ERRORS:
        return ("icmp.type", (42,)) if icmp.type == 160 else None
    if words:
        quote(reading, icmp.start + 4, words, 8)
    reading.quoted = True
    reading.part = True
    return "eth.type", (0x86DD,)
