"""What a header says where nobody said otherwise: addresses and names set aside for documentation, and what most senders write.

A field that is filled in from the packet (a length, a checksum, the number of what follows) is not here; nor one whose table has its
default already.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

__all__ = [
    "CONSTANTS",
    "DEFAULTS",
    "EPHEMERAL_PORT",
    "EXPERIMENTS",
    "INSTEAD",
    "NOBODYS_PORT",
    "NO_NEXT_HEADER",
    "PORTS",
]

EPHEMERAL_PORT = 49152
"""The first port that a client may take for itself (RFC 6335 §6)."""

NOBODYS_PORT = 9
"""Discard (RFC 863): the port of what has no port of its own."""

NO_NEXT_HEADER = 59
"""What an IPv6 header says before nothing (RFC 8200 §4.7)."""

EXPERIMENTS: Mapping[str, int] = MappingProxyType(
    {"ip.proto": 253, "ipv6.nxt": 253, "eth.type": 0x88B5, "gre.proto": 0x88B5, "chdlc.protocol": 0x88B5}
)
"""Before bytes that have no number of their own: the numbers that are set aside for experiments (RFC 3692, IEEE 802 clause 9.2.3)."""

_OUR_MAC, _THEIR_MAC = "02:00:00:00:00:01", "02:00:00:00:00:02"
_OUR_IPV4, _THEIR_IPV4 = "192.0.2.1", "198.51.100.2"
_OUR_IPV6, _THEIR_IPV6 = "2001:db8::1", "2001:db8::2"

DEFAULTS: Mapping[str, Any] = MappingProxyType(
    {
        "eth.src": _OUR_MAC,
        "eth.dst": _THEIR_MAC,
        "vlan.id": 1,
        "ieee8021ad.id": 1,
        "ieee8021ad.svid": 1,
        "ieee8021ad.cvid": 1,
        "arp.opcode": 1,
        "arp.src.hw_mac": _OUR_MAC,
        "arp.src.proto_ipv4": _OUR_IPV4,
        "arp.dst.hw_mac": "00:00:00:00:00:00",
        "arp.dst.proto_ipv4": "192.0.2.2",
        "sll.pkttype": 0,
        "sll.hatype": 1,
        "sll.src.eth": _OUR_MAC,
        "sll.src.ipv4": _OUR_IPV4,
        "ip.src": _OUR_IPV4,
        "ip.dst": _THEIR_IPV4,
        "ip.opt.type.class": 0,
        "ipv6.src": _OUR_IPV6,
        "ipv6.dst": _THEIR_IPV6,
        "ipv6.fraghdr.ident": 1,
        "icmp.type": 8,
        "icmp.ident": 1,
        "icmp.seq": 1,
        "icmpv6.type": 128,
        "icmpv6.echo.identifier": 1,
        "icmpv6.echo.sequence_number": 1,
        "tcp.seq_raw": 0,
        "esp.spi": 1,
        "esp.sequence": 1,
        "ah.spi": 1,
        "ah.sequence": 1,
        "vxlan.vni": 1,
        "geneve.vni": 1,
        "geneve.option.class": 0xFFFF,
        "geneve.option.type": 1,
        "mpls.label": 16,
        "nsh.spi": 1,
        "erspan.spanid": 1,
        "erspan.timestamp": 0,
        "gtp.teid": 1,
        "gtp.seq_number": 1,
        "gtp.tid": "0000000000000000",
        "l2tp.tunnel": 1,
        "l2tp.session": 1,
        "teredo.orig.port": 49152,
        "teredo.orig.addr": _OUR_IPV4,
        "teredo.auth.nonce": bytes(8),
        "ieee8021ah.isid": 1,
        "ieee8021ah.cdst": _THEIR_MAC,
        "ieee8021ah.csrc": _OUR_MAC,
        "ipoib.daddr.qpn": 1,
        "ipoib.dgid": "fe80::2",
        "ipoib.grh.sqpn": 1,
        "ipoib.grh.sgid": "fe80::1",
        "fr.upper_dlci": 1,
        "fr.second_dlci": 0,
        "dns.id": 1,
        "dns.qry.type": 1,
        "dns.resp.type": 1,
        "dns.resp.ttl": 300,
        "dns.rr.udp_payload_size": 1232,
        "dhcp.type": 1,
        "dhcp.id": 1,
        "dhcp.hw.mac_addr": _OUR_MAC,
        "dhcpv6.xid": 1,
        "tls.record.content_type": 22,
        "tls.record.version": 0x0303,
        "tls.handshake.version": 0x0303,
    }
)
"""By Wireshark key, for fields whose table has no default.

The addresses are those for documentation (RFC 5737, RFC 3849), and MACs that nobody was given (IEEE 802 clause 8.4).
"""

INSTEAD: Mapping[str, Any] = MappingProxyType(
    {"dns.flags.recdesired": True, "pppoe.session_id": 1, "sll.halen": 6, "tcp.window_size_value": 0xFFFF}
)
"""By Wireshark key: what a sender writes rather than the default that the table has for its reader."""

CONSTANTS: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {
        "aligned_timestamps": MappingProxyType({"first_filler": 1, "second_filler": 1, "kind": 8}),
        "dns_update": MappingProxyType({"operation_code": 5, "recursion_desired": 0}),
        "mdns": MappingProxyType({"identification": 0, "recursion_desired": 0}),
    }
)
"""By netkit's name of the table: what makes it this one (RFC 7323 appendix A; RFC 2136 §2.2; RFC 6762 §18.1, §18.6)."""

PORTS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"dhcp": (68, 67), "dhcpv6": (546, 547), "dhcpv6_relay": (547, 547), "mdns": (5353, 5353)}
)
"""By netkit's name: the ports of client and server, where the client has its own (RFC 2131 §4.1, RFC 8415 §7.2, RFC 6762 §5.2)."""
