"""An array of whole numbers that grows: what is kept of each of many things that are numbered from 0."""

from __future__ import annotations

import numpy as np

__all__ = ["Growing"]

FIRST_ROOM = 64


class Growing:
    """`values` has an entry for each number up to what was reached, and some beyond; those that nobody wrote hold `empty`."""

    def __init__(self, empty: int) -> None:
        self.empty = empty
        self.values = np.full(FIRST_ROOM, empty, np.int64)

    def reach(self, count: int) -> None:
        """Have room for so many."""
        if count > len(self.values):
            more = np.full(max(count, 2 * len(self.values)) - len(self.values), self.empty, np.int64)
            self.values = np.concatenate([self.values, more])
