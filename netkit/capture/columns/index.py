"""Where the records of a pcap file begin: found in many places at once.

A record says where the next begins, so that one after the other would have to be looked at. Instead, places that look like the
beginning of a record are guessed all over the file, and from all of them one goes on in lock-step, a record at a time. A guess counts
only if the way from the place before it leads exactly to it, and the first place is known: so no wrong guess can ever be believed.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from netkit.capture.columns.column import Array
from netkit.capture.columns.gather import windows
from netkit.capture.pcap_format import MAXIMUM_CAPTURED

__all__ = ["RecordForm", "starts_of_records"]

CHAINS = 256
"""Ways that are gone at once."""
LOOKED_AT = 2048
"""Bytes in which the beginning of a record is looked for: more than most packets have."""
WORTH_IT = 1 << 18
"""Bytes of records below which one way is as quick as many."""
MOST_TRIES = 4
"""Times that a wrong guess is left out and the rest tried again."""
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


def _numbers(octets: Array, form: RecordForm) -> Array:
    """A record's four numbers at every byte."""
    return np.ndarray((max(0, len(octets) - 15),), [(name, form.number) for name in "sfko"], octets, 0, (1,))


def _one_by_one(octets: Array, first: int, size: int, form: RecordForm) -> tuple[Array, int]:
    starts = []
    order = "little" if form.number[0] == "<" else "big"
    view = memoryview(octets)
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
    numbers = _numbers(octets, form)
    places = first + np.arange(1, CHAINS, dtype=np.int64) * ((size - first) // CHAINS)
    places = places[places + LOOKED_AT + form.header + 16 < size]
    seconds = int(numbers["s"][first])
    # The time's upper half changes every 18 hours: comparing it sorts out nearly all bytes.
    looked = windows(octets, LOOKED_AT + 4)[places].view(np.uint8).reshape(len(places), LOOKED_AT + 4)
    low, high = (2, 3) if form.number[0] == "<" else (1, 0)
    upper = looked[:, low : low + LOOKED_AT], looked[:, high : high + LOOKED_AT]
    chain, offset = np.nonzero((upper[1] == seconds >> 24) & (upper[0] - np.uint8(seconds >> 16 & 0xFF) <= 1))
    likely = places[chain] + offset
    header = numbers[likely]
    after = likely + form.header + header["k"]
    plausible = (
        (header["f"] < form.fraction_end) & (header["k"] <= header["o"]) & (header["k"] <= 1 << 18) & (header["k"] > 0)
    )
    plausible &= after + 16 <= size
    chain, likely, after = chain[plausible], likely[plausible], after[plausible]
    following = numbers[after]
    good = (following["f"] < form.fraction_end) & (following["k"] <= following["o"]) & (following["k"] <= 1 << 18)
    good &= np.abs(following["s"].astype(np.int64) - seconds) < 1 << 17
    _, one_each = np.unique(chain[good], return_index=True)
    return np.concatenate([[first], likely[good][one_each]])


def _in_lock_step(octets: Array, bounds: Array, form: RecordForm) -> tuple[Array, int | None]:
    """The records from the first bound up to the last; or nothing, and which bound it is that the way from the one before does not meet."""
    kept = np.ndarray((len(octets) - 11,), form.number, octets, 8, (1,))
    at, goal = bounds[:-1].copy(), bounds[1:]
    steps: list[Array] = []
    walking = at < goal
    while walking.any() and len(steps) < MOST_STEPS:
        steps.append(np.where(walking, at, -1))
        at += (kept[at] + np.int64(form.header)) * walking
        np.minimum(at, len(kept) - 1, out=at)
        walking = at < goal
    if (at != goal).any():
        return np.zeros(0, np.int64), int(np.flatnonzero(at != goal)[0]) + 1
    places = np.array(steps, np.int64).T.ravel()
    return places[places >= 0], None
