"""What the messages of ICMP carry behind their first four bytes, type by type (RFC 792 and later ones)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.field import bits, flag
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_IPV4, BYTES, SECONDS, SIGNED

__all__ = [
    "BODIES",
    "IcmpEcho",
    "IcmpExtendedReply",
    "IcmpExtendedRequest",
    "IcmpGateway",
    "IcmpIgnored",
    "IcmpLength",
    "IcmpLengthAndMtu",
    "IcmpMask",
    "IcmpPointer",
    "IcmpPointerAndLength",
    "IcmpRouters",
    "IcmpTimestamps",
    "IcmpUnreachable",
    "IcmpUnused",
    "RouterEntry",
]

_STATES = MappingProxyType(
    {0: "reserved", 1: "incomplete", 2: "reachable", 3: "stale", 4: "delay", 5: "probe", 6: "failed"}
)


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


class IcmpIgnored(Header):
    """Four bytes that a message leaves unused which is not sent any more."""

    key = "icmp"
    title = "ICMP message without content"
    rfc = "RFC 792"

    ignored: bytes = bits(32, "unused, zero", key="icmp.ignored", kind=BYTES, default=b"\0\0\0\0", minor=True)


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


class IcmpLength(Header):
    """An error that says how much of the packet it quotes, because extensions follow (RFC 4884)."""

    key = "icmp"
    title = "ICMP error with extensions"
    rfc = "RFC 4884 §4.1"

    unused: bytes = bits(8, "unused, zero", key="icmp.unused", kind=BYTES, default=b"\0", minor=True)
    length: int = bits(
        8, "words of 4 bytes that are quoted; extensions follow", key="icmp.length", note=lambda raw: f"{raw * 4} bytes"
    )
    also_unused: bytes = bits(16, "unused, zero", key="icmp.unused", kind=BYTES, default=b"\0\0", minor=True)


class IcmpLengthAndMtu(Header):
    """Fragmentation needed, with extensions behind the quoted packet."""

    key = "icmp"
    title = "ICMP fragmentation needed, with extensions"
    rfc = "RFC 4884 §4.1"

    unused: bytes = bits(8, "unused, zero", key="icmp.unused", kind=BYTES, default=b"\0", minor=True)
    length: int = bits(
        8, "words of 4 bytes that are quoted; extensions follow", key="icmp.length", note=lambda raw: f"{raw * 4} bytes"
    )
    next_hop_mtu: int = bits(
        16, "the largest packet that the next link carries", key="icmp.mtu", label="Next-hop MTU", rfc="RFC 1191 §4"
    )


class IcmpPointerAndLength(Header):
    """Parameter problem, with extensions behind the quoted packet."""

    key = "icmp"
    title = "ICMP parameter problem, with extensions"
    rfc = "RFC 4884 §4.3"

    pointer: int = bits(8, "the byte of the quoted packet that was wrong", key="icmp.pointer")
    length: int = bits(
        8, "words of 4 bytes that are quoted; extensions follow", key="icmp.length", note=lambda raw: f"{raw * 4} bytes"
    )
    unused: bytes = bits(16, "unused, zero", key="icmp.unused", kind=BYTES, default=b"\0\0", minor=True)


class IcmpMask(Header):
    """Address mask request and reply, which nobody uses any more."""

    key = "icmp"
    title = "ICMP address mask"
    rfc = "RFC 950 appendix I"

    identifier: int = bits(16, "tells one program's requests from another's", key="icmp.ident")
    sequence_number: int = bits(16, "counts the requests", key="icmp.seq")
    address_mask: str = bits(32, "the mask of this network", key="icmp.address_mask", kind=ADDRESS_IPV4)


class IcmpRouters(Header):
    """What stands before the routers of a router advertisement."""

    key = "icmp"
    title = "ICMP router advertisement"
    rfc = "RFC 1256 §3"

    number_of_addresses: int = bits(8, "how many routers follow", key="icmp.num_addrs")
    entry_size: int = bits(8, "words of 4 bytes for each: 2", key="icmp.addr_entry_size", default=2, minor=True)
    lifetime: int = bits(16, "how long this holds", key="icmp.lifetime", kind=SECONDS)


class RouterEntry(Header):
    """One router of a router advertisement."""

    key = "icmp"
    title = "ICMP router"
    rfc = "RFC 1256 §3"

    router_address: str = bits(32, "a router on this link", key="icmp.router_address", kind=ADDRESS_IPV4)
    preference_level: int = bits(32, "the higher the better", key="icmp.pref_level", kind=SIGNED)


class IcmpExtendedRequest(Header):
    """Extended echo: asks a node about an interface, of its own or of a neighbour."""

    key = "icmp"
    title = "ICMP extended echo request"
    rfc = "RFC 8335 §2"

    identifier: int = bits(16, "tells one program's requests from another's", key="icmp.ident")
    sequence_number: int = bits(8, "counts the requests", key="icmp.ext.echo.seq")
    reserved: int = bits(7, "must be zero", key="icmp.ext.echo.req.reserved", default=0, minor=True)
    local: bool = flag("the interface is on the node that is asked", key="icmp.ext.echo.req.local")


class IcmpExtendedReply(Header):
    """The answer to an extended echo request."""

    key = "icmp"
    title = "ICMP extended echo reply"
    rfc = "RFC 8335 §3"

    identifier: int = bits(16, "tells one program's requests from another's", key="icmp.ident")
    sequence_number: int = bits(8, "counts the requests", key="icmp.ext.echo.seq")
    state: int = bits(3, "what the node knows of a neighbour", key="icmp.ext.echo.rsp.state", names=_STATES)
    reserved: int = bits(2, "must be zero", key="icmp.ext.echo.rsp.reserved", default=0, minor=True)
    active: bool = flag("the interface is up", key="icmp.ext.echo.rsp.active")
    ipv4: bool = flag("IPv4 runs on it", key="icmp.ext.echo.rsp.ipv4", label="IPv4")
    ipv6: bool = flag("IPv6 runs on it", key="icmp.ext.echo.rsp.ipv6", label="IPv6")


BODIES: Mapping[int, type[Header]] = MappingProxyType(
    {
        0: IcmpEcho, 4: IcmpIgnored, 5: IcmpGateway, 8: IcmpEcho, 9: IcmpRouters, 10: IcmpIgnored, 11: IcmpUnused, 12: IcmpPointer,
        13: IcmpTimestamps, 14: IcmpTimestamps, 15: IcmpEcho, 16: IcmpEcho, 17: IcmpMask, 18: IcmpMask, 42: IcmpExtendedRequest,
        43: IcmpExtendedReply,
    }
)  # fmt: skip
"""The table of each type but destination unreachable, without extensions."""
