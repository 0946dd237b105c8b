"""The pieces of a stream drawn: a lane for each segment in the order of arrival, and one for what came of them."""

from __future__ import annotations

from collections.abc import Sequence

from netkit.capture.streams.direction import Arrival
from netkit.capture.streams.pieces import Pieces
from netkit.packet.fragments.signs import MISSING, sign_of
from netkit.view import Lane, LanePart, Lanes

__all__ = ["comparison_lanes", "lanes_of"]

MOST_LANES = 20

MOST_PARTS = 2000
"""Pieces of a lane that are drawn."""


def lanes_of(pieces: Pieces) -> Lanes:
    """Each segment, and below them who has which byte."""
    shown, start, end = _shown(pieces)
    return Lanes(
        lanes=[*_arrivals(shown, len(pieces.arrivals)), Lane(label=""), _whole(pieces, "stream", start, end)],
        start=start,
        end=end,
    )


def comparison_lanes(results: Sequence[Pieces]) -> Lanes:
    """Each segment, and below them who has which byte under each policy."""
    shown, start, end = _shown(results[0])
    lanes = [*_arrivals(shown, len(results[0].arrivals)), Lane(label="")]
    return Lanes(
        lanes=[*lanes, *[_whole(each, each.policy.name, start, end) for each in results]], start=start, end=end
    )


def _shown(pieces: Pieces) -> tuple[list[Arrival], int, int]:
    """The segments that are drawn, and the stretch of the stream: of many segments those around the first overlap or hole."""
    arrivals = [each for each in pieces.arrivals if each.push]
    if len(arrivals) <= MOST_LANES:
        return arrivals, 0, max(pieces.end, 1)
    telling = next(
        (at for at, each in enumerate(arrivals) if each.new != each.length or each.start != each.expected), 0
    )
    first = max(telling - 2, 0)
    shown = arrivals[first : first + MOST_LANES]
    start = max(min(each.start for each in shown), 0)
    return shown, start, max(start + 1, *(each.start + each.length for each in shown))


def _arrivals(shown: Sequence[Arrival], count: int) -> list[Lane]:
    lanes = []
    for each in shown:
        packets = ", ".join(map(str, each.numbers[:3]))
        begin = max(each.start, 0)
        part = LanePart(
            start=begin, end=max(each.start + each.length, begin), sign=sign_of(each.push), text=f"segment {each.push}"
        )
        lanes.append(Lane(label=f"{each.push} · packet {packets}", parts=[part]))
    if len(shown) < count:
        lanes.append(Lane(label="…", note=f"{count - len(shown):,} more segments"))
    return lanes


def _whole(pieces: Pieces, label: str, start: int, end: int) -> Lane:
    """Who has each byte between two places."""
    parts = [
        LanePart(start=max(at, start), end=min(at + length, end), sign=sign_of(number), text=f"of segment {number}")
        for at, length, number in pieces.owners
        if at < end and at + length > start
    ][:MOST_PARTS]
    parts += [
        LanePart(start=max(first, start), end=min(last, end), sign=MISSING, text="missing")
        for first, last in pieces.holes
        if first < end and last > start
    ][:MOST_PARTS]
    return Lane(label=label, parts=sorted(parts, key=lambda part: part.start))
