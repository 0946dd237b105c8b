"""How long after the first segment of its stream, and after the one before, each segment was taken."""

from __future__ import annotations

import numpy as np

from netkit.capture.columnar.column import Array

__all__ = ["StreamTimes"]


class StreamTimes:
    """Streams and times of segments go in, in the order of the capture; spans come out. All times are in nanoseconds."""

    def __init__(self) -> None:
        self._first = np.zeros(0, np.int64)
        self._last = np.zeros(0, np.int64)
        self._known = np.zeros(0, bool)

    def take(self, stream: Array, time: Array) -> tuple[Array, Array]:
        """For each segment the span since the first of its stream, and since the one before; 0 for the first."""
        if not len(stream):
            return time, time
        self._make_room(int(stream.max()) + 1)
        order = np.argsort(stream, kind="stable")
        ordered, times = stream[order], time[order]
        begins = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
        streams = ordered[begins]
        new = ~self._known[streams]
        self._first[streams[new]] = self._last[streams[new]] = times[begins[new]]
        self._known[streams] = True
        before = np.append(0, times[:-1])
        before[begins] = self._last[streams]
        relative, delta = np.empty_like(time), np.empty_like(time)
        relative[order], delta[order] = times - self._first[ordered], times - before
        self._last[streams] = times[np.append(begins[1:], len(times)) - 1]
        return relative, delta

    def _make_room(self, count: int) -> None:
        if count <= len(self._known):
            return
        more = max(count, 2 * len(self._known)) - len(self._known)
        self._first, self._last = (np.append(each, np.zeros(more, np.int64)) for each in (self._first, self._last))
        self._known = np.append(self._known, np.zeros(more, bool))
