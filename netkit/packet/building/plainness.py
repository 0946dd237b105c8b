"""Headers that can break no rule, by what they say: packets of nothing else need not be judged, which makes building them quick."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from netkit.packet.building.draft import Draft, Group
from netkit.packet.building.recipe import Recipe
from netkit.packet.data import Data
from netkit.packet.header import Header
from netkit.packet.link.ethernet import Ethernet
from netkit.packet.network.ipv4 import USUAL as USUAL_IPV4
from netkit.packet.network.ipv4 import Ipv4
from netkit.packet.transport.tcp import USUAL as USUAL_TCP
from netkit.packet.transport.tcp import Tcp
from netkit.packet.transport.udp import Udp

__all__ = ["is_plain"]


_EVERY = (0, 0)

_PLAIN: Mapping[type[Header], tuple[int, int]] = MappingProxyType(
    {Data: _EVERY, Ethernet: _EVERY, Ipv4: USUAL_IPV4, Tcp: USUAL_TCP, Udp: _EVERY}
)
"""For each such table, bits that it must have: a mask, and the bits under it. What is filled in is right anyway."""


def is_plain(layer: Draft | Group) -> bool:
    """Whether a layer is one that can break no rule."""
    if type(layer) is not Draft or layer.parts or layer.wrong:
        return False
    pattern = _pattern(layer.recipe)
    return pattern is not None and layer.number & pattern[0] == pattern[1] and not layer.given & pattern[2]


@cache
def _pattern(recipe: Recipe) -> tuple[int, int, int] | None:
    """The bits that a plain header has, without those that are filled in: a mask, the bits under it, and the places of its sums."""
    if recipe.table not in _PLAIN:
        return None
    mask, bits = _PLAIN[recipe.table]
    filled = sum(fill.bits for fill in recipe.filled if not fill.soft)
    return mask & ~filled, bits & ~filled, sum(fill.bits for fill in recipe.sums)
