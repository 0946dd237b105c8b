"""Walking through a batch: first by the beginnings of its packets, which lie near one another; the rest of those few that need it after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from netkit.capture.columnar.batch import Rows
from netkit.capture.columnar.column import Array
from netkit.capture.columnar.frames import HEAD, Frames, heads_at
from netkit.capture.columnar.group import Group
from netkit.capture.columnar.walk import Carrying, Step, Walk
from netkit.packet.reading import Read

__all__ = ["Found", "walk_through"]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: the visits of each key, the packets that have each protocol, and which packets have to be taken apart one by one."""

    values: Mapping[str, list[tuple[Array, Array]]]
    visited: Mapping[str, list[Array]]
    left: Rows


def walk_through(
    frames: Frames,
    keys: frozenset[str],
    protocols: frozenset[str],
    deep_keys: frozenset[str],
    steps: Mapping[Read, Step],
    carrying: Carrying,
) -> Found:
    """Find the fields `keys`, and who has the `protocols`, in all packets of a batch that are as usual.

    Which are not, or may have one of `deep_keys`, is found, too.
    """
    count = len(frames)
    heads = frames.heads if frames.heads is not None else heads_at(frames.octets, frames.start, HEAD)
    at = np.arange(count, dtype=np.int64) * HEAD
    cut = frames.original > frames.end - frames.start
    everyone = Group(np.arange(count), at, at + (frames.end - frames.start))
    walk = Walk(np.ascontiguousarray(heads).reshape(-1), HEAD, cut, keys, protocols, deep_keys, steps, carrying)
    walk.run("link_type", frames.link_type, everyone)
    if not walk.short.any():
        return Found(walk.found, walk.visited, walk.left)
    again = np.flatnonzero(walk.short & ~walk.left)
    whole = Walk(frames.octets, 0, cut, keys, protocols, deep_keys, steps, carrying)
    whole.run("link_type", frames.link_type[again], Group(again, frames.start[again], frames.end[again]))
    # What the first walk found of them is found again, so it is not counted.
    values = {
        key: [_without(rows, each, walk.short) for rows, each in visits] + whole.found[key]
        for key, visits in walk.found.items()
    }
    visited = {key: walk.visited.get(key, []) + whole.visited.get(key, []) for key in {*walk.visited, *whole.visited}}
    return Found(values, visited, walk.left | whole.left)


def _without(rows: Array, values: Array, those: Rows) -> tuple[Array, Array]:
    kept = ~those[rows]
    return rows[kept], values[kept]
