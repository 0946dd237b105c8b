"""The catalog: which keys there are, and what the values under each are."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from netkit.capture.columns.composed import COMPOSED_KEYS, composed_fields
from netkit.capture.columns.domain import BOOLEAN, BYTES, IPV4, IPV6, MAC, NUMBER, PROTOCOL, SIGNED, TEXT, Domain
from netkit.capture.columns.either import EITHER
from netkit.capture.columns.frame import FRAME_FIELDS
from netkit.errors import UsageError
from netkit.packet import Dissection
from netkit.packet.field import Field
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_IPV4, ADDRESS_IPV6, ADDRESS_MAC, FLAG
from netkit.packet.kinds import BYTES as BYTES_KIND
from netkit.packet.kinds import SIGNED as SIGNED_KIND

__all__ = ["domain_of", "known_keys", "parts_of", "unknown_key", "value_in"]


@cache
def _domains() -> Mapping[str, Domain]:
    from netkit.packet.pictures import tables  # noqa: PLC0415 - loads every table

    found: dict[str, Domain] = {}
    for table in tables():
        if table.key:
            found.setdefault(table.key, PROTOCOL)
        for field in (*table.fields, *composed_fields(table)):
            domain = _domain(field)
            if found.setdefault(field.key, domain) is not domain:
                both = {domain, found[field.key]}
                found[field.key] = NUMBER if both == {NUMBER, BOOLEAN} else BYTES if BYTES in both else TEXT
    found |= {key: each.domain for key, each in FRAME_FIELDS.items()}
    return MappingProxyType(found | {key: found[parts[0]] for key, parts in EITHER.items()})


def _domain(field: Field) -> Domain:
    kind, width = field.kind, field.width
    for each, size, domain in ((ADDRESS_IPV4, 32, IPV4), (ADDRESS_IPV6, 128, IPV6), (ADDRESS_MAC, 48, MAC)):
        if type(kind) is type(each) and width == size:
            return domain
    if kind is FLAG:
        return BOOLEAN
    if kind is SIGNED_KIND:
        return SIGNED
    if type(kind) is type(BYTES_KIND):
        return BYTES
    return {"integer": NUMBER, "boolean": BOOLEAN}.get(kind.json_type, TEXT)


def known_keys() -> Mapping[str, Domain]:
    """Every key, of fields and of protocols, with the domain of its values."""
    return _domains()


def unknown_key(key: str) -> UsageError:
    """What to tell somebody who asks for a key that there is not, with those that were perhaps meant."""
    near = difflib.get_close_matches(key, _domains(), n=3, cutoff=0.5)
    return UsageError(
        f"there is no field {key}",
        why="a field is named by its Wireshark key, such as ip.ttl or dns.qry.name",
        hint=f"did you mean {' or '.join(near)}?"
        if near
        else "netkit packet explain FILE:1 --json shows a packet's keys",
    )


def domain_of(key: str) -> Domain:
    """What the values under a key are; KeyError for a key that there is not."""
    return _domains()[key]


def value_in(packet: Dissection, key: str, domain: Domain) -> list[Any]:
    """Every value under a key in one packet, in the order of the bytes, as the domain holds it."""
    if domain is PROTOCOL:
        return parts_of(packet, key)
    wanted = EITHER.get(key, (key,))
    if key in COMPOSED_KEYS:
        return [
            part.number >> field.shift & field.mask
            for layer in packet.layers
            for part in layer.parts
            if isinstance(part, Header)
            for field in composed_fields(type(part))
            if field.key == key
        ]
    return [
        _held(domain, field, raw, width)
        for layer in packet.layers
        for part in layer.parts
        for field, raw, _, width in part.spans()
        if field.key in wanted and width
    ]


def _held(domain: Domain, field: Field, raw: Any, width: int) -> Any:
    if domain in (IPV4, MAC):
        return raw
    if domain is IPV6:
        return raw >> 64, raw & (1 << 64) - 1
    if domain is BYTES:
        return raw.to_bytes(width // 8, "big") if isinstance(raw, int) else bytes(raw)
    return field.kind.value(raw, width)


def parts_of(packet: Dissection, key: str) -> list[bytes]:
    """The bytes of every layer of a protocol, or of every field of a key, in one packet."""
    layers = [layer for layer in packet.layers if layer.key == key]
    if layers:
        return [packet.data[layer.start : layer.start + layer.length] for layer in layers]
    wanted = EITHER.get(key, (key,))
    return [
        packet.data[field.start_bit // 8 : (field.start_bit + field.width_bits + 7) // 8]
        for field in packet.fields
        if field.key in wanted
    ]
