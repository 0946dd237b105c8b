"""Two packets compared: what differs, and the facts about the difference that sentences and conclusions rest on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from netkit.packet.comparing.alignment import LayerPair, Pair, align
from netkit.packet.dissection import Dissection
from netkit.packet.header import Header
from netkit.packet.layer import Layer
from netkit.packet.summing import Covered, Update, covered, update

__all__ = ["CHECKSUM_KEYS", "HOP_KEYS", "Comparison"]

LINKS = frozenset({"eth", "vlan", "ieee8021ad", "llc", "sll", "null", "ppp", "pppoes", "chdlc"})
"""Layers that a packet has anew on each link."""

HOP_KEYS = frozenset(
    {
        "ip.ttl", "ip.checksum", "ip.dsfield.dscp", "ip.dsfield.ecn", "ipv6.hlim", "ipv6.tclass.dscp", "ipv6.tclass.ecn",
    }
)  # fmt: skip
"""Fields beyond the link that a router changes in what it passes on."""

CHECKSUM_KEYS = frozenset({"ip.checksum", "tcp.checksum", "udp.checksum", "icmp.checksum", "icmpv6.checksum"})

_ENDS = (
    ("ip.src", "ip.dst"),
    ("ipv6.src", "ipv6.dst"),
    ("tcp.srcport", "tcp.dstport"),
    ("udp.srcport", "udp.dstport"),
)


@dataclass(frozen=True)
class Comparison:
    """Two packets, `a` and `b`."""

    a: Dissection
    b: Dissection

    @property
    def same(self) -> bool:
        """Whether the bytes are the same, and begin the same kind of frame."""
        return self.a.data == self.b.data and self.a.link_type == self.b.link_type

    @cached_property
    def layers(self) -> list[LayerPair]:
        """The layers of both, side by side."""
        return align(self.a, self.b)

    @cached_property
    def differing(self) -> list[Pair]:
        """The fields that differ."""
        return [pair for layer in self.layers for pair in layer.differing]

    @cached_property
    def beyond_the_link(self) -> frozenset[str]:
        """The keys of what differs behind the link's own layers."""
        return frozenset(
            pair.either.key for layer in self.layers if layer.either.key not in LINKS for pair in layer.differing
        )

    @cached_property
    def hops(self) -> int | None:
        """Routers between the two, if both are the same packet but for what routers change; None if they are not."""
        if not self.beyond_the_link <= HOP_KEYS or not any(layer.either.key in ("ip", "ipv6") for layer in self.layers):
            return None
        for key in ("ip.ttl", "ipv6.hlim"):
            if key in self.beyond_the_link:
                return int(self.a.value(key)) - int(self.b.value(key))
        return 0

    @cached_property
    def sums(self) -> dict[tuple[int, int], Update | None]:
        """For each checksum that both have, by its first bits, what RFC 1624 makes of the words that differ.

        None where the two do not cover words at the same places, or one of them can't be checked; those that can be checked in neither,
        and are the same in both, are left out.
        """
        return {(a.field.start_bit, b.field.start_bit): _update(a, b) for a, b in self._checksums()}

    def _checksums(self) -> Iterator[tuple[Covered, Covered]]:
        left = covered(self.b)
        for a in covered(self.a):
            b = next((each for each in left if each.guard == a.guard), None)
            if b is None:
                continue
            left.remove(b)
            if a.words or b.words or a.stored != b.stored:
                yield a, b

    @property
    def sums_fit(self) -> bool:
        """Whether each checksum of the second is just what the changed words make of the first one's."""
        return all(each is not None and each.checksum == each.after.covered.stored for each in self.sums.values())

    @property
    def undamaged(self) -> bool:
        """Whether no checksum is right in one of the two and wrong in the other."""
        return all(a.field.note[:5] == b.field.note[:5] for a, b in self._checksums())

    @property
    def one_way(self) -> bool:
        """Whether both go from the same sender to the same receiver, ports included."""
        a, b = _ends(self.a), _ends(self.b)
        return bool(a) and a == b

    @property
    def opposite(self) -> bool:
        """Whether the second goes back to where the first came from."""
        a, b = _ends(self.a), _ends(self.b)
        return bool(a) and a == {key: (there, here) for key, (here, there) in b.items()} and a != b

    def layer(self, table: type[Header]) -> tuple[Layer, Layer] | None:
        """The first layer that begins with this table in both, and that is not quoted."""
        for pair in self.layers:
            a, b = pair.a, pair.b
            if a and b and not a.quoted and isinstance(a.header, table) and isinstance(b.header, table):
                return a, b
        return None


def _update(a: Covered, b: Covered) -> Update | None:
    if not (a.words and b.words):
        return None
    try:
        return update(a, b)
    except ValueError:
        return None


def _ends(packet: Dissection) -> dict[str, tuple[object, object]]:
    """Both addresses and, where there are some, both ports, the sender's first."""
    found = {}
    for source, destination in _ENDS:
        sender = packet.value(source)
        if sender is not None:
            found[source] = (sender, packet.value(destination))
    return found
