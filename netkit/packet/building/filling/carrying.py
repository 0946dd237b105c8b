"""Which layer may carry which: found from the registry of who reads which number, so that no number stands anywhere else."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.application.dhcp.header6 import Dhcpv6, Dhcpv6Relay
from netkit.packet.application.dhcp.message4 import Dhcp, read_dhcp
from netkit.packet.application.dhcp.message6 import read_dhcpv6
from netkit.packet.application.dns.header import Dns, DnsLength, DnsUpdate, Llmnr, Mdns
from netkit.packet.application.dns.message import read_dns, read_dns_over_tcp, read_llmnr, read_mdns
from netkit.packet.application.http.message import Http, Ssdp, read_http, read_ssdp
from netkit.packet.application.smtp import Smtp, read_smtp
from netkit.packet.application.tls.record import TlsCiphertext, TlsRecord, read_tls
from netkit.packet.application.tls.ssl2 import Ssl2ClientHello
from netkit.packet.building.remembering import remembered
from netkit.packet.header import Header
from netkit.packet.link.arp import Arp, read_arp
from netkit.packet.link.atm_arp import AtmArp
from netkit.packet.link.backbone import BackboneTag, read_backbone
from netkit.packet.link.cooked import Cooked, CookedGreType, CookedLinuxType, CookedType, read_cooked, read_cooked2
from netkit.packet.link.ethernet import Ethernet, EthernetUndefined, Ieee8023, read_ethernet
from netkit.packet.link.frame_relay import FrameRelay, FrameRelaySnapProtocol, read_frame_relay
from netkit.packet.link.infiniband import InfinibandAddress, InfinibandRoute, read_infiniband
from netkit.packet.link.ipnet import Ipnet, read_ipnet
from netkit.packet.link.llc import Llc, LlcNumbered, SnapPadding, read_llc
from netkit.packet.link.loopback import (
    Loopback,
    NullFamily,
    NullHalf,
    NullHalfLittle,
    NullType,
    NullTypeLittle,
    read_loopback,
    read_null,
)
from netkit.packet.link.ppp import (
    CiscoHdlc,
    Ppp,
    PppFraming,
    PppShort,
    read_cisco_hdlc,
    read_ppp,
    read_ppp_inside,
    read_ppp_unframed,
)
from netkit.packet.link.pppoe import PppoeDiscovery, PppoeSession, read_pppoe_discovery, read_pppoe_session
from netkit.packet.link.vlan import ProviderTag, ProviderTagOfTwo, Vlan, VlanLength, read_provider_vlan, read_vlan
from netkit.packet.network.authentication import AuthenticationHeader, read_authentication
from netkit.packet.network.icmp import Icmp, read_icmp
from netkit.packet.network.icmp_extensions import IcmpExtensions, read_extensions
from netkit.packet.network.icmpv6 import Icmpv6, read_icmpv6
from netkit.packet.network.ipv4 import Ipv4, read_ipv4
from netkit.packet.network.ipv6 import Ipv6, read_ipv6
from netkit.packet.network.ipv6_extensions import DestinationOptions, HopByHop, read_destination, read_hop_by_hop
from netkit.packet.network.ipv6_fragment import Ipv6Fragment, read_fragment
from netkit.packet.network.ipv6_routing import Ipv6Routing, read_routing
from netkit.packet.reading import Read
from netkit.packet.registry import READERS, RECOGNISED
from netkit.packet.transport.tcp import Tcp, read_tcp
from netkit.packet.transport.udp import Udp, read_udp
from netkit.packet.tunnel.erspan import Erspan2, Erspan3, read_erspan, read_erspan_newer
from netkit.packet.tunnel.esp import Esp, NatKeepalive, NonEspMarker, read_esp, read_udp_encapsulation
from netkit.packet.tunnel.ether_ip import EtherIp, read_ether_ip
from netkit.packet.tunnel.geneve import Geneve, read_geneve
from netkit.packet.tunnel.gre import Gre, GreEnhanced, read_gre
from netkit.packet.tunnel.gtp import Gtp, GtpOld, GtpPrimeOld, read_gtp, read_gtp_prime, read_user_packet
from netkit.packet.tunnel.ip_in_ip import read_ip_in_ip, read_ipv6_in_ip
from netkit.packet.tunnel.l2tp import L2tp, read_l2tp
from netkit.packet.tunnel.mpls import Mpls, read_below_labels, read_mpls
from netkit.packet.tunnel.nsh import Nsh, read_nsh
from netkit.packet.tunnel.pseudowire import AssociatedChannel, ControlWord, read_associated_channel, read_pseudowire
from netkit.packet.tunnel.teredo import TeredoAuthentication, TeredoOrigin, read_teredo
from netkit.packet.tunnel.vxlan import Vxlan, VxlanGeneric, read_vxlan, read_vxlan_generic
from netkit.packet.tunnel.wireguard import (
    WireguardCookie,
    WireguardData,
    WireguardInitiation,
    WireguardResponse,
    read_wireguard,
)

__all__ = ["LAYERS", "SELECTORS", "link_type_of", "numbers_of", "spaces_carrying", "spaces_of"]

_BEGINS: Mapping[Read, tuple[type[Header], ...]] = MappingProxyType(
    {
        READERS["link_type", 101]: (Ipv4, Ipv6),
        read_ethernet: (Ethernet, Ieee8023, EthernetUndefined),
        read_vlan: (Vlan, VlanLength),
        read_provider_vlan: (ProviderTag, ProviderTagOfTwo),
        read_llc: (Llc, LlcNumbered),
        read_arp: (Arp, AtmArp),
        read_cooked: (Cooked,),
        read_cooked2: (CookedType, CookedLinuxType, CookedGreType),
        read_null: (NullFamily, NullHalf, NullHalfLittle, NullType, NullTypeLittle),
        read_loopback: (Loopback,),
        read_ppp: (PppFraming, Ppp, PppShort),
        read_ppp_inside: (Ppp, PppFraming, PppShort),
        read_ppp_unframed: (Ppp, PppShort),
        read_cisco_hdlc: (CiscoHdlc,),
        read_pppoe_discovery: (PppoeDiscovery,),
        read_pppoe_session: (PppoeSession,),
        read_ipv4: (Ipv4,),
        read_ipv6: (Ipv6,),
        read_ip_in_ip: (Ipv4,),
        read_ipv6_in_ip: (Ipv6,),
        read_hop_by_hop: (HopByHop,),
        read_destination: (DestinationOptions,),
        read_routing: (Ipv6Routing,),
        read_fragment: (Ipv6Fragment,),
        read_authentication: (AuthenticationHeader,),
        read_icmp: (Icmp,),
        read_icmpv6: (Icmpv6,),
        read_extensions: (IcmpExtensions,),
        read_tcp: (Tcp,),
        read_udp: (Udp,),
        read_gre: (Gre, GreEnhanced),
        read_vxlan: (Vxlan,),
        read_mpls: (Mpls,),
        read_below_labels: (Ipv4, Ipv6, ControlWord, Ethernet, AssociatedChannel),
        read_pseudowire: (ControlWord, Ethernet),
        read_associated_channel: (AssociatedChannel,),
        read_geneve: (Geneve,),
        read_nsh: (Nsh,),
        read_erspan: (Erspan2, Erspan3, Ethernet),
        read_erspan_newer: (Erspan3, Erspan2),
        read_gtp: (Gtp, GtpOld),
        read_gtp_prime: (GtpPrimeOld,),
        read_user_packet: (Ipv4, Ipv6, Ethernet),
        read_l2tp: (L2tp,),
        read_teredo: (TeredoOrigin, TeredoAuthentication, Ipv6),
        read_backbone: (BackboneTag,),
        read_frame_relay: (FrameRelay,),
        read_infiniband: (InfinibandAddress, InfinibandRoute),
        read_ipnet: (Ipnet,),
        read_vxlan_generic: (VxlanGeneric,),
        read_ether_ip: (EtherIp,),
        read_esp: (Esp,),
        read_udp_encapsulation: (NonEspMarker, NatKeepalive, Esp),
        read_wireguard: (WireguardData, WireguardInitiation, WireguardResponse, WireguardCookie),
        read_dns: (Dns, DnsUpdate),
        read_dns_over_tcp: (DnsLength,),
        read_mdns: (Mdns,),
        read_llmnr: (Llmnr,),
        read_dhcp: (Dhcp,),
        read_dhcpv6: (Dhcpv6, Dhcpv6Relay),
        read_http: (Http,),
        read_ssdp: (Ssdp,),
        read_smtp: (Smtp,),
        read_tls: (TlsRecord, TlsCiphertext, Ssl2ClientHello),
    }
)
"""The headers that each reader may begin its layer with."""

LAYERS: tuple[type[Header], ...] = tuple(dict.fromkeys(table for tables in _BEGINS.values() for table in tables))
"""The headers that layers begin with, but for bare data."""

SELECTORS: Mapping[str, str] = MappingProxyType(
    {
        "eth.type": "eth.type",
        "vlan.etype": "eth.type",
        "ieee8021ah.etype": "eth.type",
        "sll.etype": "eth.type",
        "sll.gretype": "gre.proto",
        "sll.ltype": "sll.ltype",
        "llc.type": "eth.type",
        "llc.dsap": "llc.dsap",
        "null.family": "null.type",
        "null.type": "eth.type",
        "ppp.protocol": "ppp.protocol",
        "chdlc.protocol": "chdlc.protocol",
        "ip.proto": "ip.proto",
        "ipv6.nxt": "ipv6.nxt",
        "ipv6.hopopts.nxt": "ipv6.nxt",
        "ipv6.dstopts.nxt": "ipv6.nxt",
        "ipv6.routing.nxt": "ipv6.nxt",
        "ipv6.fraghdr.nxt": "ipv6.nxt",
        "ah.next_header": "ipv6.nxt",
        "gre.proto": "gre.proto",
        "vxlan.next_proto": "vxlan.next_proto",
        "geneve.proto_type": "eth.type",
        "mpls.bottom": "mpls.bottom",
        "pwach.channel_type": "pwach.channel_type",
        "nsh.nextproto": "nsh.nextproto",
        "gtp.message": "gtp.message",
        "l2tp.type": "l2tp.type",
        "fr.nlpid": "fr.nlpid",
        "fr.snaptype": "eth.type",
        "fr.chdlctype": "eth.type",
        "ipoib.type": "eth.type",
        "ipnet.family": "ipnet.family",
    }
)
"""For each field that says what follows, by its Wireshark key: of which name space its number is."""

_FIXED: Mapping[type[Header], tuple[tuple[str, int | None], ...]] = MappingProxyType(
    {
        Ieee8023: (("llc", 0),),
        VlanLength: (("llc", 0),),
        PppoeSession: (("pppoe.session", 0),),
        Vxlan: (("eth.type", 0x6558),),
        ControlWord: (("eth.type", 0x6558),),
        Erspan2: (("eth.type", 0x6558),),
        Erspan3: (("eth.type", 0x6558),),
        TeredoOrigin: (("eth.type", 0x86DD),),
        TeredoAuthentication: (("eth.type", 0x86DD),),
        FrameRelaySnapProtocol: (("eth.type", 0x6558),),
        EtherIp: (("eth.type", 0x6558),),
        Icmp: (("eth.type", 0x0800), ("icmp.type", 42)),
        Icmpv6: (("eth.type", 0x86DD), ("icmp.type", 42)),
        SnapPadding: (("eth.type", 0x6558),),
        DnsLength: (("udp.port", 53),),
        Udp: (("udp.port", None),),
        Tcp: (("tcp.port", None),),
    }
)
"""What carries something without a field of one number for it: the name spaces, and the number in them if it is always the same."""


def numbers_of(space: str, table: type[Header]) -> tuple[int, ...]:
    """The numbers in a name space whose readers begin with this table, the usual one first."""
    return _numbers(space, table)


@remembered
def _numbers(space: str, table: type[Header]) -> tuple[int, ...]:
    spaces = (space, "ip.proto") if space == "ipv6.nxt" else (space,)
    found: list[tuple[int, int]] = []
    for (each, number), reader in READERS.items():
        begins = _BEGINS.get(reader, ())
        if each in spaces and table in begins:
            found.append((begins.index(table), number))
    if space in ("ip.proto", "ipv6.nxt") and table is Ipv6:
        found += [(9, number) for number in _numbers(space, Ipv4)]
    found.sort(key=lambda pair: pair[0])
    return tuple(dict.fromkeys(number for _, number in found))


@remembered
def spaces_of(table: type[Header]) -> tuple[tuple[str, int | None], ...]:
    """The name spaces in which this header says what follows, each with the number where that is always the same."""
    selected = tuple((SELECTORS[field.key], None) for field in table.fields if field.key in SELECTORS)
    return selected + _FIXED.get(table, ())


@remembered
def spaces_carrying(table: type[Header]) -> Mapping[str, tuple[int, ...]]:
    """The name spaces that a table can be reached by, each with its numbers there; none where it is known by how it begins."""
    found: dict[str, tuple[int, ...]] = {}
    for space, _ in READERS:
        if numbers := _numbers(space, table):
            found[space] = numbers
            if space == "ip.proto":
                found["ipv6.nxt"] = _numbers("ipv6.nxt", table)
    for space, known in RECOGNISED.items():
        if any(table in _BEGINS.get(reader, ()) for _, reader in known):
            found.setdefault(space, ())
    return MappingProxyType(found)


def link_type_of(table: type[Header]) -> int | None:
    """The LINKTYPE number of packets that begin with this header, or None where a packet can't begin with it."""
    numbers = _numbers("link_type", table)
    if table in (Ipv4, Ipv6):
        return 101
    return numbers[0] if numbers else None
