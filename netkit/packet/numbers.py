"""Numbers that headers carry for one another, with their names as IANA's registries have them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["ARP_HARDWARE", "ARP_OPERATIONS", "DSCP", "ECN", "ETHERTYPES", "IP_PROTOCOLS", "port_name"]

ETHERTYPES: Mapping[int, str] = MappingProxyType(
    {
        0x0800: "IPv4", 0x0806: "ARP", 0x0842: "Wake-on-LAN", 0x6400: "EoIP", 0x6558: "Ethernet frame", 0x8035: "RARP",
        0x8100: "802.1Q VLAN tag", 0x86DD: "IPv6", 0x880B: "PPP", 0x883E: "WCCP", 0x8847: "MPLS",
        0x8848: "MPLS with upstream-assigned label", 0x8863: "PPPoE discovery", 0x8864: "PPPoE session", 0x8870: "LLC",
        0x888E: "802.1X", 0x88A8: "802.1ad service VLAN tag", 0x88BE: "ERSPAN", 0x88CC: "LLDP", 0x88E5: "MACsec",
        0x88E7: "802.1ah service tag", 0x88F7: "PTP", 0x894F: "NSH", 0x22EB: "ERSPAN type III", 0x6559: "Frame Relay",
        0x9000: "loopback test", 0x9100: "802.1Q VLAN tag, old number",
    }
)  # fmt: skip

IP_PROTOCOLS: Mapping[int, str] = MappingProxyType(
    {
        0: "IPv6 hop-by-hop options", 1: "ICMP", 2: "IGMP", 4: "IPv4 in IP", 6: "TCP", 8: "EGP", 17: "UDP", 27: "RDP", 33: "DCCP",
        41: "IPv6 in IP", 43: "IPv6 routing", 44: "IPv6 fragment", 46: "RSVP", 47: "GRE", 50: "ESP", 51: "AH", 58: "ICMPv6",
        59: "no next header", 60: "IPv6 destination options", 88: "EIGRP", 89: "OSPF", 94: "IPIP", 97: "EtherIP", 103: "PIM",
        108: "IPComp", 112: "VRRP", 115: "L2TPv3", 132: "SCTP", 135: "IPv6 mobility", 136: "UDP-Lite", 137: "MPLS in IP",
    }
)  # fmt: skip

DSCP: Mapping[int, str] = MappingProxyType(
    {0: "default", 1: "lower effort", 46: "expedited forwarding", 44: "voice admit"}
    | {number * 8: f"class selector {number}" for number in range(1, 8)}
    | {number * 8 + drop * 2: f"assured forwarding {number}{drop}" for number in range(1, 5) for drop in range(1, 4)}
)

ECN: Mapping[int, str] = MappingProxyType(
    {0: "not ECN-capable", 1: "ECN-capable, ECT(1)", 2: "ECN-capable, ECT(0)", 3: "congestion experienced"}
)

ARP_HARDWARE: Mapping[int, str] = MappingProxyType(
    {
        1: "Ethernet", 3: "AX.25", 6: "IEEE 802", 7: "ARCNET", 15: "Frame Relay", 16: "ATM", 17: "HDLC", 18: "Fibre Channel",
        19: "ATM (RFC 2225)", 20: "serial line", 24: "IEEE 1394", 32: "InfiniBand",
    }
)  # fmt: skip

ARP_OPERATIONS: Mapping[int, str] = MappingProxyType(
    {
        1: "request", 2: "reply", 3: "reverse request", 4: "reverse reply", 8: "inverse request", 9: "inverse reply",
        10: "there is none",
    }
)  # fmt: skip

_PORTS: Mapping[int, str] = MappingProxyType(
    {
        20: "FTP data", 21: "FTP", 22: "SSH", 23: "Telnet", 25: "SMTP", 53: "DNS", 67: "DHCP server", 68: "DHCP client", 69: "TFTP",
        80: "HTTP", 110: "POP3", 123: "NTP", 143: "IMAP", 161: "SNMP", 179: "BGP", 389: "LDAP", 443: "HTTPS", 445: "SMB",
        465: "SMTP over TLS", 514: "syslog", 546: "DHCPv6 client", 547: "DHCPv6 server", 587: "mail submission", 853: "DNS over TLS",
        993: "IMAP over TLS", 995: "POP3 over TLS", 1900: "SSDP", 3306: "MySQL", 3389: "RDP", 5353: "multicast DNS", 5355: "LLMNR",
        8080: "HTTP, another port",
    }
)  # fmt: skip


def port_name(number: int) -> str:
    """What listens on a well-known port; empty where that is not settled."""
    return _PORTS.get(number, "")
