"""The made-up path before a host: two links, and between them a router whose own link may take smaller packets than theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.internet.crossing import Crossing
from netkit.internet.host.answers import too_big
from netkit.internet.path import Path
from netkit.tcp.segment import Flag
from netkit.tcp.sequence import distance

if TYPE_CHECKING:
    from netkit.address import Address
    from netkit.internet.crossing import Side
    from netkit.internet.host.plan import LivePlan
    from netkit.tcp import Segment

__all__ = ["Way"]


class Way:
    """Takes the segments of both sides; `crossings` are all that it took.

    The numbers on the wire become relative ones by `initial`, what each side counts from.
    """

    def __init__(self, plan: LivePlan) -> None:
        self.crossings: list[Crossing] = []
        self.initial = [0, 0]
        self._plan = plan
        self._path = Path(plan)
        self._highest = [0, 0]

    def begins(self, side: Side, number: int) -> None:
        """A side counts from this number on, if it has not done so all along."""
        if self.initial[side] != number:
            self.initial[side], self._highest[side] = number, 0

    def take(
        self, side: Side, segment: Segment, size: int, now: float, told: tuple[int, int], *, fixed: bool
    ) -> Crossing:
        """What becomes of a segment in a packet of `size` bytes, which may not be fragmented if it is `fixed`."""
        takes = segment.length
        sequence = distance(self.initial[side], segment.sequence)
        acknowledgment = None
        if segment.flags & Flag.ACK:
            acknowledgment = distance(self.initial[1 - side], segment.acknowledgment)
        again = bool(takes) and sequence + takes <= self._highest[side]
        self._highest[side] = max(self._highest[side], sequence + takes)
        passage = self._path.carry(side, segment, takes, sequence, acknowledgment, now)
        crossing = Crossing(
            len(self.crossings) + 1, side, now, self._path.header(segment), sequence, acknowledgment, len(segment.payload),
            again, passage.lost, passage.met, passage.left, passage.arrivals, told,
        )  # fmt: skip
        if fixed and not passage.lost and self._plan.mtu is not None and size > self._plan.mtu:
            crossing.lost, crossing.left, crossing.arrivals = "size", None, ()
        self.crossings.append(crossing)
        return crossing

    def behind(self, crossing: Crossing) -> float:
        """When something is at the end that was in the middle of the way when this segment was there."""
        return crossing.met + self._plan.link.delay / 2

    def refusal(self, packet: bytes, sender: Address) -> tuple[bytes, str, str]:
        """What the router says to the sender of a packet that was too big: the packet, and in words with the rule."""
        mtu = self._plan.mtu or 0
        words = f"the router in the middle drops a packet of {len(packet):,} bytes, and says by ICMP what its link carries: {mtu:,}"
        rfc = "RFC 1191 §4" if sender.version == 4 else "RFC 4443 §3.2"
        return too_big(packet, mtu, self._plan.router, sender), words, rfc
