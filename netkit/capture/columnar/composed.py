"""Fields that Wireshark shows as a whole, and netkit's tables by their parts, such as the flags of TCP: how their parts' keys begin."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from netkit.packet.field import Field
from netkit.packet.header import Header
from netkit.packet.kinds import HEXADECIMAL

__all__ = ["COMPOSED", "COMPOSED_KEYS", "composed_fields"]

COMPOSED: Mapping[str, str] = MappingProxyType(
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
"""The key of each whole, with what the keys of its parts begin with: they lie side by side in a table."""

COMPOSED_KEYS = frozenset(COMPOSED)


def composed_fields(table: type[Header]) -> tuple[Field, ...]:
    """The wholes of a table, as fields that lie where their parts lie."""
    return _wholes(table.fields)


@cache
def _wholes(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    found = []
    for key, beginning in COMPOSED.items():
        parts = [field for field in fields if field.width and field.key.startswith(beginning)]
        if parts:
            start, end = parts[0], parts[-1]
            width = end.offset + end.width - start.offset
            whole = Field(width, f"from {start.label} to {end.label}", key=key, kind=HEXADECIMAL)
            whole.__set_name__(start.table or Header, f"{start.name} to {end.name}")
            whole.offset, whole.shift = start.offset, end.shift
            found.append(whole)
    return tuple(found)
