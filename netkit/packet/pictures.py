"""Every message that has a picture of its own, and every key that a dissection can have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import netkit.packet.registry  # noqa: F401 - whoever reads a protocol loads its tables, those too that have no picture
from netkit.packet.application.dhcp.association6 import IaAddress, IaNonTemporary, IaPrefix, StatusCode
from netkit.packet.application.dhcp.header6 import Dhcpv6, Dhcpv6Relay
from netkit.packet.application.dhcp.lease4 import DhcpMessageType, LeaseTime
from netkit.packet.application.dhcp.message4 import BootFile, ClientMac, Dhcp, MagicCookie, ServerName
from netkit.packet.application.dhcp.option4 import DhcpUnknownOption
from netkit.packet.application.dhcp.option6 import Dhcpv6UnknownOption
from netkit.packet.application.dhcp.settings4 import DhcpSubnetMask
from netkit.packet.application.dns.edns import Opt
from netkit.packet.application.dns.edns_options import ClientSubnet, EdnsOption
from netkit.packet.application.dns.header import Dns, DnsLength, DnsUpdate, Llmnr
from netkit.packet.application.dns.records.dnssec import DelegationSigner, Signature, ZoneKey
from netkit.packet.application.dns.records.names import StartOfAuthority
from netkit.packet.application.dns.records.service import Service
from netkit.packet.application.dns.sections import MulticastQuestion, MulticastRecord, Question, ResourceRecord
from netkit.packet.application.http.content import Chunk
from netkit.packet.application.http.start_line import RequestLine, StatusLine
from netkit.packet.application.smtp import SmtpCommand, SmtpReply
from netkit.packet.application.tls.client_hello import ClientHello
from netkit.packet.application.tls.contents import Alert
from netkit.packet.application.tls.extensions import Extension
from netkit.packet.application.tls.handshake import Handshake
from netkit.packet.application.tls.record import TlsRecord
from netkit.packet.application.tls.server_hello import ServerChoice, ServerHello
from netkit.packet.data import Data, TcpPayload, UdpPayload
from netkit.packet.header import Header
from netkit.packet.link.arp import Arp, ArpAddresses
from netkit.packet.link.atm_arp import AtmArp
from netkit.packet.link.backbone import BackboneTag
from netkit.packet.link.cooked import Cooked, Cooked2
from netkit.packet.link.ethernet import Ethernet, Ieee8023
from netkit.packet.link.frame_relay import FrameRelay, FrameRelayControl, FrameRelayProtocol
from netkit.packet.link.infiniband import InfinibandAddress, InfinibandType
from netkit.packet.link.ipnet import Ipnet
from netkit.packet.link.llc import Llc, LlcNumbered, Snap, SnapType
from netkit.packet.link.loopback import Loopback, NullFamily
from netkit.packet.link.ppp import CiscoHdlc, Ppp, PppFraming
from netkit.packet.link.pppoe import PppoeSession
from netkit.packet.link.vlan import ProviderTag, Vlan
from netkit.packet.network.authentication import AuthenticationHeader
from netkit.packet.network.icmp import Icmp
from netkit.packet.network.icmp_extensions import IcmpExtensions, IcmpObject, MplsLabel
from netkit.packet.network.icmp_messages import (
    IcmpEcho,
    IcmpGateway,
    IcmpPointer,
    IcmpTimestamps,
    IcmpUnreachable,
    IcmpUnused,
)
from netkit.packet.network.icmpv6 import (
    Icmpv6,
    Icmpv6Echo,
    Icmpv6Mtu,
    Icmpv6Pointer,
    Icmpv6Unused,
)
from netkit.packet.network.ipv4 import Ipv4
from netkit.packet.network.ipv4_options import RouterAlert
from netkit.packet.network.ipv4_routes import Recorded, RecordRoute, SourceRoute, TimestampOption, ToVisit
from netkit.packet.network.ipv6 import Ipv6
from netkit.packet.network.ipv6_extensions import DestinationOptions, HopByHop
from netkit.packet.network.ipv6_fragment import Ipv6Fragment
from netkit.packet.network.ipv6_routing import Ipv6Routing, Segment, SegmentRouting
from netkit.packet.network.listener_discovery import ListenerQuery, ListenerRecord, ListenerReport
from netkit.packet.network.neighbor_discovery import (
    NeighborAdvertisement,
    NeighborSolicitation,
    Redirect,
    RouterAdvertisement,
    RouterSolicitation,
)
from netkit.packet.network.neighbor_option import PrefixInformation
from netkit.packet.transport.tcp import Tcp
from netkit.packet.transport.tcp_options import (
    FastOpen,
    MaximumSegmentSize,
    SackBlock,
    SelectiveAcknowledgment,
    Timestamps,
    UserTimeout,
    WindowScale,
)
from netkit.packet.transport.udp import Udp
from netkit.packet.tunnel.erspan import Erspan2, Erspan3
from netkit.packet.tunnel.esp import Esp
from netkit.packet.tunnel.geneve import Geneve, GeneveOption
from netkit.packet.tunnel.gre import Gre, GreEnhanced
from netkit.packet.tunnel.gtp import Gtp
from netkit.packet.tunnel.l2tp import L2tp, L2tpIdentifiers
from netkit.packet.tunnel.mpls import Mpls
from netkit.packet.tunnel.nsh import Nsh, NshContext
from netkit.packet.tunnel.pseudowire import AssociatedChannel, ControlWord
from netkit.packet.tunnel.teredo import TeredoOrigin
from netkit.packet.tunnel.vxlan import Vxlan, VxlanGeneric
from netkit.packet.tunnel.wireguard import (
    WireguardCookie,
    WireguardData,
    WireguardInitiation,
    WireguardResponse,
)

__all__ = ["HEADERS", "KEYS", "tables"]


HEADERS: Mapping[str, tuple[type[Header], ...]] = MappingProxyType(
    {
        "ethernet": (Ethernet,),
        "ieee8023": (Ieee8023,),
        "llc": (Llc,),
        "llc-numbered": (LlcNumbered,),
        "llc-snap": (Llc, Snap, SnapType),
        "vlan": (Vlan,),
        "vlan-provider": (ProviderTag,),
        "backbone-tag": (BackboneTag,),
        "frame-relay": (FrameRelay, FrameRelayControl, FrameRelayProtocol),
        "infiniband": (InfinibandAddress, InfinibandType),
        "ipnet": (Ipnet,),
        "linux-cooked": (Cooked,),
        "linux-cooked-2": (Cooked2,),
        "bsd-loopback": (Loopback,),
        "bsd-null": (NullFamily,),
        "ppp": (PppFraming, Ppp),
        "pppoe": (PppoeSession,),
        "cisco-hdlc": (CiscoHdlc,),
        "arp": (Arp, ArpAddresses),
        "arp-atm": (AtmArp,),
        "ipv4": (Ipv4,),
        "ipv4-record-route": (RecordRoute, Recorded),
        "ipv4-router-alert": (RouterAlert,),
        "ipv4-source-route": (SourceRoute, ToVisit),
        "ipv4-timestamp": (TimestampOption,),
        "ipv6": (Ipv6,),
        "ipv6-authentication": (AuthenticationHeader,),
        "ipv6-destination-options": (DestinationOptions,),
        "ipv6-fragment": (Ipv6Fragment,),
        "ipv6-hop-by-hop": (HopByHop,),
        "ipv6-routing": (Ipv6Routing,),
        "ipv6-segment-routing": (Ipv6Routing, SegmentRouting, Segment),
        "icmp": (Icmp,),
        "icmp-echo": (Icmp, IcmpEcho),
        "icmp-unreachable": (Icmp, IcmpUnreachable),
        "icmp-error": (Icmp, IcmpUnused),
        "icmp-redirect": (Icmp, IcmpGateway),
        "icmp-parameter-problem": (Icmp, IcmpPointer),
        "icmp-timestamp": (Icmp, IcmpTimestamps),
        "icmp-extensions": (IcmpExtensions, IcmpObject),
        "icmp-mpls-label": (IcmpObject, MplsLabel),
        "icmpv6": (Icmpv6,),
        "icmpv6-echo": (Icmpv6, Icmpv6Echo),
        "icmpv6-error": (Icmpv6, Icmpv6Unused),
        "icmpv6-packet-too-big": (Icmpv6, Icmpv6Mtu),
        "icmpv6-parameter-problem": (Icmpv6, Icmpv6Pointer),
        "neighbor-solicitation": (Icmpv6, NeighborSolicitation),
        "neighbor-advertisement": (Icmpv6, NeighborAdvertisement),
        "router-advertisement": (Icmpv6, RouterAdvertisement),
        "router-solicitation": (Icmpv6, RouterSolicitation),
        "redirect": (Icmpv6, Redirect),
        "prefix-information": (PrefixInformation,),
        "listener-query": (Icmpv6, ListenerQuery),
        "listener-report": (Icmpv6, ListenerReport, ListenerRecord),
        "gre": (Gre,),
        "gre-pptp": (GreEnhanced,),
        "vxlan": (Vxlan,),
        "vxlan-gpe": (VxlanGeneric,),
        "geneve": (Geneve,),
        "geneve-option": (GeneveOption,),
        "mpls": (Mpls,),
        "mpls-control-word": (ControlWord,),
        "mpls-associated-channel": (AssociatedChannel,),
        "nsh": (Nsh, NshContext),
        "erspan-2": (Erspan2,),
        "erspan-3": (Erspan3,),
        "gtp": (Gtp,),
        "l2tp": (L2tp, L2tpIdentifiers),
        "teredo-origin": (TeredoOrigin,),
        "wireguard-initiation": (WireguardInitiation,),
        "wireguard-response": (WireguardResponse,),
        "wireguard-cookie": (WireguardCookie,),
        "wireguard-data": (WireguardData,),
        "esp": (Esp,),
        "udp": (Udp,),
        "tcp": (Tcp,),
        "tcp-fast-open": (FastOpen,),
        "tcp-maximum-segment-size": (MaximumSegmentSize,),
        "tcp-sack": (SelectiveAcknowledgment, SackBlock),
        "tcp-timestamps": (Timestamps,),
        "tcp-user-timeout": (UserTimeout,),
        "tcp-window-scale": (WindowScale,),
        "dhcp": (Dhcp, ClientMac, ServerName, BootFile, MagicCookie),
        "dhcp-option": (DhcpUnknownOption,),
        "dhcp-message-type": (DhcpMessageType,),
        "dhcp-subnet-mask": (DhcpSubnetMask,),
        "dhcp-lease-time": (LeaseTime,),
        "dhcpv6": (Dhcpv6,),
        "dhcpv6-relay": (Dhcpv6Relay,),
        "dhcpv6-option": (Dhcpv6UnknownOption,),
        "dhcpv6-ia": (IaNonTemporary,),
        "dhcpv6-address": (IaAddress,),
        "dhcpv6-prefix": (IaPrefix,),
        "dhcpv6-status-code": (StatusCode,),
        "dns": (Dns,),
        "dns-question": (Question,),
        "dns-record": (ResourceRecord,),
        "dns-edns": (Opt,),
        "dns-edns-option": (EdnsOption,),
        "dns-edns-client-subnet": (ClientSubnet,),
        "dns-over-tcp": (DnsLength,),
        "dns-update": (DnsUpdate,),
        "dns-soa": (StartOfAuthority,),
        "dns-srv": (Service,),
        "dns-ds": (DelegationSigner,),
        "dns-dnskey": (ZoneKey,),
        "dns-rrsig": (Signature,),
        "mdns-question": (MulticastQuestion,),
        "mdns-record": (MulticastRecord,),
        "llmnr": (Llmnr,),
        "http-request": (RequestLine,),
        "http-response": (StatusLine,),
        "http-chunk": (Chunk,),
        "smtp-command": (SmtpCommand,),
        "smtp-reply": (SmtpReply,),
        "tls": (TlsRecord,),
        "tls-alert": (TlsRecord, Alert),
        "tls-handshake": (TlsRecord, Handshake),
        "tls-client-hello": (Handshake, ClientHello),
        "tls-server-hello": (Handshake, ServerHello, ServerChoice),
        "tls-extension": (Extension,),
        "data": (Data,),
        "tcp-payload": (TcpPayload,),
        "udp-payload": (UdpPayload,),
    }
)
"""Every message that has a picture of its own, by the name that a person types, with the tables that it is made of."""


def tables(table: type[Header] = Header, *, building: bool = False) -> Iterator[type[Header]]:
    """Every table that a dissection can have, those too that have no picture of their own; with `building` those too that only it needs."""
    for each in table.__subclasses__():
        if each.__module__.startswith("netkit.packet.") and (
            building or not each.__module__.startswith("netkit.packet.building.")
        ):
            yield each
            yield from tables(each, building=building)


KEYS: tuple[str, ...] = tuple(sorted({field.key for table in tables() for field in table.fields}))
"""Every Wireshark key that a dissection can have."""
