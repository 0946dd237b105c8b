"""The catalog: which keys there are, and what the values under each are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from netkit.capture.columnar.composed import COMPOSED_KEYS, composed_fields
from netkit.capture.columnar.derived import DERIVED
from netkit.capture.columnar.domain import BOOLEAN, BYTES, IPV4, IPV6, MAC, NUMBER, PROTOCOL, SIGNED, TEXT, Domain
from netkit.capture.columnar.either import EITHER, names_of
from netkit.capture.columnar.frame import FRAME_FIELDS
from netkit.capture.columnar.reach import layers_of, own_bytes, reach
from netkit.capture.columnar.tracked import TRACKED
from netkit.packet import Dissection
from netkit.packet.field import Field
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_IPV4, ADDRESS_IPV6, ADDRESS_MAC, FLAG
from netkit.packet.kinds import BYTES as BYTES_KIND
from netkit.packet.kinds import SIGNED as SIGNED_KIND
from netkit.packet.layer import Layer

__all__ = [
    "domain_of",
    "is_plain",
    "known_keys",
    "names_in",
    "parts_of",
    "plain_values",
    "value_in",
    "width_in",
]


@cache
def _fields() -> Mapping[str, tuple[Field, ...]]:
    """The entries of the tables under each key."""
    from netkit.packet.pictures import tables  # noqa: PLC0415 - loads every table

    found: dict[str, list[Field]] = {}
    for table in tables():
        for field in (*table.fields, *composed_fields(table)):
            found.setdefault(field.key, []).append(field)
    return MappingProxyType({key: tuple(fields) for key, fields in found.items()})


@cache
def _domains() -> Mapping[str, Domain]:
    from netkit.packet.pictures import tables  # noqa: PLC0415 - loads every table

    found: dict[str, Domain] = {table.key: PROTOCOL for table in tables() if table.key}
    for key, fields in _fields().items():
        found.setdefault(key, _common({_domain(field) for field in fields}))
    found |= {key: each.domain for key, each in FRAME_FIELDS.items()}
    found |= {key: found[parts[0]] for key, parts in EITHER.items()}
    found |= {key: each.domain for key, each in DERIVED.items()}
    return MappingProxyType({**found, **TRACKED})


def _common(domains: set[Domain]) -> Domain:
    """The domain of a key that several tables have."""
    if len(domains) == 1:
        return domains.pop()
    return NUMBER if domains == {NUMBER, BOOLEAN} else BYTES if BYTES in domains else TEXT


def _domain(field: Field) -> Domain:
    kind, width = field.kind, field.width
    for each, size, domain in ((ADDRESS_IPV4, 32, IPV4), (ADDRESS_IPV6, 128, IPV6), (ADDRESS_MAC, 48, MAC)):
        if type(kind) is type(each) and width == size:
            return domain
    if kind is FLAG:
        return BOOLEAN
    if kind is SIGNED_KIND:
        return SIGNED
    if isinstance(kind, type(BYTES_KIND)) and type(kind).value is type(BYTES_KIND).value:
        return BYTES
    return {"integer": NUMBER, "boolean": BOOLEAN}.get(kind.json_type, TEXT)


def known_keys() -> Mapping[str, Domain]:
    """Every key, of fields and of protocols, with the domain of its values."""
    return _domains()


def domain_of(key: str) -> Domain:
    """What the values under a key are; KeyError for a key that there is not."""
    return _domains()[key.partition("#")[0]]


@cache
def names_in(key: str) -> Mapping[str, int]:
    """The names that numbers under a key have, in small letters, with their numbers."""
    fields = [field for each in EITHER.get(key, (key,)) for field in _fields().get(each, ())]
    return MappingProxyType({name.lower(): number for field in fields for number, name in field.names.items()})


@cache
def width_in(key: str) -> int:
    """How many bits Wireshark gives the numbers under a key: a size of 8, 16, 24, 32 or 64; 0 where that is not known."""
    if key in DERIVED:
        return DERIVED[key].width
    if key in TRACKED or key in FRAME_FIELDS:
        return 32
    fields = [field for each in EITHER.get(key, (key,)) for field in _fields().get(each, ())]
    width = max((field.width for field in fields if _domain(field) is not TEXT), default=0)
    if any(not field.width for field in fields):
        return 64
    return next((size for size in (8, 16, 24, 32, 40, 48, 56, 64) if width <= size), 0) if width else 0


def value_in(packet: Dissection, key: str, domain: Domain) -> list[Any]:
    """Every value under a key in one packet, in the order of the bytes, as the domain holds it.

    Behind the key may stand which layers of its protocol count: `ip.src#1..1,-1..-1` are the first and the last.
    """
    layers, key = _chosen(packet, key)
    if key in DERIVED:
        return DERIVED[key].take(layers, packet)
    if domain is PROTOCOL:
        return _limited(packet, key, layers, own_bytes(packet, key))
    if key in COMPOSED_KEYS:
        return [
            part.number >> field.shift & field.mask
            for layer in layers
            for part in layer.parts
            if isinstance(part, Header)
            for field in composed_fields(type(part))
            if field.key == key
        ]
    wanted = EITHER.get(key, (key,))
    return [
        _held(domain, field, raw, width)
        for layer in layers
        for part in layer.parts
        if not isinstance(part, Header) or _has_field(type(part), wanted)  # type: ignore[arg-type]  # a class can be hashed whatever its objects are
        for field, raw, _, width in part.spans()
        if field.key in wanted and width
    ]


@cache
def _has_field(table: type[Header], keys: tuple[str, ...]) -> bool:
    """Whether a table has a field under one of these keys: of most packets most tables have none, and need not be gone through."""
    return any(field.key in keys for field in table.fields)


def is_plain(key: str) -> bool:
    """Whether a key is that of fields as the tables have them, or either of two; not one that is put together from others."""
    return (
        all(each in _fields() for each in EITHER.get(key, (key,))) and key not in COMPOSED_KEYS and key not in DERIVED
    )


def plain_values(packet: Dissection, wanted: Mapping[str, Domain]) -> Iterator[tuple[str, Any]]:
    """Every value in one packet under plain keys, each with its key, in the order of the bytes."""
    for layer in packet.layers:
        for part in layer.parts:
            for field, raw, _, width in part.spans():
                for key in names_of(field.key):
                    if key in wanted and width:
                        yield key, _held(wanted[key], field, raw, width)


def _chosen(packet: Dissection, key: str) -> tuple[list[Layer], str]:
    """The layers that count, and the key without them."""
    key, _, ranges = key.partition("#")
    if not ranges:
        return packet.layers, key
    own = [layer for _, layer in layers_of(packet, key.partition(".")[0])]
    chosen = set()
    for each in ranges.split(","):
        first, _, last = each.partition("..")
        for number in range(max(int(first), -len(own)), min(int(last), len(own)) + 1):
            if number:
                chosen.add(number - 1 if number > 0 else len(own) + number)
    return [own[number] for number in sorted(chosen)], key


def _limited(packet: Dissection, key: str, layers: list[Layer], found: list[bytes]) -> list[bytes]:
    if layers is packet.layers:
        return found
    whole = [layer for _, layer in layers_of(packet, key)]
    return [each for layer, each in zip(whole, found, strict=True) if any(layer is one for one in layers)]


def _held(domain: Domain, field: Field, raw: Any, width: int) -> Any:
    if domain in (IPV4, MAC):
        return raw
    if domain is IPV6:
        return raw >> 64, raw & (1 << 64) - 1
    if domain is BYTES:
        return raw.to_bytes(width // 8, "big") if isinstance(raw, int) else bytes(raw)
    return field.kind.value(raw, width)


def parts_of(packet: Dissection, key: str) -> list[bytes]:
    """Of every layer of a protocol the bytes from its first on, with all that it carries; of every field of a key its bytes."""
    layers, plain = _chosen(packet, key)
    if plain in DERIVED and DERIVED[plain].domain in (BYTES, PROTOCOL):
        return DERIVED[plain].take(layers, packet)
    if _domains()[plain] is PROTOCOL:
        return _limited(packet, plain, layers, reach(packet, plain))
    wanted = EITHER.get(plain, (plain,))
    return [
        packet.data[start // 8 : (start + width + 7) // 8]
        for layer in layers
        for part in layer.parts
        for field, _, start, width in part.spans()
        if field.key in wanted and width
    ]
