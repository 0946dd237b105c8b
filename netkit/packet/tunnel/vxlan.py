"""VXLAN (RFC 7348): Ethernet frames through UDP, so that machines far apart are on one link; and its extension for any protocol."""

from __future__ import annotations

from types import MappingProxyType

from netkit.packet.depth import too_deep
from netkit.packet.field import bits, flag
from netkit.packet.header import Header
from netkit.packet.reading import Next, Reading

__all__ = ["Vxlan", "VxlanGeneric", "read_vxlan", "read_vxlan_generic"]

ETHERNET = 0x6558

_NETWORK = "which of the networks that share these tunnels the frame belongs to"


class Vxlan(Header):
    """Which network the frame belongs to."""

    key = "vxlan"
    title = "VXLAN"
    rfc = "RFC 7348 §5"

    group_policy: bool = flag("a group policy follows, which RFC 7348 does not have", key="vxlan.flag_g", minor=True)
    reserved_1: int = bits(3, "must be zero", key="vxlan.flags_reserved", label="Reserved", default=0, minor=True)
    network_identifier_valid: bool = flag("the network identifier counts: always set", key="vxlan.flag_i", default=True)
    reserved_2: int = bits(4, "must be zero", key="vxlan.flags_reserved", label="Reserved", default=0, minor=True)
    dont_learn: bool = flag(
        "nobody is to remember where this frame came from", key="vxlan.flag_d", label="Don't learn", minor=True
    )
    reserved_3: int = bits(2, "must be zero", key="vxlan.flags_reserved", label="Reserved", default=0, minor=True)
    policy_applied: bool = flag("the group's policy was applied already", key="vxlan.flag_a", minor=True)
    reserved_4: int = bits(3, "must be zero", key="vxlan.flags_reserved", label="Reserved", default=0, minor=True)
    group_policy_identifier: int = bits(
        16, "the group that the sender belongs to, or zero", key="vxlan.gbp", label="Group policy ID", default=0, minor=True
    )  # fmt: skip
    network_identifier: int = bits(24, _NETWORK, key="vxlan.vni", label="VXLAN network identifier")
    reserved_5: int = bits(8, "must be zero", key="vxlan.reserved8", label="Reserved", default=0, minor=True)


class VxlanGeneric(Header):
    """The same for any protocol, whose number it has."""

    key = "vxlan"
    title = "VXLAN-GPE"
    rfc = "draft-ietf-nvo3-vxlan-gpe §3"
    rule = "vxlan.generic"

    reserved_1: int = bits(2, "must be zero", key="vxlan.flags_reserved", label="Reserved", default=0, minor=True)
    version: int = bits(2, "which version of the extension this is: 0", key="vxlan.ver", default=0, minor=True)
    network_identifier_valid: bool = flag("the network identifier counts", key="vxlan.i_bit", default=True)
    next_protocol_present: bool = flag("the next protocol counts", key="vxlan.p_bit", default=True)
    reserved_2: bool = flag("must be zero", key="vxlan.flags_reserved", label="Reserved", minor=True)
    operations: bool = flag("the packet is about the tunnel itself", key="vxlan.o_bit", label="Operations", minor=True)
    reserved_3: int = bits(16, "must be zero", key="vxlan.reserved_16", label="Reserved", default=0, minor=True)
    next_protocol: int = bits(
        8, "which protocol follows", key="vxlan.next_proto", default=3,
        names=MappingProxyType({1: "IPv4", 2: "IPv6", 3: "Ethernet", 4: "NSH", 5: "MPLS"}),
    )  # fmt: skip
    network_identifier: int = bits(24, _NETWORK, key="vxlan.vni", label="VXLAN network identifier")
    reserved_4: int = bits(8, "must be zero", key="vxlan.reserved8", label="Reserved", default=0, minor=True)


def read_vxlan(reading: Reading) -> Next:
    """Read the header; a whole Ethernet frame follows."""
    if too_deep(reading):
        return None
    vxlan = reading.open(Vxlan)
    if not vxlan.network_identifier_valid:
        text = "the flag I is not set; it must be, so that the network identifier counts"
        reading.report("vxlan.flags.no_network", vxlan, "network_identifier_valid", text)
    return "eth.type", (ETHERNET,)


def read_vxlan_generic(reading: Reading) -> Next:
    """Read the header, which says what follows."""
    if too_deep(reading):
        return None
    return "vxlan.next_proto", (reading.open(VxlanGeneric).next_protocol,)
