"""What is found in quiet runs: all that `Connection.take` would say of their segments, at once."""

from __future__ import annotations

import numpy as np

from netkit.capture.analysis.at_once.leaving import leave
from netkit.capture.analysis.at_once.quiet import Quiet
from netkit.capture.analysis.at_once.repeats import Repeats
from netkit.capture.analysis.at_once.rows import Rows
from netkit.capture.analysis.at_once.sent import Sent
from netkit.capture.analysis.at_once.standing import Standing
from netkit.capture.analysis.at_once.told import FURTHEST, Told
from netkit.capture.analysis.at_once.waits import GONE, SIDE, Waits
from netkit.capture.analysis.connection import DUPLICATE, GAP, MOST_IN_FLIGHT
from netkit.capture.columnar.column import Array

__all__ = ["go_through"]


def go_through(rows: Rows, quiet: Quiet, standing: Standing, told: Told) -> None:
    """Write down what is found, and bring the connections to where the runs leave them."""
    bounds = np.searchsorted(quiet.side, np.arange(len(standing.sides) + 1))
    waits = Waits(quiet, standing, bounds)
    repeats = Repeats.found(quiet, standing, bounds, rows.packet[quiet.row])
    sent = Sent.of(rows, quiet, standing, bounds)
    places = rows.place[quiet.row]
    findings = np.where(quiet.gap > 0, GAP, repeats.findings)
    told.findings[places] = findings
    duplicates = np.flatnonzero(repeats.findings & DUPLICATE)
    told.duplicate_number[places[duplicates]] = repeats.number[duplicates]
    told.duplicate_of[places[duplicates]] = repeats.of[duplicates]
    anything = findings > 0
    anything[_answer(rows, quiet, standing, waits, sent, told)] = True
    counted = sent.counted
    anything[counted] = True
    in_flight = _in_flight(quiet, standing, waits, sent)
    sound = (in_flight > 0) & (in_flight < MOST_IN_FLIGHT)
    in_flight = np.where(sound, in_flight - (quiet.size - quiet.length)[counted], 0)
    told.in_flight[places[counted]] = in_flight
    told.pushed[places[counted]] = np.where(in_flight > 0, sent.pushed, 0)
    told.anything[places] = anything
    told.initial_rtt[places] = np.where(anything, standing.initial_rtt[quiet.side >> 1], 0)
    leave(rows, quiet, standing, bounds, findings, repeats, sent)


def _answer(rows: Rows, quiet: Quiet, standing: Standing, waits: Waits, sent: Sent, told: Told) -> Array:
    """Write down which segments are acknowledged just at their end; gives the places of those that do."""
    other = quiet.side ^ 1
    beyond = quiet.acknowledged - standing.next[other]
    places: Array = np.flatnonzero((quiet.acknowledged != quiet.before) & (beyond > 0))
    keys = other[places] * SIDE + beyond[places]
    which = np.searchsorted(sent.keys, keys)
    # What is acknowledged in a run and was sent in it lies among the keys, or between two of them.
    ends_there = sent.keys[which] == keys
    places, which = places[ends_there], sent.places[which[ends_there]]
    answering = quiet.row[places]
    told.acks_packet[rows.place[answering]] = rows.packet[quiet.row[which]]
    told.ack_rtt[rows.place[answering]] = rows.time[answering] - rows.time[quiet.row[which]]
    if not waits.answers:
        return places
    before = np.array([place for place, _, _ in waits.answers])
    answering = quiet.row[before]
    told.acks_packet[rows.place[answering]] = [packet for _, packet, _ in waits.answers]
    times = rows.time[answering].tolist()
    told.ack_rtt[rows.place[answering]] = [
        min(max(now - time, -FURTHEST), FURTHEST) for now, (_, _, time) in zip(times, waits.answers, strict=True)
    ]
    return np.concatenate([places, before])


def _in_flight(quiet: Quiet, standing: Standing, waits: Waits, sent: Sent) -> Array:
    """Bytes that are under way behind the segments that are counted."""
    places = sent.counted
    side = quiet.side[places]
    start = standing.next[side]
    first = np.maximum(quiet.peer_acknowledged[places], start)
    if len(sent.gaps):
        which = sent.places[np.searchsorted(sent.keys, side * SIDE + first - start, "right")]
        first = np.maximum(first, quiet.after[which] - quiet.size[which])
    before = waits.floors(side, quiet.order[places])
    found: Array = quiet.after[places] - np.where(before != GONE, before, first) - quiet.peer_selected[places]
    return found
