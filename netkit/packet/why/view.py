"""The sentences of a packet as blocks: what `netkit packet explain --why` shows, and what it adds to the JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from netkit.packet.dissection import Dissection
from netkit.packet.place import byte_range, place
from netkit.packet.why.sentences import Why, sentences
from netkit.view import Block, Document, Heading, Json, Next, Remark, Remarks, Sentence, Trouble

__all__ = ["told", "why_json", "with_why"]


def with_why(document: Document, packet: Dissection) -> Document:
    """What `packet explain` shows of a packet, with sentences in the place of fields; the data have them besides all else, as `why`."""
    found = sentences(packet)
    spoken_of = {why.name for why in found if why.trouble}
    before = [
        block
        for block in document.blocks
        if isinstance(block, Sentence) or (isinstance(block, Trouble) and block.text not in spoken_of)
    ]
    behind = [
        replace(block, commands=[command for command in block.commands if not command[0].endswith(" --why")])
        for block in document.blocks
        if isinstance(block, Next)
    ]
    return replace(
        document,
        data={**document.data, "why": why_json(found)},
        blocks=[*before, *told(packet, found), *behind],
    )


def told(packet: Dissection, found: Sequence[Why]) -> list[Block]:
    """The sentences, layer by layer."""
    blocks: list[Block] = []
    for layer in packet.layers:
        here = [_remark(why) for why in found if why.layer is layer]
        if here:
            blocks += [Heading(text=layer.name, place=byte_range(layer.start, layer.length)), Remarks(rows=here)]
    return blocks


def _remark(why: Why) -> Remark:
    return Remark(
        label=why.name,
        value=why.value,
        text=f"{_capitalised(why.effect)}.",
        place=place(why.start_bit, why.width_bits).removeprefix("bytes ").removeprefix("byte "),
        source=why.rfc,
        trouble=why.trouble,
        # each option is named by its fields already
        group="" if why.group.startswith("option ") else why.group,
    )


def _capitalised(sentence: str) -> str:
    """The sentence with a capital, unless it begins with a name that is spelled otherwise (`www.example.test`)."""
    word = sentence.partition(" ")[0].rstrip(",:")
    return sentence[:1].upper() + sentence[1:] if word.isalpha() else sentence


def why_json(found: Sequence[Why]) -> list[Json]:
    """Each sentence as the seam has it; `also` and `group` only where they say something."""
    return [_json(why) for why in found]


def _json(why: Why) -> dict[str, Json]:
    told: dict[str, Json] = {
        "key": why.key,
        "start_bit": why.start_bit,
        "width_bits": why.width_bits,
        "text": why.text,
        "effect": why.effect,
        "rfc": why.rfc,
    }
    if why.also:
        told["also"] = [
            {"key": field.key, "start_bit": field.start_bit, "width_bits": field.width_bits} for field in why.also
        ]
    if why.group:
        told["group"] = why.group
    return told
