"""Networks: what carries a packet from one address to another, and what reports trouble on the way."""

from __future__ import annotations

import numpy as np

from netkit.capture.columnar.column import Array
from netkit.capture.columnar.either import names_of
from netkit.capture.columnar.gather import Headers, windows
from netkit.capture.columnar.group import Group
from netkit.capture.columnar.walk import Walk
from netkit.packet.header import Header
from netkit.packet.network.icmp import Icmp
from netkit.packet.network.icmp_messages import BODIES, IcmpEcho
from netkit.packet.network.icmpv6 import BODIES as BODIES_OF_6
from netkit.packet.network.icmpv6 import Icmpv6, Icmpv6Echo
from netkit.packet.network.ipv4 import SHORTEST, Ipv4
from netkit.packet.network.ipv4_options import IPV4_OPTIONS
from netkit.packet.network.ipv4_routes import SourceRoute
from netkit.packet.network.ipv6 import Ipv6
from netkit.packet.network.ipv6_extensions import DestinationOptions, HopByHop, extension_bytes
from netkit.packet.network.ipv6_routing import Ipv6Routing

LONGEST = 60
"""Bytes of an IPv4 header with all the options that it can have."""

ROUTES = [code for code, table in IPV4_OPTIONS.tables.items() if table is SourceRoute]
"""The options that list routers, and where the packet goes in the end."""

WORD = extension_bytes(0)
"""Bytes that the length of an extension header counts by; the first are left out of it."""

__all__ = ["destination_options", "hop_by_hop", "icmp", "icmpv6", "ipv4", "ipv6", "routing"]


def ipv4(walk: Walk, group: Group) -> None:
    """A whole packet, with or without options; a fragment is left, and so are lengths that can't be."""
    group = walk.fit(group, SHORTEST)
    headers = Headers(Ipv4, walk.octets, group.at)
    words = headers.raw("internet_header_length").astype(np.int64)
    length = headers.raw("total_length")
    size = words * 4
    usual = (headers.raw("version") == 4) & (words >= SHORTEST // 4) & (length >= size)
    usual &= (headers.raw("fragment_offset") == 0) & (headers.raw("more_fragments") == 0)
    usual &= group.at + size <= group.end
    if "ip" in walk.deep:
        usual &= words == SHORTEST // 4
    elif not walk.keys.isdisjoint(names_of("ip.dst")):
        usual &= ~_routed(walk, group, size)
    headers, group, (size, length) = walk.sift(headers, group, usual, size, length)
    walk.show(headers, group)
    inside = Group(group.rows, group.at + size, np.minimum(group.at + length, group.end), group.depth + 1)
    walk.go("ip.proto", headers.raw("protocol"), inside)


def _routed(walk: Walk, group: Group, size: Array) -> Array:
    """Which packets have options that may say where they go in the end, which is a destination, too."""
    routed: Array = size > SHORTEST
    where = np.flatnonzero(routed)
    if not len(where):
        return routed
    part = group.where(routed)
    seen = walk.readable(part, LONGEST)
    options = windows(walk.octets, LONGEST)[part.at[seen]].view(np.uint8).reshape(-1, LONGEST)[:, SHORTEST:]
    inside = np.arange(SHORTEST, LONGEST) < size[where[seen], None]
    routed[where[seen]] = (np.isin(options, ROUTES) & inside).any(axis=1)
    return routed


def ipv6(walk: Walk, group: Group) -> None:
    """A packet with a payload length; a jumbogram is left."""
    group = walk.fit(group, Ipv6.fixed_bytes)
    headers = Headers(Ipv6, walk.octets, group.at)
    length = headers.raw("payload_length")
    usual = (headers.raw("version") == 6) & (length > 0)
    headers, group, (length,) = walk.sift(headers, group, usual, length)
    walk.show(headers, group)
    at = group.at + Ipv6.fixed_bytes
    inside = Group(group.rows, at, np.minimum(at + length, group.end), group.depth + 1)
    walk.go("ipv6.nxt", headers.raw("next_header"), inside)


def _extension(walk: Walk, group: Group, table: type[Header]) -> None:
    if "ipv6" in walk.deep:
        walk.leave(group)
        return
    group = walk.fit(group, table.fixed_bytes)
    headers = Headers(table, walk.octets, group.at)
    size = (headers.raw("extension_length").astype(np.int64) + 1) * WORD
    usual = group.at + size <= group.end
    headers, group, (size,) = walk.sift(headers, group, usual, size)
    walk.visit(table.key, group)
    walk.go("ipv6.nxt", headers.raw("next_header"), group.beyond(size))


def hop_by_hop(walk: Walk, group: Group) -> None:
    """Options for routers, where they are not asked for."""
    _extension(walk, group, HopByHop)


def destination_options(walk: Walk, group: Group) -> None:
    """Options for the destination, where they are not asked for."""
    _extension(walk, group, DestinationOptions)


def routing(walk: Walk, group: Group) -> None:
    """A list of routers to pass, where it is not asked for."""
    _extension(walk, group, Ipv6Routing)


def icmp(walk: Walk, group: Group) -> None:
    """Echoes; an error quotes a packet, and is left like everything else."""
    _echo(walk, group, Icmp, IcmpEcho, [number for number, table in BODIES.items() if table is IcmpEcho])


def icmpv6(walk: Walk, group: Group) -> None:
    """Echoes; an error quotes a packet, and is left like everything else."""
    _echo(walk, group, Icmpv6, Icmpv6Echo, [number for number, table in BODIES_OF_6.items() if table is Icmpv6Echo])


def _echo(walk: Walk, group: Group, table: type[Header], body: type[Header], numbers: list[int]) -> None:
    if table.key in walk.deep:
        walk.leave(group)
        return
    group = walk.fit(group, table.fixed_bytes + body.fixed_bytes)
    group, _ = walk.keep(group, np.isin(Headers(table, walk.octets, group.at).raw("type"), numbers))
    walk.open(table, group)
    walk.open(body, group.beyond(table.fixed_bytes))
