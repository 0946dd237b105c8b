"""What a filter may ask of a packet beside the fields that are shown: whole layers, and what is worked out from several fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from netkit.capture.columnar.catalog import known_keys, parts_of, value_in
from netkit.capture.columnar.composed import COMPOSED
from netkit.capture.columnar.derived import DERIVED
from netkit.capture.columnar.domain import BYTES, MOMENT, PROTOCOL, SPAN, Domain
from netkit.capture.columnar.frame import FRAME_FIELDS
from netkit.capture.page.vocabulary import LEFT_OUT
from netkit.capture.record import Record
from netkit.packet import Dissection

__all__ = ["Answer", "answers", "spelled"]

Answer = tuple[str, Any] | tuple[str, int, int]
"""A key with a value, or with where its bytes stand in the packet: the first, and how many."""

OWN_KEYS = frozenset({"frame", "frame.number", "frame.len", "frame.cap_len", "frame.time", "frame.time_epoch"})
"""Keys whose values the page has anyway."""

NEVER = frozenset({"frame.marked", "frame.ignored"})
"""Keys that are false of every packet."""

_PLAIN_DERIVED = tuple(key for key in DERIVED if key not in LEFT_OUT)
LARGEST_EXACT = 1 << 53
"""Numbers from here on are no longer exact in a script; they are written as text."""


def answers(packet: Dissection, record: Record, tracked: Mapping[str, list[Any]]) -> Iterator[Answer]:
    """Every such value of one packet; `tracked` has those that only the whole capture tells."""
    yield from _layers(packet)
    protocols = {layer.key for layer in packet.layers}
    known = known_keys()
    for key in _PLAIN_DERIVED:
        if _may_have(key, protocols):
            yield from _derived(packet, key, known[key])
    for key in COMPOSED:
        if key.partition(".")[0] in protocols and key in known and key not in DERIVED:
            yield from ((key, spelled(known[key], value)) for value in value_in(packet, key, known[key]))
    for key, field in FRAME_FIELDS.items():
        if key not in OWN_KEYS and key not in NEVER and (value := field.take(record)) is not None:
            yield key, spelled(field.domain, value)
    for key, values in tracked.items():
        yield from ((key, spelled(known[key], value)) for value in values)


def _may_have(key: str, protocols: set[str]) -> bool:
    first = key.partition(".")[0]
    return first in protocols or first in ("frame", "data")


def _layers(packet: Dissection) -> Iterator[Answer]:
    """Of every layer the bytes from its first on to the last that it carries, where they stand."""
    known = known_keys()
    for key in dict.fromkeys(layer.key for layer in packet.layers):
        if key in DERIVED or known.get(key) is not PROTOCOL:
            continue
        for part in parts_of(packet, key):
            yield _placed(packet, key, part)


def _derived(packet: Dissection, key: str, domain: Domain) -> Iterator[Answer]:
    for value in value_in(packet, key, domain):
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
