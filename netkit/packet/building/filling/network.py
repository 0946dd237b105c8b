"""What the checksums above an IP header cover of it, and when what it carries is only a part."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from netkit.packet.header import Header
from netkit.packet.network.ipv4 import Ipv4
from netkit.packet.network.ipv6 import Ipv6
from netkit.packet.network.ipv6_extensions import DestinationOptions
from netkit.packet.network.ipv6_fragment import Ipv6Fragment
from netkit.packet.network.ipv6_options import HomeAddress
from netkit.packet.network.ipv6_routing import Ipv6Routing
from netkit.packet.reading import Network

if TYPE_CHECKING:
    from netkit.packet.building.draft import Draft

__all__ = ["NETWORKS", "NetworkOf", "is_fragment"]

NetworkOf = Callable[["Draft", Network | None], Network | None]
"""Gives what the sums above a header cover, from the header and what was so below it."""

_BYTES_8 = (1 << 64) - 1
_SEGMENT_ROUTING = 4


def _ipv4(draft: Draft, below: Network | None) -> Network:  # noqa: ARG001
    addresses = (draft.number & _BYTES_8).to_bytes(8, "big")
    return Network._make((4, addresses[:4], addresses[4:], 0, 0))


def _ipv6(draft: Draft, below: Network | None) -> Network:  # noqa: ARG001
    addresses = (draft.number & (1 << 256) - 1).to_bytes(32, "big")
    return Network._make((6, addresses[:16], addresses[16:], 0, 1))


def _routed(draft: Draft, below: Network | None) -> Network | None:
    """The last node counts as the destination (RFC 8200 §8.1)."""
    addresses = [part.number.to_bytes(16, "big") for part in draft.parts if part.recipe.size == 16]
    if below is None or not addresses or not draft.raw("segments_left"):
        return below
    return below._replace(destination=addresses[0 if draft.raw("routing_type") == _SEGMENT_ROUTING else -1])


def _at_home(draft: Draft, below: Network | None) -> Network | None:
    """The address at home counts as the source (RFC 6275 §11.3.1)."""
    home = next((part for part in draft.parts if part.recipe.table is HomeAddress), None)
    if below is None or home is None:
        return below
    return below._replace(source=(home.number & (1 << 128) - 1).to_bytes(16, "big"))


NETWORKS: Mapping[type[Header], NetworkOf] = MappingProxyType(
    {Ipv4: _ipv4, Ipv6: _ipv6, Ipv6Routing: _routed, DestinationOptions: _at_home}
)


def is_fragment(table: type[Header]) -> Callable[[Draft], bool] | None:
    """Tells of a header of this table whether it says that it carries a fragment; None where it has no fields for that."""
    if table not in (Ipv4, Ipv6Fragment):
        return None
    mask, _ = table.pattern(more_fragments=True, fragment_offset=0)
    return lambda draft: bool(draft.number & mask)
