"""Batches: some packets in the order of a capture, which can be asked for any field of theirs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

import numpy as np

from netkit.capture.columnar.column import Column

__all__ = ["Batch", "Rows"]

Rows = np.ndarray[Any, np.dtype[np.bool_]]
"""One truth for each packet of a batch."""


class Batch(Protocol):
    """Some packets in the order of a capture; they are known by their position in it, from 0.

    There are two: `PlainBatch` takes its packets apart one by one, and is what the other is held against in tests.
    """

    @property
    def count(self) -> int:
        """How many packets."""

    def column(self, key: str) -> Column:
        """Every value of a field in them; KeyError for a key that nothing has."""

    def present(self, key: str) -> Rows:
        """Which of them have a field, or a layer of a protocol; KeyError as above."""

    def bytes_of(self, key: str) -> Column:
        """Of every value of a field, or layer of a protocol, the bytes that slices and `contains` look at; KeyError as above."""

    def prepare(self, keys: Iterable[str]) -> None:
        """Say beforehand which keys will be asked for, so that they can be gathered at once; changes nothing of the answers."""

    def select(self, rows: Rows) -> Batch:
        """Those of the packets for which it is true."""
