"""What scapy knows and netkit has no table for: which class of scapy's takes which number apart.

The numbers stand here, and not in scapy alone, so that scapy is loaded only where it has something to say, and so that what it says does
not depend on which of its modules happen to be loaded. A class is written as the module below `scapy` and its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["ANSWERS", "KNOWN", "MODULES", "OURS"]

_ETHERTYPES = {
    0x8808: "contrib.mac_control:MACControl", 0x8809: "contrib.slowprot:SlowProtocol",
    0x888E: "layers.eap:EAPOL", 0x88A2: "contrib.aoe:AOE", 0x88A4: "contrib.ethercat:EtherCat", 0x88CC: "contrib.lldp:LLDPDU",
    0x88D9: "layers.lltd:LLTD", 0x88E5: "contrib.macsec:MACsec", 0x88F7: "contrib.ptp_v2:PTP",
    0xA0ED: "layers.sixlowpan:SixLoWPAN",
}  # fmt: skip

_IP_PROTOCOLS = {
    2: "layers.igmp:IGMP", 46: "contrib.rsvp:RSVP", 88: "contrib.eigrp:EIGRP", 89: "contrib.ospf:OSPF_Hdr", 103: "contrib.pim:PIMv2Hdr",
    112: "layers.vrrp:VRRP", 115: "layers.l2tp:L2TP", 132: "layers.sctp:SCTP",
}  # fmt: skip

_UDP_PORTS = {
    88: "layers.kerberos:Kerberos", 123: "layers.ntp:NTP", 137: "layers.netbios:NBNSHeader", 138: "layers.netbios:NBTDatagram",
    161: "layers.snmp:SNMP", 162: "layers.snmp:SNMP", 319: "contrib.ptp_v2:PTP", 320: "contrib.ptp_v2:PTP",
    389: "layers.ldap:CLDAP", 434: "layers.mobileip:MobileIP", 464: "layers.kerberos:Kpasswd", 500: "contrib.ikev2:IKEv2",
    520: "layers.rip:RIP", 521: "contrib.ripng:RIPng", 646: "contrib.ldp:LDP", 1589: "contrib.vqp:VQP",
    1812: "layers.radius:Radius", 1813: "layers.radius:Radius", 1985: "layers.hsrp:HSRP", 2029: "layers.hsrp:HSRPv2",
    2055: "layers.netflow:NetflowHeader", 2123: "contrib.gtp:GTPHeader",
    2727: "layers.mgcp:MGCP", 3478: "contrib.stun:STUN", 3671: "contrib.knx:KNX", 3784: "contrib.bfd:BFD",
    3799: "layers.radius:Radius", 4784: "contrib.bfd:BFD", 4791: "contrib.roce:BTH",
    5683: "contrib.coap:CoAP", 8472: "layers.vxlan:VXLAN", 8805: "contrib.pfcp:PFCP",
    9995: "layers.netflow:NetflowHeader", 9996: "layers.netflow:NetflowHeader",
}  # fmt: skip

_TCP_PORTS = {
    49: "contrib.tacacs:TacacsHeader", 88: "layers.kerberos:KerberosTCPHeader", 104: "contrib.dicom:DICOM",
    139: "layers.netbios:NBTSession", 179: "contrib.bgp:BGP", 323: "contrib.rtr:RTR", 389: "layers.ldap:LDAP",
    445: "layers.netbios:NBTSession", 464: "layers.kerberos:KpasswdTCPHeader", 502: "contrib.modbus:ModbusADURequest",
    554: "contrib.rtsp:RTSP", 646: "contrib.ldp:LDP", 1080: "contrib.socks:SOCKS", 1723: "layers.pptp:PPTP",
    1883: "contrib.mqtt:MQTT", 2000: "layers.skinny:Skinny", 2404: "contrib.scada.iec104:IEC104_APDU",
    3306: "contrib.mysql:MySQLClient", 3868: "contrib.diameter:DiamG", 5432: "contrib.postgres:PostgresFrontend",
    6633: "contrib.openflow:OpenFlow", 6653: "contrib.openflow:OpenFlow",
    44818: "contrib.enipTCP:ENIPTCP",
}  # fmt: skip

_LINK_TYPES = {
    105: "layers.dot11:Dot11", 119: "layers.dot11:PrismHeader", 127: "layers.dot11:RadioTap",
    163: "contrib.avs:AVSWLANHeader", 187: "layers.bluetooth:HCI_Hdr", 192: "layers.ppi:PPI",
    195: "layers.dot15d4:Dot15d4FCS", 201: "layers.bluetooth:HCI_PHDR_Hdr", 204: "layers.ppp:DIR_PPP", 227: "layers.can:CAN",
    230: "layers.dot15d4:Dot15d4", 251: "layers.bluetooth4LE:BTLE", 254: "layers.bluetooth:HCI_Mon_Pcap_Hdr",
    256: "layers.bluetooth4LE:BTLE_RF",
}  # fmt: skip

_NEXT_HEADERS = _IP_PROTOCOLS | {89: "contrib.ospf:OSPFv3_Hdr", 112: "layers.vrrp:VRRPv3"}

_SERVICE_ACCESS_POINTS = {0x42: "layers.l2:STP", 0xFE: "layers.clns:_create_cln_pdu"}

_CISCO = {
    0x010B: "layers.l2:STP",
    0x2000: "contrib.cdp:CDPv2_HDR",
    0x2003: "contrib.vtp:VTP",
    0x2004: "contrib.dtp:DTP",
}

_PPP = {
    0x8021: "layers.ppp:PPP_IPCP", 0x8053: "layers.ppp:PPP_ECP", 0xC021: "layers.ppp:PPP_LCP", 0xC023: "layers.ppp:PPP_PAP",
    0xC223: "layers.ppp:PPP_CHAP", 0xC227: "layers.eap:EAP",
}  # fmt: skip

KNOWN: Mapping[str, Mapping[int, str]] = MappingProxyType(
    {
        "link_type": MappingProxyType(_LINK_TYPES),
        "eth.type": MappingProxyType(_ETHERTYPES),
        "chdlc.protocol": MappingProxyType({0x8035: "contrib.chdlc:SLARP"}),
        "ip.proto": MappingProxyType(_IP_PROTOCOLS),
        "ipv6.nxt": MappingProxyType(_NEXT_HEADERS),
        "isakmp": MappingProxyType({500: "contrib.ikev2:IKEv2"}),
        "llc.cisco_pid": MappingProxyType(_CISCO),
        "llc.dsap": MappingProxyType(_SERVICE_ACCESS_POINTS),
        "ppp.protocol": MappingProxyType(_PPP),
        "tcp.port": MappingProxyType(_TCP_PORTS),
        "udp.port": MappingProxyType(_UDP_PORTS),
    }
)
"""For each name space of numbers, the class that takes a number apart."""

ANSWERS: Mapping[tuple[str, int], str] = MappingProxyType(
    {
        ("tcp.port", 502): "contrib.modbus:ModbusADUResponse",
        ("tcp.port", 3306): "contrib.mysql:MySQLServer",
        ("tcp.port", 5432): "contrib.postgres:PostgresBackend",
    }
)
"""The class for what comes from a port, where it is another than for what goes to it."""

_INSIDE = ("contrib.isis", "contrib.lacp", "layers.inet", "layers.inet6", "layers.l2")
"""Modules of what is carried by what the numbers name."""

MODULES: tuple[str, ...] = tuple(
    sorted({name.partition(":")[0] for numbers in KNOWN.values() for name in numbers.values()}.union(_INSIDE))
)
"""The modules that are loaded, always all of them: scapy's own bindings between layers are those of what is loaded."""

OURS: Mapping[str, tuple[str, int]] = MappingProxyType(
    {
        "scapy.layers.inet.ICMP": ("ip.proto", 1),
        "scapy.layers.inet.IP": ("eth.type", 0x0800),
        "scapy.layers.inet.TCP": ("ip.proto", 6),
        "scapy.layers.inet.UDP": ("ip.proto", 17),
        "scapy.layers.inet6.IPv6": ("eth.type", 0x86DD),
        "scapy.layers.l2.ARP": ("eth.type", 0x0806),
        "scapy.layers.l2.Dot1Q": ("eth.type", 0x8100),
        "scapy.layers.l2.Dot1AD": ("eth.type", 0x88A8),
        "scapy.layers.l2.Ether": ("link_type", 1),
    }
)
"""Where scapy comes to what netkit has a table for, by scapy's class: netkit reads on from there."""
