"""Values of operands: their columns over a batch, and the bytes, texts and numbers that are made of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from netkit.capture.columnar.column import Array, Column
from netkit.capture.columnar.domain import BOOLEAN, BYTES, IPV4, IPV6, MAC, NUMBER, PROTOCOL, SIGNED, TEXT, Domain

__all__ = ["as_bytes", "as_numbers", "gathered", "mapped", "order_keys", "paired", "text_bytes"]


def gathered(domain: Domain, rows: Array, values: Sequence[Any] | Array) -> Column:
    """A column of what was calculated."""
    if domain.dtype.hasobject and not (isinstance(values, np.ndarray) and values.dtype.hasobject):
        held = np.empty(len(values), object)
        held[:] = values
        return Column("", domain, rows, held)
    return Column("", domain, rows, np.asarray(values))


def mapped(column: Column, domain: Domain, change: Callable[[Any], Any]) -> Column:
    """The column with each value changed; a value for which None comes out is left out."""
    found = [change(value) for value in column.values]
    kept = np.array([each is not None for each in found], bool)
    return gathered(domain, column.rows[kept], [each for each in found if each is not None])


def as_numbers(column: Column) -> Array:
    """The values as signed numbers of 64 bits."""
    return column.values.astype(np.int64)


def text_bytes(text: str) -> bytes:
    """The bytes of a text."""
    return text.encode("utf-8", "surrogateescape")


def as_bytes(column: Column) -> Column:
    """The values as bytes, in the order of the wire."""
    domain = column.domain
    if domain in (BYTES, PROTOCOL):
        return column
    if domain is TEXT:
        return mapped(column, BYTES, text_bytes)
    if domain is IPV6:
        both = zip(column.values["high"].tolist(), column.values["low"].tolist(), strict=True)
        return gathered(BYTES, column.rows, [(high << 64 | low).to_bytes(16, "big") for high, low in both])
    size = {IPV4: 4, MAC: 6}[domain]
    return gathered(BYTES, column.rows, [value.to_bytes(size, "big") for value in column.values.tolist()])


def order_keys(column: Column) -> list[Array]:
    """Numbers, or bytes or texts, by which the values are in order: the weightier first."""
    if column.domain is IPV6:
        return [column.values["high"], column.values["low"]]
    if column.domain in (NUMBER, BOOLEAN, SIGNED):
        values = column.values
        return [values.astype(np.uint8) if values.dtype == bool else values]
    return [column.values]


def paired(left: Column, right: Column) -> tuple[Array, Array]:
    """Every pair of a value on the left and one on the right in the same packet, as positions in the two columns."""
    first = np.searchsorted(right.rows, left.rows, "left")
    many = np.searchsorted(right.rows, left.rows, "right") - first
    lefts = np.repeat(np.arange(len(left.rows)), many)
    begins = np.repeat(np.cumsum(many) - many, many)
    return lefts, np.repeat(first, many) + np.arange(len(lefts)) - begins
