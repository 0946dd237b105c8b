"""The steps of a walk: for each protocol that is walked through, how its headers are read in many packets at once."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.capture.columnar.steps.links import arp, cooked, ethernet, loopback, null, provider_vlan, raw_ip, vlan
from netkit.capture.columnar.steps.networks import destination_options, hop_by_hop, icmp, icmpv6, ipv4, ipv6, routing
from netkit.capture.columnar.steps.selection import AlignedSelection
from netkit.capture.columnar.steps.transports import SEGMENT_LENGTH, tcp, udp
from netkit.capture.columnar.steps.tunnels import below_labels, geneve, gre, ip_in_ip, ipv6_in_ip, mpls, vxlan
from netkit.capture.columnar.walk import Step
from netkit.packet.carriers import read_raw_ip
from netkit.packet.header import Header
from netkit.packet.link.arp import Arp, ArpAddresses, read_arp
from netkit.packet.link.cooked import read_cooked
from netkit.packet.link.ethernet import Ethernet, read_ethernet
from netkit.packet.link.loopback import Loopback, read_loopback, read_null
from netkit.packet.link.vlan import ProviderTag, Vlan, read_provider_vlan, read_vlan
from netkit.packet.network.icmp import Icmp, read_icmp
from netkit.packet.network.icmp_messages import IcmpEcho
from netkit.packet.network.icmpv6 import Icmpv6, Icmpv6Echo, read_icmpv6
from netkit.packet.network.ipv4 import Ipv4, read_ipv4
from netkit.packet.network.ipv6 import Ipv6, read_ipv6
from netkit.packet.network.ipv6_extensions import read_destination, read_hop_by_hop
from netkit.packet.network.ipv6_routing import read_routing
from netkit.packet.reading import Read
from netkit.packet.transport.tcp import Tcp, read_tcp
from netkit.packet.transport.tcp_options import AlignedTimestamps, SackBlock
from netkit.packet.transport.udp import Udp, read_udp
from netkit.packet.tunnel.geneve import Geneve, read_geneve
from netkit.packet.tunnel.gre import Gre, read_gre
from netkit.packet.tunnel.ip_in_ip import read_ip_in_ip, read_ipv6_in_ip
from netkit.packet.tunnel.mpls import Mpls, read_below_labels, read_mpls
from netkit.packet.tunnel.vxlan import Vxlan, read_vxlan

__all__ = ["COUNTED", "STEPS", "WALKED"]

STEPS: Mapping[Read, Step] = MappingProxyType(
    {
        read_ethernet: ethernet,
        read_vlan: vlan,
        read_provider_vlan: provider_vlan,
        read_cooked: cooked,
        read_loopback: loopback,
        read_null: null,
        read_raw_ip: raw_ip,
        read_arp: arp,
        read_ipv4: ipv4,
        read_ipv6: ipv6,
        read_hop_by_hop: hop_by_hop,
        read_destination: destination_options,
        read_routing: routing,
        read_icmp: icmp,
        read_icmpv6: icmpv6,
        read_tcp: tcp,
        read_udp: udp,
        read_ip_in_ip: ip_in_ip,
        read_ipv6_in_ip: ipv6_in_ip,
        read_gre: gre,
        read_vxlan: vxlan,
        read_geneve: geneve,
        read_mpls: mpls,
        read_below_labels: below_labels,
    }
)
"""For each function that reads a protocol in one packet, the one that reads it in many."""

WALKED: tuple[type[Header], ...] = (
    Ethernet,
    Vlan,
    ProviderTag,
    Loopback,
    Arp,
    ArpAddresses,
    Ipv4,
    Ipv6,
    Icmp,
    IcmpEcho,
    Icmpv6,
    Icmpv6Echo,
    Tcp,
    AlignedTimestamps,
    AlignedSelection,
    SackBlock,
    Udp,
    Gre,
    Vxlan,
    Geneve,
    Mpls,
)
"""The tables whose fields a walk gives."""

COUNTED = (SEGMENT_LENGTH,)
"""The keys of numbers that a walk counts, and that are in no header."""
