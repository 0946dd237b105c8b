"""Many segments numbered at once, as `StreamNumbers.take` numbers them one by one.

What a segment's numbers count from changes seldom: with a SYN, with a scale of windows, and when a conversation begins. Those segments go
through `take`, in their order; the numbers of all others are differences.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from netkit.capture.columnar.column import Array
from netkit.capture.streams.arrays import NONE, Segments
from netkit.capture.streams.ends import Conversations
from netkit.capture.streams.numbers import ACK, FIN, SYN, WRAP, Numbered, StreamNumbers

__all__ = ["Numbers", "number"]


@dataclass(frozen=True, slots=True)
class Numbers:
    """What `Numbered` says of each of some segments, as arrays; `NONE` where a next number is not known."""

    stream: Array
    sequence: Array
    acknowledgment: Array
    next_sequence: Array
    window: Array
    forward: Array
    shift: Array
    reused: Array


def number(numbers: StreamNumbers, segments: Segments) -> Numbers:
    """Number the next segments of the capture."""
    alone = _one_by_one(numbers, segments)
    made = [np.zeros(len(segments), np.int64) for _ in Numbered._fields]
    chosen = np.flatnonzero(alone)
    told = list(map(numbers.take, segments.single(chosen)))
    for array, name in zip(made, Numbered._fields, strict=True):
        values = [getattr(each, name) for each in told]
        array[chosen] = [NONE if value is None else value for value in values] if name == "next_sequence" else values
    if len(chosen) < len(segments):
        _differences(numbers, segments, np.flatnonzero(~alone), made)
    stream, sequence, acknowledgment, after, window, forward, shift, reused = made
    return Numbers(stream, sequence, acknowledgment, after, window, forward.astype(bool), shift, reused.astype(bool))


def _one_by_one(numbers: StreamNumbers, segments: Segments) -> Array:
    """Which segments are taken one by one: in each conversation up to the last that changes anything, and until both sides are known."""
    ends, count = segments.ends, len(segments)
    places = np.arange(count)
    known = segments.length >= 0
    special = np.flatnonzero((segments.flags & SYN > 0) | (segments.shift >= 0) | ~known)
    last = np.full(len(ends.keys), -1)
    np.maximum.at(last, ends.index[special], special)
    settled = np.fromiter((_settled(numbers, ends, each) for each in range(len(ends.keys))), bool, len(ends.keys))
    settling = np.flatnonzero((segments.flags & ACK > 0) & known & (places >= last[ends.index]))
    until = np.full(len(ends.keys), count)
    np.minimum.at(until, ends.index[settling], settling)
    until[settled & (last < 0)] = -1
    mine = np.fromiter((key[::2] == key[1::2] for key in ends.keys), bool, len(ends.keys))
    until[mine] = count
    found: Array = places <= until[ends.index]
    return found


def _settled(numbers: StreamNumbers, ends: Conversations, conversation: int) -> bool:
    side = numbers.side(ends.keys[conversation])
    return side is not None and side.base is not None and side.other.base is not None


def _differences(numbers: StreamNumbers, segments: Segments, rows: Array, made: list[Array]) -> None:
    """Number segments of conversations whose state they do not change."""
    index, inverse = np.unique(segments.ends.index[rows], return_inverse=True)
    sides = [numbers.side(segments.ends.keys[each]) for each in index.tolist()]
    state = np.array(
        [
            [side.stream, one.base, one.other.base, one.shift, one.forward]
            for side in sides
            if side is not None
            for one in (side, side.other)
        ],
        np.int64,
    )
    stream, base, other, shift, forward = state[inverse * 2 + segments.ends.back[rows]].T
    flags, acknowledgment = segments.flags[rows], segments.acknowledgment[rows]
    sequence = (segments.sequence[rows] - base) & WRAP
    after = (sequence + segments.length[rows] + (flags & FIN > 0)) & WRAP
    acknowledgment = np.where(flags & ACK > 0, (acknowledgment - other) & WRAP, acknowledgment)
    window = segments.window[rows] << np.maximum(shift, 0)
    told = (stream, sequence, acknowledgment, after, window, forward, shift, np.zeros(len(rows), np.int64))
    for array, values in zip(made, told, strict=True):
        array[rows] = values
