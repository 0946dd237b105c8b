"""Wholes: keys under which Wireshark shows several neighbouring fields as one number, such as all flags of a TCP segment.

The fields are those of the header tables; here stands only which of them make a whole, by how their keys begin.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.layer import Layer

__all__ = ["WHOLES", "whole_values"]

WHOLES: Mapping[str, str] = MappingProxyType(
    {
        "dhcp.flags": "dhcp.flags.",
        "dns.caa.flags": "dns.caa.flags.",
        "dns.csync.flags": "dns.csync.flags.",
        "dns.dnskey.flags": "dns.dnskey.flags.",
        "dns.flags": "dns.flags.",
        "dns.key.flags": "dns.key.flags.",
        "dns.nsec3.flags": "dns.nsec3.flags.",
        "dns.resp.z": "dns.resp.z.",
        "gre.flags_and_version": "gre.flags.",
        "icmpv6.mld.flag": "icmpv6.mld.flag.",
        "icmpv6.nd.na.flag": "icmpv6.nd.na.flag.",
        "icmpv6.nd.ra.flag": "icmpv6.nd.ra.flag.",
        "ip.dsfield": "ip.dsfield.",
        "ip.flags": "ip.flags.",
        "ip.opt.type": "ip.opt.type.",
        "ipv6.opt.type": "ipv6.opt.type.",
        "ipv6.tclass": "ipv6.tclass.",
        "tcp.flags": "tcp.flags.",
    }
)
"""Each whole's key, and what the keys of its parts begin with."""


def whole_values(layer: Layer, key: str) -> list[int]:
    """The numbers under the key of a whole in one layer: one for each table there that has its parts."""
    beginning = WHOLES[key]
    found = []
    for part in layer.parts:
        number, begun = 0, False
        for field, raw, _, width in part.spans():
            if field.key.startswith(beginning):
                number, begun = number << width | raw, True
        if begun:
            found.append(number)
    return found
