"""A dissection as a view: what `netkit packet explain` shows, to a person and to a program."""

from __future__ import annotations

from collections.abc import Sequence

from netkit.packet.dissected import DissectedField
from netkit.packet.dissection import Dissection
from netkit.packet.layer import Layer
from netkit.packet.place import byte_range, place
from netkit.packet.problem import Problem
from netkit.packet.summary import protocol_of, summary
from netkit.view import Block, Bytes, Document, Fact, Facts, Heading, Json, Mark, Next, Sentence, Trouble

__all__ = ["SCHEMA", "explain", "field_json", "problem_json"]

SCHEMA = "netkit.packet.explain/1"

FIRST_LOOK_ROWS = 8
"""Rows of sixteen bytes that a first look shows at most."""


def explain(
    packet: Dissection,
    *,
    title: str = "Packet",
    everything: bool = False,
    bytes_only: bool = False,
    marks: Sequence[str] = (),
    next_commands: Sequence[tuple[str, str]] = (),
) -> Document:
    """The whole of a packet: a sentence, each layer's fields, the problems, and the bytes.

    `marks` are Wireshark keys to point at in the bytes; without any, the layers themselves are marked. With `bytes_only` a person sees
    the bytes alone, and reads them on their own.
    """
    problems = packet.problems
    if bytes_only:
        only = Bytes(data=packet.data, marks=_bytes(packet, marks, everything=True).marks if marks else ())
        size = f"{len(packet.data):,} {'byte' if len(packet.data) == 1 else 'bytes'}"
        return Document(schema=SCHEMA, data=_data(packet, title), blocks=[Sentence(text=f"{title} · {size}"), only])
    blocks: list[Block] = [Sentence(text=f"{title} · {protocol_of(packet)} · {summary(packet)}")]
    blocks += [_trouble(problem) for problem in problems]
    for layer in packet.layers:
        blocks += _layer(layer, problems, everything=everything)
    blocks.append(_bytes(packet, marks, everything=everything))
    if next_commands:
        blocks.append(Next(commands=next_commands))
    return Document(schema=SCHEMA, data=_data(packet, title), blocks=blocks)


def _data(packet: Dissection, title: str) -> dict[str, Json]:
    return {
        "title": title,
        "summary": summary(packet),
        "link_type": packet.link_type,
        "length": len(packet.data),
        "original_length": packet.original_length,
        "layers": [_layer_json(layer) for layer in packet.layers],
        "problems": [problem_json(problem) for problem in packet.problems],
    }


def _layer_json(layer: Layer) -> dict[str, Json]:
    found: dict[str, Json] = {
        "key": layer.key,
        "name": layer.name,
        "start": layer.start,
        "length": layer.length,
        "quoted": layer.quoted,
        "rfc": layer.rfc,
        "fields": [field_json(field) for field in layer.fields],
    }
    if layer.source:
        found["source"] = layer.source
    return found


def field_json(field: DissectedField) -> dict[str, Json]:
    """One field as the seam has it; `also` and `group` only where they say something."""
    found: dict[str, Json] = {
        "key": field.key,
        "name": field.name,
        "value": field.value,
        "raw": field.raw,
        "text": field.text,
        "note": field.note,
        "start_bit": field.start_bit,
        "width_bits": field.width_bits,
        "meaning": field.meaning,
        "rfc": field.rfc,
    }
    if field.also:
        found["also"] = [{"start_bit": start, "width_bits": width} for start, width in field.also]
    if field.group:
        found["group"] = field.group
    return found


def problem_json(problem: Problem) -> dict[str, Json]:
    """One problem as the seam has it."""
    return {
        "rule": problem.rule,
        "key": problem.key,
        "start_bit": problem.start_bit,
        "width_bits": problem.width_bits,
        "text": problem.text,
        "rfc": problem.rfc,
        "details": list(problem.details),
    }


def _trouble(problem: Problem) -> Trouble:
    where = place(problem.start_bit, problem.width_bits)
    return Trouble(text=problem.text, place=where, source=problem.rfc, details=problem.details)


def _layer(layer: Layer, problems: Sequence[Problem], *, everything: bool) -> list[Block]:
    troubled = {(problem.key, problem.start_bit) for problem in problems}
    name = f"{layer.name}, quoted in the message above" if layer.quoted else layer.name
    rows = [
        _fact(field, layer.rfc, trouble=(field.key, field.start_bit) in troubled, everything=everything)
        for field in layer.fields
        if everything or not field.field.minor or (field.key, field.start_bit) in troubled or _stands_out(field)
    ]
    source = f"as {layer.source} reads it" if layer.source else layer.rfc
    return [Heading(text=name, source=source, place=byte_range(layer.start, layer.length)), Facts(rows=rows)]


def _stands_out(field: DissectedField) -> bool:
    """Whether a field that is passed over at first look says something after all: a flag that is set, an offset that is not 0."""
    if field.note:
        return True
    return (
        field.field.width_bits is not None
        and field.field.default is not None
        and field.raw_value != 0
        and field.field.width_bits == 1
    )


def _fact(field: DissectedField, layer_rfc: str, *, trouble: bool, everything: bool) -> Fact:
    note = field.note or (field.meaning if everything else "")
    if everything and field.note and field.meaning:
        note = f"{field.note}: {field.meaning}"
    return Fact(
        label=field.name,
        value=field.text,
        note=note,
        place=place(field.start_bit, field.width_bits).removeprefix("bytes ").removeprefix("byte "),
        source=field.rfc if everything and field.rfc != layer_rfc else "",
        start_bit=field.start_bit,
        width_bits=field.width_bits,
        trouble=trouble,
        group=field.group,
    )


def _bytes(packet: Dissection, marks: Sequence[str], *, everything: bool) -> Bytes:
    wanted = [field for field in packet.fields if field.key in marks] if marks else []
    if wanted:
        pointed = [Mark(start_bit=field.start_bit, width_bits=field.width_bits, label=field.name) for field in wanted]
        return Bytes(data=packet.data, marks=pointed, rows=None if everything else _rows_of(pointed))
    pointed = [
        Mark(start_bit=layer.start * 8, width_bits=layer.length * 8, label=layer.name) for layer in packet.layers
    ]
    count = (len(packet.data) + 15) // 16
    return Bytes(data=packet.data, marks=pointed, rows=None if everything else range(min(count, FIRST_LOOK_ROWS)))


def _rows_of(marks: Sequence[Mark]) -> list[int]:
    """The rows that marks lie in, with none left out between a mark's first and last."""
    found: set[int] = set()
    for mark in marks:
        found.update(range(mark.start_bit // 128, (mark.start_bit + max(mark.width_bits, 1) - 1) // 128 + 1))
    return sorted(found)[:64]
