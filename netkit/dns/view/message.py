"""One message's bytes explained: what kind it is, then every field with its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from netkit.dns.view.kind import kind_text
from netkit.dns.wire import read_message
from netkit.packet.application.dns.message import read_dns
from netkit.packet.dissection import dissect_with
from netkit.packet.place import byte_range
from netkit.packet.view import explain
from netkit.view import Block, Bytes, Document, Mark, Remark, Remarks, Sentence

if TYPE_CHECKING:
    from netkit.packet import Dissection

__all__ = ["message_view"]

SCHEMA = "netkit.dns.explain/1"


def message_view(
    data: bytes,
    *,
    title: str = "DNS message",
    everything: bool = False,
    marks: Sequence[str] = (),
    next_commands: Sequence[tuple[str, str]] = (),
) -> Document:
    """The message; its JSON is the tree of `packet explain` with one layer, and `kind` beside it."""
    packet = dissect_with(read_dns, data)
    message, fault = read_message(data)
    kind = kind_text(message) if message is not None else f"it can't be read to its end: {fault}"
    document = explain(packet, title=title, everything=everything, marks=marks, next_commands=next_commands)
    size = f"{len(data):,} byte{'' if len(data) == 1 else 's'}"
    return Document(
        schema=SCHEMA,
        data={**document.data, "link_type": None, "summary": kind, "kind": kind},
        blocks=[Sentence(text=f"{title} · {size} · {kind}"), *_body(packet, document, marked=bool(marks))],
    )


def _body(packet: Dissection, document: Document, *, marked: bool) -> Iterator[Block]:
    """Everything but the first sentence: the bytes with their sections marked, and where names point to, before what to do next."""
    for block in document.blocks[1:]:
        if not isinstance(block, Bytes):
            yield block
            continue
        yield block if marked else Bytes(data=block.data, marks=list(_sections(packet)), rows=block.rows)
        pointers = list(_pointers(packet))
        if pointers:
            yield Remarks(rows=pointers)


def _sections(packet: Dissection) -> Iterator[Mark]:
    """The header, and each question and record, as stretches of bytes."""
    first, name, last = 0, "header", 0
    for field in packet.fields:
        group = field.group.partition(",")[0] or ("header" if name == "header" else name)
        if group != name:
            yield Mark(start_bit=first, width_bits=last - first, label=name)
            first, name = field.start_bit, group
        last = max(last, field.start_bit + field.width_bits)
    if last > first:
        yield Mark(start_bit=first, width_bits=last - first, label=name)


def _pointers(packet: Dissection) -> Iterator[Remark]:
    """Names that go on, or stand, elsewhere in the message."""
    for field in packet.fields:
        if field.also:
            start, _ = field.also[0]
            place = byte_range(field.start_bit // 8, field.width_bits // 8)
            yield Remark(
                label=f"{field.group}: {field.name}".removeprefix(": "),
                value=field.text,
                text=f"its last two bytes point to byte {start // 8}, where the rest of the name stands already",
                place=place,
                source="RFC 1035 §4.1.4",
            )
