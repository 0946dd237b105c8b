"""Unique local addresses: a prefix for networks of one's own that hardly anybody else has, for it was drawn at random (RFC 4193)."""

from __future__ import annotations

from dataclasses import dataclass

from netkit.address.address import Address
from netkit.address.prefix import Prefix

__all__ = ["UniqueLocalParts", "unique_local_parts"]


@dataclass(frozen=True, slots=True)
class UniqueLocalParts:
    """The parts of a unique local address (RFC 4193 §3.1).

    `local` is the L bit: the prefix was assigned locally, so it begins with fd; what 0 means is not defined. `global_id` has 40 bits, to be
    drawn at random (§3.2); `subnet_id` 16 bits, for the site to give; `site` is the /48 that the first two make.
    """

    local: bool
    global_id: int
    subnet_id: int
    site: Prefix


def unique_local_parts(address: Address) -> UniqueLocalParts | None:
    """The parts of an address in fc00::/7; None for any other."""
    number = address.number
    if address.version != 6 or number >> 121 != 0x7E:
        return None
    return UniqueLocalParts(
        local=bool(number >> 120 & 1),
        global_id=number >> 80 & 0xFF_FFFF_FFFF,
        subnet_id=number >> 64 & 0xFFFF,
        site=Prefix.of(address, 48),
    )
