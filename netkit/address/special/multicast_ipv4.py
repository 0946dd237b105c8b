"""IPv4 multicast: the blocks of 224.0.0.0/4 (RFC 5771, IANA's registry), and the groups that everybody meets."""

from __future__ import annotations

from collections.abc import Sequence

from netkit.address.special.range import read_blocks

__all__ = ["GROUPS_IPV4", "MULTICAST_IPV4"]

_ONE_LINK = "what routers and hosts of one link say to each other; no router forwards it, whatever its TTL"
_RESERVED = "not given out"

_BLOCKS: Sequence[tuple[str, str, str, str, str]] = (
    ("224.0.0.0", "239.255.255.255", "Multicast", "RFC 1112 §4, RFC 5771 §3", "a group of hosts; never a source (once class D)"),
    ("224.0.0.0", "224.0.0.255", "Local Network Control Block", "RFC 5771 §4", _ONE_LINK),
    ("224.0.1.0", "224.0.1.255", "Internetwork Control Block", "RFC 5771 §5", "control traffic that may cross the Internet, such as NTP"),
    ("224.0.2.0", "224.0.255.255", "AD-HOC Block I", "RFC 5771 §6", "groups given out one by one, often to stock exchanges"),
    ("224.1.0.0", "224.1.255.255", "Reserved", "RFC 5771 §3", _RESERVED),
    ("224.2.0.0", "224.2.255.255", "SDP/SAP Block", "RFC 5771 §7", "groups that programs draw at random and announce (SAP)"),
    ("224.3.0.0", "224.4.255.255", "AD-HOC Block II", "RFC 5771 §6", "groups given out one by one"),
    ("224.5.0.0", "224.251.255.255", "Reserved", "RFC 5771 §3", _RESERVED),
    ("224.252.0.0", "224.255.255.255", "DIS Transient Groups", "RFC 2365", "distributed simulation"),
    ("225.0.0.0", "231.255.255.255", "Reserved", "RFC 5771 §3", _RESERVED),
    ("232.0.0.0", "232.255.255.255", "Source-Specific Multicast Block", "RFC 5771 §8, RFC 4607", "a group of one named source"),
    ("233.0.0.0", "233.251.255.255", "GLOP Block", "RFC 3180, RFC 5771 §9", "256 groups for each 16-bit AS number"),
    ("233.252.0.0", "233.255.255.255", "AD-HOC Block III", "RFC 5771 §9.2", "groups given out one by one"),
    ("233.252.0.0", "233.252.0.255", "MCAST-TEST-NET", "RFC 6676 §2", "for examples in texts"),
    ("234.0.0.0", "234.255.255.255", "Unicast-Prefix-based IPv4 Multicast Addresses", "RFC 6034", "groups of whoever has that prefix"),
    ("235.0.0.0", "238.255.255.255", "Reserved", "RFC 5771 §3", _RESERVED),
    ("239.0.0.0", "239.255.255.255", "Administratively Scoped Block", "RFC 2365, RFC 5771 §10", "groups of one's own"),
    ("239.192.0.0", "239.195.255.255", "Organization Local Scope", "RFC 2365 §6.2", "groups inside one organisation"),
    ("239.255.0.0", "239.255.255.255", "IPv4 Local Scope", "RFC 2365 §6.1", "groups inside one site"),
)  # fmt: skip

_GROUPS: Sequence[tuple[str, str, str, str, str]] = tuple(
    (group, group, name, rfc, meaning)
    for group, name, rfc, meaning in (
        ("224.0.0.1", "All Systems on this Subnet", "RFC 1112 §4", "every host of this link that knows multicast"),
        ("224.0.0.2", "All Routers on this Subnet", "RFC 1256", "every router of this link"),
        ("224.0.0.5", "OSPFIGP All Routers", "RFC 2328 §A.1", "routers that speak OSPF"),
        ("224.0.0.6", "OSPFIGP Designated Routers", "RFC 2328 §A.1", "the link's designated OSPF routers"),
        ("224.0.0.9", "RIP2 Routers", "RFC 2453 §4.5", "routers that speak RIP version 2"),
        ("224.0.0.10", "EIGRP Routers", "RFC 7868", "routers that speak EIGRP"),
        ("224.0.0.12", "DHCP Server / Relay Agent", "", "DHCP servers and relays"),
        ("224.0.0.13", "All PIM Routers", "RFC 7761", "routers that forward multicast (PIM)"),
        ("224.0.0.18", "VRRP", "RFC 9568", "routers that share one address"),
        ("224.0.0.22", "IGMP", "RFC 3376 §4.2.14", "routers that want to know who listens to which group (IGMPv3)"),
        ("224.0.0.102", "HSRP", "", "Cisco's routers that share one address"),
        ("224.0.0.107", "PTP-pdelay", "", "precise clocks that measure the delay to their neighbour (IEEE 1588)"),
        ("224.0.0.251", "mDNS", "RFC 6762 §3", "names on this link without a server (multicast DNS)"),
        ("224.0.0.252", "Link-local Multicast Name Resolution", "RFC 4795 §2", "names on this link, Microsoft's way"),
        ("224.0.1.1", "NTP Network Time Protocol", "RFC 5905", "time servers and those who listen to them"),
        ("224.0.1.129", "PTP-primary", "", "precise clocks (IEEE 1588)"),
        ("239.255.255.250", "SSDP", "", "devices that offer services (UPnP)"),
    )
)  # fmt: skip

MULTICAST_IPV4 = read_blocks(4, "multicast", _BLOCKS)
"""The blocks of 224.0.0.0/4, and those inside them; without the whole and the inner ones they tile it."""

GROUPS_IPV4 = read_blocks(4, "multicast", _GROUPS)
"""Single groups that people meet; IANA's registry has hundreds more."""
