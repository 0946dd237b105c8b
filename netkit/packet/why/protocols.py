"""Who has sentences: the effects of each protocol, by the key of its layers. The one place where they are listed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.application import smtp_why
from netkit.packet.application.dhcp import why as dhcp_why
from netkit.packet.application.dns import why as dns_why
from netkit.packet.application.http import why as http_why
from netkit.packet.application.tls import why as tls_why
from netkit.packet.link import arp_why, ethernet_why, links_why
from netkit.packet.network import icmp_why, icmpv6_why, ipv4_why, ipv6_why
from netkit.packet.transport import tcp_why, udp_why
from netkit.packet.tunnel import labels_why, tunnels_why
from netkit.packet.why.effect import Effects

__all__ = ["EFFECTS"]

EFFECTS: Mapping[str, Effects] = MappingProxyType(
    {
        "eth": ethernet_why.ETHERNET,
        "vlan": ethernet_why.VLAN,
        "ieee8021ad": ethernet_why.PROVIDER,
        "ieee8021ah": links_why.BACKBONE,
        "fr": links_why.FRAME_RELAY,
        "ipoib": links_why.INFINIBAND,
        "ipnet": links_why.IPNET,
        "llc": links_why.LLC,
        "sll": links_why.COOKED,
        "null": links_why.NULL,
        "ppp": links_why.PPP,
        "chdlc": links_why.CISCO_HDLC,
        "pppoes": links_why.PPPOE_SESSION,
        "pppoed": links_why.PPPOE_DISCOVERY,
        "arp": arp_why.EFFECTS,
        "ip": ipv4_why.EFFECTS,
        "ah": ipv6_why.AUTHENTICATION,
        "ipv6": ipv6_why.EFFECTS,
        "ipv6.hopopts": ipv6_why.HOP_BY_HOP,
        "ipv6.dstopts": ipv6_why.DESTINATION_OPTIONS,
        "ipv6.routing": ipv6_why.ROUTING,
        "ipv6.fraghdr": ipv6_why.FRAGMENT,
        "icmp": icmp_why.EFFECTS,
        "icmpv6": icmpv6_why.EFFECTS,
        "tcp": tcp_why.EFFECTS,
        "udp": udp_why.EFFECTS,
        "gre": tunnels_why.GRE,
        "vxlan": tunnels_why.VXLAN,
        "mpls": labels_why.MPLS,
        "pwethcw": labels_why.CONTROL_WORD,
        "pwach": labels_why.ASSOCIATED_CHANNEL,
        "geneve": labels_why.GENEVE,
        "nsh": labels_why.NSH,
        "erspan": labels_why.ERSPAN,
        "gtp": labels_why.GTP,
        "gtpprime": labels_why.GTP_PRIME,
        "l2tp": labels_why.L2TP,
        "teredo": labels_why.TEREDO,
        "etherip": tunnels_why.ETHER_IP,
        "esp": tunnels_why.ESP,
        "udpencap": tunnels_why.UDP_ENCAPSULATION,
        "wg": tunnels_why.WIREGUARD,
        "dns": dns_why.DNS,
        "mdns": dns_why.MULTICAST_DNS,
        "llmnr": dns_why.LLMNR,
        "dhcp": dhcp_why.DHCP,
        "dhcpv6": dhcp_why.DHCPV6,
        "http": http_why.HTTP,
        "ssdp": http_why.SSDP,
        "smtp": smtp_why.EFFECTS,
        "tls": tls_why.EFFECTS,
    }
)
