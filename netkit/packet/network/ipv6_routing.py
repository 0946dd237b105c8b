"""The routing header of IPv6: nodes that the packet has to visit on its way (RFC 8200 §4.4)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.field import bits, variable
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_IPV6, BYTES, HEXADECIMAL
from netkit.packet.network.ipv6_extensions import extension_bytes, extension_text
from netkit.packet.numbers import IP_PROTOCOLS
from netkit.packet.reading import Next, Reading

__all__ = ["Ipv6Routing", "SegmentRouting", "read_routing"]

ADDRESS_BYTES = 16

_TYPES = MappingProxyType(
    {0: "source route, deprecated", 1: "Nimrod, deprecated", 2: "mobile IPv6", 3: "RPL", 4: "segment routing"}
)


class Ipv6Routing(Header):
    """What every routing header begins with."""

    key = "ipv6.routing"
    title = "IPv6 routing"
    rfc = "RFC 8200 §4.4"
    rule = "ipv6.routing"

    next_header: int = bits(8, "which header comes next", key="ipv6.routing.nxt", names=IP_PROTOCOLS)
    extension_length: int = bits(
        8, "words of 8 bytes behind the first", key="ipv6.routing.len", note=extension_text, label="Length"
    )
    routing_type: int = bits(8, "which kind of routing header it is", key="ipv6.routing.type", names=_TYPES)
    segments_left: int = bits(8, "how many nodes are still to be visited", key="ipv6.routing.segleft")


class SourceRouteReserved(Header):
    """Four bytes before the addresses of type 0."""

    key = "ipv6.routing"
    title = "IPv6 source route"
    rfc = "RFC 2460 §4.4"

    reserved: bytes = bits(
        32, "must be zero", key="ipv6.routing.src.reserved", kind=BYTES, default=bytes(4), minor=True
    )


class SourceRouteAddress(Header):
    """A node to visit."""

    key = "ipv6.routing"
    title = "IPv6 source route"
    rfc = "RFC 2460 §4.4"

    address: str = bits(128, "a node that the packet visits", key="ipv6.routing.src.addr", kind=ADDRESS_IPV6)


class MobileReserved(Header):
    """Four bytes before the home address of type 2."""

    key = "ipv6.routing"
    title = "IPv6 mobile routing"
    rfc = "RFC 6275 §6.4.1"

    reserved: bytes = bits(
        32, "must be zero", key="ipv6.routing.mipv6.reserved", kind=BYTES, default=bytes(4), minor=True
    )


class MobileAddress(Header):
    """The address that a mobile host has at home."""

    key = "ipv6.routing"
    title = "IPv6 mobile routing"
    rfc = "RFC 6275 §6.4.1"

    home_address: str = bits(
        128, "the receiver's address at home", key="ipv6.routing.mipv6.home_address", kind=ADDRESS_IPV6
    )


class SegmentRouting(Header):
    """What stands before the segments of type 4."""

    key = "ipv6.routing"
    title = "IPv6 segment routing"
    rfc = "RFC 8754 §2"

    last_entry: int = bits(8, "the index of the last segment in the list", key="ipv6.routing.srh.last_entry")
    flags: int = bits(8, "none is defined", key="ipv6.routing.srh.flags", kind=HEXADECIMAL, default=0, minor=True)
    tag: bytes = bits(
        16, "marks packets of one class", key="ipv6.routing.srh.tag", kind=BYTES, default=b"\0\0", minor=True
    )


class Segment(Header):
    """A segment; the list stands in reverse order."""

    key = "ipv6.routing"
    title = "IPv6 segment"
    rfc = "RFC 8754 §2"

    address: str = bits(128, "a segment; the last comes first", key="ipv6.routing.srh.addr", kind=ADDRESS_IPV6)


class RoutingData(Header):
    """What netkit does not take apart of a routing header: another type, or what follows the segments."""

    key = "ipv6.routing"
    title = "IPv6 routing data"
    rfc = "RFC 8200 §4.4"

    data: bytes = variable("what the type says, kept whole", key="ipv6.routing.data", size=lambda _: 0)


_FORMS: Mapping[int, tuple[type[Header], type[Header]]] = MappingProxyType(
    {
        0: (SourceRouteReserved, SourceRouteAddress),
        2: (MobileReserved, MobileAddress),
        4: (SegmentRouting, Segment),
    }
)


def read_routing(reading: Reading) -> Next:
    """Read the header; the checksums above it count the last node as the destination (RFC 8200 §8.1)."""
    routing = reading.open(Ipv6Routing)
    size = extension_bytes(routing.extension_length)
    end = routing.start + size
    if end > reading.end:
        reading.take_exactly(RoutingData, size - routing.fixed_bytes, what=routing.title)
    if routing.routing_type == 0:
        text = "routing header type 0 is deprecated: nodes must not follow it, because it lets one packet travel to and fro"
        reading.report("ipv6.routing.deprecated", routing, "routing_type", text, rfc="RFC 5095 §3")
    addresses = _read_addresses(reading, routing, end)
    if addresses and routing.segments_left and reading.network is not None:
        reading.network = reading.network._replace(destination=addresses[0 if routing.routing_type == 4 else -1])
    if routing.routing_type in (0, 4) and routing.segments_left > len(addresses):
        text = f"{routing.segments_left} nodes are still to be visited, but only {len(addresses)} are listed"
        reading.report("ipv6.routing.segments", routing, "segments_left", text)
    return "ipv6.nxt", (routing.next_header,)


def _read_addresses(reading: Reading, routing: Ipv6Routing, end: int) -> list[bytes]:
    """Read what stands before the addresses, the addresses, and what follows them; gives the addresses."""
    found: list[bytes] = []
    if form := _FORMS.get(routing.routing_type):
        first, entry = form
        count = (end - reading.position - first.fixed_bytes) // ADDRESS_BYTES
        before = reading.read(first, end=end)
        if isinstance(before, SegmentRouting):
            count = min(count, before.last_entry + 1)
        for number in range(1, count + 1):
            reading.read(entry, f"address {number}")
            found.append(reading.data[reading.position - ADDRESS_BYTES : reading.position])
    reading.take(RoutingData, end)
    return found
