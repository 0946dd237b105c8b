"""A group: packets of a batch that stand before the same protocol's header, each at its own byte."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from netkit.capture.columnar.column import Array

__all__ = ["Group"]


@dataclass(slots=True)
class Group:
    """Some packets of a batch: `rows` are their positions in it, `at` where the next header begins, `end` where the packet ends.

    Bytes are counted from the buffer's start. `depth` is how many headers lie before, of every packet in the group.
    """

    rows: Array
    at: Array
    end: Array
    depth: int = 0

    def where(self, chosen: Array) -> Group:
        """Those for which it is true."""
        places = np.flatnonzero(chosen)
        return Group(self.rows.take(places), self.at.take(places), self.end.take(places), self.depth)

    def beyond(self, length: Array | int) -> Group:
        """The same packets behind a header of so many bytes."""
        return Group(self.rows, self.at + length, self.end, self.depth + 1)

    def __len__(self) -> int:
        return len(self.rows)
