"""Where the records of a pcap file begin: found in many places at once.

A record says where the next begins, so that one after the other would have to be looked at. Instead, places that look like the
beginning of a record are guessed all over the file, and from all of them one goes on in lock-step, a record at a time. A guess counts
only if the way from the place before it leads exactly to it, and the first place is known: so no wrong guess can ever be believed.
"""

from __future__ import annotations

from struct import Struct, pack
from typing import NamedTuple

import numpy as np

from netkit.capture.columns.column import Array
from netkit.capture.pcap_format import MAXIMUM_CAPTURED

__all__ = ["RecordForm", "starts_of_records"]

CHAINS = 192
"""Ways that are gone at once."""
LOOKED_AT = 2048
"""Bytes in which the beginning of a record is looked for: more than most packets have."""
WORTH_IT = 1 << 18
"""Bytes of records below which one way is as quick as many."""
MOST_TRIES = 4
"""Times that a wrong guess is left out and the rest tried again."""
USUALLY_MOST = 262_144
"""Bytes of a packet beyond which a guess is not believed."""
DAY = 86_400
STEPS_BETWEEN = 8
"""Records of each way between two looks whether all have met their bounds."""
MOST_STEPS = 1 << 20
"""Records of one way in lock-step, so that a file of empty records can't make it long."""


class RecordForm(NamedTuple):
    """How a record begins: bytes before its data, and NumPy's type of its numbers (seconds, fraction, kept, on the wire)."""

    header: int
    number: str
    fraction_end: int


def starts_of_records(octets: Array, first: int, form: RecordForm) -> tuple[Array, int]:
    """The first byte of each whole record in a buffer from byte `first` on, and the byte behind the last of them.

    What stands there is the beginning of a record that is not whole, or none that can be.
    """
    size = len(octets)
    if size - first < WORTH_IT:
        return _one_by_one(octets, first, size, form)
    bounds = _guesses(octets, first, form)
    for _ in range(MOST_TRIES):
        starts, wrong = _in_lock_step(octets, bounds, form)
        if wrong is None:
            rest, behind = _one_by_one(octets, int(bounds[-1]), size, form)
            return np.concatenate([starts, rest]), behind
        bounds = np.delete(bounds, wrong)
    return _one_by_one(octets, first, size, form)


def _one_by_one(octets: Array, first: int, size: int, form: RecordForm) -> tuple[Array, int]:
    starts = []
    order = "little" if form.number[0] == "<" else "big"
    view = octets.data
    at, header, number = first, form.header, int.from_bytes
    while (data := at + header) <= size:
        kept = number(view[at + 8 : at + 12], order)  # type: ignore[arg-type]
        if kept > MAXIMUM_CAPTURED or data + kept > size:
            break
        starts.append(at)
        at = data + kept
    return np.array(starts, np.int64), at


def _guesses(octets: Array, first: int, form: RecordForm) -> Array:
    """Places that look like the beginning of a record, the first of which is one."""
    size = len(octets)
    read = Struct(form.number[0] + "4I").unpack_from
    view = octets.data
    seconds = read(view, first)[0]
    # The upper half of a time changes every 18 hours: looking for it alone finds few other places.
    skipped, upper = (2, pack("<H", seconds >> 16)) if form.number[0] == "<" else (0, pack(">H", seconds >> 16))
    found = [first]
    for place in range(first + (size - first) // CHAINS, size - LOOKED_AT - 32, (size - first) // CHAINS):
        looked = view[place : place + LOOKED_AT].tobytes()
        at = looked.find(upper, skipped)
        while at >= 0:
            start = place + at - skipped
            kept = _plausible(read(view, start), seconds, form.fraction_end)
            after = start + form.header + (kept or 0)
            if kept is None or after + 16 > size:
                pass
            elif _plausible(read(view, after), seconds, form.fraction_end) is not None:
                found.append(start)
                break
            at = looked.find(upper, at + 1)
    return np.array(found)


def _plausible(numbers: tuple[int, ...], seconds: int, fraction_end: int) -> int | None:
    """How many bytes a record keeps, if its four numbers look like those of one; else None."""
    second, fraction, kept, sent = numbers
    likely = fraction < fraction_end and kept <= sent and kept <= USUALLY_MOST and abs(second - seconds) < DAY
    return kept if likely else None


def _in_lock_step(octets: Array, bounds: Array, form: RecordForm) -> tuple[Array, int | None]:
    """The records from the first bound up to the last; or nothing, and which bound it is that the way from the one before does not meet."""
    kept = np.ndarray((len(octets) - 11,), form.number, octets, 8, (1,))
    last = len(kept) - 1
    at, goal = bounds[:-1].copy(), bounds[1:]
    steps: list[Array] = []
    # A way that has met its bound goes on past it until the longest has, which costs less than to hold it back.
    while (at < goal).any() and len(steps) < MOST_STEPS:
        for _ in range(STEPS_BETWEEN):
            steps.append(at)
            at = np.minimum(at + kept[at] + form.header, last)
    places = np.array([*steps, at], np.int64).T
    before = places < goal[:, None]
    met = places[np.arange(len(goal)), np.minimum(before.sum(axis=1), places.shape[1] - 1)] == goal
    if not met.all():
        return np.zeros(0, np.int64), int(np.flatnonzero(~met)[0]) + 1
    return places[before], None
