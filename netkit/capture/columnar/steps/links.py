"""Links: what lies around an IP packet on its way to the next host."""

from __future__ import annotations

import numpy as np

from netkit.capture.columnar.gather import Headers
from netkit.capture.columnar.group import Group
from netkit.capture.columnar.walk import Walk
from netkit.packet.link.arp import Arp, ArpAddresses
from netkit.packet.link.cooked import FRAME_RELAY, GRE, LARGEST_LINUX_TYPE, RADIOTAP, ROOM, Cooked, CookedType
from netkit.packet.link.ethernet import GREATEST_LENGTH, SMALLEST_TYPE, Ethernet
from netkit.packet.link.loopback import Loopback, NullFamily
from netkit.packet.link.vlan import PROVIDER, ProviderTag, Vlan
from netkit.packet.tunnel.ip_in_ip import IPV4, IPV6

__all__ = ["arp", "cooked", "ethernet", "loopback", "null", "provider_vlan", "raw_ip", "vlan"]


def ethernet(walk: Walk, group: Group) -> None:
    """A frame with a type; one with a length, and trailers where they are asked for, are left."""
    if "eth" in walk.deep:
        walk.leave(group)
        return
    group = walk.fit(group, Ethernet.fixed_bytes)
    types = Headers(Ethernet, walk.octets, group.at).raw("type")
    usual = (types >= SMALLEST_TYPE) | (types == 0)
    group, everyone = walk.keep(group, usual)
    walk.open(Ethernet, group)
    walk.go("eth.type", types if everyone else types[usual], group.beyond(Ethernet.fixed_bytes))


def vlan(walk: Walk, group: Group) -> None:
    """A tag with a type behind it."""
    if "vlan" in walk.deep:
        walk.leave(group)
        return
    group = walk.fit(group, Vlan.fixed_bytes)
    group, _ = walk.keep(group, Headers(Vlan, walk.octets, group.at).raw("type") > GREATEST_LENGTH)
    headers = walk.open(Vlan, group)
    walk.go("eth.type", headers.raw("type"), group.beyond(Vlan.fixed_bytes))


def provider_vlan(walk: Walk, group: Group) -> None:
    """A provider's tag before one of another type; before one of its own type it is left."""
    if "ieee8021ad" in walk.deep or "ieee8021ah" in walk.deep:
        walk.leave(group)
        return
    group = walk.fit(group, ProviderTag.fixed_bytes)
    group, _ = walk.keep(group, Headers(ProviderTag, walk.octets, group.at).raw("type") != PROVIDER)
    headers = walk.open(ProviderTag, group)
    walk.go("eth.type", headers.raw("type"), group.beyond(ProviderTag.fixed_bytes))


def cooked(walk: Walk, group: Group) -> None:
    """Linux's cooked header, where its fields are not asked for: always 16 bytes, with the type last."""
    # Padding behind a packet is a layer of Ethernet's here, too.
    if "sll" in walk.deep or Ethernet.key in walk.protocols:
        walk.leave(group)
        return
    before = Cooked.fixed_bytes + ROOM
    whole = before + CookedType.fixed_bytes
    group = walk.fit(group, whole)
    links = Headers(Cooked, walk.octets, group.at).raw("hardware_type")
    types = Headers(CookedType, walk.octets, group.at + before).raw("protocol")
    usual = (types > LARGEST_LINUX_TYPE) & (links != GRE) & (links != FRAME_RELAY) & (links != RADIOTAP)
    group, _ = walk.keep(group, usual)
    walk.visit(Cooked.key, group)
    walk.go("eth.type", types[usual], group.beyond(whole))


def loopback(walk: Walk, group: Group) -> None:
    """The family in network order."""
    group = walk.fit(group, Loopback.fixed_bytes)
    headers = walk.open(Loopback, group)
    walk.go("null.type", headers.raw("family"), group.beyond(Loopback.fixed_bytes))


def null(walk: Walk, group: Group) -> None:
    """The family with its lowest byte first, as most machines write it, where it is not asked for."""
    field = NullFamily.fields[0]
    if NullFamily.key in walk.deep or field.key in walk.keys:
        walk.leave(group)
        return
    group = walk.fit(group, NullFamily.fixed_bytes)
    numbers = Headers(NullFamily, walk.octets, group.at).raw(field.name).byteswap()
    usual = (numbers > 0) & (numbers < 256)
    group, _ = walk.keep(group, usual)
    walk.visit(NullFamily.key, group)
    walk.go("null.type", numbers[usual], group.beyond(NullFamily.fixed_bytes))


def raw_ip(walk: Walk, group: Group) -> None:
    """No link at all: the first four bits say which version of IP follows."""
    group = walk.fit(group, 1)
    six = walk.octets[group.at] >> 4 == 6
    walk.go("eth.type", np.where(six, IPV6, IPV4), group)


def arp(walk: Walk, group: Group) -> None:
    """Who has an IPv4 address on an Ethernet; other links and networks are left."""
    if "arp" in walk.deep:
        walk.leave(group)
        return
    group = walk.fit(group, Arp.fixed_bytes + ArpAddresses.fixed_bytes)
    headers = Headers(Arp, walk.octets, group.at)
    usual = headers.raw("hardware_type") == 1
    for name, value in (("hardware_length", 6), ("protocol_type", IPV4), ("protocol_length", 4)):
        usual &= headers.raw(name) == value
    group, _ = walk.keep(group, usual)
    walk.open(Arp, group)
    walk.open(ArpAddresses, group.beyond(Arp.fixed_bytes))
