"""Headers that can break no rule, by what they say: packets of nothing else need not be judged, which makes building them quick."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.data import Data
from netkit.packet.header import Header
from netkit.packet.link.ethernet import Ethernet
from netkit.packet.network.ipv4 import USUAL as USUAL_IPV4
from netkit.packet.network.ipv4 import Ipv4
from netkit.packet.transport.tcp import USUAL as USUAL_TCP
from netkit.packet.transport.tcp import Tcp
from netkit.packet.transport.udp import Udp

__all__ = ["ADDRESSES", "has_addresses", "plain_pattern"]


_EVERY = (0, 0)

_PLAIN: Mapping[type[Header], tuple[int, int]] = MappingProxyType(
    {Data: _EVERY, Ethernet: _EVERY, Ipv4: USUAL_IPV4, Tcp: USUAL_TCP, Udp: _EVERY}
)
"""For each such table, bits that it must have: a mask, and the bits under it. What is filled in is right anyway."""


def plain_pattern(table: type[Header]) -> tuple[int, int] | None:
    """The bits by which a header of this table breaks no rule, as a mask and the bits under it; None where there are none to tell it by."""
    return _PLAIN.get(table)


ADDRESSES = (1 << 64) - 1
"""The bits of both addresses in the number of an IPv4 header, at its end."""


def has_addresses(table: type[Header]) -> bool:
    """Whether it is the header whose addresses the checksums above cover."""
    return table is Ipv4
