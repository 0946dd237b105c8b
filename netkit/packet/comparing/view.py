"""A comparison of two packets as a view: what `netkit packet diff` shows, to a person and to a program."""

from __future__ import annotations

from collections.abc import Sequence

from netkit.packet.comparing.alignment import LayerPair, Pair
from netkit.packet.comparing.changes import change_of
from netkit.packet.comparing.comparison import Comparison
from netkit.packet.comparing.conclusions import Conclusion, conclusion
from netkit.packet.dissected import DissectedField
from netkit.packet.dissection import Dissection
from netkit.packet.layer import Layer
from netkit.packet.place import byte_range, place
from netkit.packet.summary import summary
from netkit.packet.why import sentences
from netkit.view import Block, Document, Heading, Json, Next, Paragraph, Remark, Remarks, Sentence

__all__ = ["SCHEMA", "differences"]

SCHEMA = "netkit.packet.diff/1"

LONGEST_VALUE = 30
"""Characters of each value that a person is shown."""


def differences(
    comparison: Comparison, titles: tuple[str, str], next_commands: Sequence[tuple[str, str]] = ()
) -> Document:
    """Every field that differs, with both values, both places, and what that changes."""
    teller = _Teller(comparison)
    found = conclusion(comparison)
    layers = [pair for pair in comparison.layers if pair.a is None or pair.b is None or pair.differing]
    blocks: list[Block] = [Sentence(text=_first(comparison, titles))]
    if found is not None:
        blocks.append(Paragraph(text=f"{found.text} ({found.rfc})" if found.rfc else found.text))
    for pair in layers:
        blocks += teller.layer(pair)
    if next_commands and not comparison.same:
        blocks.append(Next(commands=next_commands))
    data: dict[str, Json] = {
        "same": comparison.same,
        "a": _packet(comparison.a, titles[0]),
        "b": _packet(comparison.b, titles[1]),
        "conclusion": _conclusion(found),
        "layers": [teller.layer_json(pair) for pair in layers],
    }
    return Document(schema=SCHEMA, data=data, blocks=blocks)


def _first(comparison: Comparison, titles: tuple[str, str]) -> str:
    if comparison.same:
        return f"{titles[0]} · {titles[1]} · no difference"
    number = len(comparison.differing)
    return f"{titles[0]} → {titles[1]} · {number:,} {'field differs' if number == 1 else 'fields differ'}"


def _packet(packet: Dissection, title: str) -> dict[str, Json]:
    return {"title": title, "length": len(packet.data), "summary": summary(packet)}


def _conclusion(found: Conclusion | None) -> dict[str, Json] | None:
    return None if found is None else {"kind": found.kind, "text": found.text, "rfc": found.rfc}


class _Teller:
    """What there is to say of each field that differs; the sentences of both packets are made once."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self._a = _effects(comparison.a)
        self._b = _effects(comparison.b)

    def told(self, pair: Pair) -> tuple[str, str]:
        """The sentence for a field, and its RFC; both empty where its values say all."""
        told, rfc = change_of(pair, self.comparison)
        if told:
            return told, rfc
        a, b = self._effect(pair.a, self._a), self._effect(pair.b, self._b)
        if a == b:
            return "", ""
        if a and b:
            return f"first: {a[0]}; second: {b[0]}", b[1]
        if pair.a is None or pair.b is None:
            return a or b or ("", "")
        return (f"first: {a[0]}", a[1]) if a else (f"second: {b[0]}", b[1]) if b else ("", "")

    @staticmethod
    def _effect(
        field: DissectedField | None, effects: dict[tuple[str, int], tuple[str, str]]
    ) -> tuple[str, str] | None:
        return None if field is None else effects.get((field.key, field.start_bit))

    def layer(self, pair: LayerPair) -> list[Block]:
        """A layer for a person: its fields that differ, or which packet alone has it."""
        either = pair.either
        if pair.a is None or pair.b is None:
            side = "second" if pair.a is None else "first"
            only = Paragraph(text=f"  Only in the {side}.")
            return [Heading(text=either.name, place=byte_range(either.start, either.length)), only]
        return [Heading(text=either.name, place=_both(_layer_place(pair.a), _layer_place(pair.b))), self._rows(pair)]

    def _rows(self, pair: LayerPair) -> Remarks:
        rows = []
        for each in pair.differing:
            told, rfc = self.told(each)
            rows.append(
                Remark(
                    label=each.either.name,
                    value=_values(each),
                    text=f"{told[:1].upper()}{told[1:]}." if told else "",
                    place=_both(_place(each.a), _place(each.b)),
                    source=rfc,
                    group="" if each.either.group.startswith("option ") else each.either.group,
                )
            )
        return Remarks(rows=rows)

    def layer_json(self, pair: LayerPair) -> dict[str, Json]:
        """A layer for a program: where it lies in each, and its fields that differ."""
        return {
            "key": pair.either.key,
            "name": pair.either.name,
            "a": _layer_json(pair.a),
            "b": _layer_json(pair.b),
            "fields": [self._field_json(each) for each in pair.differing],
        }

    def _field_json(self, pair: Pair) -> dict[str, Json]:
        told, rfc = self.told(pair)
        either = pair.either
        found: dict[str, Json] = {
            "key": either.key,
            "name": either.name,
            "a": _side(pair.a),
            "b": _side(pair.b),
            "text": told,
            "rfc": rfc,
        }
        return found | {"group": either.group} if either.group else found


def _effects(packet: Dissection) -> dict[tuple[str, int], tuple[str, str]]:
    found: dict[tuple[str, int], tuple[str, str]] = {}
    for why in sentences(packet):
        if not why.trouble:
            found.setdefault((why.key, why.start_bit), (why.effect, why.rfc))
    return found


def _values(pair: Pair) -> str:
    if pair.a is None or pair.b is None:
        return f"only in the {'second' if pair.a is None else 'first'}: {_short(pair.either.text)}"
    if pair.a.text == pair.b.text and pair.a.raw != pair.b.raw:
        return f"{_short(pair.a.text)}, written in other bytes" if pair.a.width_bits <= 2048 else "other bytes"
    return f"{_short(pair.a.text)} → {_short(pair.b.text)}"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"


def _place(field: DissectedField | None) -> str:
    return place(field.start_bit, field.width_bits).removeprefix("bytes ").removeprefix("byte ") if field else ""


def _layer_place(layer: Layer) -> str:
    return byte_range(layer.start, layer.length)


def _both(a: str, b: str) -> str:
    """One place where both are the same."""
    return f"{a} / {b}" if a and b and a != b else a or b


def _layer_json(layer: Layer | None) -> dict[str, Json] | None:
    return None if layer is None else {"start": layer.start, "length": layer.length}


def _side(field: DissectedField | None) -> dict[str, Json] | None:
    if field is None:
        return None
    return {
        "value": field.value,
        "raw": field.raw,
        "text": field.text,
        "start_bit": field.start_bit,
        "width_bits": field.width_bits,
    }
