"""How quiet runs leave the sides of their connections."""

from __future__ import annotations

import numpy as np

from netkit.capture.analysis.at_once.quiet import Quiet
from netkit.capture.analysis.at_once.repeats import Repeats
from netkit.capture.analysis.at_once.rows import Rows
from netkit.capture.analysis.at_once.sent import Sent
from netkit.capture.analysis.at_once.standing import Standing
from netkit.capture.analysis.at_once.waits import SIDE
from netkit.capture.analysis.side import Side
from netkit.capture.columnar.column import Array

__all__ = ["leave"]


def leave(
    rows: Rows, quiet: Quiet, standing: Standing, bounds: Array, findings: Array, repeats: Repeats, sent: Sent
) -> None:
    """Bring every side to where it stands behind the last segment of its run."""
    spoke = np.flatnonzero(bounds[1:] > bounds[:-1])
    _said(rows, quiet, standing, spoke, bounds[spoke + 1] - 1, findings, repeats)
    _heard(quiet, standing, spoke, bounds, sent)
    _left_gaps(quiet, standing, sent.gaps)
    _came_further(rows, quiet, standing, sent, bounds)
    last = _last_of_each(quiet.side[sent.counted])
    for number, pushed, pushing in zip(
        quiet.side[sent.counted[last]].tolist(), sent.pushed[last].tolist(), sent.pushing[last].tolist(), strict=True
    ):
        side = standing.sides[number]
        side.pushed, side.pushing = pushed, pushing


def _last_of_each(side: Array) -> Array:
    """Where the last entry of each side is; entries of one are neighbours."""
    return np.flatnonzero(np.append(side[1:] != side[:-1], [True] * bool(len(side))))


def _said(
    rows: Rows, quiet: Quiet, standing: Standing, spoke: Array, last: Array, findings: Array, repeats: Repeats
) -> None:
    """What each side's last segment said."""
    row = quiet.row[last]
    for (
        number, acknowledged, time, window, offered, shift, found, selected, changed, duplicates, duplicate_of,
    ) in zip(
        spoke.tolist(), quiet.acknowledged[last].tolist(), rows.time[row].tolist(), rows.window[row].tolist(), rows.offered[row].tolist(),
        rows.shift[row].tolist(), findings[last].tolist(), rows.selected[row].tolist(), repeats.changed[last].tolist(),
        repeats.number[last].tolist(), repeats.of[last].tolist(), strict=True,
    ):  # fmt: skip
        side = standing.sides[number]
        side.acknowledged, side.acknowledged_at = acknowledged, time
        side.window, side.offered, side.shift = window, offered, shift
        side.findings, side.selected = found, selected
        if changed or duplicates:
            side.duplicates, side.duplicate_of = duplicates, duplicate_of


def _heard(quiet: Quiet, standing: Standing, spoke: Array, bounds: Array, sent: Sent) -> None:
    """Who can be traced again, because the other side spoke, and who not, because of a gap since then."""
    for number in spoke.tolist():
        standing.sides[number ^ 1].traced = True
    for number in np.unique(quiet.side[sent.gaps]).tolist():
        last = int(bounds[number + 1]) - 1
        own, peer = int(bounds[number + 1]) - 1, int(bounds[(number ^ 1) + 1]) - 1
        spoke_last = peer >= bounds[number ^ 1] and quiet.order[peer] > quiet.order[own]
        standing.sides[number].traced = bool(spoke_last or not sent.untraced[last])


def _left_gaps(quiet: Quiet, standing: Standing, gaps: Array) -> None:
    """Note the gaps that sides left; what comes behind one has not been seen in order."""
    for number, size, gap, after in zip(
        quiet.side[gaps].tolist(), quiet.size[gaps].tolist(), quiet.gap[gaps].tolist(), quiet.after[gaps].tolist(), strict=True
    ):  # fmt: skip
        side = standing.sides[number]
        start = after - size
        if side.beyond == side.next:
            side.beyond = start - gap
        side.next = start
        side.miss(start - gap, start)


def _came_further(rows: Rows, quiet: Quiet, standing: Standing, sent: Sent, bounds: Array) -> None:
    """How far the sides have come, and which of their segments wait."""
    last = _last_of_each(quiet.side[sent.places])
    places = sent.places[last]
    row = quiet.row[places]
    number = quiet.side[places]
    waiting = _first_waiting(quiet, standing, sent, bounds, number)
    for which, after, time, packet, stamp, first, behind in zip(
        number.tolist(), quiet.after[places].tolist(), rows.time[row].tolist(), rows.packet[row].tolist(), rows.stamp[row].tolist(),
        waiting.tolist(), (last + 1).tolist(), strict=True,
    ):  # fmt: skip
        side = standing.sides[which]
        if side.beyond == side.next:
            side.beyond = after
        side.next, side.next_at, side.next_packet = after, time, packet
        side.stamp = None if stamp < 0 else stamp
        side.waiting_end = after
        if first < behind:
            _wait(side, rows, quiet, sent.places[first:behind], _acknowledged(quiet, bounds, which))


def _first_waiting(quiet: Quiet, standing: Standing, sent: Sent, bounds: Array, number: Array) -> Array:
    """For some sides, which of the segments that were sent is the first that is not acknowledged."""
    peer = number ^ 1
    spoke = bounds[peer + 1] > bounds[peer]
    told = quiet.acknowledged[np.where(spoke, bounds[peer + 1] - 1, 0)]
    covered = np.where(spoke, np.maximum(told - standing.next[number], 0), 0)
    found: Array = np.searchsorted(sent.keys, number * SIDE + covered, "right")
    return found


def _acknowledged(quiet: Quiet, bounds: Array, number: int) -> int | None:
    """The last that was acknowledged of a side in its run."""
    start, end = bounds[number ^ 1], bounds[(number ^ 1) + 1]
    return int(quiet.acknowledged[end - 1]) if end > start else None


def _wait(side: Side, rows: Rows, quiet: Quiet, places: Array, acknowledged: int | None) -> None:
    """Remember segments that are not acknowledged: all begin behind what waits already, so that the order of a heap holds."""
    row = quiet.row[places]
    for after, size, time, packet in zip(
        quiet.after[places].tolist(), quiet.size[places].tolist(), rows.time[row].tolist(), rows.packet[row].tolist(), strict=True
    ):  # fmt: skip
        first = after - size
        if acknowledged is not None and first < acknowledged:
            first = acknowledged
        side.waiting.append((first, after, time, packet))
        side.sent[packet] = time
