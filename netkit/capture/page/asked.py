"""What a filter may ask of a packet beside the fields that are shown: whole layers, and what is worked out from several fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from netkit.capture.columnar.catalog import known_keys, parts_of
from netkit.capture.columnar.composed import COMPOSED, composed_fields
from netkit.capture.columnar.derived import DERIVED
from netkit.capture.columnar.domain import BYTES, MOMENT, PROTOCOL, SPAN, Domain
from netkit.capture.columnar.frame import FRAME_FIELDS
from netkit.capture.page.vocabulary import LEFT_OUT
from netkit.capture.record import Record
from netkit.packet import Dissection
from netkit.packet.header import Header
from netkit.packet.layer import Layer

__all__ = ["LARGEST_EXACT", "Answer", "Asked"]

Answer = tuple[str, Any] | tuple[str, int, int]
"""A key with a value, or with where its bytes stand in the packet: the first, and how many."""

OWN_KEYS = frozenset({"frame", "frame.number", "frame.len", "frame.cap_len", "frame.time", "frame.time_epoch"})
"""Keys whose values the page has anyway."""

NEVER = frozenset({"frame.marked", "frame.ignored"})
"""Keys that are false of every packet."""

_EVERYWHERE = frozenset({"frame", "data"})
"""Families whose values are made of any layer."""

_REPEATING = "eth"
"""A family whose values are those of its own bytes, which most packets have in common with others."""


def _by_family(keys: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for key in keys:
        family = key.partition(".")[0]
        found[family] = (*found.get(family, ()), key)
    return MappingProxyType(found)


_DERIVED = _by_family(key for key in DERIVED if key not in LEFT_OUT)
_COMPOSED = _by_family(COMPOSED)
_FRAME = tuple((key, field) for key, field in FRAME_FIELDS.items() if key not in OWN_KEYS | NEVER)

LARGEST_EXACT = 1 << 53
"""Numbers from here on are no longer exact in a script; they are written as text."""


class Asked:
    """Gives every such value of packets."""

    def __init__(self) -> None:
        self._repeated: dict[bytes, list[Answer]] = {}

    def answers(
        self,
        packet: Dissection,
        record: Record,
        families: Mapping[str, Sequence[Layer]],
        tracked: Mapping[str, list[Any]],
    ) -> Iterator[Answer]:
        """The values of one packet; `tracked` has those that only the whole capture tells.

        `families` has the layers in which there are fields whose keys begin so, with what stands before their first dot.
        """
        yield from _layers(packet)
        for family in families:
            yield from self._repeats(packet, families) if family == _REPEATING else _family(packet, families, family)
        for family in _EVERYWHERE:
            yield from _derived(packet, packet.layers, family)
        for key, field in _FRAME:
            if (value := field.take(record)) is not None:
                yield key, spelled(field.domain, value)
        known = known_keys()
        for key, values in tracked.items():
            yield from ((key, spelled(known[key], value)) for value in values)

    def _repeats(self, packet: Dissection, families: Mapping[str, Sequence[Layer]]) -> list[Answer]:
        own = b"".join(packet.data[each.start : each.start + each.length] for each in families[_REPEATING])
        found = self._repeated.get(own)
        if found is None:
            found = self._repeated[own] = list(_family(packet, families, _REPEATING))
        return found


def _family(packet: Dissection, families: Mapping[str, Sequence[Layer]], family: str) -> Iterator[Answer]:
    if family not in _EVERYWHERE:
        yield from _derived(packet, families[family], family)
    for key in _COMPOSED.get(family, ()):
        for layer in families[family]:
            yield from _composed(layer, key)


def _composed(layer: Layer, key: str) -> Iterator[Answer]:
    for part in layer.parts:
        if isinstance(part, Header):
            for field in composed_fields(type(part)):
                if field.key == key:
                    yield key, part.number >> field.shift & field.mask


def _layers(packet: Dissection) -> Iterator[Answer]:
    """Of every layer the bytes from its first on to the last that it carries, where they stand."""
    known = known_keys()
    for key in dict.fromkeys(layer.key for layer in packet.layers):
        if key in DERIVED or known.get(key) is not PROTOCOL:
            continue
        for part in parts_of(packet, key):
            yield _placed(packet, key, part)


def _derived(packet: Dissection, layers: Sequence[Layer], family: str) -> Iterator[Answer]:
    known = known_keys()
    for key in _DERIVED.get(family, ()):
        domain = known[key]
        for value in DERIVED[key].take(list(layers), packet):
            yield _placed(packet, key, value) if domain in (BYTES, PROTOCOL) else (key, spelled(domain, value))


def _placed(packet: Dissection, key: str, part: bytes) -> Answer:
    """Bytes by a place where the packet has the very same: a filter asks what they are, and not where."""
    at = packet.data.find(part)
    return (key, at, len(part)) if at >= 0 else (key, f"hex:{part.hex()}")


def spelled(domain: Domain, value: Any) -> Any:
    """A value as the script reads it: times in nanoseconds, flags as 0 and 1, a number that a script does not hold exactly as text."""
    found = int(value) if domain in (MOMENT, SPAN) else domain.spell(value)
    if isinstance(found, bool):
        return int(found)
    return str(found) if isinstance(found, int) and abs(found) >= LARGEST_EXACT else found
