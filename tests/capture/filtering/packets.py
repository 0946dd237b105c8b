"""A few packets of every kind that filters are tried on, and a plain evaluation of a filter's tree, one packet after the other."""

import functools
import operator

from netkit.capture.columnar.domain import BYTES, IPV4, IPV6, MAC, PROTOCOL, TEXT
from netkit.capture.columnar.plain import PlainBatch
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
    Not,
    Or,
    Present,
    Slice,
)

SIGNS = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def true_of(test, record):  # noqa: PLR0911 - a case a kind
    """Whether a test is true of one packet: by loops over its values, as the language's description says it."""
    packet = PlainBatch([record])
    match test:
        case Everything():
            return True
        case Not():
            return not true_of(test.of, record)
        case And():
            return all(true_of(part, record) for part in test.parts)
        case Or():
            return any(true_of(part, record) for part in test.parts)
        case Present():
            found = values(test.of, packet)
            if isinstance(test.of, Arithmetic) and test.of.sign == "&":
                return any(any(each) if isinstance(each, bytes) else each for each in found)
            return bool(found)
        case Comparison():
            compare = functools.partial(compared, test.sign, test.left.domain)
            pairs = [compare(left, right) for left in values(test.left, packet) for right in others(test.right, packet)]
            return bool(pairs) and (all(pairs) if test.every else any(pairs))
        case Contains():
            left = values(test.left, packet, searched=True)
            found = [bool(part) and part in whole for whole in left for part in others(test.right, packet)]
            return bool(found) and (all(found) if test.every else any(found))
        case Matches():
            found = [bool(test.expression.search(each)) for each in values(test.left, packet, searched=True)]
            return bool(found) and (all(found) if test.every else any(found))
        case Among():
            found = values(test.left, packet)
            return any(
                bool(found)
                and (all if test.every else any)(within(test.left.domain, each, value, packet) for value in found)
                for each in test.elements
            )
    raise TypeError(test)


def within(domain, element, value, packet):
    if isinstance(element, Interval):
        return any(compared(">=", domain, value, each) for each in others(element.first, packet)) and any(
            compared("<=", domain, value, each) for each in others(element.last, packet)
        )
    return any(compared("==", domain, value, each) for each in others(element, packet))


def others(node, packet):
    """The right side: a constant as it is, anything else by its values."""
    return [node.value] if isinstance(node, Constant) else values(node, packet)


def compared(sign, domain, left, right):
    if domain in (IPV4, IPV6):
        number, mask = right if isinstance(right, tuple) else (right, -1)
        left, right = left & mask, number & mask
    if isinstance(left, bytes):
        left, right = (len(left), left), (len(right), right)
    return SIGNS[sign](left, right)


def values(node, packet, *, searched=False):  # noqa: PLR0911 - a case a kind
    """Every value of an operand, as Python has it."""
    match node:
        case Constant():
            return [node.value]
        case FieldOf():
            if searched:
                column = packet.bytes_of(node.key) if node.domain is PROTOCOL else packet.column(node.key)
                return [as_bytes(node.domain, each) if column.domain is MAC else each for each in column.values]
            found = packet.column(node.key).values
            if node.domain is IPV6:
                return [int(each["high"]) << 64 | int(each["low"]) for each in found]
            return [each if isinstance(each, bytes | str) else int(each) for each in found]
        case Slice():
            cut = (sliced(as_bytes(node.of.domain, each), node.ranges) for each in values(node.of, packet))
            return [each for each in cut if each is not None]
        case Call():
            found = [values(each, packet) for each in node.given]
            if node.name == "count":
                return [len(found[0])] if found[0] else []
            if node.name == "len":
                return [len(each) for each in found[0]]
            change = {"upper": str.upper, "lower": str.lower, "abs": abs}[node.name]
            return [change(each) for each in found[0]]
        case Arithmetic():
            pairs = ((a, b) for a in values(node.left, packet) for b in values(node.right, packet))
            return [each for each in (calculated(node.sign, *pair) for pair in pairs) if each is not None]
    raise TypeError(node)


def as_bytes(domain, value):
    if domain in (BYTES, PROTOCOL):
        return value
    if domain is TEXT:
        return value.encode()
    return int(value).to_bytes({IPV4: 4, MAC: 6, IPV6: 16}[domain], "big")


def sliced(value, ranges):
    parts = []
    for first, count in ranges:
        start = first if first >= 0 else len(value) + first
        end = len(value) if count is None else start + count
        if start < 0 or end > len(value) or start >= end:
            return None
        parts.append(value[start:end])
    return b"".join(parts)


def calculated(sign, left, right):
    if isinstance(left, bytes):
        return bytes(a & b for a, b in zip(left, right, strict=False))
    if sign in "/%":
        if not right:
            return None
        quotient = abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1)
        return quotient if sign == "/" else left - quotient * right
    return {"+": operator.add, "-": operator.sub, "*": operator.mul, "&": operator.and_}[sign](left, right)
