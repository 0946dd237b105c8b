"""IANA's IPv6 Special-Purpose Address Registry (RFC 6890, RFC 8190), whole, as it was on 2025-10-09, with what each range is for."""

from __future__ import annotations

from collections.abc import Sequence

from netkit.address.special.range import Row, read_registry

__all__ = ["SPECIAL_IPV6", "UPDATED"]

UPDATED = "2025-10-09"
"""The day of the registry's last change that this table knows."""

_CONTAINER = "Unless allowed by a more specific allocation."
_TEREDO = "Whether it is globally reachable: see RFC 4380 §5."
_6TO4 = "Whether it is globally reachable: see RFC 3056."
_ULA = (
    "See RFC 4193 for the routability of unique local addresses: the prefix is drawn from the global unicast range, but is "
    "specified as not globally routed."
)

_ROWS: Sequence[Row] = (
    ("::1/128", "Loopback Address", "RFC 4291 §2.5.3", "2006-02", "", "FFFFT", "the host itself: a packet to it never leaves the machine", ()),
    ("::/128", "Unspecified Address", "RFC 4291 §2.5.2", "2006-02", "", "TFFFT", "no address: a host that has none yet sends from it", ()),
    ("::ffff:0:0/96", "IPv4-mapped Address", "RFC 4291 §2.5.5.2", "2006-02", "", "FFFFT", "an IPv4 address in a program that handles all addresses as IPv6", ()),
    ("64:ff9b::/96", "IPv4-IPv6 Translat.", "RFC 6052", "2010-10", "", "TTTTF", "an IPv4 host as IPv6 hosts see it through a NAT64", ()),
    ("64:ff9b:1::/48", "IPv4-IPv6 Translat.", "RFC 8215", "2017-06", "", "TTTFF", "prefixes for NAT64 inside one network", ()),
    ("100::/64", "Discard-Only Address Block", "RFC 6666", "2012-06", "", "TTTFF", "where routers throw packets away, against attacks", ()),
    ("100:0:0:1::/64", "Dummy IPv6 Prefix", "RFC 9780", "2025-04", "", "TFFFF", "an address that nobody answers to, for probes along a path (BFD)", ()),
    ("2001::/23", "IETF Protocol Assignments", "RFC 2928", "2000-09", "", "FFFFF", "kept for protocols that need addresses of their own", (_CONTAINER,)),
    ("2001::/32", "TEREDO", "RFC 4380, RFC 8190", "2006-01", "", "TTT-F", "IPv6 through UDP, for hosts behind an IPv4 NAT", (_TEREDO,)),
    ("2001:1::1/128", "Port Control Protocol Anycast", "RFC 7723", "2015-10", "", "TTTTF", "the nearest server that opens ports in a NAT or firewall", ()),
    ("2001:1::2/128", "Traversal Using Relays around NAT Anycast", "RFC 8155", "2017-02", "", "TTTTF", "the nearest TURN server", ()),
    ("2001:1::3/128", "DNS-SD Service Registration Protocol Anycast", "RFC 9665", "2024-04", "", "TTTTF", "the nearest registrar of services", ()),
    ("2001:2::/48", "Benchmarking", "RFC 5180, erratum 1752", "2008-04", "", "TTTFF", "for measuring network devices in a laboratory", ()),
    ("2001:3::/32", "AMT", "RFC 7450", "2014-12", "", "TTTTF", "the nearest relay for multicast through a tunnel", ()),
    ("2001:4:112::/48", "AS112-v6", "RFC 7535", "2014-12", "", "TTTTF", "name servers that answer for private addresses' reverse names, by redirection", ()),
    ("2001:10::/28", "Deprecated (previously ORCHID)", "RFC 4843", "2007-03", "2014-03", "-----", "once hashes of keys as addresses; no longer to be used", ()),
    ("2001:20::/28", "ORCHIDv2", "RFC 7343", "2014-07", "", "TTTTF", "hashes of keys in the form of addresses", ()),
    ("2001:30::/28", "Drone Remote ID Protocol Entity Tags (DETs) Prefix", "RFC 9374", "2022-12", "", "TTTTF", "the identities of drones", ()),
    ("2001:db8::/32", "Documentation", "RFC 3849", "2004-07", "", "FFFFF", "for examples in texts: no real network has it", ()),
    ("2002::/16", "6to4", "RFC 3056", "2001-02", "", "TTT-F", "IPv6 sites that reach each other through IPv4 tunnels", (_6TO4,)),
    ("2620:4f:8000::/48", "Direct Delegation AS112 Service", "RFC 7534", "2011-05", "", "TTTTF", "name servers that answer for private addresses' reverse names", ()),
    ("3fff::/20", "Documentation", "RFC 9637", "2024-07", "", "FFFFF", "for examples in texts: no real network has it", ()),
    ("5f00::/16", "Segment Routing (SRv6) SIDs", "RFC 9602", "2024-04", "", "TTTFF", "instructions to routers, in the form of addresses", ()),
    ("fc00::/7", "Unique-Local", "RFC 4193, RFC 8190", "2005-10", "", "TTTFF", "for networks of one's own; the Internet does not route it", (_ULA,)),
    ("fe80::/10", "Link-Local Unicast", "RFC 4291 §2.5.6", "2006-02", "", "TTFFT", "good on one link only: no router forwards it. Every IPv6 interface has one", ()),
)  # fmt: skip

SPECIAL_IPV6 = read_registry(6, _ROWS)
"""Every entry of the registry, in its order."""
