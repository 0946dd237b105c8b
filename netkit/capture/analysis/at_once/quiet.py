"""Quiet runs: segments of a connection in which nothing happens that needs a look at more than the segment before on each side.

A quiet segment goes on where its sender's last ended, or leaves a gap, acknowledges no less than before and nothing that was not seen, and
nobody's window is closed or filled. What `Connection.take` finds about such a one, and how it leaves the connection, can be said for many
at once: `look` tells how far the runs go, `go_through` in runs.py what is found.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from netkit.capture.analysis.at_once.rows import LONGEST, Rows
from netkit.capture.analysis.at_once.standing import Standing
from netkit.capture.analysis.connection import HALF, WRAP
from netkit.capture.columnar.column import Array
from netkit.capture.streams.numbers import FIN

__all__ = ["Quiet", "look"]

NEVER = 1 << 62
"""A number that no side comes to."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """Segments of quiet runs, each side's behind one another, as the rules look at them; `side` is the entry in `Standing`.

    `row` is the entry of each in `Rows`, `order` its place among all of these in the order of the capture within its connection. `length`
    is in bytes of data, and `size` counts a FIN, too; `gap` numbers lie between its sender's last and it. `after` is the number behind it,
    unwrapped like `acknowledged`; `before` is what its sender acknowledged before, `last_window` the window that it offered.
    `peer_order` is the place of the other side's last, -1 for none in this run; `peer_acknowledged` and `peer_selected` are what that
    said.
    """

    row: Array
    order: Array
    side: Array
    length: Array
    size: Array
    gap: Array
    after: Array
    acknowledged: Array
    before: Array
    window: Array
    last_window: Array
    peer_order: Array
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
    own_last, peer_last = _lasts(places, begins[stretch], back, side)
    length = rows.length[row]
    size = length + (rows.flags[row] & FIN)
    sequence = rows.sequence[row]
    gap = (sequence - _last(sequence + size, standing.next, own_last)) & WRAP
    own_next, peer_next = _nexts(gap + size, begins[stretch], back, side, standing)
    after = own_next + gap + size
    acknowledged = peer_next + ((rows.acknowledgment[row] - peer_next + HALF) & WRAP) - HALF
    window = rows.window[row]
    before = _last(acknowledged, standing.acknowledged, own_last)
    peer_acknowledged = _last(acknowledged, standing.acknowledged, peer_last)
    peer_edge = peer_acknowledged + _last(rows.offered[row], standing.offered, peer_last)
    quiet = rows.fit[row] & (gap < LONGEST) & (window > 0) & (_last(window, standing.window, peer_last) > 0)
    quiet &= (acknowledged >= before) & (acknowledged <= _seen(side, gap, own_next, peer_next, standing))
    quiet &= ((length == 0) | (after != peer_edge)) & ((gap == 0) | (size > 0))
    end = np.minimum.reduceat(np.where(quiet, len(places), places), begins)
    taken = np.minimum(end, ends) - begins
    taken[taken < shortest] = 0
    chosen = np.flatnonzero(places < (begins + taken)[stretch])
    chosen = chosen[np.argsort(_narrow(side[chosen]), kind="stable")]
    own_last, peer_last = own_last[chosen], peer_last[chosen]
    return Quiet(
        row[chosen], chosen, side[chosen], length[chosen], size[chosen], gap[chosen], after[chosen], acknowledged[chosen], before[chosen],
        window[chosen], _last(window, standing.window, own_last), np.where(peer_last < len(places), peer_last, -1),
        peer_acknowledged[chosen], _last(rows.selected[row], standing.selected, peer_last),
    ), taken  # fmt: skip


def _last(values: Array, state: Array, which: Array) -> Array:
    """A value of the row before, or that with which a side began; see `_lasts`."""
    joined: Array = np.concatenate([values, state])[which]
    return joined


def _seen(side: Array, gap: Array, own_next: Array, peer_next: Array, standing: Standing) -> Array:
    """Up to where the other side's bytes have been seen without a gap, as `Side.beyond` has it, before each row."""
    limit = np.where(standing.beyond == standing.next, NEVER, standing.beyond)
    leaving = np.flatnonzero(gap)[::-1]
    leaving = leaving[limit[side[leaving]] == NEVER]
    limit[side[leaving]] = own_next[leaving]  # where several are written, the last stays: that of the first gap
    found: Array = np.minimum(peer_next, limit[side ^ 1])
    return found


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


def _nexts(further: Array, begin: Array, back: Array, side: Array, standing: Standing) -> tuple[Array, Array]:
    """Where each row's own side and the other have come to before it, if all before it are quiet and take their side so much further."""
    sums = []
    for which in (back, ~back):
        mine = np.where(which, further, 0)
        before = np.cumsum(mine) - mine
        sums.append(before - before[begin])
    own, peer = np.where(back, sums[0], sums[1]), np.where(back, sums[1], sums[0])
    return standing.next[side] + own, standing.next[side ^ 1] + peer


def _narrow(values: Array) -> Array:
    """Small numbers in a narrow type, which NumPy sorts in much less time."""
    return values.astype(np.uint16) if not len(values) or values.max() < 1 << 16 else values
