"""Pairs of ends, either way round, and the number of each: in the order in which they were first seen."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from netkit.capture.columnar.column import Array

__all__ = ["LEFT_OUT", "Groups", "Pairs"]

LEFT_OUT = -1
"""The number of a pair for which there is no more room."""


class Groups(NamedTuple):
    """The sightings of one batch by their pairs: `group[i]` is the group of sighting `i`; groups are in the order of first sight.

    `first` is the place of the first sighting of each group, `pair` the number of its pair, `fresh` whether nobody saw it before.
    """

    group: Array
    first: Array
    pair: Array
    fresh: Array


class Pairs:
    """Pairs of ends, which are numbers; batches go in in the order of the capture. At most `limit` of them get a number."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._known: dict[tuple[int, int], int] = {}

    def __len__(self) -> int:
        return len(self._known)

    def groups(self, source: Array, destination: Array) -> Groups:
        """The groups of a batch's sightings."""
        low, high = np.minimum(source, destination), np.maximum(source, destination)
        order = np.lexsort((high, low))
        low, high = low[order], high[order]
        begins = np.ones(len(order), bool)
        begins[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
        starts = np.flatnonzero(begins)
        first = order[starts]  # the sort keeps the order of equals
        by_sight = np.argsort(first)
        rank = np.empty(len(first), np.int64)
        rank[by_sight] = np.arange(len(first))
        group = np.empty(len(order), np.int64)
        group[order] = rank[np.cumsum(begins) - 1]
        starts = starts[by_sight]
        before = len(self._known)
        pair = self._numbers(low[starts].tolist(), high[starts].tolist())
        return Groups(group, first[by_sight], pair, pair >= before)

    def _numbers(self, low: list[int], high: list[int]) -> Array:
        known, limit = self._known, self.limit
        found = []
        for key in zip(low, high, strict=True):
            number = known.get(key)
            if number is None:
                if len(known) >= limit:
                    found.append(LEFT_OUT)
                    continue
                number = known[key] = len(known)
            found.append(number)
        return np.array(found, np.int64)
