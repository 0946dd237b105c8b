"""A packet that was built, as a view: what `netkit packet build` shows, with what was filled in and chosen marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from netkit.packet.building.encoding import assembled
from netkit.packet.building.filling.defaults import INSTEAD
from netkit.packet.building.judgement import Place, places
from netkit.packet.building.packet import Packet
from netkit.packet.field import REQUIRED
from netkit.packet.view import explain
from netkit.view import Block, Document, Fact, Facts, Json, Paragraph

__all__ = ["SCHEMA", "Filled", "built", "filled_of"]

SCHEMA = "netkit.packet.build/1"


class Filled(NamedTuple):
    """A field that nobody gave: `how` is `filled` where the packet itself says it, `chosen` where something had to be taken."""

    layer: str
    place: Place
    how: str


def filled_of(packet: Packet) -> Iterator[Filled]:
    """The fields that were not given and are no mere default, in the order of the bytes."""
    assembly = assembled(packet.layers, packet.line)
    for each in places(assembly):
        recipe, given = each.frame.draft.recipe, each.frame.draft.given
        if given & recipe.place(each.field) or each.frame.draft.only_tail or not each.width_bits:
            continue
        fill = next((fill for fill in recipe.filled if fill.field is each.field), None)
        layer = each.frame.layer.draft.table.title
        if (
            fill is not None
            and fill.bits & recipe.guessed_flags
            and not assembly.data[each.start_bit // 8] >> 7 - each.start_bit % 8 & 1
        ):
            continue  # a flag that is not set says nothing
        if fill is not None:
            yield Filled(layer, each, "chosen" if fill.soft else "filled")
        elif each.field.default is REQUIRED or each.field.key in INSTEAD:
            yield Filled(layer, each, "chosen")


def built(
    packet: Packet, *, title: str = "Packet", everything: bool = False, next_commands: Sequence[tuple[str, str]] = ()
) -> Document:
    """The packet taken apart, with what was filled in; BuildError as `Packet.encode` and `Packet.link_type` have it."""
    dissection = packet.dissect()
    filled = list(filled_of(packet))
    document = explain(dissection, title=title, everything=everything, next_commands=next_commands)
    sentence, *rest = document.blocks
    marked = {(each.place.start_bit, each.place.width_bits): each.how for each in filled}
    blocks = [sentence, *_told(filled), *(_marked(block, marked) for block in rest)]
    data: dict[str, Json] = {
        "hex": dissection.data.hex(),
        "text": packet.to_text(),
        "python": packet.to_python(),
        "filled": [_filled_json(each) for each in filled],
        **document.data,
    }
    return Document(schema=SCHEMA, data=data, blocks=blocks)


def _told(filled: Sequence[Filled]) -> Iterator[Block]:
    for how, words in (("filled", "filled in"), ("chosen", "chosen, since you did not say")):
        layers = groupby((each for each in filled if each.how == how), key=lambda each: each.layer)
        told = [f"{layer} {', '.join(_names(members))}" for layer, members in layers]
        if told:
            yield Paragraph(text=f"{words}: {'; '.join(told)}", quiet=True)


def _names(members: Iterator[Filled]) -> list[str]:
    return list(dict.fromkeys(each.place.field.name.rstrip("_").replace("_", " ") for each in members))


def _marked(block: Block, marked: dict[tuple[int, int], str]) -> Block:
    """A list of facts in which those that were filled in say so."""
    if not isinstance(block, Facts):
        return block
    return Facts(rows=[_marked_fact(row, marked.get((row.start_bit or 0, row.width_bits), "")) for row in block.rows])


def _marked_fact(fact: Fact, how: str) -> Fact:
    word = {"filled": "filled in", "chosen": "chosen"}.get(how, "")
    if not word:
        return fact
    return replace(fact, note=f"{word}; {fact.note}" if fact.note else word)


def _filled_json(each: Filled) -> Json:
    field = each.place.field
    return {
        "layer": each.place.frame.layer.draft.table.key,
        "key": field.key,
        "name": field.label,
        "how": each.how,
        "start_bit": each.place.start_bit,
        "width_bits": each.place.width_bits,
    }
