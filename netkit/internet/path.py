"""The path between two endpoints: a link each way, the list of what is to be lost, and who is who."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.internet.crossing import Side
from netkit.internet.drops import Chosen
from netkit.internet.link import Identity, Link, Passage
from netkit.packet.link.ethernet import Ethernet
from netkit.packet.transport.tcp import Tcp
from netkit.tcp import Segment

if TYPE_CHECKING:
    from netkit.internet.drops import Drop
    from netkit.internet.host.plan import LivePlan
    from netkit.internet.plan import Plan

__all__ = ["Path"]

NOBODY = Identity("", 0, 0, 0, 0)
"""Where chance has no say, nobody asks who a packet is."""


class Path:
    """Both directions, which are alike and do not disturb each other."""

    def __init__(self, plan: Plan | LivePlan) -> None:
        settings = plan.link
        self._links = (Link(settings, plan.seed), Link(settings, plan.seed))
        self._chosen = Chosen(plan.drops) if plan.drops else None
        self._headers = Ethernet.fixed_bytes + plan.ip_header + Tcp.fixed_bytes
        self._lots = bool(settings.loss or settings.reorder or settings.duplicate)
        self._copies: dict[tuple[int, int, int, int], int] = {}
        self._starts: dict[int, int] = {}

    @property
    def unused(self) -> frozenset[Drop]:
        """What was to be lost and never came by."""
        return frozenset() if self._chosen is None else frozenset(self._chosen.unused)

    def carry(
        self, side: Side, segment: Segment, takes: int, sequence: int, acknowledgment: int | None, now: float
    ) -> Passage:
        """What becomes of a segment of a side, which `takes` so many numbers; the numbers are relative."""
        size = self._headers + segment.options_size + len(segment.payload)
        chosen = self._chosen is not None and self._is_chosen(self._chosen, side, segment, takes, sequence)
        identity = NOBODY
        if self._lots:
            number = sequence if takes or acknowledgment is None else acknowledgment
            identity = self._identity(side, segment, number)
        return self._links[side].carry(identity, size, now, chosen=chosen)

    @staticmethod
    def header(segment: Segment) -> Segment:
        """A segment without its payload, which is known elsewhere."""
        if not segment.payload:
            return segment
        return Segment(
            sequence=segment.sequence,
            acknowledgment=segment.acknowledgment,
            flags=segment.flags,
            window=segment.window,
            largest=segment.largest,
            shift=segment.shift,
            sack_permitted=segment.sack_permitted,
            sack=segment.sack,
            timestamps=segment.timestamps,
            congestion=segment.congestion,
            capable=segment.capable,
        )

    def _is_chosen(self, chosen: Chosen, side: Side, segment: Segment, takes: int, sequence: int) -> bool:
        if side is Side.RECEIVER:
            return chosen.from_receiver()
        if not takes:
            return False
        copy = self._starts[sequence] = self._starts.get(sequence, 0) + 1
        return chosen.from_sender(sequence, len(segment.payload), copy)

    def _identity(self, side: Side, segment: Segment, number: int) -> Identity:
        key = (side, number, len(segment.payload), int(segment.flags))
        copy = self._copies[key] = self._copies.get(key, 0) + 1
        return Identity(side.word, number, len(segment.payload), int(segment.flags), copy)
