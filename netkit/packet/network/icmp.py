"""The Internet Control Message Protocol for IPv4 (RFC 792): how routers and hosts tell a sender what became of its packet."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.data import Data
from netkit.packet.field import bits
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_IPV4, BYTES, HEXADECIMAL
from netkit.packet.reading import Next, Reading
from netkit.packet.transport_checksum import check_later

__all__ = [
    "CODES",
    "Icmp",
    "IcmpEcho",
    "IcmpGateway",
    "IcmpPointer",
    "IcmpTimestamps",
    "IcmpUnreachable",
    "IcmpUnused",
    "read_icmp",
]

PROTOCOL = 1

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
    checksum: int = bits(16, "guards the whole message", key="icmp.checksum", kind=HEXADECIMAL, default=0)


class IcmpEcho(Header):
    """Echo request and reply: what comes back is what was sent."""

    key = "icmp"
    title = "ICMP echo"
    rfc = "RFC 792"

    identifier: int = bits(16, "tells one program's echoes from another's", key="icmp.ident")
    sequence_number: int = bits(16, "counts the requests; the reply repeats it", key="icmp.seq")


class IcmpUnused(Header):
    """Four bytes that this message leaves unused."""

    key = "icmp"
    title = "ICMP error"
    rfc = "RFC 792"

    unused: bytes = bits(32, "unused, zero", key="icmp.unused", kind=BYTES, default=b"\0\0\0\0", minor=True)


class IcmpUnreachable(Header):
    """Destination unreachable; with code 4 the router says what would have fitted (RFC 1191 §4)."""

    key = "icmp"
    title = "ICMP destination unreachable"
    rfc = "RFC 792"

    unused: bytes = bits(16, "unused, zero", key="icmp.unused", kind=BYTES, default=b"\0\0", minor=True)
    next_hop_mtu: int = bits(
        16,
        "the largest packet that the next link carries",
        key="icmp.mtu",
        label="Next-hop MTU",
        rfc="RFC 1191 §4",
        default=0,
    )


class IcmpGateway(Header):
    """Redirect: the router that is nearer."""

    key = "icmp"
    title = "ICMP redirect"
    rfc = "RFC 792"

    gateway: str = bits(
        32, "the router to use for this destination", key="icmp.redir_gw", kind=ADDRESS_IPV4, label="Gateway address"
    )


class IcmpPointer(Header):
    """Parameter problem: the byte that was wrong."""

    key = "icmp"
    title = "ICMP parameter problem"
    rfc = "RFC 792"

    pointer: int = bits(8, "the byte of the quoted packet that was wrong", key="icmp.pointer")
    unused: bytes = bits(24, "unused, zero", key="icmp.unused", kind=BYTES, default=b"\0\0\0", minor=True)


class IcmpTimestamps(Header):
    """Timestamp request and reply, in milliseconds since midnight UT."""

    key = "icmp"
    title = "ICMP timestamp"
    rfc = "RFC 792"

    identifier: int = bits(16, "tells one program's requests from another's", key="icmp.ident")
    sequence_number: int = bits(16, "counts the requests", key="icmp.seq")
    originate: int = bits(32, "when the request left, in ms since midnight", key="icmp.originate_timestamp")
    receive: int = bits(32, "when it arrived", key="icmp.receive_timestamp")
    transmit: int = bits(32, "when the reply left", key="icmp.transmit_timestamp")


_BODIES: Mapping[int, type[Header]] = MappingProxyType(
    {
        0: IcmpEcho,
        8: IcmpEcho,
        5: IcmpGateway,
        4: IcmpUnused,
        11: IcmpUnused,
        12: IcmpPointer,
        13: IcmpTimestamps,
        14: IcmpTimestamps,
    }
)

_ERRORS = frozenset({3, 4, 5, 11, 12})
"""Types that quote the packet they are about."""


def read_icmp(reading: Reading) -> Next:
    """Read the message; an error quotes the beginning of the packet that it is about, which is read next."""
    icmp = reading.open(Icmp, rest=Data)
    layer = reading.layer
    if name := CODES.get((icmp.type, icmp.code)):
        layer.note(icmp.first_bit("code"), name)
    check_later(
        reading, icmp, protocol=PROTOCOL, end=reading.end, pseudo=False, rule="icmp.checksum.bad", rfc="RFC 792"
    )
    if icmp.type == 3:
        reading.read(IcmpUnreachable if icmp.code == 4 else IcmpUnused)
    elif icmp.type in _BODIES:
        reading.read(_BODIES[icmp.type])
    if icmp.type not in _ERRORS:
        return None
    reading.quoted = True
    reading.part = True
    return "eth.type", (0x0800,)
