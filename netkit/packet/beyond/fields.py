"""Where scapy's fields lie in the bytes.

scapy keeps values, not places. They are found by having each field of a layer take its bytes once more, and are believed only where
what it leaves is what followed; a layer that reads its bytes in another way (decrypted, out of order) is one field. Nothing here
imports scapy: its packets and fields are known by what they can do.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from netkit.packet.beyond.asn1 import asn1_places
from netkit.packet.beyond.value import Place, place_of, plain, said_of

__all__ = ["Taken", "is_packet", "take"]

DEEPEST = 8
"""Packets inside of fields of packets that are looked into; what is inside of those is one field."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The fields of one layer: those at its beginning, which have `size` bytes, and those at the very end, behind what it carries."""

    places: list[Place]
    size: int
    trailer: list[Place]
    trailer_size: int


@dataclass(slots=True)
class _Step:
    """What one field of a layer took."""

    field: Any
    value: Any
    first_bit: int
    width_bits: int


class _OtherwiseError(Exception):
    """The layer does not read its bytes field by field, one after the other."""


def is_packet(value: Any) -> bool:
    """Whether this is a packet of scapy's, and not what it puts where there is none."""
    return hasattr(value, "fields_desc") and type(value).__name__ != "NoPayload"


def take(packet: Any, data: bytes, depth: int = DEEPEST) -> Taken:
    """Where the fields of a packet lie in the bytes that it was given, without those that it carries for others."""
    try:
        return _fields(packet, data, depth)
    except Exception:  # noqa: BLE001 - a field that could take its bytes only once; what it took is known all the same
        return _whole(packet, data)


def _fields(packet: Any, data: bytes, depth: int) -> Taken:
    if hasattr(packet, "ASN1_root"):
        places = asn1_places(packet, data)
        if not places:
            raise _OtherwiseError
        return Taken(places, (places[-1].first_bit + places[-1].width_bits) // 8, [], 0)
    # What a layer does before and instead of the usual way is its own business, and then its fields' places are, too.
    if type(packet).do_dissect.__qualname__ != "Packet.do_dissect" or packet.pre_dissect(data) != data:
        raise _OtherwiseError
    groups, behind = _again(packet, data)
    places = [place for steps in groups for place in _places(packet, steps, data, depth)]
    size = sum(step.width_bits for steps in groups for step in steps) // 8
    trailer_size = sum(step.width_bits for step in behind) // 8
    trailer = [place for step in behind for place in _places(packet, [step], data, depth)]
    # What a layer takes when all its fields have taken theirs lies between them and what it carries.
    carried, end = _carried(packet), len(data) - trailer_size
    begin = end - len(carried)
    if carried and begin > size and data.endswith(carried, size, end):
        rest = data[size:begin].hex()
        meaning = f"bytes of scapy's {type(packet).__name__} in which it names no field"
        places.append(place_of(packet, "rest", (rest, plain(rest)), size * 8, (begin - size) * 8, meaning))
        size = begin
    return Taken(places, size, trailer, trailer_size)


def _carried(packet: Any) -> bytes:
    """What a layer was found to carry, and what it was found not to need."""
    inner = packet.payload
    found: bytes = inner.original if is_packet(inner) else b""
    while is_packet(inner) and is_packet(inner.payload):
        inner = inner.payload
    return found + inner.original if type(inner).__name__ == "Padding" and inner is not packet.payload else found


def _again(packet: Any, data: bytes) -> tuple[list[list[_Step]], list[_Step]]:
    """What each field takes, where it knows of those before it what it knew the first time, and nothing of itself."""
    fields, cache = packet.fields, packet.raw_packet_cache
    packet.fields, packet.raw_packet_cache = {}, None
    try:
        return _steps(packet, data)
    finally:
        packet.fields, packet.raw_packet_cache = fields, cache


def _steps(packet: Any, data: bytes) -> tuple[list[list[_Step]], list[_Step]]:
    """What each field takes: fields that only together lie in whole bytes, as numbers of bits do, and those at the end."""
    groups: list[list[_Step]] = []
    group: list[_Step] = []
    behind: list[_Step] = []
    rest: Any = data
    at = until = 0
    for field in packet.fields_desc:
        before = rest
        rest, value = field.getfield(packet, rest)
        if value is not None or not _is_conditional(field):
            packet.fields[field.name] = value
        left, bit = rest if isinstance(rest, tuple) else (rest, 0)
        if _is_trailer(field) and len(left) < len(before):
            size = len(before) - len(left)
            behind.insert(0, _Step(field, value, (len(data) - size) * 8, size * 8))
            data = data[: len(data) - size]
            continue
        end = (len(data) - len(left)) * 8 + bit
        if end > at:
            until = max(until, at + _turned_bits(field))
            group.append(_Step(field, value, at, end - at))
        if end < at:
            raise _OtherwiseError
        at = end
        if group and not bit and at >= until and data.endswith(left):
            groups.append(group)
            group = []
        if not left and _may_end(field, value):
            break
    if group or any(step.first_bit < at for step in behind):
        raise _OtherwiseError
    return groups, behind


def _is_conditional(field: Any) -> bool:
    return type(field).__name__ == "ConditionalField"


def _is_trailer(field: Any) -> bool:
    """Whether a field takes its bytes from the end of the packet, as a frame check sequence does."""
    kinds = (*type(field).__mro__, *type(getattr(field, "fld", None)).__mro__)
    return any(kind.__name__ == "TrailerField" for kind in kinds)


def _turned_bits(field: Any) -> int:
    """The bits whose bytes are turned around before this field and those that follow are read (the lowest byte first)."""
    size = getattr(field, "tot_size", 0) if getattr(field, "rev", False) else 0
    return size * 8 if isinstance(size, int) and size > 1 else 0


def _may_end(field: Any, value: Any) -> bool:
    kinds = {type(field).__name__, type(getattr(field, "fld", None)).__name__ if value is not None else ""}
    return "MayEnd" in kinds


def _places(packet: Any, steps: list[_Step], data: bytes, depth: int) -> list[Place]:
    """The places of fields that together lie in whole bytes."""
    first = steps[0]
    if len(steps) > 1 and _turned_bits(first.field):
        names = ", ".join(str(step.field.name) for step in steps)
        text = ", ".join(f"{step.field.name} {said_of(packet, step.field, step.value)[1]}" for step in steps)
        width = sum(step.width_bits for step in steps)
        return [place_of(packet, names, (plain(text), plain(text)), first.first_bit, width)]
    if len(steps) == 1 and depth:
        inside = first.value if isinstance(first.value, list) else [first.value]
        if inside and all(map(is_packet, inside)):
            begin, size = first.first_bit // 8, first.width_bits // 8
            if found := _inside(first.field, inside, data[begin : begin + size], depth - 1):
                return [replace(place, first_bit=place.first_bit + first.first_bit) for place in found]
    return [
        place_of(packet, str(step.field.name), said_of(packet, step.field, step.value), step.first_bit, step.width_bits)
        for step in steps
    ]


def _inside(field: Any, packets: list[Any], data: bytes, depth: int) -> list[Place] | None:
    """The fields of the packets that make up a field; None if they do not make up just its bytes."""
    found: list[Place] = []
    at = 0
    for number, first in enumerate(packets, 1):
        packet = first
        name = plain(f"{field.name} {number}" if len(packets) > 1 else str(field.name))
        while is_packet(packet):
            given = packet.original or getattr(packet, "load", b"")
            if data[at : at + len(given)] != given:
                return None
            taken = take(packet, given, depth)
            if taken.trailer or taken.size == 0:
                return None
            for place in taken.places:
                group = f"{name} · {place.group}" if place.group else name
                found.append(replace(place, first_bit=place.first_bit + at * 8, group=group))
            at += taken.size
            packet = packet.payload
    return found if at == len(data) else None


def _whole(packet: Any, data: bytes) -> Taken:
    """A layer as one field, of as many bytes as what it carries leaves."""
    carried = _carried(packet)
    size = len(data) - len(carried) if data.endswith(carried) else 0
    text = plain(", ".join(f"{name} {value!r}" for name, value in packet.fields.items()))
    meaning = f"all of scapy's {type(packet).__name__}"
    return Taken([place_of(packet, "", (text, text), 0, size * 8, meaning)] if size else [], size, [], 0)
