"""What one side of a connection has sent and acknowledged so far, as far as the capture shows it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from heapq import heappop, heappush
from operator import itemgetter

__all__ = ["MOST_GAPS", "MOST_WAITING", "Side"]

MOST_WAITING = 10_000
"""Segments of a side that are remembered until they are acknowledged; what comes beyond is not. Wireshark remembers as many."""

MOST_PARTED = 64
"""Segments over one another of which an acknowledgment covers a part: more of them are forgotten."""

MOST_GAPS = 256
"""Gaps of a side that are remembered until they are filled; the oldest is forgotten first."""


class Side:
    """One direction: what was sent in it, and what its sender acknowledged of the other.

    Numbers are unwrapped; None is "nothing yet".

    `begins` is its first number, `next` the number behind the last byte, `beyond` the one up to which nothing was missing when it was
    last counted, `gaps` are the stretches below `next`, in order, that the capture has not shown. `waiting` has the segments that are
    not acknowledged, lowest first: their first number, the one behind their last, when they were sent, and in which packet; `sent` has
    packet and time of the same, eldest first. `stamp` is the sender's clock (RFC 7323) in the segment that went furthest. `selected` are
    the bytes that its sender says it has beyond what it acknowledges (RFC 2018). `duplicates` is -1 where an acknowledgment of what was
    not captured has been named once.
    """

    __slots__ = (
        "acknowledged", "acknowledged_at", "begins", "beyond", "duplicate_of", "duplicates", "findings", "gaps", "next", "next_at",
        "next_packet", "offered", "pushed", "pushing", "selected", "sent", "shift", "stamp", "traced", "waiting", "waiting_end", "window",
    )  # fmt: skip

    def __init__(self) -> None:
        self.begins: int | None = None
        self.next: int | None = None
        self.next_at = 0
        self.next_packet = 0
        self.beyond: int | None = None
        self.gaps: list[tuple[int, int]] = []
        self.waiting: list[tuple[int, int, int, int]] = []
        self.sent: dict[int, int] = {}
        self.waiting_end = 0
        self.traced = True
        self.stamp: int | None = None
        self.pushed = 0
        self.pushing = False
        self.acknowledged: int | None = None
        self.acknowledged_at = 0
        self.duplicates = 0
        self.duplicate_of = 0
        self.selected = 0
        self.window: int | None = None
        self.offered = 0
        self.shift = -1
        self.findings = 0

    def remember(self, first: int, after: int, time: int, packet: int) -> None:
        """Keep a segment until it is acknowledged."""
        waiting = self.waiting
        if len(waiting) >= MOST_WAITING:
            return
        if not waiting or after > self.waiting_end:
            self.waiting_end = after
        heappush(waiting, (first, after, time, packet))
        self.sent[packet] = time

    def forget(self, acknowledged: int) -> tuple[int, int] | None:
        """Let go of what an acknowledgment covers; gives packet and time of the eldest segment that ends just there, if one does."""
        waiting = self.waiting
        found: tuple[int, int] | None = None
        parted = 0
        while waiting and waiting[0][0] < acknowledged:
            _, after, time, packet = heappop(waiting)
            parted += after > acknowledged
            if after > acknowledged and parted <= MOST_PARTED:
                heappush(waiting, (acknowledged, after, time, packet))
                continue
            self.sent.pop(packet, None)
            if after == acknowledged and (found is None or packet < found[0]):
                found = packet, time
        return found

    def eldest(self) -> tuple[int, int] | None:
        """Of the segments that are not acknowledged the one that was sent first: its packet and time."""
        return next(iter(self.sent.items()), None)

    def miss(self, start: int, end: int) -> None:
        """Note that the capture has not shown these bytes."""
        self.gaps.append((start, end))
        if len(self.gaps) > MOST_GAPS:
            del self.gaps[0]

    def lacks(self, start: int, end: int) -> bool:
        """Whether all these bytes lie in one gap."""
        place = bisect_right(self.gaps, start, key=itemgetter(1))
        return place < len(self.gaps) and self.gaps[place][0] <= start and end <= self.gaps[place][1]

    def fill(self, start: int, end: int) -> None:
        """Take a segment's bytes out of the gaps."""
        gaps = self.gaps
        first = bisect_right(gaps, start, key=itemgetter(1))
        behind = bisect_left(gaps, end, key=itemgetter(0))
        touched = gaps[first:behind]
        if not touched:
            return
        left = [(touched[0][0], start)] if touched[0][0] < start else []
        right = [(end, touched[-1][1])] if end < touched[-1][1] else []
        gaps[first:behind] = [*left, *right]
        del gaps[:-MOST_GAPS]
