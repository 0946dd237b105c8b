"""The chain of headers behind an IPv6 packet's first ones, up to the transport's, all of which the first fragment has to hold."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.network.ipv6_extensions import extension_bytes
from netkit.packet.transport.tcp import Tcp
from netkit.packet.transport.udp import Udp

__all__ = ["chain_bytes"]

EXTENSIONS = frozenset({0, 43, 60, 135, 139, 140})
"""Headers that begin with what comes next and their length in words of 8 bytes (RFC 7045 §4, IANA's IPv6 extension header types)."""

AUTHENTICATION = 51
"""One more, whose length counts words of 4 bytes (RFC 4302 §2.2)."""

NOTHING = 59
"""No next header (RFC 8200 §4.7)."""

UPPER: Mapping[int, int] = MappingProxyType({6: Tcp.fixed_bytes, 17: Udp.fixed_bytes, 58: 4})
"""Bytes that the header of a transport has at least; of others nothing is known."""


def chain_bytes(next_header: int, data: bytes) -> int | None:
    """How many bytes the headers take up through the transport's, or None where `data` end before that."""
    at = 0
    while next_header in EXTENSIONS or next_header == AUTHENTICATION:
        if at + 2 > len(data):
            return None
        size = extension_bytes(data[at + 1]) if next_header != AUTHENTICATION else (data[at + 1] + 2) * 4
        next_header, at = data[at], at + size
    at += 0 if next_header == NOTHING else UPPER.get(next_header, 1)
    return at if at <= len(data) else None
