"""The Internet Protocol, version 6 (RFC 8200): longer addresses, a header of fixed length, and no checksum of its own."""

from __future__ import annotations

from netkit.packet.field import bits
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_IPV6, HEXADECIMAL, LENGTH
from netkit.packet.network.ipv4 import common_hops
from netkit.packet.numbers import DSCP, ECN, IP_PROTOCOLS
from netkit.packet.reading import Network, Next, Reading

__all__ = ["Ipv6", "read_ipv6"]


class Ipv6(Header):
    """The fixed header of an IPv6 packet."""

    key = "ipv6"
    title = "IPv6"
    rfc = "RFC 8200 §3"

    version: int = bits(4, "which version of IP this is: 6", key="ipv6.version", default=6, minor=True)
    differentiated_services: int = bits(
        6,
        "how routers are to treat the packet",
        key="ipv6.tclass.dscp",
        names=DSCP,
        rfc="RFC 2474 §3",
        default=0,
        minor=True,
    )
    explicit_congestion_notification: int = bits(
        2,
        "whether a router on the way was congested",
        key="ipv6.tclass.ecn",
        names=ECN,
        rfc="RFC 3168 §5",
        default=0,
        minor=True,
    )
    flow_label: int = bits(
        20, "marks the packets of one conversation, so that they take one way", key="ipv6.flow", kind=HEXADECIMAL, rfc="RFC 6437 §2",
        default=0, minor=True,
    )  # fmt: skip
    payload_length: int = bits(16, "bytes behind this header; its own 40 do not count", key="ipv6.plen", kind=LENGTH)
    next_header: int = bits(8, "which header comes next", key="ipv6.nxt", names=IP_PROTOCOLS)
    hop_limit: int = bits(
        8,
        "each router takes one away, and drops the packet at 0: so none can circle for ever",
        key="ipv6.hlim",
        default=64,
        note=common_hops,
    )
    source: str = bits(128, "the address of the sender", key="ipv6.src", kind=ADDRESS_IPV6, label="Source address")
    destination: str = bits(
        128, "the address that the packet is for", key="ipv6.dst", kind=ADDRESS_IPV6, label="Destination address"
    )


LENGTH_AND_NEXT = Ipv6.taker("payload_length", "next_header")


def read_ipv6(reading: Reading) -> Next:
    """Read the fixed header, and end the packet where its payload length says."""
    ip = reading.open(Ipv6)
    if ip.version != 6:
        reading.report("ipv6.version.wrong", ip, "version", f"the version is {ip.version}; an IPv6 header has 6")
        return None
    data, start = reading.data, ip.start
    length, following = LENGTH_AND_NEXT(data, start)
    end = reading.position + length
    if length or following:
        if end > reading.end and reading.complete:
            text = f"the payload length is {length} bytes, but only {reading.left} are there"
            reading.report("ipv6.payload_length.long", ip, "payload_length", text)
        reading.limit(end, "ipv6.plen")
    # Otherwise it is a jumbogram, whose length stands in a hop-by-hop option (RFC 2675).
    source, destination = data[start + 8 : start + 24], data[start + 24 : start + 40]
    reading.network = Network(6, source, destination, start + 40, length)
    return "ipv6.nxt", (following,)
