"""Fuzz the dissection of packets: `python -m tests.fuzz.packets --count 10000000 --seed 1 --jobs 2`."""

import json

from netkit.packet import dissect
from netkit.packet.diagram import diagram_of_layer
from netkit.packet.registry import READERS
from netkit.packet.summary import brief, ends_of
from netkit.packet.view import explain
from netkit.render.json import document_text
from netkit.render.layout import arrange, arrange_aloud
from netkit.render.page import Page
from netkit.render.plain import texts
from netkit.view import Sentence
from tests.fuzz.case import Case, Target
from tests.fuzz.mutation import mutated
from tests.fuzz.running import main
from tests.fuzz.seeds import packets
from tests.packet.invariants import broken_promises

__all__ = ["TARGET", "check_dissection", "check_views", "make"]

PROMISES = """For any bytes, any link type and any length on the wire, dissect()

1. raises nothing;
2. gives layers whose encode() is the very bytes, and whose fields follow one another bit by bit from the first to the last;
3. gives every field a value, a raw value and a text of the types that JSON has;
4. finds problems that lie inside the packet and have a dotted id, a key and a text;
5. gives what can be explained, drawn and listed: the view, its lines (without any character that a terminal obeys) and its JSON are
   made without an error;
6. takes time in proportion to the bytes, and keeps no memory when it is done (both reported, for they depend on the machine)."""

LINK_TYPES = tuple(
    sorted({number for space, number in READERS if space == "link_type"} | {-1, 0, 105, 127, 147, 195, 65535})
)

DRAWN = 20
"""Layers that are drawn: of a packet in a packet in a packet the first ones tell enough."""

JSON_TYPES = (int, str)
"""A flag is an int, too."""


def make(seeds, chance):
    """A packet that is mutated, or one of a hundred that is nothing but random bytes."""
    draw = chance.random
    data, link_type, _ = seeds[int(draw() * len(seeds))]
    kind = draw()
    if kind < 0.01:
        data, link_type = chance.randbytes(int(draw() * 200)), LINK_TYPES[int(draw() * len(LINK_TYPES))]
    else:
        data = mutated(data, seeds[int(draw() * len(seeds))].data, chance)
    if kind > 0.99:
        link_type = LINK_TYPES[int(draw() * len(LINK_TYPES))]
    return Case(data, link_type, len(data) + int(draw() * 100) if draw() < 0.05 else None)


def check(case, deep):
    """The promises of one packet."""
    dissection = dissect(case.data, case.link_type, original_length=case.original_length)
    check_dissection(dissection, case.data)
    if deep:
        broken = broken_promises(dissection, case.data)
        assert not broken, broken[:3]
        check_views(dissection)


def check_dissection(dissection, data):
    """Promises 2, 3 and 4: on every packet."""
    assert dissection.encode() == data, "the dissection re-encodes to other bytes"
    at = 0
    for layer in dissection.layers:
        assert layer.start * 8 == at, f"{layer!r} starts at bit {layer.start * 8}, not {at}"
        for field in layer.fields:
            assert field.start_bit == at, f"{field!r} starts at bit {field.start_bit}, not {at}"
            assert isinstance(field.value, JSON_TYPES), f"{field!r} has a value of {type(field.value)}"
            assert isinstance(field.raw, JSON_TYPES), f"{field!r} has a raw value of {type(field.raw)}"
            assert field.text.__class__ is field.note.__class__ is str, f"{field!r} has a text or a note that is none"
            at += field.width_bits
    bits = len(data) * 8
    assert at == bits, f"the fields end at bit {at}, the packet at bit {bits}"
    for problem in dissection.problems:
        assert 0 <= problem.start_bit <= problem.start_bit + problem.width_bits <= bits, (
            f"{problem} lies outside of the packet"
        )
        assert problem.key, f"{problem} has no key"
        assert problem.text, f"{problem} has no text"
        assert "." in problem.rule, f"{problem} has no dotted id"


def check_views(dissection):
    """Promise 5: what a person and a program see of it."""
    page = Page(width=80, encoding="utf-8", boxes=False)
    pictures = [diagram_of_layer(layer) for layer in dissection.layers[:DRAWN]]
    listed = Sentence(text=" · ".join((*ends_of(dissection), brief(dissection))))
    document = explain(dissection, everything=True)
    for blocks in (explain(dissection).blocks, document.blocks, pictures, [listed]):
        for arranged in (arrange(blocks, page), arrange_aloud(blocks, page)):
            for line in texts(arranged):
                assert line.isprintable(), f"a line has a character that is not for printing: {line!r}"
    json.loads(document_text(document.schema, document.data, encoding="utf-8"))


TARGET = Target("packets", PROMISES, packets, make, check, every=200)

if __name__ == "__main__":
    main(TARGET)
