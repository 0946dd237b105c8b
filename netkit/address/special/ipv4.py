"""IANA's IPv4 Special-Purpose Address Registry (RFC 6890, RFC 8190), whole, as it was on 2025-10-09, with what each range is for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from netkit.address.special.range import Row, read_registry

__all__ = ["SPECIAL_IPV4", "UPDATED"]

UPDATED = "2025-10-09"
"""The day of the registry's last change that this table knows."""

_ROWS: Sequence[Row] = (
    ("0.0.0.0/8", "This network", "RFC 791 §3.2", "1981-09", "", "TFFFT"),
    ("0.0.0.0/32", "This host on this network", "RFC 1122 §3.2.1.3", "1981-09", "", "TFFFT"),
    ("10.0.0.0/8", "Private-Use", "RFC 1918", "1996-02", "", "TTTFF"),
    ("100.64.0.0/10", "Shared Address Space", "RFC 6598", "2012-04", "", "TTTFF"),
    ("127.0.0.0/8", "Loopback", "RFC 1122 §3.2.1.3", "1981-09", "", "FFFFT"),
    ("169.254.0.0/16", "Link Local", "RFC 3927", "2005-05", "", "TTFFT"),
    ("172.16.0.0/12", "Private-Use", "RFC 1918", "1996-02", "", "TTTFF"),
    ("192.0.0.0/24", "IETF Protocol Assignments", "RFC 6890 §2.1", "2010-01", "", "FFFFF"),
    ("192.0.0.0/29", "IPv4 Service Continuity Prefix", "RFC 7335", "2011-06", "", "TTTFF"),
    ("192.0.0.8/32", "IPv4 dummy address", "RFC 7600", "2015-03", "", "TFFFF"),
    ("192.0.0.9/32", "Port Control Protocol Anycast", "RFC 7723", "2015-10", "", "TTTTF"),
    ("192.0.0.10/32", "Traversal Using Relays around NAT Anycast", "RFC 8155", "2017-02", "", "TTTTF"),
    ("192.0.0.170/32", "NAT64/DNS64 Discovery", "RFC 8880, RFC 7050 §2.2", "2013-02", "", "FFFFT"),
    ("192.0.0.171/32", "NAT64/DNS64 Discovery", "RFC 8880, RFC 7050 §2.2", "2013-02", "", "FFFFT"),
    ("192.0.2.0/24", "Documentation (TEST-NET-1)", "RFC 5737", "2010-01", "", "FFFFF"),
    ("192.31.196.0/24", "AS112-v4", "RFC 7535", "2014-12", "", "TTTTF"),
    ("192.52.193.0/24", "AMT", "RFC 7450", "2014-12", "", "TTTTF"),
    ("192.88.99.0/24", "Deprecated (6to4 Relay Anycast)", "RFC 7526", "2001-06", "2015-03", "-----"),
    ("192.88.99.2/32", "6a44-relay anycast address", "RFC 6751", "2012-10", "", "TTTFF"),
    ("192.168.0.0/16", "Private-Use", "RFC 1918", "1996-02", "", "TTTFF"),
    ("192.175.48.0/24", "Direct Delegation AS112 Service", "RFC 7534", "1996-01", "", "TTTTF"),
    ("198.18.0.0/15", "Benchmarking", "RFC 2544", "1999-03", "", "TTTFF"),
    ("198.51.100.0/24", "Documentation (TEST-NET-2)", "RFC 5737", "2010-01", "", "FFFFF"),
    ("203.0.113.0/24", "Documentation (TEST-NET-3)", "RFC 5737", "2010-01", "", "FFFFF"),
    ("240.0.0.0/4", "Reserved", "RFC 1112 §4", "1989-08", "", "FFFFT"),
    ("255.255.255.255/32", "Limited Broadcast", "RFC 8190, RFC 919 §7", "1984-10", "", "FTFFT"),
)  # fmt: skip

_MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "0.0.0.0/8": "a host on this network that doesn't know the network's number yet",
        "0.0.0.0/32": "a host that has no address yet, as it asks DHCP for one",
        "10.0.0.0/8": "for networks of one's own; everybody may use it, so the Internet does not route it",
        "100.64.0.0/10": "between a provider's NAT and its customers' routers",
        "127.0.0.0/8": "the host itself; a packet to it never leaves the machine",
        "169.254.0.0/16": "an address that a host gave itself, good on this link only; no router forwards it",
        "172.16.0.0/12": "for networks of one's own; everybody may use it, so the Internet does not route it",
        "192.0.0.0/24": "kept for protocols that need an address of their own",
        "192.0.0.0/29": "for hosts that reach IPv4 across an IPv6 network (DS-Lite, 464XLAT)",
        "192.0.0.8/32": "the source of ICMP errors from routers that have no IPv4 address (4rd)",
        "192.0.0.9/32": "the nearest server that opens ports in a NAT",
        "192.0.0.10/32": "the nearest TURN server",
        "192.0.0.170/32": "the answer for ipv4only.arpa, from which a host learns its NAT64's prefix",
        "192.0.0.171/32": "the answer for ipv4only.arpa, from which a host learns its NAT64's prefix",
        "192.0.2.0/24": "for examples in texts; no real network has it",
        "192.31.196.0/24": "name servers that answer for private addresses' reverse names, by redirection",
        "192.52.193.0/24": "the nearest relay for multicast through a tunnel",
        "192.88.99.0/24": "once the nearest 6to4 relay; no longer to be used",
        "192.88.99.2/32": "the provider's 6a44 relay, which gives IPv6 to hosts behind an IPv4 NAT",
        "192.168.0.0/16": "for networks of one's own; everybody may use it, so the Internet does not route it",
        "192.175.48.0/24": "name servers that answer for private addresses' reverse names",
        "198.18.0.0/15": "for measuring network devices in a laboratory",
        "198.51.100.0/24": "for examples in texts; no real network has it",
        "203.0.113.0/24": "for examples in texts; no real network has it",
        "240.0.0.0/4": "kept for a future that has not come (once called class E)",
        "255.255.255.255/32": "everyone on this link; no router forwards it",
    }
)

_NOTES: Mapping[str, str] = MappingProxyType(
    {
        "127.0.0.0/8": "Several protocols have been granted exceptions to this rule, such as RFC 8029 and RFC 5884.",
        "192.0.0.0/24": "Not usable unless by virtue of a more specific reservation.",
    }
)


SPECIAL_IPV4 = read_registry(4, _ROWS, _MEANINGS, _NOTES)
"""Every entry of the registry, in its order; where it lists two addresses in one entry there are two here."""
