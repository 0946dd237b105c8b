"""What a host or a router says by ICMP: the answer to an echo, and that a packet was too big for the next link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.packet.building import icmp, icmpv6, ipv4, ipv6

if TYPE_CHECKING:
    from netkit.address import Address
    from netkit.internet.host.reading import EchoRequest

__all__ = ["echo_reply", "too_big"]

QUOTED_V4 = 28
"""Bytes of the packet that an error quotes: the header and eight more (RFC 792)."""

LARGEST_ERROR_V6 = 1280
"""Bytes of an ICMPv6 error at most (RFC 4443 section 2.4)."""

HEADERS_V6 = 48


def echo_reply(request: EchoRequest) -> bytes:
    """The packet that gives back what came (RFC 792, RFC 4443 section 4.2)."""
    named = {"source": str(request.destination), "destination": str(request.source)}
    identifier, number = (int.from_bytes(request.content[at : at + 2], "big") for at in (0, 2))
    if request.source.version == 4:
        reply = ipv4(**named) / icmp(type=0, code=0, identifier=identifier, sequence_number=number)
    else:
        reply = ipv6(**named) / icmpv6(type=129, code=0, identifier=identifier, sequence_number=number)
    data = request.content[4:]
    return (reply / data if data else reply).encode()


def too_big(packet: bytes, mtu: int, router: Address, source: Address) -> bytes:
    """A router's error to the `source` of a packet: the next link carries `mtu` bytes (RFC 1191 section 4, RFC 4443 section 3.2)."""
    named = {"source": str(router), "destination": str(source)}
    if source.version == 4:
        return (ipv4(**named) / icmp(type=3, code=4, next_hop_mtu=mtu) / packet[:QUOTED_V4]).encode()
    quote = packet[: LARGEST_ERROR_V6 - HEADERS_V6]
    return (ipv6(**named) / icmpv6(type=2, code=0, mtu=mtu) / quote).encode()
