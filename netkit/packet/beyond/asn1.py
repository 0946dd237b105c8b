"""Where the values of a packet in ASN.1 lie (SNMP, LDAP, Kerberos): by the encoding itself, ITU-T X.690 §8.1.

Each value is a type, a length, and contents, which are values again where bit 6 of the type says so. scapy has its values in the order
of the bytes, so that the innermost ones of both go together, one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from netkit.packet.beyond.value import Place, place_of, said_of

__all__ = ["asn1_places"]

CONSTRUCTED = 0x20
CLASS = 0xC0
LONG_TYPE = 0x1F
DEEPEST = 24


class _Piece(NamedTuple):
    """Bytes of an encoding: a whole value, or the type and length of one that is made of others."""

    tag: int
    start: int
    size: int
    whole: bool


class _OtherwiseError(Exception):
    """The encoding is not what is looked for here."""


def asn1_places(packet: Any, data: bytes) -> list[Place] | None:
    """The fields of a packet that begins with `data`, up to the end of its outermost value; None where they can't be told."""
    try:
        found, _ = _pieces(data, 0, len(data), DEEPEST)
        values = list(_values(packet, DEEPEST))
    except _OtherwiseError:
        return None
    if sum(piece.whole for piece in found) != len(values):
        return None
    told = iter(values)
    places = []
    for tag, start, size, whole in found:
        if not whole:
            said = data[start : start + size].hex()
            places.append(place_of(packet, "type_and_length", (said, said), start * 8, size * 8))
            continue
        owner, field, value = next(told)
        if not tag & CLASS and int(getattr(value, "tag", tag)) != tag:
            return None
        places.append(place_of(owner, str(field.name), _said(owner, field, value), start * 8, size * 8))
    return places


def _pieces(data: bytes, at: int, end: int, depth: int) -> tuple[list[_Piece], int]:
    """The pieces of the value that begins at `at`, and where it ends."""
    if at + 2 > end or data[at] & LONG_TYPE == LONG_TYPE or not depth:
        raise _OtherwiseError
    tag, length, begin = data[at], data[at + 1], at + 2
    if length == 0x80:  # the length is not said: X.690 §8.1.3.6
        raise _OtherwiseError
    if length > 0x80:
        begin += length & 0x7F
        length = int.from_bytes(data[at + 2 : begin], "big")
    stop = begin + length
    if stop > end:
        raise _OtherwiseError
    if not tag & CONSTRUCTED:
        return [_Piece(tag, at, stop - at, whole=True)], stop
    found = [_Piece(tag, at, begin - at, whole=False)]
    while begin < stop:
        inner, begin = _pieces(data, begin, stop, depth - 1)
        found += inner
    return found, stop


def _values(packet: Any, depth: int) -> Iterator[tuple[Any, Any, Any]]:
    """The innermost values of a packet with the packet and the field that each is of."""
    for field in packet.fields_desc:
        yield from _values_in(packet, field, packet.fields.get(field.name), depth)


def _values_in(packet: Any, field: Any, value: Any, depth: int) -> Iterator[tuple[Any, Any, Any]]:
    if not depth:
        raise _OtherwiseError
    inside = getattr(value, "val", value)
    if isinstance(inside, list):
        for each in inside:
            yield from _values_in(packet, field, each, depth - 1)
    elif hasattr(value, "ASN1_root"):
        yield from _values(value, depth - 1)
    elif hasattr(value, "fields_desc"):
        raise _OtherwiseError
    elif value is not None:
        yield packet, field, value


def _said(packet: Any, field: Any, value: Any) -> tuple[int | bool | str, str]:
    """What a value says; scapy's text of it names the type, which the bytes before the value do."""
    content = getattr(value, "val", value)
    names = getattr(field, "i2s", {})
    if isinstance(content, int) and not isinstance(content, bool) and content in names:
        return content, f"{content} ({names[content]})"
    return said_of(packet, None, content)
