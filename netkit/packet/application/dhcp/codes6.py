"""The codes of DHCPv6: messages, options and how a request went, with names as IANA's registries have them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["MESSAGE_TYPES", "OPTIONS", "RELAYED", "STATUS"]

MESSAGE_TYPES: Mapping[int, str] = MappingProxyType(
    {
        1: "solicit", 2: "advertise", 3: "request", 4: "confirm", 5: "renew", 6: "rebind", 7: "reply", 8: "release", 9: "decline",
        10: "reconfigure", 11: "information request", 12: "relay forward", 13: "relay reply", 14: "lease query",
        15: "lease query reply", 16: "lease query done", 17: "lease query data", 18: "reconfigure request", 19: "reconfigure reply",
        20: "DHCPv4 query", 21: "DHCPv4 response", 22: "active lease query", 23: "start TLS", 24: "binding update",
        25: "binding reply", 26: "pool request", 27: "pool response", 28: "update request", 29: "update request, all",
        30: "update done", 31: "connect", 32: "connect reply", 33: "disconnect", 34: "state", 35: "contact",
    }
)  # fmt: skip

RELAYED = frozenset({12, 13})
"""Messages between relays and servers, which carry another message."""

STATUS: Mapping[int, str] = MappingProxyType(
    {
        0: "success", 1: "failure", 2: "no addresses are free", 3: "no such lease", 4: "not on this link", 5: "use multicast",
        6: "no prefixes are free", 7: "unknown kind of query", 8: "malformed query", 9: "not configured", 10: "not allowed",
        11: "query terminated", 12: "data missing", 13: "catch-up complete", 14: "not supported", 15: "TLS refused",
        16: "address in use", 17: "configuration conflict", 18: "missing lease", 19: "outdated lease", 20: "server shutting down",
        21: "DNS updates not supported", 22: "excessive time skew",
    }
)  # fmt: skip

OPTIONS: Mapping[int, str] = MappingProxyType(
    {
        1: "client identifier", 2: "server identifier", 3: "addresses (IA_NA)", 4: "temporary addresses (IA_TA)", 5: "address",
        6: "option request", 7: "preference", 8: "elapsed time", 9: "relay message", 11: "authentication", 12: "server unicast",
        13: "status code", 14: "rapid commit", 15: "user class", 16: "vendor class", 17: "vendor-specific information",
        18: "interface ID", 19: "reconfigure message", 20: "reconfigure accept", 21: "SIP server names", 22: "SIP server addresses",
        23: "DNS servers", 24: "domain search list", 25: "prefixes (IA_PD)", 26: "prefix", 27: "NIS servers", 28: "NIS+ servers",
        29: "NIS domain", 30: "NIS+ domain", 31: "SNTP servers", 32: "information refresh time", 33: "BCMCS names",
        34: "BCMCS addresses", 36: "civic location", 37: "remote ID", 38: "subscriber ID", 39: "client FQDN", 40: "PANA agents",
        41: "time zone (POSIX)", 42: "time zone (name)", 43: "echo request", 44: "lease query", 45: "client data",
        46: "client last transaction time", 47: "lease query relay data", 48: "client links", 49: "mobility home network",
        50: "mobility relay information", 51: "LoST server", 52: "CAPWAP controllers", 53: "relay identifier", 54: "mobility addresses",
        55: "mobility names", 56: "NTP servers", 57: "access network domain", 58: "SIP UA domains", 59: "boot file URL",
        60: "boot file parameters", 61: "client system architecture", 62: "client network interface", 63: "geolocation",
        64: "AFTR name", 65: "ERP local domain", 66: "options supplied by the relay", 67: "excluded prefix",
        68: "virtual subnet selection", 69: "mobility home network", 70: "mobility unknown", 71: "mobility home agent prefix",
        72: "mobility home agent", 73: "mobility home agent name", 74: "DNS selection", 75: "Kerberos principal",
        76: "Kerberos realm", 77: "Kerberos default realm", 78: "Kerberos KDC", 79: "client link-layer address", 80: "link address",
        81: "RADIUS", 82: "longest wait for solicit", 83: "longest wait for information", 84: "address selection",
        85: "address selection table", 86: "PCP servers", 87: "DHCPv4 message", 88: "DHCPv4-over-DHCPv6 servers",
        89: "mapping rule (S46)", 90: "border relay (S46)", 91: "default mapping rule (S46)", 92: "bound addresses (S46)",
        93: "port parameters (S46)", 94: "MAP-E", 95: "MAP-T", 96: "lightweight 4over6", 97: "4rd", 98: "4rd map rule",
        99: "4rd other rule", 100: "lease query base time", 101: "lease query start time", 102: "lease query end time",
        103: "captive portal", 104: "MPL parameters", 105: "access technology", 106: "access network name",
        107: "access point name", 108: "access point BSSID", 109: "operator identifier", 110: "operator realm",
        111: "S46 priority", 112: "MUD URL", 113: "prefix for NAT64", 114: "failover binding status", 115: "failover connect flags",
        116: "failover DNS removal", 117: "failover DNS host name", 118: "failover DNS zone", 119: "failover DNS flags",
        120: "failover expiration time", 121: "failover updates under way", 122: "failover lead time",
        123: "failover partner lifetime", 124: "failover partner lifetime sent", 125: "failover partner down time",
        126: "failover partner's client time", 127: "failover version", 128: "failover keepalive time",
        129: "failover reconfigure data", 130: "failover relationship", 131: "failover server flags", 132: "failover server state",
        133: "failover start of state", 134: "failover end of state", 135: "relay source port", 136: "zero-touch redirect",
        137: "bound prefix (S46)", 138: "link-layer addresses (IA_LL)", 139: "link-layer address", 140: "address quadrant",
        141: "DOTS agent", 142: "DOTS addresses", 143: "ANDSF addresses", 144: "encrypted DNS",
    }
)  # fmt: skip
