"""The codes of DHCP's options over IPv4 and of its messages, with names as IANA's registry has them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["MESSAGE_TYPES", "OPTIONS", "SUBOPTIONS_OF_RELAYS"]

MESSAGE_TYPES: Mapping[int, str] = MappingProxyType(
    {
        1: "discover", 2: "offer", 3: "request", 4: "decline", 5: "acknowledge", 6: "refuse", 7: "release", 8: "inform",
        9: "force renew", 10: "lease query", 11: "lease unassigned", 12: "lease unknown", 13: "lease active", 14: "bulk lease query",
        15: "lease query done", 16: "active lease query", 17: "lease query status", 18: "TLS",
    }
)  # fmt: skip

OPTIONS: Mapping[int, str] = MappingProxyType(
    {
        0: "pad", 1: "subnet mask", 2: "time offset", 3: "routers", 4: "time servers", 5: "name servers (IEN 116)", 6: "DNS servers",
        7: "log servers", 8: "quotes servers", 9: "LPR servers", 10: "Impress servers", 11: "resource location servers",
        12: "host name", 13: "boot file size", 14: "merit dump file", 15: "domain name", 16: "swap server", 17: "root path",
        18: "extensions path", 19: "IP forwarding", 20: "source routing", 21: "policy filter", 22: "maximum reassembly size",
        23: "default TTL", 24: "path MTU timeout", 25: "path MTU plateaus", 26: "interface MTU", 27: "all subnets are local",
        28: "broadcast address", 29: "perform mask discovery", 30: "mask supplier", 31: "perform router discovery",
        32: "router solicitation address", 33: "static routes", 34: "trailer encapsulation", 35: "ARP cache timeout",
        36: "Ethernet encapsulation", 37: "TCP default TTL", 38: "TCP keepalive interval", 39: "TCP keepalive garbage",
        40: "NIS domain", 41: "NIS servers", 42: "NTP servers", 43: "vendor-specific information", 44: "NetBIOS name servers",
        45: "NetBIOS datagram servers", 46: "NetBIOS node type", 47: "NetBIOS scope", 48: "X font servers", 49: "X display managers",
        50: "requested address", 51: "lease time", 52: "option overload", 53: "message type", 54: "server identifier",
        55: "parameter request list", 56: "message", 57: "maximum message size", 58: "renewal time", 59: "rebinding time",
        60: "vendor class", 61: "client identifier", 62: "NetWare/IP domain", 63: "NetWare/IP information", 64: "NIS+ domain",
        65: "NIS+ servers", 66: "TFTP server name", 67: "boot file name", 68: "mobile IP home agents", 69: "SMTP servers",
        70: "POP3 servers", 71: "NNTP servers", 72: "web servers", 73: "finger servers", 74: "IRC servers", 75: "StreetTalk servers",
        76: "StreetTalk directory servers", 77: "user class", 78: "directory agents", 79: "service scope", 80: "rapid commit",
        81: "client FQDN", 82: "relay agent information", 83: "iSNS", 85: "NDS servers", 86: "NDS tree name", 87: "NDS context",
        88: "BCMCS domains", 89: "BCMCS addresses", 90: "authentication", 91: "last transaction time", 92: "associated addresses",
        93: "client system architecture", 94: "client network interface", 95: "LDAP", 97: "client machine identifier",
        98: "user authentication", 99: "civic location", 100: "time zone (POSIX)", 101: "time zone (name)", 108: "IPv6-only preferred",
        112: "NetInfo address", 113: "NetInfo tag", 114: "captive portal", 116: "auto-configure", 117: "name service search",
        118: "subnet selection", 119: "domain search", 120: "SIP servers", 121: "classless static routes", 122: "CableLabs client",
        123: "location", 124: "vendor-identifying class", 125: "vendor-identifying information", 128: "vendor's own (PXE)",
        129: "vendor's own (PXE)", 130: "vendor's own (PXE)", 131: "vendor's own (PXE)", 132: "vendor's own (PXE)",
        133: "vendor's own (PXE)", 134: "vendor's own (PXE)", 135: "vendor's own (PXE)", 136: "PANA agents", 137: "LoST server",
        138: "CAPWAP controllers", 139: "mobility service addresses", 140: "mobility service names", 141: "SIP UA domains",
        142: "ANDSF servers", 143: "zero-touch redirect", 144: "geospatial location", 145: "force renew nonce", 146: "DNS selection",
        147: "DOTS agent name", 148: "DOTS agent addresses", 150: "TFTP server addresses", 151: "lease query status",
        152: "base time", 153: "start of state", 154: "query start time", 155: "query end time", 156: "lease state",
        157: "data source", 158: "PCP servers", 159: "port set", 160: "captive portal (old code)", 161: "MUD URL", 162: "encrypted DNS",
        175: "Etherboot", 208: "PXELINUX magic", 209: "PXELINUX configuration", 210: "PXELINUX path prefix", 211: "PXELINUX reboot time",
        212: "6rd", 213: "access network domain", 220: "subnet allocation", 221: "virtual subnet selection",
        249: "classless static routes (Microsoft)", 252: "web proxy", 255: "end",
    }
)  # fmt: skip

SUBOPTIONS_OF_RELAYS: Mapping[int, str] = MappingProxyType(
    {
        1: "circuit ID", 2: "remote ID", 4: "DOCSIS device class", 5: "link selection", 6: "subscriber ID", 7: "RADIUS attributes",
        8: "authentication", 9: "vendor-specific information", 10: "relay flags", 11: "server identifier override",
        12: "relay identifier", 13: "access technology", 14: "access network name", 15: "access point name",
        16: "access point BSSID", 17: "operator identifier", 18: "operator realm", 19: "relay source port",
        150: "link selection (Cisco)", 151: "virtual subnet selection", 152: "server identifier override (Cisco)",
    }
)  # fmt: skip
