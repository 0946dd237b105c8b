"""Fields that Wireshark shows as a whole, and netkit's tables by their parts, such as the flags of TCP: from which to which they reach."""

from __future__ import annotations

from functools import cache

from netkit.packet.field import Field
from netkit.packet.header import Header
from netkit.packet.kinds import HEXADECIMAL

__all__ = ["COMPOSED", "COMPOSED_KEYS", "composed_fields"]

COMPOSED: dict[str, tuple[tuple[str, str, str], ...]] = {
    "tcp": (("tcp.flags", "reserved", "finish"),),
    "ip": (
        ("ip.flags", "reserved", "more_fragments"),
        ("ip.dsfield", "differentiated_services", "explicit_congestion_notification"),
    ),
    "ipv6": (("ipv6.tclass", "differentiated_services", "explicit_congestion_notification"),),
}
"""Of each protocol the key of the whole, with its first and its last part by their RFC names."""

COMPOSED_KEYS = frozenset(key for wholes in COMPOSED.values() for key, _, _ in wholes)


def composed_fields(table: type[Header]) -> tuple[Field, ...]:
    """The wholes of a table, as fields that lie where their parts lie."""
    return _wholes(table.key, table.fields) if table.key in COMPOSED else ()


@cache
def _wholes(protocol: str, fields: tuple[Field, ...]) -> tuple[Field, ...]:
    names = {field.name: field for field in fields}
    found = []
    for key, first, last in COMPOSED[protocol]:
        if first in names and last in names:
            start, end = names[first], names[last]
            width = end.offset + end.width - start.offset
            whole = Field(width, f"from {start.label} to {end.label}", key=key, kind=HEXADECIMAL)
            whole.__set_name__(start.table or Header, f"{first} to {last}")
            whole.offset, whole.shift = start.offset, end.shift
            found.append(whole)
    return tuple(found)
