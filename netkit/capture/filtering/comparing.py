"""Comparisons of values with a constant, or with each other."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from netkit.capture.columnar.batch import Rows
from netkit.capture.columnar.column import Array, Column
from netkit.capture.columnar.domain import BYTES, IPV4, IPV6, PROTOCOL, TEXT
from netkit.capture.filtering.values import as_bytes, order_keys, paired

__all__ = ["among_columns", "compare_columns", "compare_constant", "reduced"]

_SIGNS: Mapping[str, Callable[[Any, Any], Any]] = MappingProxyType(
    {"==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
)
_HALF = (1 << 64) - 1


def reduced(truths: Rows, rows: Array, count: int, *, every: bool) -> Rows:
    """For each of `count` packets whether any of its values is true, or every one and there is one."""
    found = np.zeros(count, bool)
    if not every:
        found[rows[truths]] = True
        return found
    found[rows] = True
    found[rows[~truths]] = False
    return found


def compare_constant(sign: str, column: Column, constant: Any) -> Rows:
    """For each value whether it compares so; `constant` is as `meaning` gives it."""
    if column.domain is IPV4:
        number, mask = constant
        return _SIGNS[sign](column.values & np.uint32(mask), np.uint32(number & mask))  # type: ignore[no-any-return]
    if column.domain is IPV6:
        number, mask = constant
        number &= mask
        keys = [column.values["high"] & np.uint64(mask >> 64), column.values["low"] & np.uint64(mask & _HALF)]
        return _ordered(sign, keys, [np.uint64(number >> 64), np.uint64(number & _HALF)])
    if column.domain in (BYTES, PROTOCOL, TEXT):
        compare, weight = _SIGNS[sign], _weight(column)
        other = weight(constant)
        return np.fromiter((compare(weight(value), other) for value in column.values), bool, len(column.values))
    (values,) = order_keys(column)
    if values.dtype.kind == "u" and constant < 0:
        values = values.astype(np.int64)
    return _SIGNS[sign](values, _held(values, constant))  # type: ignore[no-any-return]


def compare_columns(sign: str, left: Column, right: Column, count: int, *, every: bool) -> Rows:
    """For each packet whether any pair of values, or every one, compares so."""
    lefts, rights = paired(left, right)
    truths = _pairs(sign, left, right, lefts, rights)
    return reduced(truths, left.rows[lefts], count, every=every)


def among_columns(left: Column, right: Column, sign: str) -> Rows:
    """For each value on the left whether any on the right of the same packet compares so with it."""
    lefts, rights = paired(left, right)
    found = np.zeros(len(left.rows), bool)
    found[lefts[_pairs(sign, left, right, lefts, rights)]] = True
    return found


def _weight(column: Column) -> Callable[[Any], Any]:
    """By what values are in order: of bytes the longer are larger, as in Wireshark."""
    return (lambda value: value) if column.domain is TEXT else (lambda value: (len(value), value))


def _pairs(sign: str, left: Column, right: Column, lefts: Array, rights: Array) -> Rows:
    if (left.domain is not right.domain and BYTES in (left.domain, right.domain)) or (
        left.domain is not right.domain and PROTOCOL in (left.domain, right.domain)
    ):
        left, right = as_bytes(left), as_bytes(right)
    first = [each[lefts] for each in order_keys(left)]
    second = [each[rights] for each in order_keys(right)]
    if first[0].dtype.hasobject:
        compare, weight = _SIGNS[sign], _weight(left)
        pairs = zip(first[0], second[0], strict=True)
        return np.fromiter((compare(weight(one), weight(other)) for one, other in pairs), bool, len(lefts))
    if len(first) == 1:
        return _SIGNS[sign](_wide(first[0]), _wide(second[0]))  # type: ignore[no-any-return]
    return _ordered(sign, first, second)


def _ordered(sign: str, first: list[Any], second: list[Any]) -> Rows:
    """Two halves that are compared as one number."""
    (high, low), (other_high, other_low) = first, second
    same = high == other_high
    if sign in ("==", "!="):
        both: Rows = same & (low == other_low)
        return both if sign == "==" else ~both
    strict = _SIGNS[sign[0]]
    return np.where(same, _SIGNS[sign](low, other_low), strict(high, other_high))  # type: ignore[no-any-return]


def _wide(values: Array) -> Array:
    """Numbers of one width and with a sign, so that comparing them makes no floats; times and what is larger stay."""
    return values.astype(np.int64) if values.dtype.kind == "u" and values.dtype.itemsize < 8 else values


def _held(values: Array, constant: int) -> Any:
    """A constant in a type that holds it beside the values."""
    return np.int64(constant) if -(1 << 63) <= constant < 1 << 63 and values.dtype.kind == "i" else np.uint64(constant)
