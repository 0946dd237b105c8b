"""What slices, functions and arithmetic make of values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from netkit.capture.columnar.batch import Batch
from netkit.capture.columnar.catalog import width_in
from netkit.capture.columnar.column import Array, Column
from netkit.capture.columnar.domain import BYTES, IPV4, IPV6, IPV6_TYPE, NUMBER, SIGNED, TEXT, Domain
from netkit.capture.filtering.tree import Arithmetic, Call, Constant, FieldOf, Node
from netkit.capture.filtering.values import as_bytes, as_numbers, gathered, mapped, order_keys, paired, text_bytes

__all__ = ["arithmetic", "call", "sliced"]

Values = Callable[[Node, Batch], Column]


def sliced(column: Column, ranges: tuple[tuple[int, int | None], ...]) -> Column:
    """Some bytes of each value; a value that has not all of them gives nothing."""

    def cut(value: bytes) -> bytes | None:
        parts = []
        for first, count in ranges:
            start = first if first >= 0 else len(value) + first
            end = len(value) if count is None else start + count
            if start < 0 or end > len(value) or start >= end:
                return None
            parts.append(value[start:end])
        return b"".join(parts)

    return mapped(column, BYTES, cut)


def call(node: Call, batch: Batch, values: Values) -> Column:
    """The values of a function."""
    first = node.given[0]
    if node.name in ("max", "min"):
        return _extreme(node, batch, values)
    column = values(first, batch)
    if node.name == "len":
        return _lengths(first, column)
    if node.name == "count":
        rows, many = np.unique(column.rows, return_counts=True)
        return Column("", NUMBER, rows, many.astype(np.uint64))
    if node.name == "abs":
        return Column("", node.domain or column.domain, column.rows, np.abs(as_numbers(column)))
    if node.name == "string":
        return gathered(TEXT, column.rows, [str(each) for each in column.spelled()])
    return mapped(column, TEXT, str.upper if node.name == "upper" else str.lower)


def _lengths(of: Node, column: Column) -> Column:
    """How many bytes each value has."""
    if column.domain.dtype.hasobject:
        lengths = [len(text_bytes(value) if isinstance(value, str) else value) for value in column.values]
        return Column("", NUMBER, column.rows, np.array(lengths, np.uint64))
    width = width_in(of.key) if isinstance(of, FieldOf) else 64
    size = {IPV4: 4, IPV6: 16}.get(column.domain, max(1, width // 8))
    return Column("", NUMBER, column.rows, np.full(len(column.rows), size, np.uint64))


def _extreme(node: Call, batch: Batch, values: Values) -> Column:
    """The largest or the smallest of all values in a packet."""
    domain = node.domain or NUMBER
    every = np.arange(batch.count)
    rows: list[Array] = []
    found: list[Array] = []
    for each in node.given:
        if isinstance(each, Constant):
            rows.append(every)
            found.append(
                gathered(domain, every, [_plain(each.value, domain)] * batch.count).values.astype(domain.dtype)
            )
        else:
            column = values(each, batch)
            rows.append(column.rows)
            found.append(column.values.astype(domain.dtype))
    all_rows, all_values = np.concatenate(rows), np.concatenate(found)
    keys = order_keys(Column("", domain, all_rows, all_values))
    order = (
        np.array(sorted(range(len(all_rows)), key=lambda at: (all_rows[at], all_values[at])), np.int64)
        if domain.dtype.hasobject
        else np.lexsort((*reversed(keys), all_rows))
    )
    ordered = all_rows[order]
    edge = np.ones(len(order), bool)
    if node.name == "max":
        edge[:-1] = ordered[1:] != ordered[:-1]
    else:
        edge[1:] = ordered[1:] != ordered[:-1]
    return Column("", domain, ordered[edge], all_values[order][edge])


def _plain(constant: Any, domain: Domain) -> Any:
    """A constant as a column holds it."""
    if domain is IPV4:
        return constant[0]
    return (constant[0] >> 64, constant[0] & (1 << 64) - 1) if domain is IPV6 else constant


def arithmetic(node: Arithmetic, batch: Batch, values: Values) -> Column:
    """The values of a calculation: with a constant each, of two fields every pair in a packet."""
    if isinstance(node.left, Constant) and isinstance(node.right, Constant):
        rows = np.arange(batch.count)
        left, right = (
            Column("", SIGNED, rows, np.full(batch.count, each.value, np.int64)) for each in (node.left, node.right)
        )
        return _calculated(node, left, right)
    if isinstance(node.right, Constant):
        left = values(node.left, batch)
        return _calculated(node, left, _repeated(node.right, left))
    if isinstance(node.left, Constant):
        right = values(node.right, batch)
        return _calculated(node, _repeated(node.left, right), right)
    left, right = values(node.left, batch), values(node.right, batch)
    lefts, rights = paired(left, right)
    return _calculated(
        node,
        Column("", left.domain, left.rows[lefts], left.values[lefts]),
        Column("", right.domain, left.rows[lefts], right.values[rights]),
    )


def _repeated(constant: Constant, beside: Column) -> Column:
    domain = constant.domain or beside.domain
    value = _plain(constant.value, domain)
    if domain.dtype.hasobject:
        return gathered(domain, beside.rows, [value] * len(beside.rows))
    if domain is SIGNED:
        value = (value + (1 << 63)) % (1 << 64) - (1 << 63)
    return Column("", domain, beside.rows, np.full(len(beside.rows), np.array(value, domain.dtype)))


def _calculated(node: Arithmetic, left: Column, right: Column) -> Column:
    domain = node.domain or SIGNED
    if node.sign == "&" and domain is BYTES:
        pairs = zip(as_bytes(left).values, as_bytes(right).values, strict=True)
        found = [bytes(a & b for a, b in zip(one, other, strict=False)) for one, other in pairs]
        return gathered(BYTES, left.rows, found)
    if node.sign == "&" and domain is IPV4:
        return Column("", IPV4, left.rows, left.values & right.values)
    if node.sign == "&" and domain is IPV6:
        both = np.empty(len(left.rows), IPV6_TYPE)
        for half in ("high", "low"):
            both[half] = left.values[half] & right.values[half]
        return Column("", IPV6, left.rows, both)
    return _numbers(node.sign, domain, left, right)


def _numbers(sign: str, domain: Domain, left: Column, right: Column) -> Column:
    """Whole numbers as C has them: a division leaves its remainder off, one by zero gives nothing."""
    first, second, rows = as_numbers(left), as_numbers(right), left.rows
    if sign in "/%":
        kept = second != 0
        first, second, rows = first[kept], second[kept], rows[kept]
        rest = np.fmod(first, second)
        found = rest if sign == "%" else (first - rest) // second
    else:
        found = {"+": np.add, "-": np.subtract, "*": np.multiply, "&": np.bitwise_and}[sign](first, second)
    return Column("", domain, rows, found)
