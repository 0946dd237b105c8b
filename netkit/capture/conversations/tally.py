"""What is counted of each conversation of one kind: packets and bytes each way, the first and the last time."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from netkit.capture.columnar.column import Array
from netkit.capture.conversations.growing import Growing

__all__ = ["NEVER", "Counted", "Tally"]

NEVER = (1 << 63) - 1
"""In place of a time, where no packet had one."""


class Counted(NamedTuple):
    """Sightings that count: their conversations by number, ends by number, bytes on the wire, times, numbers of their packets.

    A time is `NEVER` where the packet has none.
    """

    conversation: Array
    source: Array
    destination: Array
    size: Array
    time: Array
    packet: Array


class Tally:
    """Sums for each conversation, by number. `one` is the end that sent the first packet that counts, `two` the other."""

    def __init__(self) -> None:
        self.one, self.two = Growing(0), Growing(0)
        self.sent, self.received = Growing(0), Growing(0)
        self.sent_bytes, self.received_bytes = Growing(0), Growing(0)
        self.begin, self.end = Growing(NEVER), Growing(-NEVER)
        self.packet = Growing(0)
        self.reached = 0

    def add(self, seen: Counted) -> None:
        """Count the sightings of a batch."""
        if not len(seen.conversation):
            return
        order = np.argsort(seen.conversation, kind="stable")
        numbers = seen.conversation[order]
        begins = np.ones(len(order), bool)
        begins[1:] = numbers[1:] != numbers[:-1]
        starts = np.flatnonzero(begins)
        each, first = numbers[starts], order[starts]
        self._reach(int(each[-1]) + 1)
        new = (self.sent.values[each] + self.received.values[each]) == 0
        for kept, values in ((self.one, seen.source), (self.two, seen.destination), (self.packet, seen.packet)):
            kept.values[each[new]] = values[first[new]]
        out = seen.source[order] == self.one.values[numbers]
        size, time = seen.size[order], seen.time[order]
        for packets, octets, way in (
            (self.sent, self.sent_bytes, out),
            (self.received, self.received_bytes, ~out),
        ):
            packets.values[each] += np.add.reduceat(way.astype(np.int64), starts)
            octets.values[each] += np.add.reduceat(np.where(way, size, 0), starts)
        self.begin.values[each] = np.minimum(self.begin.values[each], np.minimum.reduceat(time, starts))
        timed = np.where(time == NEVER, -NEVER, time)
        self.end.values[each] = np.maximum(self.end.values[each], np.maximum.reduceat(timed, starts))

    def _reach(self, count: int) -> None:
        self.reached = max(self.reached, count)
        for each in (
            self.one,
            self.two,
            self.sent,
            self.received,
            self.sent_bytes,
            self.received_bytes,
            self.begin,
            self.end,
            self.packet,
        ):
            each.reach(count)

    def numbers(self) -> Array:
        """The numbers of the conversations of which any packet counted."""
        return np.flatnonzero((self.sent.values + self.received.values)[: self.reached])
