"""One message's bytes explained: what kind it is, then every field with its place."""

from __future__ import annotations

from collections.abc import Sequence

from netkit.dns.view.kind import kind_text
from netkit.dns.wire import read_message
from netkit.packet.application.dns.message import read_dns
from netkit.packet.dissection import dissect_with
from netkit.packet.view import explain
from netkit.view import Document, Sentence

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
        data={**document.data, "link_type": None, "kind": kind},
        blocks=[Sentence(text=f"{title} · {size} · {kind}"), *document.blocks[1:]],
    )
