"""Which ranges an address lies in, the most specific first, and what follows from it."""

from __future__ import annotations

from netkit.address.address import Address
from netkit.address.prefix import Prefix
from netkit.address.special.ipv4 import SPECIAL_IPV4
from netkit.address.special.ipv6 import SPECIAL_IPV6
from netkit.address.special.multicast_ipv4 import GROUPS_IPV4, MULTICAST_IPV4
from netkit.address.special.multicast_ipv6 import GROUPS_IPV6, multicast_parts, named_group
from netkit.address.special.range import Range
from netkit.address.special.space_ipv6 import SPACE_IPV6

__all__ = ["globally_reachable", "is_multicast", "ranges_inside", "ranges_of", "router_may_forward", "special_range"]

_ORDER = ("special", "multicast", "space", "")


def ranges_of(address: Address) -> list[Range]:
    """Every range with a meaning of its own that `address` lies in, the smallest first; of equal ones the special-purpose registry's first.

    For IPv6 the last one is always a block of IANA's map of the whole space. An ordinary public IPv4 address lies in none.
    """
    if address.version == 4:
        found = [one for one in (*SPECIAL_IPV4, *MULTICAST_IPV4, *GROUPS_IPV4) if one.holds(address)]
    else:
        found = [one for one in (*SPECIAL_IPV6, *GROUPS_IPV6, *SPACE_IPV6) if one.holds(address)]
        named = named_group(address.number)
        found += [named] if named is not None else []
    return sorted(found, key=lambda one: (one.size, _ORDER.index(one.registry)))


def ranges_inside(prefix: Prefix) -> list[Range]:
    """The ranges with a meaning of their own inside `prefix` and smaller than it, in order; of multicast the blocks, not each group."""
    tables = (*SPECIAL_IPV4, *MULTICAST_IPV4) if prefix.version == 4 else SPECIAL_IPV6
    found = [one for one in tables if prefix.number <= one.first and one.last <= prefix.last and one.size < prefix.size]
    return sorted(found, key=lambda one: (one.first, -one.size))


def special_range(address: Address) -> Range | None:
    """The most specific entry of IANA's special-purpose registry for `address`, or None if there is none."""
    return next((one for one in ranges_of(address) if one.registry == "special"), None)


def is_multicast(address: Address) -> bool:
    """Whether it is a group's address: 224.0.0.0/4 (RFC 1112 §4) or ff00::/8 (RFC 4291 §2.7)."""
    return address.number >> 28 == 0xE if address.version == 4 else address.number >> 120 == 0xFF


def globally_reachable(address: Address) -> bool | None:
    """Whether packets to `address` get across the borders of networks, as IANA's special-purpose registry answers (RFC 8190 §2.1).

    The most specific entry counts. An ordinary address, without an entry, is reachable: True. None where the registry gives no answer
    (6to4, Teredo, deprecated ranges), for multicast, which it does not cover, and for what nobody has been given of IPv6 (all but
    2000::/3).
    """
    if is_multicast(address):
        return None
    found = special_range(address)
    if found is not None:
        return found.globally_reachable
    return True if address.version == 4 or address.number >> 125 == 1 else None


def router_may_forward(address: Address) -> bool:
    """Whether the rules of IP let a router forward a packet to `address` at all.

    Not to loopback, to the unspecified address, to a link-local address, to a group that stays on the link (IPv6: of scope 2 or less), or
    to the limited broadcast (RFC 4291 §2.5.2, §2.5.3, §2.5.6, §2.7; RFC 1122 §3.2.1.3, RFC 3927 §2.7, RFC 5771 §4, RFC 919 §7). Private
    and documentation addresses pass: it is the network's operator who stops these.
    """
    number = address.number
    if address.version == 4:
        first = number >> 24
        return not (first in (0, 127) or number >> 16 == 0xA9FE or number >> 8 == 0xE00000 or number == 0xFFFFFFFF)
    parts = multicast_parts(number)
    if parts is not None:
        return parts.scope > 2
    return number > 1 and number >> 118 != 0x3FA
