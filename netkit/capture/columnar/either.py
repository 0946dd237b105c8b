"""Keys that stand for either of two fields, as Wireshark has them: `ip.addr` is the source or the destination.

`ip.version` is IPv6's, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

__all__ = ["EITHER", "names_of"]

EITHER: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "eth.addr": ("eth.dst", "eth.src"),
        "ip.addr": ("ip.src", "ip.dst"),
        "ip.version": ("ip.version", "ipv6.version"),
        "ipv6.addr": ("ipv6.src", "ipv6.dst"),
        "tcp.port": ("tcp.srcport", "tcp.dstport"),
        "udp.port": ("udp.srcport", "udp.dstport"),
    }
)


@cache
def names_of(key: str) -> tuple[str, ...]:
    """The keys under which the values of a field are found: its own, and those that stand for it or another."""
    return (key, *(name for name, parts in EITHER.items() if key in parts))
