"""How the sides of some connections stand, as arrays: what a run of quiet segments begins with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from netkit.capture.analysis.connection import KEEP_ALIVE, Connection
from netkit.capture.analysis.side import Side
from netkit.capture.columnar.column import Array

__all__ = ["Standing", "is_ready"]


def is_ready(connection: Connection) -> bool:
    """Whether a run may begin: both sides have spoken, and nothing is left of what only `Connection.take` deals with."""
    one, other = connection.sides
    if connection.initial_rtt is None and connection.opened_at is not None:
        return False
    return _is_ready(one, other) and _is_ready(other, one)


def _is_ready(own: Side, peer: Side) -> bool:
    if own.next is None or own.acknowledged is None or own.beyond is None or own.findings & KEEP_ALIVE:
        return False
    if own.waiting and own.waiting_end > own.next:
        return False
    return peer.acknowledged is None or peer.acknowledged <= own.next


@dataclass(frozen=True, slots=True)
class Standing:
    """The sides of connections, two entries each, that of the stream's first segment before the other; the names are those of `Side`."""

    sides: Sequence[Side]
    initial_rtt: Array
    """Of each connection, 0 for None."""
    next: Array
    beyond: Array
    acknowledged: Array
    window: Array
    offered: Array
    selected: Array
    duplicates: Array
    duplicate_of: Array
    pushed: Array
    pushing: Array
    traced: Array

    @classmethod
    def of(cls, connections: Sequence[Connection]) -> Self:
        """That of connections that are ready."""
        sides = [side for connection in connections for side in connection.sides]
        values = np.array(
            [
                (
                    side.next, side.beyond, side.acknowledged, side.window, side.offered, side.selected, side.duplicates,
                    side.duplicate_of, side.pushed, side.pushing, side.traced,
                )
                for side in sides
            ],
            np.int64,
        ).T  # fmt: skip
        trips = np.array([each.initial_rtt or 0 for each in connections], np.int64)
        return cls(sides, trips, *values[:9], *(values[9:] > 0))
