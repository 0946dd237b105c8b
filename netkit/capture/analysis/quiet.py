"""Quiet runs: segments of a connection in which nothing happens that needs a look at more than the segment before on each side.

In a quiet segment all numbers are as expected: it begins where its sender's last ended, acknowledges no less than before and nothing that
was not seen, and nobody's window is closed or filled. What `Connection.take` finds about such a one, and how it leaves the connection, can
be said for many at once: `measure` says how far the runs go, `quiet_segments` gives the arrays for what is found.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from netkit.capture.analysis.connection import HALF, WRAP
from netkit.capture.analysis.rows import Rows
from netkit.capture.analysis.standing import Standing
from netkit.capture.columnar.column import Array

__all__ = ["Quiet", "look"]


@dataclass(frozen=True, slots=True)
class Quiet:
    """Segments of quiet runs, each side's behind one another, as the rules look at them; `side` is the entry in `Standing`.

    `row` is the entry of each in `Rows`, `order` its place among all of these in the order of the capture within its connection. `after` is
    the number behind it, unwrapped like `acknowledged`; `before` is what its sender acknowledged before, `last_window` the window that it
    offered. `heard` says that the other side spoke before it in this run; `peer_acknowledged` and `peer_selected` are what that said last.
    """

    row: Array
    order: Array
    side: Array
    after: Array
    length: Array
    acknowledged: Array
    before: Array
    window: Array
    last_window: Array
    heard: Array
    peer_acknowledged: Array
    peer_selected: Array


def look(rows: Rows, starts: Array, sizes: Array, standing: Standing, shortest: int) -> tuple[Quiet, Array]:
    """The quiet segments at the start of some stretches of rows, and how many there are in each; runs that are too short are left out."""
    ends = np.cumsum(sizes)
    begins = ends - sizes
    stretch = np.repeat(np.arange(len(starts)), sizes)
    places = np.arange(int(ends[-1]))
    row = places + (starts - begins)[stretch]
    back = rows.back[row]
    side = 2 * stretch + back
    other = side ^ 1
    own_last, peer_last = _lasts(places, begins[stretch], back, side)
    length = rows.length[row]
    own_next, peer_next = _nexts(length, begins[stretch], back, side, standing)
    after = own_next + length
    acknowledged = peer_next + ((rows.acknowledgment[row] - peer_next + HALF) & WRAP) - HALF
    window, offered, selected = rows.window[row], rows.offered[row], rows.selected[row]

    def last(values: Array, state: Array, which: Array) -> Array:
        joined: Array = np.concatenate([values, state])[which]
        return joined

    before = last(acknowledged, standing.acknowledged, own_last)
    peer_acknowledged = last(acknowledged, standing.acknowledged, peer_last)
    peer_edge = peer_acknowledged + last(offered, standing.offered, peer_last)
    seen = np.where((standing.beyond == standing.next)[other], peer_next, standing.beyond[other])
    quiet = rows.fit[row] & (window > 0) & (last(window, standing.window, peer_last) > 0)
    quiet &= rows.sequence[row] == own_next & WRAP
    quiet &= (acknowledged >= before) & (acknowledged <= seen) & ((length == 0) | (after != peer_edge))
    end = np.minimum.reduceat(np.where(quiet, len(places), places), begins)
    taken = np.minimum(end, ends) - begins
    taken[taken < shortest] = 0
    chosen = np.flatnonzero(places < (begins + taken)[stretch])
    chosen = chosen[np.argsort(_narrow(side[chosen]), kind="stable")]
    return Quiet(
        row[chosen], chosen, side[chosen], after[chosen], length[chosen], acknowledged[chosen], before[chosen], window[chosen],
        last(window, standing.window, own_last[chosen]), peer_last[chosen] < len(places), peer_acknowledged[chosen],
        last(selected, standing.selected, peer_last[chosen]),
    ), taken  # fmt: skip


def _lasts(places: Array, begin: Array, back: Array, side: Array) -> tuple[Array, Array]:
    """For each row the last one before it of its own side, and of the other; where there is none, the side's entry behind all rows."""
    found = []
    for which in (back, ~back):
        latest = np.maximum.accumulate(np.where(which, places, -1))
        found.append(np.concatenate([[-1], latest[:-1]]))
    own, peer = np.where(back, found[0], found[1]), np.where(back, found[1], found[0])
    return (
        np.where(own >= begin, own, len(places) + side),
        np.where(peer >= begin, peer, len(places) + (side ^ 1)),
    )


def _nexts(length: Array, begin: Array, back: Array, side: Array, standing: Standing) -> tuple[Array, Array]:
    """Where each row's own side and the other have come to before it, if all before it are quiet."""
    sums = []
    for which in (back, ~back):
        mine = np.where(which, length, 0)
        before = np.cumsum(mine) - mine
        sums.append(before - before[begin])
    own, peer = np.where(back, sums[0], sums[1]), np.where(back, sums[1], sums[0])
    return standing.next[side] + own, standing.next[side ^ 1] + peer


def _narrow(values: Array) -> Array:
    """Small numbers in a narrow type, which NumPy sorts in much less time."""
    return values.astype(np.uint16) if not len(values) or values.max() < 1 << 16 else values
