"""The fields of GRE that are there only where its flags say so (RFC 2784 §2, RFC 2890 §2, RFC 1701, RFC 2637 §4.1)."""

from __future__ import annotations

from netkit.packet.field import bits, flag, variable
from netkit.packet.header import Header
from netkit.packet.kinds import HEXADECIMAL, LENGTH
from netkit.packet.reading import Reading

__all__ = [
    "GreAcknowledgment", "GreCall", "GreChecksum", "GreKey", "GreRedirect", "GreRoute", "GreSequence", "read_routing",
]  # fmt: skip

MOST_ROUTES = 256
"""Entries of a route that are read; what is behind them is data."""


class GreChecksum(Header):
    """The checksum, and where in the route the packet is."""

    key = "gre"
    title = "GRE checksum"
    rfc = "RFC 2784 §2.5"

    checksum: int = bits(
        16, "guards this header and all that it carries", key="gre.checksum", noted=True, kind=HEXADECIMAL, default=0
    )
    offset: int = bits(
        16, "where in the route the next router stands; unused without a route", key="gre.offset", rfc="RFC 1701", default=0, minor=True
    )  # fmt: skip


class GreKey(Header):
    """Which of several tunnels between the same two ends this is."""

    key = "gre"
    title = "GRE key"
    rfc = "RFC 2890 §2.1"

    tunnel_key: int = bits(
        32, "which of several tunnels, or flows, between the same two ends this is", key="gre.key", kind=HEXADECIMAL, label="Key"
    )  # fmt: skip


class GreCall(Header):
    """Which call of PPTP the data belong to."""

    key = "gre"
    title = "GRE call"
    rfc = "RFC 2637 §4.1"

    payload_length: int = bits(16, "bytes of data behind this header", key="gre.key.payload_length", kind=LENGTH)
    call_identifier: int = bits(
        16, "which call of the receiver's the data belong to", key="gre.key.call_id", label="Call ID"
    )


class GreSequence(Header):
    """The number of the packet in its tunnel."""

    key = "gre"
    title = "GRE sequence number"
    rfc = "RFC 2890 §2.2"

    sequence_number: int = bits(32, "counts the packets of the tunnel", key="gre.sequence_number")


class GreAcknowledgment(Header):
    """What came from the other side."""

    key = "gre"
    title = "GRE acknowledgement"
    rfc = "RFC 2637 §4.1"

    acknowledgment_number: int = bits(32, "the highest number that came from the other side", key="gre.ack_number")


class GreRoute(Header):
    """One entry of a route: routers to pass, in addresses of one family."""

    key = "gre"
    title = "GRE route entry"
    rfc = "RFC 1701"

    address_family: int = bits(
        16, "the kind of address in this entry; 0 ends the route", key="gre.routing.address_family", default=0
    )
    offset: int = bits(8, "where in this entry the next router stands", key="gre.routing.sre_offset", default=0)
    entry_length: int = bits(
        8, "bytes of addresses in this entry", key="gre.routing.src_length", kind=LENGTH, default=0
    )
    addresses: bytes = variable(
        "the routers to pass", key="gre.routing.information", size=lambda header: header.entry_length
    )


class GreRedirect(Header):
    """Why a router sent the packet to a cache (WCCP version 2)."""

    key = "gre"
    title = "WCCP redirect"
    rfc = "draft-wilson-wrec-wccp-v2 §4.12"

    reserved: int = bits(5, "must be zero", key="gre.wccp.reserved", default=0, minor=True)
    header_invalid: bool = flag("the buckets below say nothing", key="gre.wccp.redirect_header_valid")
    alternative_bucket_used: bool = flag(
        "the alternative bucket chose the cache", key="gre.wccp.alternative_bucket_used"
    )
    dynamic_service: bool = flag("the service is not one of those with a fixed number", key="gre.wccp.dynamic_service")
    service_identifier: int = bits(
        8, "which service the packet is sent there for", key="gre.wccp.service_id", label="Service ID"
    )
    alternative_bucket: int = bits(
        8, "the other number that could have chosen the cache", key="gre.wccp.alternative_bucket"
    )
    primary_bucket: int = bits(8, "the number by which the cache was chosen", key="gre.wccp.primary_bucket")


def read_routing(reading: Reading) -> bool:
    """Read the entries of a route, up to the empty one that ends it; False if there are too many."""
    for number in range(1, MOST_ROUTES + 1):
        entry = reading.read(GreRoute, f"route entry {number}")
        if not entry.address_family and not entry.entry_length:
            return True
    return False
