"""Columns that only the whole capture tells: each batch is shown to who follows the streams, in the order of the capture."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from netkit.capture.columns.column import Column
from netkit.capture.columns.plain import PlainBatch
from netkit.capture.columns.quick import QuickBatch
from netkit.capture.streams.tracking import TRACKED, Tracking

__all__ = ["Tracker"]

PART = 1024
"""Packets that are taken apart at a time, so that memory stays bounded."""


class Tracker:
    """Gives batches their tracked columns; batches have to come one after the other, none left out."""

    def __init__(self, keys: Iterable[str]) -> None:
        self.keys = [key for key in dict.fromkeys(keys) if key in TRACKED]
        self._tracking = Tracking(self.keys)

    def track(self, batch: QuickBatch) -> None:
        """Have the next batch answer for the tracked keys, too."""
        if not self.keys:
            return
        parts = []
        for first in range(0, batch.count, PART):
            positions = range(first, min(first + PART, batch.count))
            records = [batch.frames.record(position) for position in positions]
            parts.append((first, self._tracking.columns(PlainBatch(records))))
        batch.tracked = {
            key: Column(
                key,
                TRACKED[key],
                np.concatenate([np.zeros(0, np.int64), *(columns[key].rows + first for first, columns in parts)]),
                np.concatenate([np.zeros(0, TRACKED[key].dtype), *(columns[key].values for _, columns in parts)]),
            )
            for key in self.keys
        }
