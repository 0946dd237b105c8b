"""Where the records of a capture file begin: found in many places at once.

A record says where the next begins, so that one after the other would have to be looked at. Instead, places that look like the
beginning of a record are guessed all over the file, and from all of them one goes on in lock-step, a record at a time. A guess counts
only if the way from the place before it leads exactly to it, and the first place is known: so no wrong guess can ever be believed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from netkit.capture.columnar.column import Array

__all__ = ["Chain", "Places", "find_starts", "guess"]

CHAINS = 192
"""Ways that are gone at once."""
LOOKED_AT = 2048
"""Bytes in which the beginning of a record is looked for: more than most packets have."""
WORTH_IT = 1 << 18
"""Bytes of records below which one way is as quick as many."""
MOST_TRIES = 4
"""Times that a wrong guess is left out and the rest tried again."""
STEPS_BETWEEN = 8
"""Records of each way between two looks whether all have met their bounds."""
MOST_STEPS = 1 << 20
"""Records of one way in lock-step, so that a file of empty records can't make it long."""


class Chain(NamedTuple):
    """How one record leads to the next: the number (NumPy's type) at byte `place`, which is at least `least`, and `add` bytes more."""

    number: str
    place: int
    add: int
    least: int


Places = tuple[Array, int]
"""The first byte of each record, and the byte behind the last."""


def find_starts(
    octets: Array, first: int, chain: Chain, guesses: Callable[[], Array], one_by_one: Callable[[int], Places]
) -> Places:
    """The first byte of each whole record in a buffer from byte `first` on, and the byte behind the last of them.

    `guesses` gives places that look like beginnings, in order, with `first` as the first; `one_by_one` goes the plain way from a place on.
    """
    if len(octets) - first < WORTH_IT:
        return one_by_one(first)
    bounds = guesses()
    for _ in range(MOST_TRIES):
        starts, wrong = _in_lock_step(octets, bounds, chain)
        if wrong is None:
            rest, behind = one_by_one(int(bounds[-1]))
            return np.concatenate([starts, rest]), behind
        bounds = np.delete(bounds, wrong)
    return one_by_one(first)


def guess(octets: Array, first: int, pattern: bytes, skipped: int, plausible: Callable[[int], bool]) -> Array:
    """Places all over a buffer where `pattern` stands `skipped` bytes behind the beginning of something `plausible`, and `first` before."""
    size = len(octets)
    view = octets.data
    found = [first]
    apart = (size - first) // CHAINS
    for place in range(first + apart, size - LOOKED_AT - 64, apart):
        looked = view[place : place + LOOKED_AT].tobytes()
        at = looked.find(pattern, skipped)
        while at >= 0 and not plausible(place + at - skipped):
            at = looked.find(pattern, at + 1)
        if at >= 0 and place + at - skipped > found[-1]:
            found.append(place + at - skipped)
    return np.array(found)


def _in_lock_step(octets: Array, bounds: Array, chain: Chain) -> tuple[Array, int | None]:
    """The records from the first bound up to the last; or nothing, and which bound it is that the way from the one before does not meet."""
    size = np.dtype(chain.number).itemsize
    numbers = np.ndarray((len(octets) - chain.place - size + 1,), chain.number, octets, chain.place, (1,))
    last = len(numbers) - 1
    at, goal = bounds[:-1].copy(), bounds[1:]
    steps: list[Array] = []
    # A way that has met its bound goes on past it until the longest has, which costs less than to hold it back.
    while (at < goal).any() and len(steps) < MOST_STEPS:
        for _ in range(STEPS_BETWEEN):
            steps.append(at)
            step = numbers[at]
            at = np.minimum(at + (np.maximum(step, chain.least) if chain.least else step) + chain.add, last)
    places = np.array([*steps, at], np.int64).T
    before = places < goal[:, None]
    met = places[np.arange(len(goal)), np.minimum(before.sum(axis=1), places.shape[1] - 1)] == goal
    if not met.all():
        return np.zeros(0, np.int64), int(np.flatnonzero(~met)[0]) + 1
    return places[before], None
