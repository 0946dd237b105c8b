"""The streams of many segments at once; numbered as `netkit.capture.streams.numbers` numbers one segment after the other.

Addresses and ports name a pair. Nearly all pairs have one stream; a second one can only begin with a SYN that is not the first segment of
its pair. Pairs with such a SYN are gone through segment by segment, all others at once.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from netkit.capture.columnar.column import Array
from netkit.capture.conversations.growing import Growing
from netkit.capture.conversations.pairs import LEFT_OUT, Groups, Pairs
from netkit.capture.streams.numbers import ACK, SYN, WRAP

__all__ = ["Segments", "TcpStreams"]

UNKNOWN = -1
"""In place of the number that a direction counts from, as long as nobody knows it."""


class Segments(NamedTuple):
    """Segments in the order of the capture; ends are numbers. `whole` is false of those that are only quoted in an error."""

    source: Array
    destination: Array
    flags: Array
    sequence: Array
    acknowledgment: Array
    whole: Array


class TcpStreams:
    """Batches of segments go in; each segment gets the number of its stream, which count from 0."""

    def __init__(self, limit: int) -> None:
        self.count = 0
        """Streams so far."""
        self._pairs = Pairs(limit)
        self._current = Growing(LEFT_OUT)
        self._bases = (Growing(UNKNOWN), Growing(UNKNOWN))
        """What each direction counts from: of the end with the smaller number, and of the other."""

    def take(self, segments: Segments) -> Array:
        """The stream of each segment of the next batch; `LEFT_OUT` where there is no more room."""
        if not len(segments.source):
            return np.zeros(0, np.int64)
        groups = self._pairs.groups(segments.source, segments.destination)
        for each in (self._current, *self._bases):
            each.reach(len(self._pairs))
        opens = (segments.flags & (SYN | ACK)) == SYN
        first = np.zeros(len(opens), bool)
        first[groups.first[groups.fresh]] = True
        restless = np.zeros(len(groups.pair), bool)
        restless[groups.group[opens & ~first]] = True
        restless &= groups.pair != LEFT_OUT
        slots = _Slots(groups)
        for group in np.flatnonzero(restless).tolist():
            self._one_by_one(segments, groups, group, slots)
        self._settle(segments, groups, restless)
        return self._numbered(groups, slots)

    def _one_by_one(self, segments: Segments, groups: Groups, group: int, slots: _Slots) -> None:
        """A pair in whose segments a stream may begin anew."""
        pair = int(groups.pair[group])
        bases = [int(each.values[pair]) for each in self._bases]
        places = np.flatnonzero(groups.group == group)
        ways = (segments.source[places] > segments.destination[places]).tolist()
        alone = segments.source[places[0]] == segments.destination[places[0]]
        flags, sequences = segments.flags[places].tolist(), segments.sequence[places].tolist()
        answers, whole = segments.acknowledgment[places].tolist(), segments.whole[places].tolist()
        for at, place in enumerate(places.tolist()):
            way, flag, sequence = int(ways[at]), flags[at], sequences[at]
            other = way if alone else 1 - way
            if flag & (SYN | ACK) == SYN and bases[way] not in (UNKNOWN, sequence):
                slots.begin(group, place)
                bases = [UNKNOWN, UNKNOWN]
            slots.put(group, place)
            if not whole[at]:
                continue
            if flag & SYN:
                bases[way] = sequence
            elif bases[way] == UNKNOWN:
                bases[way] = (sequence - 1) & WRAP
            if flag & ACK and bases[other] == UNKNOWN:
                bases[other] = (answers[at] - 1) & WRAP
        for each, base in zip(self._bases, bases, strict=True):
            each.values[pair] = base

    def _settle(self, segments: Segments, groups: Groups, restless: Array) -> None:
        """Learn what the directions of all other pairs count from."""
        count = len(groups.pair)
        ways = segments.source > segments.destination
        kept = segments.whole & ~restless[groups.group] & (groups.pair[groups.group] != LEFT_OUT)
        for way, bases in enumerate(self._bases):
            own = kept & (ways == bool(way))
            said = _first(groups.group, own, count)
            answered = _first(groups.group, kept & (ways != bool(way)) & ((segments.flags & ACK) != 0), count)
            known = np.minimum(said, answered)
            there = np.flatnonzero(known < len(ways))
            there = there[bases.values[groups.pair[there]] == UNKNOWN]
            by_self = said[there] < answered[there]
            place = known[there]
            number = np.where(by_self, segments.sequence[place], segments.acknowledgment[place])
            synchronised = by_self & ((segments.flags[place] & SYN) != 0)
            bases.values[groups.pair[there]] = np.where(synchronised, number, (number - 1) & WRAP)
            again = np.flatnonzero(own & ((segments.flags & SYN) != 0))
            bases.values[groups.pair[groups.group[again]]] = segments.sequence[again]  # of several the last one stays

    def _numbered(self, groups: Groups, slots: _Slots) -> Array:
        """The stream of each segment: those that begin here are counted in the order of their first segments."""
        begun = np.concatenate([groups.first[groups.fresh], np.array(slots.began, np.int64)])
        streams = np.concatenate([self._current.values[groups.pair], np.zeros(len(slots.began), np.int64)])
        streams[: len(groups.pair)][groups.pair == LEFT_OUT] = LEFT_OUT
        new = np.concatenate([np.flatnonzero(groups.fresh), len(groups.pair) + np.arange(len(slots.began))])
        numbers = np.empty(len(begun), np.int64)
        numbers[np.argsort(begun)] = self.count + np.arange(len(begun))
        streams[new] = numbers
        self.count += len(begun)
        last = np.arange(len(groups.pair))
        for group, slot in slots.last.items():
            last[group] = slot
        there = groups.pair != LEFT_OUT
        self._current.values[groups.pair[there]] = streams[last[there]]
        return streams[slots.slot]


class _Slots:
    """Which stretch of a group each segment belongs to: its first has the group's number, those that begin later have numbers behind."""

    def __init__(self, groups: Groups) -> None:
        self.slot = groups.group.copy()
        self.began: list[int] = []
        self.last: dict[int, int] = {}
        self._groups = len(groups.pair)

    def begin(self, group: int, place: int) -> None:
        """A stream begins with this segment."""
        self.last[group] = self._groups + len(self.began)
        self.began.append(place)

    def put(self, group: int, place: int) -> None:
        """The segment belongs to the stretch that began last."""
        self.slot[place] = self.last.get(group, group)


def _first(group: Array, chosen: Array, count: int) -> Array:
    """For each group the place of the first sighting that is chosen; behind the last place where there is none."""
    found = np.full(count, len(group), np.int64)
    places = np.flatnonzero(chosen)[::-1]
    found[group[places]] = places  # of several the one that is written last stays, which is the first
    return found
