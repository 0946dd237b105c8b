"""Visits: what a walk found under a key, header by header, as one column in the order of the packets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from netkit.capture.columnar.batch import Rows
from netkit.capture.columnar.column import Array, Column, joined
from netkit.capture.columnar.domain import Domain

__all__ = ["Visits", "merged"]


class Order(NamedTuple):
    """Rows in order, and which of the values belong to them; None for all as they are."""

    rows: Array
    taken: Array | None


class Visits:
    """The visits of one walk through `count` packets, `without` those for which that is true, as columns.

    All fields of a table were visited in the same packets, so how these fall into order is worked out once.
    """

    def __init__(self, count: int, without: Rows) -> None:
        self._count = count
        self._without = without if without.any() else None
        self._orders: dict[tuple[int, ...], Order] = {}

    def column(self, key: str, domain: Domain, visits: Sequence[tuple[Array, Array]]) -> Column:
        """One column of visits (rows and values, the outer headers of a packet first)."""
        if not visits:
            return Column(key, domain, np.zeros(0, np.int64), np.zeros(0, domain.dtype))
        places = tuple(id(rows) for rows, _ in visits)
        if places not in self._orders:
            self._orders[places] = self._order([rows for rows, _ in visits])
        order = self._orders[places]
        values = visits[0][1] if len(visits) == 1 else joined(domain, [values for _, values in visits])
        return Column(key, domain, order.rows, values if order.taken is None else values[order.taken])

    def _order(self, visits: list[Array]) -> Order:
        """The rows in order, and which of the values, one visit after the other, belong to them."""
        if len(visits) == 1:
            rows, taken = visits[0], None
        else:
            rows, taken = self._together(visits)
        if self._without is not None:
            kept = np.flatnonzero(~self._without[rows])
            rows, taken = rows[kept], kept if taken is None else taken[kept]
        return Order(rows, taken)

    def _together(self, visits: list[Array]) -> tuple[Array, Array]:
        places = np.full(self._count, -1, np.int64)
        before = 0
        for rows in visits:
            places[rows] = np.arange(before, before + len(rows))
            before += len(rows)
        found = np.flatnonzero(places >= 0)
        if len(found) == before:  # no packet was visited twice, so nothing has to be sorted
            return found, places[found]
        every = np.concatenate(visits)
        order = np.argsort(every, kind="stable")
        return every[order], order


def merged(key: str, columns: Sequence[Column]) -> Column:
    """Several columns as one; in a packet that several have values of, the first column's come first."""
    columns = [each for each in columns if len(each.rows)] or [columns[0]]
    if len(columns) == 1:
        return Column(key, columns[0].domain, columns[0].rows, columns[0].values)
    rows = np.concatenate([each.rows for each in columns])
    order = np.argsort(rows, kind="stable")
    return Column(
        key, columns[0].domain, rows[order], joined(columns[0].domain, [each.values for each in columns])[order]
    )
