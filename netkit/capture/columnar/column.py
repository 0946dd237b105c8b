"""A column: every value of one field in some packets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from netkit.capture.columnar.domain import Domain

__all__ = ["Array", "Column", "joined"]

Array = np.ndarray[Any, np.dtype[Any]]


def joined(domain: Domain, arrays: Sequence[Array]) -> Array:
    """Values of one domain, one array behind the other; where their types differ (signed and not, say), as the domain has them."""
    if len({each.dtype for each in arrays}) > 1:
        arrays = [each.astype(domain.dtype) for each in arrays]
    return np.concatenate(arrays)


@dataclass(frozen=True, slots=True)
class Column:
    """Every value of one field: `values[i]` lies in the packet at position `rows[i]` of the batch.

    `rows` never falls; a packet that has the field several times has as many neighbouring entries, in the order of its bytes, and one
    that has it not has none.
    """

    key: str
    domain: Domain
    rows: Array
    values: Array

    @classmethod
    def of(cls, key: str, domain: Domain, rows: list[int], values: list[Any]) -> Self:
        """A column of values that a plain loop found."""
        if domain.dtype.hasobject:
            held = np.empty(len(values), object)
            held[:] = values
        else:
            held = np.array(values, domain.dtype)
        return cls(key, domain, np.array(rows, np.int64), held)

    def select(self, rows: Array) -> Self:
        """The column of those packets alone for which it is true, which are counted anew."""
        kept = rows[self.rows]
        places = np.cumsum(rows) - 1
        return type(self)(self.key, self.domain, places[self.rows[kept]], self.values[kept])

    def spelled(self) -> list[Any]:
        """The values as JSON carries them."""
        return [self.domain.spell(value) for value in self.values]

    def first(self, count: int) -> np.ma.MaskedArray[Any, Any]:
        """The first value in each of `count` packets; masked where there is none."""
        rows, found = self.rows, self.values
        if len(rows) > 1:
            first = np.ones(len(rows), bool)
            np.not_equal(rows[1:], rows[:-1], out=first[1:])
            if not first.all():
                rows, found = rows[first], found[first]
        if len(rows) == count:
            return np.ma.MaskedArray(found, np.zeros(count, bool))
        values = np.zeros(count, found.dtype)
        values[rows] = found
        missing = np.ones(count, bool)
        missing[rows] = False
        return np.ma.MaskedArray(values, missing)
