"""The plain loop: every packet taken apart by itself, and asked for its fields one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from itertools import compress
from typing import Any, Self

import numpy as np

from netkit.capture.columnar.batch import Rows
from netkit.capture.columnar.catalog import domain_of, is_plain, parts_of, plain_values, value_in
from netkit.capture.columnar.column import Column
from netkit.capture.columnar.domain import BYTES
from netkit.capture.columnar.frame import FRAME_FIELDS, frame_bytes
from netkit.capture.record import Record
from netkit.packet import Dissection, dissect

__all__ = ["PlainBatch"]


class PlainBatch:
    """A batch of records; see `Batch` for what it can be asked.

    `tracked` holds the columns that only the whole capture tells, such as the number of a packet's stream.
    """

    def __init__(self, records: Sequence[Record], tracked: dict[str, Column] | None = None) -> None:
        self.records = records
        self.tracked = tracked or {}
        self._columns: dict[str, Column] = {}

    @property
    def count(self) -> int:
        """How many packets."""
        return len(self.records)

    @cached_property
    def packets(self) -> list[Dissection]:
        """The packets, taken apart."""
        return [dissect(each.data, each.link_type, original_length=each.original_length) for each in self.records]

    def column(self, key: str) -> Column:
        """Every value of a field."""
        if key in self.tracked:
            return self.tracked[key]
        if key in self._columns:
            return self._columns[key]
        domain = domain_of(key)
        if key in FRAME_FIELDS:
            take = FRAME_FIELDS[key].take
            return self._gather(
                key, lambda position: [each for each in [take(self.records[position])] if each is not None]
            )
        return self._gather(key, lambda position: value_in(self.packets[position], key, domain))

    def present(self, key: str) -> Rows:
        """Which packets have a field or a layer."""
        found = np.zeros(self.count, bool)
        found[self.column(key).rows] = True
        return found

    def bytes_of(self, key: str) -> Column:
        """The bytes of every value or layer."""
        if key == "frame":
            return self._gather(key, lambda position: [frame_bytes(self.records[position])])
        return self._gather(key, lambda position: parts_of(self.packets[position], key), bytes_only=True)

    def prepare(self, keys: Iterable[str]) -> None:
        """Gather the plain fields among the keys in one pass over the packets; the others are gathered when they are asked for."""
        wanted = {key: domain_of(key) for key in keys if is_plain(key) and key not in self._columns}
        if not wanted:
            return
        found: dict[str, tuple[list[int], list[Any]]] = {key: ([], []) for key in wanted}
        for position, packet in enumerate(self.packets):
            for key, value in plain_values(packet, wanted):
                rows, values = found[key]
                rows.append(position)
                values.append(value)
        for key, (rows, values) in found.items():
            self._columns[key] = Column.of(key, wanted[key], rows, values)

    def select(self, rows: Rows) -> Self:
        """Those of the packets for which it is true."""
        tracked = {key: each.select(rows) for key, each in self.tracked.items()}
        chosen = type(self)(list(compress(self.records, rows)), tracked)
        if "packets" in vars(self):
            vars(chosen)["packets"] = list(compress(self.packets, rows))
        return chosen

    def _gather(self, key: str, values: Callable[[int], list[Any]], *, bytes_only: bool = False) -> Column:
        rows: list[int] = []
        found: list[Any] = []
        for position in range(self.count):
            for value in values(position):
                rows.append(position)
                found.append(value)
        return Column.of(key, BYTES if bytes_only else domain_of(key), rows, found)
