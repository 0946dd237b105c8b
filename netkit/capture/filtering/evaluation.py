"""Evaluation: which packets of a batch a filter's tree is true of.

A test of a field is true of a packet if it is of any of its values (or of all, where that is asked), and never of one that has none.
What costs less is asked first, and what costs more only of the packets whose answer it can still change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from netkit.capture.columnar.batch import Batch, Rows
from netkit.capture.columnar.column import Column
from netkit.capture.columnar.derived import DERIVED
from netkit.capture.columnar.domain import BYTES, PROTOCOL, TEXT
from netkit.capture.filtering.calculating import arithmetic, call, sliced
from netkit.capture.filtering.comparing import among_columns, compare_columns, compare_constant, reduced
from netkit.capture.filtering.tree import (
    Among,
    And,
    Arithmetic,
    Call,
    Comparison,
    Constant,
    Contains,
    Everything,
    FieldOf,
    Interval,
    Matches,
    Node,
    Not,
    Operand,
    Or,
    Present,
    Slice,
    Test,
    keys_of,
)
from netkit.capture.filtering.values import as_bytes, paired

__all__ = ["columns_of", "evaluate"]

_CHEAP = frozenset({"frame", "eth", "vlan", "arp", "ip", "ipv6", "icmp", "tcp", "udp"})
"""Protocols whose fields stand in headers of the outer layers, where they are found without reading all of a packet."""


def evaluate(test: Test, batch: Batch) -> Rows:
    """For each packet whether the test is true of it."""
    return _EVALUATORS[type(test)](test, batch)


def _everything(_: Test, batch: Batch) -> Rows:
    return np.ones(batch.count, bool)


def _not(test: Not, batch: Batch) -> Rows:
    return ~evaluate(test.of, batch)


def _and(test: And, batch: Batch) -> Rows:
    return _in_turn(test.parts, batch, until=False)


def _or(test: Or, batch: Batch) -> Rows:
    return _in_turn(test.parts, batch, until=True)


def _in_turn(parts: tuple[Test, ...], batch: Batch, *, until: bool) -> Rows:
    """The cheap parts first; a packet is asked no more once its answer is `until`."""
    found = np.full(batch.count, not until)
    for part in sorted(parts, key=_dear):
        open_rows = found != until
        if not open_rows.any():
            break
        if _dear(part) and not open_rows.all():
            found[open_rows] = evaluate(part, batch.select(open_rows))
        elif until:
            found |= evaluate(part, batch)
        else:
            found &= evaluate(part, batch)
    return found


def _dear(test: Test) -> bool:
    return any(key.partition(".")[0] not in _CHEAP or key in DERIVED for key in keys_of(test))


def _present(test: Present, batch: Batch) -> Rows:
    of = test.of
    if isinstance(of, FieldOf):
        return batch.present(_asked(of))
    column = columns_of(of, batch)
    if isinstance(of, Arithmetic) and of.sign == "&":
        if column.domain is BYTES:
            truths = np.fromiter((any(value) for value in column.values), bool, len(column.values))
        elif column.values.dtype.names:
            truths = (column.values["high"] | column.values["low"]) != 0
        else:
            truths = column.values != 0
        return reduced(truths, column.rows, batch.count, every=False)
    return reduced(np.ones(len(column.rows), bool), column.rows, batch.count, every=False)


def _comparison(test: Comparison, batch: Batch) -> Rows:
    left = columns_of(test.left, batch)
    if isinstance(test.right, Constant):
        return reduced(compare_constant(test.sign, left, test.right.value), left.rows, batch.count, every=test.every)
    return compare_columns(test.sign, left, columns_of(test.right, batch), batch.count, every=test.every)


def _contains(test: Contains, batch: Batch) -> Rows:
    left = _searched(test.left, batch)
    if isinstance(test.right, Constant):
        wanted = test.right.value
        found = (bool(wanted) and wanted in value for value in left.values)
        return reduced(np.fromiter(found, bool, len(left.values)), left.rows, batch.count, every=test.every)
    right = columns_of(test.right, batch)
    if left.domain is not TEXT or right.domain is not TEXT:
        left, right = as_bytes(left), as_bytes(right)
    lefts, rights = paired(left, right)
    pairs = zip(left.values[lefts], right.values[rights], strict=True)
    truths = np.fromiter((bool(part) and part in whole for whole, part in pairs), bool, len(lefts))
    return reduced(truths, left.rows[lefts], batch.count, every=test.every)


def _matches(test: Matches, batch: Batch) -> Rows:
    left = _searched(test.left, batch)
    search = test.expression.search
    truths = np.fromiter((search(value) is not None for value in left.values), bool, len(left.values))
    return reduced(truths, left.rows, batch.count, every=test.every)


def _among(test: Among, batch: Batch) -> Rows:
    """Each element is asked by itself, as in Wireshark 4.0: with `all`, one of them has to fit all values."""
    left = columns_of(test.left, batch)
    found = np.zeros(batch.count, bool)
    for each in test.elements:
        if isinstance(each, Interval):
            truths = _one(">=", left, each.first, batch) & _one("<=", left, each.last, batch)
        else:
            truths = _one("==", left, each, batch)
        found |= reduced(truths, left.rows, batch.count, every=test.every)
    return found


def _one(sign: str, left: Column, right: Operand, batch: Batch) -> Rows:
    if isinstance(right, Constant):
        return compare_constant(sign, left, right.value)
    return among_columns(left, columns_of(right, batch), sign)


def _asked(node: FieldOf) -> str:
    """The key that the batch is asked for: layers stand behind it."""
    if not node.layers:
        return node.key
    return f"{node.key}#{','.join(f'{first}..{last}' for first, last in node.layers)}"


def _searched(node: Operand, batch: Batch) -> Column:
    """What contains and matches look into: of a protocol everything that it carries, too."""
    if isinstance(node, FieldOf) and node.domain is PROTOCOL:
        return batch.bytes_of(_asked(node))
    column = columns_of(node, batch)
    return column if column.domain is TEXT else as_bytes(column)


def columns_of(node: Node, batch: Batch) -> Column:
    """Every value of an operand."""
    match node:
        case FieldOf():
            return batch.column(_asked(node))
        case Slice():
            return sliced(as_bytes(columns_of(node.of, batch)), node.ranges)
        case Call():
            return call(node, batch, columns_of)
        case Arithmetic():
            return arithmetic(node, batch, columns_of)
    raise TypeError(node)


_EVALUATORS: Mapping[type[Test], Callable[..., Rows]] = MappingProxyType(
    {
        Everything: _everything,
        Not: _not,
        And: _and,
        Or: _or,
        Present: _present,
        Comparison: _comparison,
        Contains: _contains,
        Matches: _matches,
        Among: _among,
    }
)
