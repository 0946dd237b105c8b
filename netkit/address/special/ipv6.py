"""IANA's IPv6 Special-Purpose Address Registry (RFC 6890, RFC 8190), whole, as it was on 2025-10-09, with what each range is for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from netkit.address.special.range import Row, read_registry

__all__ = ["SPECIAL_IPV6", "UPDATED"]

UPDATED = "2025-10-09"
"""The day of the registry's last change that this table knows."""

_ROWS: Sequence[Row] = (
    ("::1/128", "Loopback Address", "RFC 4291 §2.5.3", "2006-02", "", "FFFFT"),
    ("::/128", "Unspecified Address", "RFC 4291 §2.5.2", "2006-02", "", "TFFFT"),
    ("::ffff:0:0/96", "IPv4-mapped Address", "RFC 4291 §2.5.5.2", "2006-02", "", "FFFFT"),
    ("64:ff9b::/96", "IPv4-IPv6 Translat.", "RFC 6052", "2010-10", "", "TTTTF"),
    ("64:ff9b:1::/48", "IPv4-IPv6 Translat.", "RFC 8215", "2017-06", "", "TTTFF"),
    ("100::/64", "Discard-Only Address Block", "RFC 6666", "2012-06", "", "TTTFF"),
    ("100:0:0:1::/64", "Dummy IPv6 Prefix", "RFC 9780", "2025-04", "", "TFFFF"),
    ("2001::/23", "IETF Protocol Assignments", "RFC 2928", "2000-09", "", "FFFFF"),
    ("2001::/32", "TEREDO", "RFC 4380, RFC 8190", "2006-01", "", "TTT-F"),
    ("2001:1::1/128", "Port Control Protocol Anycast", "RFC 7723", "2015-10", "", "TTTTF"),
    ("2001:1::2/128", "Traversal Using Relays around NAT Anycast", "RFC 8155", "2017-02", "", "TTTTF"),
    ("2001:1::3/128", "DNS-SD Service Registration Protocol Anycast", "RFC 9665", "2024-04", "", "TTTTF"),
    ("2001:2::/48", "Benchmarking", "RFC 5180, erratum 1752", "2008-04", "", "TTTFF"),
    ("2001:3::/32", "AMT", "RFC 7450", "2014-12", "", "TTTTF"),
    ("2001:4:112::/48", "AS112-v6", "RFC 7535", "2014-12", "", "TTTTF"),
    ("2001:10::/28", "Deprecated (previously ORCHID)", "RFC 4843", "2007-03", "2014-03", "-----"),
    ("2001:20::/28", "ORCHIDv2", "RFC 7343", "2014-07", "", "TTTTF"),
    ("2001:30::/28", "Drone Remote ID Protocol Entity Tags (DETs) Prefix", "RFC 9374", "2022-12", "", "TTTTF"),
    ("2001:db8::/32", "Documentation", "RFC 3849", "2004-07", "", "FFFFF"),
    ("2002::/16", "6to4", "RFC 3056", "2001-02", "", "TTT-F"),
    ("2620:4f:8000::/48", "Direct Delegation AS112 Service", "RFC 7534", "2011-05", "", "TTTTF"),
    ("3fff::/20", "Documentation", "RFC 9637", "2024-07", "", "FFFFF"),
    ("5f00::/16", "Segment Routing (SRv6) SIDs", "RFC 9602", "2024-04", "", "TTTFF"),
    ("fc00::/7", "Unique-Local", "RFC 4193, RFC 8190", "2005-10", "", "TTTFF"),
    ("fe80::/10", "Link-Local Unicast", "RFC 4291 §2.5.6", "2006-02", "", "TTFFT"),
)  # fmt: skip

_MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "::1/128": "the host itself; a packet to it never leaves the machine",
        "::/128": "no address; a host that has none yet sends from it",
        "::ffff:0:0/96": "an IPv4 address in a program that handles all addresses as IPv6",
        "64:ff9b::/96": "an IPv4 host as IPv6 hosts see it through a NAT64",
        "64:ff9b:1::/48": "prefixes for NAT64 inside one network",
        "100::/64": "where routers throw packets away, against attacks",
        "100:0:0:1::/64": "an address that nobody answers to, for probes along a path (BFD)",
        "2001::/23": "kept for protocols that need addresses of their own",
        "2001::/32": "IPv6 through UDP, for hosts behind an IPv4 NAT",
        "2001:1::1/128": "the nearest server that opens ports in a NAT or firewall",
        "2001:1::2/128": "the nearest TURN server",
        "2001:1::3/128": "the nearest registrar of services",
        "2001:2::/48": "for measuring network devices in a laboratory",
        "2001:3::/32": "the nearest relay for multicast through a tunnel",
        "2001:4:112::/48": "name servers that answer for private addresses' reverse names, by redirection",
        "2001:10::/28": "once hashes of keys as addresses; no longer to be used",
        "2001:20::/28": "hashes of keys in the form of addresses",
        "2001:30::/28": "the identities of drones",
        "2001:db8::/32": "for examples in texts; no real network has it",
        "2002::/16": "IPv6 sites that reach each other through IPv4 tunnels",
        "2620:4f:8000::/48": "name servers that answer for private addresses' reverse names",
        "3fff::/20": "for examples in texts; no real network has it",
        "5f00::/16": "instructions to routers, in the form of addresses",
        "fc00::/7": "for networks of one's own; the Internet does not route it",
        "fe80::/10": "good on one link only; every IPv6 interface has one, and no router forwards it",
    }
)

_NOTES: Mapping[str, str] = MappingProxyType(
    {
        "2001::/23": "Unless allowed by a more specific allocation.",
        "2001::/32": "Whether it is globally reachable: see RFC 4380 §5.",
        "2002::/16": "Whether it is globally reachable: see RFC 3056.",
        "fc00::/7": "See RFC 4193 on routing: the prefix is drawn from the global unicast range, but is specified as not globally routed.",
    }
)


SPECIAL_IPV6 = read_registry(6, _ROWS, _MEANINGS, _NOTES)
"""Every entry of the registry, in its order."""
