"""A transfer as packets, at one of three places: the sender's link, the receiver's, or the bottleneck between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from netkit.internet.crossing import Crossing, Side
from netkit.internet.stamping import Stamper
from netkit.internet.view.words import LOST, label
from netkit.packet.building import ethernet
from netkit.tcp.segmentation.exchange import MACS

if TYPE_CHECKING:
    from netkit.internet.transferring import Transfer

__all__ = ["PLACES", "TimedPacket", "packets_of"]

PLACES = ("sender", "receiver", "bottleneck")
NANOSECONDS = 1_000_000_000
ROUTER = "02:00:00:00:00:02"
"""The router's address on either link; locally administered, so nobody's."""
HOPS = 64
ONES = 0xFFFF


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedPacket:
    """A frame (Ethernet), when it went by in nanoseconds, and what there is to say of it."""

    time: int
    data: bytes
    comment: str = ""


def packets_of(run: Transfer, place: str = "sender") -> Iterator[TimedPacket]:
    """What goes by at a place, in the order of time: at an end what it sends and what reaches it, at the bottleneck what gets through.

    ValueError for a place that there is not.
    """
    if place not in PLACES:
        raise ValueError(f"a capture is made at one of {', '.join(PLACES)}")
    maker = _Maker(run, place)
    for time, crossing in _seen(run, place):
        yield TimedPacket(time=round(time * NANOSECONDS), data=maker.frame(crossing), comment=maker.comment(crossing))


def _seen(run: Transfer, place: str) -> Iterator[tuple[float, Crossing]]:
    """Each packet with each time when it goes by; what happens at one moment keeps its order."""
    order: list[tuple[float, int, int, Crossing]] = []
    for crossing in run.crossings:
        if place == "bottleneck":
            if crossing.left is not None:
                order += [(crossing.left, 0, crossing.number, crossing)] * len(crossing.arrivals)
        elif crossing.side == PLACES.index(place):
            order.append((crossing.time, crossing.told[1], crossing.number, crossing))
        else:
            # what it made is told behind it, by the events of its arrival or of later calls
            heard = [first for first, _ in crossing.heard]
            order += [(arrival, first, 0, crossing) for arrival, first in zip(crossing.arrivals, heard, strict=False)]
    for time, _, _, crossing in sorted(order, key=lambda each: each[:3]):
        yield time, crossing


class _Maker:
    """Frames with right lengths and checksums; each side numbers its IPv4 packets."""

    def __init__(self, run: Transfer, place: str) -> None:
        self._run = run
        macs = (MACS[0], ROUTER) if place == "sender" else (ROUTER, MACS[1])
        hops = {"sender": (HOPS, HOPS - 1), "receiver": (HOPS - 1, HOPS)}.get(place, (HOPS - 1, HOPS - 1))
        self._first = (run.ends[0].block.initial & ONES, run.ends[1].block.initial & ONES)
        ends = run.plan.ends
        self._stampers = tuple(
            Stamper(
                ends[side],
                ends[1 - side],
                hops=hops[side],
                link=ethernet(source=macs[side], destination=macs[1 - side]),
            )
            for side in Side
        )

    def frame(self, crossing: Crossing) -> bytes:
        """The whole frame."""
        identification = self._first[crossing.side] + crossing.number & ONES
        data = b""
        if crossing.length:
            data = self._run.plan.payload.piece(crossing.sequence - 1, crossing.sequence - 1 + crossing.length)
        return self._stampers[crossing.side].packet(crossing.header, data, identification)

    def comment(self, crossing: Crossing) -> str:
        """What there is to say of a packet; of most there is nothing."""
        if crossing.lost:
            return f"{label(crossing)}: will be lost ({LOST[crossing.lost]})"
        if crossing.again:
            for event in self._run.events[slice(*crossing.told)]:
                if event.trigger is not None and event.sequence == crossing.sequence:
                    return f"{label(crossing)}: {event.reason}" + (f" ({event.rfc})" if event.rfc else "")
        return ""
