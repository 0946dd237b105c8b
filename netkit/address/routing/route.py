"""One entry of a routing table: a prefix, and what happens to packets for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from netkit.address.address import Address
from netkit.address.prefix import Prefix

__all__ = ["KINDS", "Route"]

KINDS = ("unicast", "local", "broadcast", "multicast", "anycast", "unreachable", "blackhole", "prohibit", "throw")
"""The kinds of route that Linux has; `unicast` is the ordinary one."""

_FATES: Mapping[str, str] = MappingProxyType(
    {
        "local": "is this host's own address",
        "broadcast": "is a broadcast on the link",
        "multicast": "is a multicast group",
        "anycast": "is an anycast address of this host",
        "unreachable": "is refused: the sender is told that the host is unreachable",
        "blackhole": "is thrown away without a word",
        "prohibit": "is refused: the sender is told that it is forbidden",
        "throw": "ends this table: the next table is asked",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A route: packets to addresses in `prefix` go to `next_hop`, out of `interface`.

    `next_hop` None means that the destination is on the link itself. `label` is a next hop by another name than an address. `metric` None
    is the default of 0: the lower the better, between routes of the same prefix only. `order` counts the table's routes from 1; `text` is
    how it was written.
    """

    prefix: Prefix
    next_hop: Address | None = None
    interface: str = ""
    label: str = ""
    metric: int | None = None
    kind: str = "unicast"
    order: int = 0
    text: str = ""

    @property
    def where(self) -> str:
        """Where packets go, in words: `to 192.0.2.1, out of eth0`."""
        if self.kind != "unicast":
            return _FATES[self.kind]
        out = f" out of {self.interface}" if self.interface else ""
        if self.next_hop is not None:
            return f"goes to {self.next_hop}{out}"
        if self.label:
            return f"goes to {self.label}{out}"
        return f"goes straight to its destination{out}: it is on this link"

    @property
    def target(self) -> str:
        """The next hop for a table's cell."""
        if self.kind != "unicast":
            return self.kind
        parts = [str(self.next_hop) if self.next_hop is not None else self.label or "on this link", self.interface]
        return " ".join(part for part in parts if part)
