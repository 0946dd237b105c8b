"""What the bytes of a field are, as far as changing them goes: told from the field's kind, and where that is not enough from its key."""

from __future__ import annotations

from enum import Enum, auto
from functools import lru_cache

from netkit.packet.application.dhcp.kinds import SECONDS_SINCE_2000
from netkit.packet.application.dhcp.kinds import TEXT as DHCP_TEXT
from netkit.packet.application.dns.name import NAME
from netkit.packet.application.dns.records.kinds import (
    CHARACTERS,
    EUI64,
    IPV4_PREFIX,
    IPV6_PREFIX,
    PRINTABLE,
    TYPE_BITMAP,
    TYPE_BITS,
    UTF8,
)
from netkit.packet.field import Field
from netkit.packet.kinds import ADDRESS_IPV4, ADDRESS_IPV6, ADDRESS_MAC, TextKind
from netkit.packet.moment import MOMENT

__all__ = [
    "MOMENTS_AND_SETS", "ROUTE", "TEXTS", "Nature", "as_network", "is_network", "is_no_address", "nature_of",
]  # fmt: skip

TEXTS = (TextKind, type(CHARACTERS), type(PRINTABLE), type(UTF8), type(DHCP_TEXT))
MOMENTS_AND_SETS = (type(MOMENT), type(SECONDS_SINCE_2000), type(TYPE_BITMAP), type(TYPE_BITS))
ROUTE = "dhcp.option.classless_static_route"

_NETWORKS = ("prefix", "subnet", "static_route.ip", "policy_filter.ip")
"""Parts of the keys of addresses that are those of networks."""

_COOKIE = 0x63825363
"""What BOOTP's vendor area begins with where DHCP is in it (RFC 2131 §3), written as an address."""


class Nature(Enum):
    """What a field's bytes are."""

    IPV4 = auto()
    IPV6 = auto()
    MAC = auto()
    EUI64 = auto()
    IPV4_PREFIX = auto()
    IPV6_PREFIX = auto()
    ROUTE = auto()
    NAME = auto()
    TEXT = auto()
    BYTES = auto()
    NUMBER = auto()


_OF_KINDS = {
    ADDRESS_IPV4: Nature.IPV4,
    ADDRESS_IPV6: Nature.IPV6,
    ADDRESS_MAC: Nature.MAC,
    EUI64: Nature.EUI64,
    IPV4_PREFIX: Nature.IPV4_PREFIX,
    IPV6_PREFIX: Nature.IPV6_PREFIX,
    NAME: Nature.NAME,
}  # fmt: skip


@lru_cache(1 << 12)
def nature_of(field: Field) -> Nature:
    """What every value of a field is."""
    kind = field.kind
    if kind in _OF_KINDS:
        return _OF_KINDS[kind]
    if field.key == ROUTE:
        return Nature.ROUTE
    if kind.json_type in ("integer", "boolean") or isinstance(kind, MOMENTS_AND_SETS):
        return Nature.NUMBER
    return Nature.TEXT if isinstance(kind, TEXTS) else Nature.BYTES


def is_network(key: str) -> bool:
    """Whether the addresses under a key are those of networks."""
    return any(word in key for word in _NETWORKS)


def is_no_address(key: str, value: bytes) -> bool:
    """Whether what has the form of an address is a mask, or DHCP's magic number."""
    number = int.from_bytes(value, "big")
    if key == "dhcp.cookie":
        return number == _COOKIE
    rest = ~number & (1 << len(value) * 8) - 1
    return key.endswith("mask") and not rest & rest + 1


def as_network(old: bytes, new: bytes) -> bytes:
    """The new address with zeros at its end where the old one had some: behind a prefix there is nothing."""
    number = int.from_bytes(old, "big")
    kept = number & -number if number else 1 << len(old) * 8
    return (int.from_bytes(new, "big") // kept * kept).to_bytes(len(old), "big")
