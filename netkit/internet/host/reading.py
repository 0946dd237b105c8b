"""IP packets as a host takes them in: for its TCP, an echo request, an ICMP error about a segment of its own, or nothing for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from netkit.address import Address
from netkit.errors import TruncatedError
from netkit.packet.checksum import pseudo_header, word_sum
from netkit.packet.header import Header
from netkit.packet.network.icmp import CODES
from netkit.packet.network.icmp_messages import IcmpUnreachable
from netkit.packet.network.icmpv6 import Icmpv6Mtu
from netkit.packet.network.ipv4 import Ipv4
from netkit.packet.network.ipv6 import Ipv6
from netkit.packet.reading import Network
from netkit.packet.transport.tcp import PORTS
from netkit.tcp.connection.network_error import NetworkError, Severity
from netkit.tcp.segment import Segment
from netkit.tcp.segmentation.ends import End
from netkit.tcp.wire import read_segment

__all__ = ["EchoRequest", "ErrorReport", "Ignored", "TcpPacket", "read_packet"]

TCP, ICMP, ICMPV6 = 6, 1, 58
ICMP_HEADER = 8
SEQUENCE_AT, PORTS_AND_SEQUENCE = 4, 8
CE = 3
RIGHT = 0xFFFF
"""The sum over bytes that include their right checksum (RFC 1071 section 1)."""

UNREACHABLE_V6: Mapping[int, str] = MappingProxyType(
    {
        0: "no route",
        1: "prohibited",
        2: "beyond the scope of the address",
        3: "address unreachable",
        4: "port unreachable",
    }
)
HARD_V4, HARD_V6 = frozenset({2, 3}), frozenset({1, 4})
"""Codes of "unreachable" that will not pass (RFC 9293 section 3.9.2.2, RFC 5461 section 3); code 4 of IPv4 is about the size."""


@dataclass(frozen=True, slots=True)
class TcpPacket:
    """A segment with its ends; `size` is that of the whole packet in bytes, `fixed` says that no router may fragment it."""

    source: End
    destination: End
    segment: Segment
    size: int
    fixed: bool


@dataclass(frozen=True, slots=True)
class EchoRequest:
    """Somebody asks whether the host is there: `content` is to be sent back, from behind the checksum on."""

    source: Address
    destination: Address
    content: bytes


@dataclass(frozen=True, slots=True)
class ErrorReport:
    """`router` reports what became of a segment from `local` to `remote`."""

    router: Address
    local: End
    remote: End
    error: NetworkError


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing for a host: `reason` says why; "" for what is meant for others, or is of no interest here."""

    reason: str = ""
    rfc: str = ""


@dataclass(frozen=True, slots=True)
class _Carried:
    """What an IP packet carries, of which `protocol` says what it is; the packet has `stated` bytes by its own header."""

    network: Network
    protocol: int
    start: int
    end: int
    fixed: bool
    congestion: bool
    stated: int

    @property
    def source(self) -> Address:
        return Address(self.network.version, int.from_bytes(self.network.source, "big"))

    @property
    def destination(self) -> Address:
        return Address(self.network.version, int.from_bytes(self.network.destination, "big"))


def read_packet(packet: bytes) -> TcpPacket | EchoRequest | ErrorReport | Ignored:
    """What a packet is to a host. Wrong checksums, fragments, and bytes that are no packet are ignored, with the reason."""
    try:
        carried = _open(packet)
    except TruncatedError as error:
        return Ignored(error.what)
    if isinstance(carried, Ignored):
        return carried
    body = packet[carried.start : carried.end]
    if carried.protocol == TCP:
        return _tcp(carried, body, len(packet))
    if carried.protocol == (ICMP if carried.network.version == 4 else ICMPV6):
        return _icmp(carried, body)
    return Ignored()


def _place(table: type[Header], name: str) -> slice:
    """Where a field of whole bytes lies in its header."""
    field = vars(table)[name]
    return slice(field.offset // 8, (field.offset + field.width) // 8)


PLACES: Mapping[int, tuple[slice, slice]] = MappingProxyType(
    {version: (_place(table, "source"), _place(table, "destination")) for version, table in ((4, Ipv4), (6, Ipv6))}
)
"""Both addresses in the IP header."""


def _open(packet: bytes, *, quoted: bool = False) -> _Carried | Ignored:
    """Read the IP header; a quoted packet breaks off, and its length and checksum are not looked at."""
    version = packet[0] >> 4 if packet else 0
    if version == 4:
        return _open_v4(packet, quoted=quoted)
    if version == 6:
        return _open_v6(packet, quoted=quoted)
    return Ignored("no IP packet")


def _open_v4(packet: bytes, *, quoted: bool) -> _Carried | Ignored:
    header = Ipv4.decode(packet)
    size, length = header.internet_header_length * 4, header.total_length
    fault = ""
    rfc = "RFC 791 §3.1"
    if size < Ipv4.fixed_bytes:
        fault = f"an IPv4 header of {size} bytes can't be"
    elif header.more_fragments or header.fragment_offset:
        fault, rfc = "a fragment: this host puts none together", "RFC 791 §3.2"
    elif not quoted and not size <= length <= len(packet):
        fault = f"the packet says that it has {length:,} bytes, and {len(packet):,} came"
    elif not quoted and word_sum(packet[:size]) != RIGHT:
        fault, rfc = "the checksum of its IP header is wrong: dropped", "RFC 1122 §3.2.1.2"
    if fault:
        return Ignored(fault, rfc)
    return _Carried(
        network=_network(4, packet),
        protocol=header.protocol,
        start=size,
        end=len(packet) if quoted else length,
        fixed=header.dont_fragment,
        congestion=header.explicit_congestion_notification == CE,
        stated=length,
    )


def _open_v6(packet: bytes, *, quoted: bool) -> _Carried | Ignored:
    header = Ipv6.decode(packet)
    end = Ipv6.fixed_bytes + header.payload_length
    if end > len(packet) and not quoted:
        return Ignored(f"the packet says that it has {end:,} bytes, and {len(packet):,} came", "RFC 8200 §3")
    return _Carried(
        network=_network(6, packet),
        protocol=header.next_header,
        start=Ipv6.fixed_bytes,
        end=min(end, len(packet)),
        fixed=True,
        congestion=header.explicit_congestion_notification == CE,
        stated=end,
    )


def _network(version: int, packet: bytes) -> Network:
    source, destination = PLACES[version]
    return Network(version, packet[source], packet[destination])


def _sum(carried: _Carried, body: bytes) -> int:
    return word_sum(pseudo_header(carried.network, carried.protocol, len(body)) + body)


def _tcp(carried: _Carried, body: bytes, size: int) -> TcpPacket | Ignored:
    if _sum(carried, body) != RIGHT:
        return Ignored("a segment whose checksum is wrong: dropped", "RFC 9293 §3.1")
    found = read_segment(body, congestion=carried.congestion)
    if isinstance(found, str):
        return Ignored(f"no segment: {found}", "RFC 9293 §3.1")
    source = End(carried.source, found.source_port)
    destination = End(carried.destination, found.destination_port)
    return TcpPacket(source, destination, found.segment, size, carried.fixed)


def _icmp(carried: _Carried, body: bytes) -> EchoRequest | ErrorReport | Ignored:
    version = carried.network.version
    if len(body) < ICMP_HEADER:
        return Ignored("an ICMP message of fewer than 8 bytes", "RFC 792" if version == 4 else "RFC 4443 §2.1")
    if (_sum(carried, body) if version == 6 else word_sum(body)) != RIGHT:
        return Ignored(
            "an ICMP message whose checksum is wrong: dropped", "RFC 1122 §3.2.2" if version == 4 else "RFC 4443 §2.3"
        )
    kind, code = body[0], body[1]
    if (version, kind) in ((4, 8), (6, 128)):
        return EchoRequest(carried.source, carried.destination, body[4:])
    told = _told_v4(kind, code, body) if version == 4 else _told_v6(kind, code, body)
    if told is None:
        return Ignored()
    severity, what, mtu = told
    return _report(carried, body[ICMP_HEADER:], severity, what, mtu)


Told = tuple[Severity, str, int]


def _told_v4(kind: int, code: int, body: bytes) -> Told | None:
    """What an ICMP error means; None for what is none, or is to be passed over in silence as source quench (RFC 6633)."""
    words = CODES.get((kind, code), f"code {code}")
    if kind == 3:
        if code == 4:
            return Severity.TOO_BIG, words, IcmpUnreachable.decode(body, 4).next_hop_mtu
        return Severity.HARD if code in HARD_V4 else Severity.SOFT, words, 0
    if kind in (11, 12):
        return Severity.SOFT, words if kind == 11 else "parameter problem", 0
    return None


def _told_v6(kind: int, code: int, body: bytes) -> Told | None:
    if kind == 1:
        return (
            Severity.HARD if code in HARD_V6 else Severity.SOFT,
            UNREACHABLE_V6.get(code, f"unreachable, code {code}"),
            0,
        )
    if kind == 2:
        return Severity.TOO_BIG, "packet too big", min(Icmpv6Mtu.decode(body, 4).mtu, 0xFFFF)
    if kind in (3, 4):
        return Severity.SOFT, "hop limit ran out on the way" if kind == 3 else "parameter problem", 0
    return None


def _report(carried: _Carried, quote: bytes, severity: Severity, what: str, mtu: int) -> ErrorReport | Ignored:
    """The error with the segment that it quotes: the ports and the sequence number suffice (RFC 792, RFC 5927 section 4)."""
    rfc = "RFC 792" if carried.network.version == 4 else "RFC 4443 §2.4"
    try:
        inner = _open(quote, quoted=True)
    except TruncatedError:
        return Ignored("an ICMP error that quotes too little to tell whose packet it is about", rfc)
    if isinstance(inner, Ignored) or inner.network.version != carried.network.version:
        return Ignored("an ICMP error that quotes no packet of this kind", rfc)
    if inner.protocol != TCP or inner.start + PORTS_AND_SEQUENCE > len(quote):
        return Ignored()
    source, destination = PORTS(quote, inner.start)
    sequence = int.from_bytes(quote[inner.start + SEQUENCE_AT : inner.start + PORTS_AND_SEQUENCE], "big")
    size = inner.stated
    error = NetworkError(sequence=sequence, severity=severity, what=what, mtu=mtu, size=size)
    return ErrorReport(carried.source, End(inner.source, source), End(inner.destination, destination), error)
