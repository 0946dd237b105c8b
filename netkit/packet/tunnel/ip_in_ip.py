"""A whole IP packet inside of another (RFC 2003, RFC 4213 §3, RFC 2473): the outer header takes it to the tunnel's end."""

from __future__ import annotations

from netkit.packet.depth import too_deep
from netkit.packet.reading import Next, Reading

__all__ = ["read_ip_in_ip", "read_ipv6_in_ip"]

IPV4, IPV6 = 0x0800, 0x86DD


def read_ip_in_ip(reading: Reading) -> Next:
    """Say that an IP packet follows (protocol 4, or 94); its own first four bits tell which version."""
    if too_deep(reading):
        return None
    return "eth.type", (IPV6 if reading.data[reading.position] >> 4 == 6 else IPV4,)


def read_ipv6_in_ip(reading: Reading) -> Next:
    """Say that an IPv6 packet follows (protocol 41)."""
    return None if too_deep(reading) else ("eth.type", (IPV6,))
