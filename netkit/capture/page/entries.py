"""Packets as the page's script reads them: numbers that lead into pools of strings, fields and layers.

A field of a packet is one number: its entry in the pool. Where it begins need not be said, for fields lie side by side; where one does
not begin at the end of the one before it, its first bit stands before it, behind a -1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from netkit.capture.columnar.catalog import known_keys
from netkit.capture.columnar.derived import DERIVED
from netkit.capture.columnar.domain import BYTES, IPV4, IPV6, MAC, PROTOCOL, TEXT
from netkit.capture.page.asked import LARGEST_EXACT, Answer, Asked
from netkit.capture.page.pool import Pool
from netkit.capture.record import Record
from netkit.packet import Dissection
from netkit.packet.dissected import DissectedField
from netkit.packet.field import Field
from netkit.packet.layer import Layer
from netkit.packet.problem import Problem
from netkit.packet.summary import ends_of, protocol_of, summary
from netkit.packet.why import Why, sentences
from netkit.render.safe import safe
from netkit.view import Json

__all__ = ["Entries"]

LONGEST = 2000
"""Characters of a value that are shown; of bytes that stand in the packet anyway they are not missed."""

LEAST = 3
"""What a field's entry has at least: definition, width and text."""


class Entries:
    """What several packets share, filled as their entries are made. With `why` each value's effect is told, too."""

    def __init__(self, *, why: bool) -> None:
        self._why = why
        self._strings: Pool[str] = Pool("")
        self._definitions: Pool[tuple[int, ...]] = Pool()
        self._fields: Pool[tuple[Any, ...]] = Pool()
        self._layers: Pool[tuple[int, ...]] = Pool()
        self._answers: Pool[Answer] = Pool()
        self._asked = Asked()
        self._known = known_keys()
        self._shown: dict[str, int] = {}
        self._defined: dict[tuple[int, str, str], tuple[Field, int]] = {}
        self._kept: dict[int, tuple[DissectedField, int]] = {}
        self.present: set[str] = set()
        """Keys of which some packet has a value."""

    def pools(self) -> dict[str, Json]:
        """The pools by their names."""
        return {
            "strings": self._strings.items,
            "definitions": [list(each) for each in self._definitions.items],
            "fields": [_trimmed(each) for each in self._fields.items],
            "layers": [list(each) for each in self._layers.items],
            "answers": [list(each) for each in self._answers.items],
        }

    def string(self, text: str) -> int:
        """The place of a string; controls, and what hides or turns the text around it, become visible escapes."""
        place = self._shown.get(text)
        if place is None:
            shown = safe(text)
            place = self._strings.place(shown if len(shown) <= LONGEST else f"{shown[: LONGEST - 1]}…")
            self._shown[text] = place
        return place

    def packet(self, packet: Dissection, record: Record, after: int | None, tracked: Mapping[str, list[Any]]) -> Json:
        """The entry of one packet; `after` is nanoseconds since the capture's first packet."""
        told = self._told(packet)
        source, destination = ends_of(packet)
        fields = [(layer, layer.fields) for layer in packet.layers]
        families: dict[str, dict[int, Layer]] = {}
        for layer, found in fields:
            for first in {field.key.partition(".")[0] for field in found}:
                families.setdefault(first, {})[id(layer)] = layer
        asked = list(
            self._asked.answers(packet, record, {first: list(of.values()) for first, of in families.items()}, tracked)
        )
        self.present.update(answer[0] for answer in asked)
        return [
            record.number,
            str(after) if after is not None and abs(after) >= LARGEST_EXACT else after,
            record.original_length,
            len(packet.data),
            self.string(source),
            self.string(destination),
            self.string(protocol_of(packet)),
            self.string(summary(packet)),
            [self._layer(layer, found, packet.data, told) for layer, found in fields],
            [self._problem(problem) for problem in packet.problems],
            [self._answers.place(answer) for answer in asked],
            [self.string(comment) for comment in record.comments],
            self.string(record.interface.name or ""),
        ]

    def _told(self, packet: Dissection) -> dict[tuple[str, int], list[Why]]:
        found: dict[tuple[str, int], list[Why]] = {}
        for why in sentences(packet) if self._why else ():
            if not why.trouble:
                found.setdefault((why.key, why.start_bit), []).append(why)
        return found

    def _problem(self, problem: Problem) -> Json:
        return [
            problem.key,
            problem.start_bit,
            problem.width_bits,
            self.string(problem.text),
            self.string(problem.rfc),
            [self.string(detail) for detail in problem.details],
        ]

    def _layer(
        self, layer: Layer, fields: Sequence[DissectedField], data: bytes, told: dict[tuple[str, int], list[Why]]
    ) -> Json:
        kind = (self.string(layer.key), self.string(layer.name), self.string(layer.rfc), int(layer.quoted))
        found: list[Json] = [self._layers.place(kind), layer.start, layer.length]
        at = layer.start * 8
        for field in fields:
            if field.start_bit != at:
                found += [-1, field.start_bit]
            found.append(self._field(field, data, told.get((field.key, field.start_bit), ())))
            at = field.start_bit + field.width_bits
        return found

    def _field(self, field: DissectedField, data: bytes, told: Sequence[Why]) -> int:
        """Its place in the pool; a field that packets share is made out once."""
        kept = self._kept.get(id(field))
        if kept is not None and not told:
            return kept[1]
        place = self._entry(field, data, told)
        if field.layer is None and not told:
            self._kept[id(field)] = field, place
        return place

    def _entry(self, field: DissectedField, data: bytes, told: Sequence[Why]) -> int:
        """Definition, width, text, note, group, effect, its RFC, the value where the text does not say it, other places."""
        return self._fields.place(
            (
                self._definition(field),
                field.width_bits,
                self.string(field.text),
                self.string(field.note),
                self.string(field.group),
                self.string(" ".join(_sentence(why.effect) for why in told)),
                self.string(told[0].rfc if told else ""),
                self._value(field, data),
                field.also,
            )
        )

    def _definition(self, field: DissectedField) -> int:
        entry = field.field
        # An entry may be made for one packet alone (a header field of HTTP): it is held, so that no other gets its identity.
        held, place = self._defined.get((id(entry), field.key, field.name), (None, 0))
        if held is None:
            self.present.add(field.key)
            strings = (
                self.string(field.key),
                self.string(field.name),
                self.string(field.meaning),
                self.string(field.rfc),
            )
            place = self._definitions.place((*strings, int(entry.minor)))
            self._defined[id(entry), field.key, field.name] = entry, place
        return place

    def _value(self, field: DissectedField, data: bytes) -> Any:
        """The value that a filter compares with; None where it is the text that is shown, or the bytes in their place."""
        domain = self._known.get(field.key)
        if domain is None or domain is PROTOCOL or field.key in DERIVED:
            return None
        value: Any = field.value
        if domain in (IPV4, IPV6, MAC, TEXT):
            value = str(value)
            return None if value == field.text == safe(value) and len(value) <= LONGEST else value
        if domain is BYTES:
            raw = field.raw_value
            held = raw.to_bytes(field.width_bits // 8, "big") if isinstance(raw, int) else bytes(raw)
            start = field.start_bit // 8
            return (
                None if held == data[start : start + field.width_bits // 8] and not field.start_bit % 8 else held.hex()
            )
        if isinstance(value, str):
            return value
        return str(int(value)) if abs(int(value)) >= LARGEST_EXACT else int(value)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _trimmed(entry: tuple[Any, ...]) -> list[Json]:
    """An entry without what is empty at its end: no other place, no value of its own, no string (the value 0 is one)."""
    found = [list(each) if isinstance(each, tuple) else each for each in entry]
    if not found[-1]:
        found.pop()
        if found[-1] is None:
            found.pop()
            while found[-1] == 0 and len(found) > LEAST:
                found.pop()
    return found
