"""Many segments numbered at once, as `StreamNumbers.take` numbers them one by one.

What a segment's numbers count from changes seldom: with a SYN, with a scale of windows, and when a conversation begins. Those segments go
through `take`, in their order; the numbers of all others are differences. So are those of a conversation that begins with a segment which
tells the numbers of both sides, as one does that was already there when the capture began.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from netkit.capture.columnar.column import Array
from netkit.capture.streams.arrays import NONE, Segments
from netkit.capture.streams.numbers import ACK, FIN, SYN, UNKNOWN, WRAP, Numbered, State, StreamNumbers

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
    states = np.zeros((len(State._fields), len(segments.ends.keys)), np.int64)
    alone, begun, changing = _kinds(numbers, segments, states)
    chosen = np.flatnonzero(alone)
    told = _in_order(numbers, segments, chosen, begun, states)
    made = [np.zeros(len(segments), np.int64) for _ in Numbered._fields]
    for array, values in zip(made, zip(*told, strict=True), strict=False):
        array[chosen] = [NONE if value is None else value for value in values]
    if len(chosen) < len(segments):
        _differences(numbers, segments, np.flatnonzero(~alone), states, changing, made)
    stream, sequence, acknowledgment, after, window, forward, shift, reused = made
    return Numbers(stream, sequence, acknowledgment, after, window, forward.astype(bool), shift, reused.astype(bool))


def _kinds(numbers: StreamNumbers, segments: Segments, states: Array) -> tuple[Array, Array, Array]:
    """Which segments are taken one by one; which conversations begin with nothing of that kind; of which the state may change.

    One by one go, in each conversation, those up to the last that changes anything, and until both sides are known. The states of
    conversations without any are written down.
    """
    ends, count = segments.ends, len(segments)
    places = np.arange(count)
    known = segments.length >= 0
    special = np.flatnonzero((segments.flags & SYN > 0) | (segments.shift >= 0) | ~known)
    last = np.full(len(ends.keys), -1)
    np.maximum.at(last, ends.index[special], special)
    settling = np.flatnonzero((segments.flags & ACK > 0) & known & (places >= last[ends.index]))
    until = np.full(len(ends.keys), count)
    np.minimum.at(until, ends.index[settling], settling)
    now = [numbers.state(key) for key in ends.keys]
    settled = np.array([state is not None and None not in state[1:3] for state in now], bool)
    settled &= (last < 0) & ~ends.itself
    begun = np.array([state is None for state in now], bool)
    begun &= (until == ends.first) & (last < 0) & ~ends.itself
    until[settled | begun] = -1
    until[ends.itself] = count
    for each in np.flatnonzero(settled).tolist():
        states[:, each] = now[each]
    return places <= until[ends.index], np.flatnonzero(begun), np.flatnonzero(~(settled | begun))


def _in_order(numbers: StreamNumbers, segments: Segments, chosen: Array, begun: Array, states: Array) -> list[Numbered]:
    """Take the chosen segments one by one, and begin these conversations: streams are numbered as they first appear."""
    ends = segments.ends
    begun = begun[np.argsort(ends.first[begun])]
    first = ends.first[begun]
    streams = np.zeros(len(begun), np.int64)
    done = 0

    def count_up_to(place: int) -> None:
        nonlocal done
        streams[done:place] = np.arange(numbers.count, numbers.count + place - done)
        numbers.count += place - done
        done = place

    told: list[Numbered] = []
    take = numbers.take
    for before, segment in zip(np.searchsorted(first, chosen).tolist(), segments.single(chosen), strict=True):
        if before > done:
            count_up_to(before)
        told.append(take(segment))
    count_up_to(len(begun))
    back = ends.back[first]
    own, other = (segments.sequence[first] - 1) & WRAP, (segments.acknowledgment[first] - 1) & WRAP
    unknown = np.full(len(begun), UNKNOWN)
    states[:, begun] = streams, np.where(back, other, own), np.where(back, own, other), unknown, unknown, ~back
    numbers.begin([ends.keys[each] for each in begun.tolist()], zip(*states[:, begun].tolist(), strict=True))
    return told


def _differences(
    numbers: StreamNumbers, segments: Segments, rows: Array, states: Array, changed: Array, made: list[Array]
) -> None:
    """Number segments that do not change the state of their conversation; `changed` are those that others have changed before."""
    index, back = segments.ends.index[rows], segments.ends.back[rows]
    for each in np.intersect1d(changed, index).tolist():
        states[:, each] = numbers.state(segments.ends.keys[each])
    stream, base, other, shift, other_shift, forward = states[:, index]
    base, other = np.where(back, other, base), np.where(back, base, other)
    shift, forward = np.where(back, other_shift, shift), (forward > 0) ^ back
    flags, acknowledgment = segments.flags[rows], segments.acknowledgment[rows]
    sequence = (segments.sequence[rows] - base) & WRAP
    after = (sequence + segments.length[rows] + (flags & FIN > 0)) & WRAP
    acknowledgment = np.where(flags & ACK > 0, (acknowledgment - other) & WRAP, acknowledgment)
    window = segments.window[rows] << np.maximum(shift, 0)
    for array, values in zip(made, (stream, sequence, acknowledgment, after, window, forward, shift), strict=False):
        array[rows] = values
