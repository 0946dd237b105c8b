"""Assertions about a connection, in the small part of Python that scripts use: read, never executed.

Names, whole numbers, comparisons, `and`, `or`, `not`, arithmetic; `assert TEST, MESSAGE`, `print(…)` which is passed over, and names
given a value. There are no calls, attributes, indices, loops or texts to reckon with, so that nothing can be reached from here.
"""

from __future__ import annotations

import ast
import operator
import textwrap
from collections.abc import Callable, Mapping
from types import MappingProxyType

__all__ = ["AssertionTrouble", "failing_assertion", "parsed_assertions"]

LONGEST, DEEPEST = 8000, 50
LARGEST = 1 << 96
"""No number grows beyond it."""

_ARITHMETIC: Mapping[type, Callable[[int | float, int | float], int | float]] = MappingProxyType(
    {
        ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv, ast.FloorDiv: operator.floordiv,
        ast.Mod: operator.mod,
    }
)  # fmt: skip
_BITS: Mapping[type, Callable[[int, int], int]] = MappingProxyType(
    {ast.BitAnd: operator.and_, ast.BitOr: operator.or_, ast.BitXor: operator.xor}
)
_COMPARISONS: Mapping[type, Callable[[int | float, int | float], bool]] = MappingProxyType(
    {
        ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
        ast.Is: operator.eq, ast.IsNot: operator.ne,
    }
)  # fmt: skip
_SIGNS: Mapping[type, Callable[[int | float], int | float]] = MappingProxyType(
    {ast.USub: operator.neg, ast.UAdd: operator.pos, ast.Not: lambda value: int(not value)}
)


class AssertionTrouble(Exception):  # noqa: N818 - it is no error of netkit's, it says why assertions can't be read
    """Assertions that can't be read or worked out; `line` counts from the first of them, 0."""

    def __init__(self, what: str, line: int = 0) -> None:
        super().__init__(what)
        self.line = line


def parsed_assertions(code: str) -> ast.Module:
    """The assertions as a tree. AssertionTrouble for what is no Python, or more of it than is understood."""
    if len(code) > LONGEST:
        raise AssertionTrouble(f"these assertions are too long: {len(code):,} characters, and {LONGEST:,} are the most")
    try:
        tree = ast.parse(textwrap.dedent(code if code.startswith("\n") else code.lstrip(" \t")))
    except (SyntaxError, ValueError) as error:
        raise AssertionTrouble(f"this is no Python: {getattr(error, 'msg', error)}") from error
    except (RecursionError, MemoryError) as error:
        raise AssertionTrouble("this is nested too deeply") from error
    for statement in tree.body:
        if not isinstance(statement, ast.Assert | ast.Assign | ast.Pass) and not _prints(statement):
            raise AssertionTrouble(
                "only assertions are understood here: assert tcpi_snd_cwnd == 10", statement.lineno - 1
            )
    return tree


def failing_assertion(tree: ast.Module, values: Mapping[str, int]) -> tuple[str, dict[str, int | float]] | None:
    """The first assertion that does not hold, with the values of the names in it; None if all hold. AssertionTrouble as above."""
    known: dict[str, int | float] = dict(values)
    for statement in tree.body:
        if isinstance(statement, ast.Assign):
            target = statement.targets[0]
            if len(statement.targets) != 1 or not isinstance(target, ast.Name):
                raise AssertionTrouble("only a name can be given a value", statement.lineno - 1)
            known[target.id] = _value(statement.value, known, 0)
        elif isinstance(statement, ast.Assert) and not _value(statement.test, known, 0):
            names = [each.id for each in ast.walk(statement.test) if isinstance(each, ast.Name)]
            return ast.unparse(statement.test), {name: known[name] for name in names if name.startswith("tcpi_")}
    return None


def _prints(statement: ast.stmt) -> bool:
    """`print(…)`, a text that stands alone, and what else has no effect."""
    if not isinstance(statement, ast.Expr):
        return False
    value = statement.value
    if isinstance(value, ast.Call):
        return isinstance(value.func, ast.Name) and value.func.id == "print"
    return isinstance(value, ast.Constant)


def _value(node: ast.expr, known: Mapping[str, int | float], depth: int) -> int | float:
    if depth > DEEPEST:
        raise AssertionTrouble("this is nested too deeply", node.lineno - 1)
    match node:
        case ast.Constant(value=bool() | int() | float() as value):
            return _bounded(value, node)
        case ast.Name(id=name):
            if name not in known:
                raise AssertionTrouble(f"netkit does not know {name[:60]!r}", node.lineno - 1)
            return known[name]
        case ast.UnaryOp(op=sign, operand=operand) if type(sign) in _SIGNS:
            return _SIGNS[type(sign)](_value(operand, known, depth + 1))
        case ast.BoolOp():
            return _joined(node, known, depth)
        case ast.BinOp(left=left, op=joint, right=right):
            return _reckoned(node, _value(left, known, depth + 1), joint, _value(right, known, depth + 1))
        case ast.Compare() if all(type(joint) in _COMPARISONS for joint in node.ops):
            return _compared(node, known, depth)
    raise AssertionTrouble(f"this is not understood here: {ast.unparse(node)[:60]}", node.lineno - 1)


def _joined(node: ast.BoolOp, known: Mapping[str, int | float], depth: int) -> int | float:
    """`and` and `or`: what is behind the first that decides is not asked."""
    stops = isinstance(node.op, ast.Or)
    result: int | float = 0
    for part in node.values:
        result = _value(part, known, depth + 1)
        if bool(result) is stops:
            break
    return result


def _compared(node: ast.Compare, known: Mapping[str, int | float], depth: int) -> int:
    before = _value(node.left, known, depth + 1)
    for joint, other in zip(node.ops, node.comparators, strict=True):
        after = _value(other, known, depth + 1)
        if not _COMPARISONS[type(joint)](before, after):
            return 0
        before = after
    return 1


def _reckoned(node: ast.expr, left: float, joint: ast.operator, right: float) -> int | float:
    try:
        if type(joint) in _ARITHMETIC:
            return _bounded(_ARITHMETIC[type(joint)](left, right), node)
        if type(joint) in _BITS:
            return _BITS[type(joint)](int(left), int(right))
        if isinstance(joint, ast.LShift | ast.RShift) and 0 <= right <= 64:
            left, right = int(left), int(right)
            return _bounded(left << right if isinstance(joint, ast.LShift) else left >> right, node)
    except (ZeroDivisionError, OverflowError) as error:
        raise AssertionTrouble(f"this can't be worked out: {ast.unparse(node)[:60]}", node.lineno - 1) from error
    raise AssertionTrouble(f"this is not understood here: {ast.unparse(node)[:60]}", node.lineno - 1)


def _bounded(value: float, node: ast.expr) -> int | float:
    if abs(value) > LARGEST:
        raise AssertionTrouble("this number is too large", node.lineno - 1)
    return value
