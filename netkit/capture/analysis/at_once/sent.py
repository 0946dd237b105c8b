"""The segments with data of quiet runs: their ends, in order, and the bytes since the last PSH."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from netkit.capture.analysis.at_once.quiet import Quiet
from netkit.capture.analysis.at_once.rows import Rows
from netkit.capture.analysis.at_once.standing import Standing
from netkit.capture.analysis.at_once.waits import SIDE
from netkit.capture.analysis.connection import PUSH
from netkit.capture.columnar.column import Array

__all__ = ["Sent"]


@dataclass(frozen=True, slots=True)
class Sent:
    """Places among the quiet segments: of those with data or FIN, of those whose bytes under way are `counted`, and of those behind a gap.

    `keys` are the ends of the first, which rise: the side, and the numbers since the run began. `pushed` and `pushing` belong to the
    counted: how many bytes were sent since the last PSH, and whether the segment has one. `untraced` says of all quiet segments that their
    side has left a gap, and the other has not spoken since.
    """

    places: Array
    keys: Array
    counted: Array
    pushed: Array
    pushing: Array
    gaps: Array
    untraced: Array

    @classmethod
    def of(cls, rows: Rows, quiet: Quiet, standing: Standing, bounds: Array) -> Self:
        """Those of quiet segments, from how their sides stand before the run; `bounds` says where each side's begin."""
        places = np.flatnonzero(quiet.size)
        side = quiet.side[places]
        keys = side * SIDE + quiet.after[places] - standing.next[side]
        gaps = np.flatnonzero(quiet.gap)
        untraced = ~standing.traced[quiet.side] & (quiet.peer_order < 0)
        if len(gaps):
            latest = np.maximum.accumulate(np.where(quiet.gap > 0, np.arange(len(quiet.side)), -1))
            untraced |= (latest >= bounds[quiet.side]) & (quiet.order[latest] > quiet.peer_order)
        counted = np.flatnonzero((quiet.length > 0) & ~untraced)
        pushing = rows.flags[quiet.row[counted]] & PUSH > 0
        return cls(places, keys, counted, _pushed(quiet, standing, counted, pushing), pushing, gaps, untraced)


def _pushed(quiet: Quiet, standing: Standing, counted: Array, pushing: Array) -> Array:
    """Bytes since the last PSH before each segment; what was sent before the run counts, too, unless it ended with one."""
    side, length = quiet.side[counted], quiet.length[counted]
    first = np.ones(len(counted), bool)
    np.not_equal(side[1:], side[:-1], out=first[1:])
    begins = first.copy()
    begins[1:] |= pushing[:-1]
    since = np.maximum.accumulate(np.where(begins, np.arange(len(counted)), 0))
    sums = np.cumsum(length)
    carried = np.where(standing.pushing, 0, standing.pushed)[side]
    found: Array = sums - (sums - length)[since] + np.where(first[since], carried, 0)
    return found
