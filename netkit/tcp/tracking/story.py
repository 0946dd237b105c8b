"""A stream with what the tracker says of each of its segments, kept to be shown."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from netkit.tcp.tracking.tracker import Tracker
from netkit.tcp.tracking.verdict import Kind

if TYPE_CHECKING:
    from netkit.tcp.event import Trigger
    from netkit.tcp.segment import Segment
    from netkit.tcp.tracking.verdict import Verdict

__all__ = ["MOST_TOLD", "SIDES", "Story", "Told"]

MOST_TOLD = 200_000
"""Segments of a stream that are kept; of a longer one the rest is only counted."""

SIDES = ("client", "server")
NANOSECONDS = 1_000_000_000


@dataclass(slots=True)
class Told:
    """One segment: the number of its packet, when that was captured (nanoseconds since 1970, None if not known), and the verdict."""

    packet: int
    time: int | None
    verdict: Verdict


@dataclass(slots=True)
class Story:
    """A stream by its number; side 0 is the client. `count` are all segments, `told` those that are kept.

    Segments go in with `take`, in the order of the capture.
    """

    number: int
    client: str
    server: str
    tracker: Tracker = field(default_factory=Tracker)
    told: list[Told] = field(default_factory=list)
    count: int = 0
    _first: int | None = None

    def take(self, packet: int, time: int | None, side: int, segment: Segment) -> None:
        """Follow the next segment; one without a time counts as sent together with the one before."""
        last = self.told[-1].time if self.told else None
        now = time if time is not None else last
        if self._first is None:
            self._first = now
        seconds = 0.0 if now is None or self._first is None else (now - self._first) / NANOSECONDS
        verdict = self.tracker.take(seconds, side, segment)
        self.count += 1
        if len(self.told) < MOST_TOLD:
            self.told.append(Told(packet, time, replace(verdict, number=packet)))
        for each in self.tracker.settled():
            if each.number < len(self.told):
                told = self.told[each.number]
                told.verdict = replace(each, number=told.packet)

    @property
    def again(self) -> Counter[Trigger | None]:
        """How often segments were sent again, by what made the sender do it; None counts those of which that can't be told."""
        return Counter(each.verdict.trigger for each in self.told if each.verdict.kind is Kind.RETRANSMISSION)
