"""How domains go together: which values can be compared, calculated with, or looked at as bytes."""

from __future__ import annotations

from netkit.capture.columnar.domain import (
    BOOLEAN,
    BYTES,
    IPV4,
    IPV6,
    MAC,
    MOMENT,
    NUMBER,
    PROTOCOL,
    SIGNED,
    SPAN,
    TEXT,
    Domain,
)

__all__ = ["comparable", "counted", "have_bytes", "masked", "searchable", "sum_of"]

_COUNTED = (NUMBER, SIGNED, BOOLEAN)
_BYTES = (BYTES, PROTOCOL)
_TIMES = (MOMENT, SPAN)


def counted(domain: Domain) -> bool:
    """Whether the values are numbers; a flag is 0 or 1."""
    return domain in _COUNTED


def have_bytes(domain: Domain) -> bool:
    """Whether slices can be taken of the values: of numbers they can't, for they are no run of bytes."""
    return domain in (*_BYTES, TEXT, IPV4, IPV6, MAC)


def searchable(domain: Domain) -> bool:
    """Whether `contains` and `matches` can look into the values."""
    return domain in (*_BYTES, TEXT, MAC)


def comparable(left: Domain, right: Domain) -> bool:
    """Whether values of these domains can be compared with each other."""
    if left is right:
        return True
    for group in (_COUNTED, _TIMES):
        if left in group and right in group:
            return True
    return (left in _BYTES and have_bytes(right)) or (right in _BYTES and have_bytes(left))


def sum_of(left: Domain, right: Domain, sign: str) -> Domain | None:
    """What arithmetic with values of these domains gives; None where it can't be."""
    if left in (NUMBER, SIGNED) and right in (NUMBER, SIGNED):
        return SIGNED
    if left in _TIMES and right in _TIMES and sign in "+-":
        return SPAN if left is right else MOMENT
    return None


def masked(left: Domain, right: Domain) -> Domain | None:
    """What & gives of values of these domains; None where it can't be."""
    if left in (NUMBER, SIGNED) and right in (NUMBER, SIGNED):
        return SIGNED
    if left is right and left in (IPV4, IPV6):
        return left
    return BYTES if left in (*_BYTES, MAC) and right in (*_BYTES, MAC) else None
