"""Who reads what below the applications: each number that leads to a link, a network, a transport or a tunnel.

It stands by itself so that whoever looks for addresses and ports in a million packets does not load what takes messages apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.link.arp import read_arp
from netkit.packet.link.backbone import read_backbone
from netkit.packet.link.cooked import read_cooked, read_cooked2
from netkit.packet.link.ethernet import read_ethernet
from netkit.packet.link.frame_relay import read_frame_relay
from netkit.packet.link.infiniband import read_infiniband
from netkit.packet.link.ipnet import read_ipnet
from netkit.packet.link.llc import read_llc
from netkit.packet.link.loopback import read_loopback, read_null
from netkit.packet.link.ppp import read_cisco_hdlc, read_ppp, read_ppp_inside, read_ppp_unframed
from netkit.packet.link.pppoe import read_pppoe_discovery, read_pppoe_session
from netkit.packet.link.vlan import read_provider_vlan, read_vlan
from netkit.packet.network.authentication import read_authentication
from netkit.packet.network.icmp import (
    read_icmp,
)
from netkit.packet.network.icmp_extensions import read_extensions
from netkit.packet.network.icmpv6 import (
    read_icmpv6,
)
from netkit.packet.network.ipv4 import read_ipv4
from netkit.packet.network.ipv6 import read_ipv6
from netkit.packet.network.ipv6_extensions import read_destination, read_hop_by_hop
from netkit.packet.network.ipv6_fragment import read_fragment
from netkit.packet.network.ipv6_routing import read_routing
from netkit.packet.reading import Next, Read, Reading
from netkit.packet.transport.tcp import read_tcp
from netkit.packet.transport.udp import read_udp
from netkit.packet.tunnel.erspan import read_erspan, read_erspan_newer
from netkit.packet.tunnel.esp import read_esp, read_udp_encapsulation
from netkit.packet.tunnel.ether_ip import read_ether_ip
from netkit.packet.tunnel.geneve import read_geneve
from netkit.packet.tunnel.gre import read_gre
from netkit.packet.tunnel.gtp import read_gtp, read_gtp_prime, read_user_packet
from netkit.packet.tunnel.ip_in_ip import read_ip_in_ip, read_ipv6_in_ip
from netkit.packet.tunnel.l2tp import read_l2tp
from netkit.packet.tunnel.mpls import read_below_labels, read_mpls
from netkit.packet.tunnel.nsh import read_nsh
from netkit.packet.tunnel.pseudowire import read_associated_channel, read_pseudowire
from netkit.packet.tunnel.teredo import read_teredo
from netkit.packet.tunnel.vxlan import read_vxlan, read_vxlan_generic

__all__ = ["CARRIERS", "read_raw_ip"]


def read_raw_ip(reading: Reading) -> Next:
    """Read a packet that begins with its IP header; the first four bits say which version."""
    return "eth.type", (0x86DD if reading.left and reading.data[reading.position] >> 4 == 6 else 0x0800,)


CARRIERS: Mapping[tuple[str, int], Read] = MappingProxyType(
    {
        ("link_type", 0): read_null,
        ("link_type", 1): read_ethernet,
        ("link_type", 9): read_ppp,
        ("link_type", 12): read_raw_ip,
        ("link_type", 14): read_raw_ip,
        ("link_type", 50): read_ppp,
        ("link_type", 51): read_pppoe_session,
        ("link_type", 101): read_raw_ip,
        ("link_type", 104): read_cisco_hdlc,
        ("link_type", 107): read_frame_relay,
        ("link_type", 108): read_loopback,
        ("link_type", 113): read_cooked,
        ("link_type", 226): read_ipnet,
        ("link_type", 228): read_ipv4,
        ("link_type", 229): read_ipv6,
        ("link_type", 242): read_infiniband,
        ("link_type", 276): read_cooked2,
        ("eth.type", 0x0800): read_ipv4,
        ("eth.type", 0x0806): read_arp,
        ("eth.type", 0x6558): read_ethernet,
        ("eth.type", 0x8035): read_arp,
        ("eth.type", 0x8100): read_vlan,
        ("eth.type", 0x86DD): read_ipv6,
        ("eth.type", 0x8847): read_mpls,
        ("eth.type", 0x8848): read_mpls,
        ("eth.type", 0x8863): read_pppoe_discovery,
        ("eth.type", 0x8864): read_pppoe_session,
        ("eth.type", 0x8870): read_llc,
        ("eth.type", 0x88A8): read_provider_vlan,
        ("eth.type", 0x88E7): read_backbone,
        ("eth.type", 0x894F): read_nsh,
        ("eth.type", 0x9100): read_vlan,
        ("chdlc.protocol", 0x0800): read_ipv4,
        ("chdlc.protocol", 0x6558): read_ethernet,
        ("chdlc.protocol", 0x86DD): read_ipv6,
        ("chdlc.protocol", 0x8847): read_mpls,
        ("chdlc.protocol", 0x8848): read_mpls,
        ("fr.nlpid", 0x8E): read_ipv6,
        ("fr.nlpid", 0xCC): read_ipv4,
        ("fr.nlpid", 0xCF): read_ppp_inside,
        ("gre.proto", 0x0800): read_ipv4,
        ("gre.proto", 0x0806): read_arp,
        ("gre.proto", 0x6400): read_ethernet,
        ("gre.proto", 0x6558): read_ethernet,
        ("gre.proto", 0x6559): read_frame_relay,
        ("gre.proto", 0x86DD): read_ipv6,
        ("gre.proto", 0x880B): read_ppp_inside,
        ("gre.proto", 0x883E): read_ipv4,
        ("gre.proto", 0x8847): read_mpls,
        ("gre.proto", 0x8848): read_mpls,
        ("gre.proto", 0x88BE): read_erspan,
        ("gre.proto", 0x22EB): read_erspan_newer,
        ("gre.proto", 0x894F): read_nsh,
        ("gtp.message", 255): read_user_packet,
        ("ipnet.family", 2): read_ipv4,
        ("ipnet.family", 26): read_ipv6,
        ("l2tp.type", 0): read_ppp_inside,
        ("llc", 0): read_llc,
        ("llc.dsap", 0x06): read_ipv4,
        ("mpls.bottom", 0): read_mpls,
        ("mpls.bottom", 1): read_below_labels,
        ("mpls.label", 13): read_associated_channel,
        ("null.type", 2): read_ipv4,
        ("null.type", 24): read_ipv6,
        ("null.type", 28): read_ipv6,
        ("null.type", 30): read_ipv6,
        ("nsh.nextproto", 1): read_ipv4,
        ("nsh.nextproto", 2): read_ipv6,
        ("nsh.nextproto", 3): read_ethernet,
        ("nsh.nextproto", 4): read_nsh,
        ("nsh.nextproto", 5): read_mpls,
        ("ppp.protocol", 0x0021): read_ipv4,
        ("ppp.protocol", 0x004B): read_llc,
        ("ppp.protocol", 0x0057): read_ipv6,
        ("ppp.protocol", 0x0281): read_mpls,
        ("ppp.protocol", 0x0283): read_mpls,
        ("pppoe.session", 0): read_ppp_unframed,
        ("pseudowire", 0): read_pseudowire,
        ("pwach.channel_type", 0x0021): read_ipv4,
        ("pwach.channel_type", 0x0057): read_ipv6,
        ("sll.ltype", 3): read_ethernet,
        ("sll.ltype", 4): read_llc,
        ("sll.ltype", 7): read_ppp,
        ("ip.proto", 1): read_icmp,
        ("ip.proto", 4): read_ip_in_ip,
        ("ip.proto", 6): read_tcp,
        ("ip.proto", 17): read_udp,
        ("ip.proto", 41): read_ipv6_in_ip,
        ("ip.proto", 47): read_gre,
        ("ip.proto", 50): read_esp,
        ("ip.proto", 58): read_icmpv6,
        ("ip.proto", 94): read_ip_in_ip,
        ("ip.proto", 97): read_ether_ip,
        ("ip.proto", 137): read_mpls,
        ("ip.proto", 143): read_ethernet,
        ("icmp.type", 42): read_extensions,
        ("ip.proto", 51): read_authentication,
        ("ipv6.nxt", 0): read_hop_by_hop,
        ("ipv6.nxt", 43): read_routing,
        ("ipv6.nxt", 44): read_fragment,
        ("ipv6.nxt", 60): read_destination,
        ("udp.port", 1701): read_l2tp,
        ("udp.port", 2152): read_gtp,
        ("udp.port", 3386): read_gtp_prime,
        ("udp.port", 3544): read_teredo,
        ("udp.port", 4500): read_udp_encapsulation,
        ("udp.port", 4789): read_vxlan,
        ("udp.port", 4790): read_vxlan_generic,
        ("udp.port", 6081): read_geneve,
        ("udp.port", 6635): read_mpls,
        ("vxlan.next_proto", 1): read_ipv4,
        ("vxlan.next_proto", 2): read_ipv6,
        ("vxlan.next_proto", 3): read_ethernet,
        ("vxlan.next_proto", 4): read_nsh,
        ("vxlan.next_proto", 5): read_mpls,
    }
)
"""The readers by name space and number; `registry.py` has those of the applications, too."""
