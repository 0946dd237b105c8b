"""Visits: what a walk found under a key, header by header, as one column in the order of the packets."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from netkit.capture.columns.column import Array, Column
from netkit.capture.columns.domain import Domain

__all__ = ["merged", "visits_as_column"]


def visits_as_column(
    key: str, domain: Domain, visits: Sequence[tuple[Array, Array]], count: int, without: Array
) -> Column:
    """One column of visits (rows and values, the outer headers of a packet first), `without` the packets for which that is true."""
    if not visits:
        return Column(key, domain, np.zeros(0, np.int64), np.zeros(0, domain.dtype))
    if len(visits) == 1:
        rows, values = visits[0]
    else:
        rows, values = _together(visits, count)
    if without.any():
        kept = ~without[rows]
        rows, values = rows[kept], values[kept]
    return Column(key, domain, rows, values)


def _together(visits: Sequence[tuple[Array, Array]], count: int) -> tuple[Array, Array]:
    total = sum(len(rows) for rows, _ in visits)
    there = np.zeros(count, bool)
    held = np.zeros(
        count,
        visits[0][1].dtype
        if len({values.dtype for _, values in visits}) == 1
        else np.result_type(*(values.dtype for _, values in visits)),
    )
    for rows, values in visits:
        there[rows] = True
        held[rows] = values
    found = np.flatnonzero(there)
    if len(found) == total:  # no packet was visited twice, so nothing has to be sorted
        return found, held[found]
    rows = np.concatenate([rows for rows, _ in visits])
    order = np.argsort(rows, kind="stable")
    return rows[order], np.concatenate([values for _, values in visits])[order]


def merged(key: str, columns: Sequence[Column]) -> Column:
    """Several columns as one; in a packet that several have values of, the first column's come first."""
    columns = [each for each in columns if len(each.rows)] or [columns[0]]
    if len(columns) == 1:
        return Column(key, columns[0].domain, columns[0].rows, columns[0].values)
    rows = np.concatenate([each.rows for each in columns])
    order = np.argsort(rows, kind="stable")
    return Column(key, columns[0].domain, rows[order], np.concatenate([each.values for each in columns])[order])
