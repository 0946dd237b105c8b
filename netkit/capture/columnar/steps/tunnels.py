"""Tunnels: packets inside of packets."""

from __future__ import annotations

import numpy as np

from netkit.capture.columnar.gather import Headers
from netkit.capture.columnar.group import Group
from netkit.capture.columnar.steps.links import raw_ip
from netkit.capture.columnar.walk import Walk
from netkit.packet.tunnel.geneve import WORD, Geneve
from netkit.packet.tunnel.gre import CDMA2000_PACKET, CDMA2000_STREAM, PPP, WCCP, Gre
from netkit.packet.tunnel.gre_parts import GreKey, GreSequence
from netkit.packet.tunnel.ip_in_ip import IPV6
from netkit.packet.tunnel.mpls import ALERT, ASSOCIATED_CHANNEL, Mpls
from netkit.packet.tunnel.vxlan import ETHERNET, Vxlan

__all__ = ["below_labels", "geneve", "gre", "ip_in_ip", "ipv6_in_ip", "mpls", "vxlan"]


def ip_in_ip(walk: Walk, group: Group) -> None:
    """An IP packet, whose first four bits tell which version it is of."""
    raw_ip(walk, group)


def ipv6_in_ip(walk: Walk, group: Group) -> None:
    """An IPv6 packet."""
    walk.go("eth.type", np.full(len(group), IPV6), group)


def gre(walk: Walk, group: Group) -> None:
    """A header with or without key and sequence number; one with a checksum, a route, or for PPTP is left."""
    if "gre" in walk.deep:
        walk.leave(group)
        return
    group = walk.fit(group, Gre.fixed_bytes)
    headers = Headers(Gre, walk.octets, group.at)
    size = Gre.fixed_bytes + headers.raw("key_present") * np.int64(GreKey.fixed_bytes)
    size += headers.raw("sequence_number_present") * np.int64(GreSequence.fixed_bytes)
    usual = (
        (headers.raw("checksum_present") == 0) & (headers.raw("routing_present") == 0) & (group.at + size <= group.end)
    )
    for number in (PPP, CDMA2000_STREAM, CDMA2000_PACKET, WCCP):
        usual &= headers.raw("protocol_type") != number
    group, size = walk.keep(group, usual)[0], size[usual]
    headers = walk.open(Gre, group)
    walk.go("gre.proto", headers.raw("protocol_type"), group.beyond(size))


def vxlan(walk: Walk, group: Group) -> None:
    """A header, and a whole Ethernet frame."""
    if "vxlan" in walk.deep:
        walk.leave(group)
        return
    group = walk.fit(group, Vxlan.fixed_bytes)
    walk.open(Vxlan, group)
    walk.go("eth.type", np.full(len(group), ETHERNET), group.beyond(Vxlan.fixed_bytes))


def geneve(walk: Walk, group: Group) -> None:
    """A header with what options there are, where those are not asked for."""
    if "geneve" in walk.deep:
        walk.leave(group)
        return
    group = walk.fit(group, Geneve.fixed_bytes)
    headers = Headers(Geneve, walk.octets, group.at)
    options = headers.raw("option_words").astype(np.int64) * WORD
    usual = group.at + Geneve.fixed_bytes + options <= group.end
    if vars(Geneve)["option_words"].key in walk.keys:
        usual &= options == 0
    headers, group, (options,) = walk.sift(headers, group, usual, options)
    walk.show(headers, group)
    walk.go("eth.type", headers.raw("protocol_type"), group.beyond(options + Geneve.fixed_bytes))


def mpls(walk: Walk, group: Group) -> None:
    """One label; those that say by themselves what follows are left."""
    if "mpls" in walk.deep:
        walk.leave(group)
        return
    group = walk.fit(group, Mpls.fixed_bytes)
    headers = Headers(Mpls, walk.octets, group.at)
    usual = ~np.isin(headers.raw("label"), (ALERT, ASSOCIATED_CHANNEL))
    headers, group, _ = walk.sift(headers, group, usual)
    walk.show(headers, group)
    walk.go("mpls.bottom", headers.raw("bottom_of_stack"), group.beyond(Mpls.fixed_bytes))


def below_labels(walk: Walk, group: Group) -> None:
    """An IP packet behind the last label; a pseudowire's frame is left."""
    group = walk.fit(group, 1)
    version = walk.octets[group.at] >> 4
    known = (version == 4) | (version == 6)
    group, _ = walk.keep(group, known)
    raw_ip(walk, group)
