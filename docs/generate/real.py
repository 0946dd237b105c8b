"""For each protocol a packet that shows it: from a capture that comes with netkit, or else from the tests' vectors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from docs.generate.drawing import drawn
from docs.generate.protocols import Protocol
from netkit import capture
from netkit.content import captures
from netkit.packet import dissect
from netkit.packet.dissection import Dissection
from netkit.packet.header import Header
from netkit.packet.layer import Layer
from netkit.packet.place import byte_range
from netkit.packet.view import explain
from netkit.view import Block, Facts, Heading
from tests.vectors.reading import vectors

__all__ = ["Real", "command_for", "real_packets"]

LONGEST_COMMAND = 110
"""Bytes of a packet that may stand in a command."""


FIRST = "page-load"
"""How the captures are called that are looked at first: what everybody has seen, in full."""


@dataclass(frozen=True, slots=True)
class Real:
    """How to see the packet, and the lines that netkit draws of the protocol's layer."""

    command: str
    lines: list[str]


def real_packets(protocols: Sequence[Protocol]) -> dict[str, Real]:
    """The first packet for each protocol, by the protocol's name; none where no short one is known."""
    found: dict[str, Real] = {}
    candidates = list(_candidates())
    for protocol in protocols:
        for wanted in ((protocol.own,), protocol.tables):
            if (real := _first(candidates, wanted)) and protocol.name not in found:
                found[protocol.name] = real
    return found


def _first(candidates: Sequence[tuple[str, Dissection]], wanted: Sequence[type[Header]]) -> Real | None:
    for command, packet in candidates:
        for layer in packet.layers:
            if layer.protocol in wanted and not layer.quoted:
                return Real(command, drawn(_layer(packet, layer)))
    return None


def command_for(data: bytes, link_type: int) -> str:
    """What explains this packet in a terminal."""
    looks_like_ip = data[:1] and data[0] >> 4 in (4, 6)
    option = f" --link-type {link_type}" if link_type != 1 or looks_like_ip else ""
    return f"netkit packet explain {data.hex()}{option}"


def _candidates() -> Iterator[tuple[str, Dissection]]:
    folder = Path(str(captures()))
    for path in sorted(folder.glob("*.pcap*"), key=lambda path: (not path.name.startswith(FIRST), path.name)):
        with capture.open(path) as records:
            for record in records:
                packet = dissect(record.data, record.link_type, original_length=record.original_length)
                yield f"netkit packet explain {path.name}:{record.number}", packet
    for vector in sorted(vectors(), key=lambda vector: len(vector.data)):
        if len(vector.data) <= LONGEST_COMMAND:
            yield command_for(vector.data, vector.link_type), dissect(vector.data, vector.link_type)


def _layer(packet: Dissection, layer: Layer) -> list[Block]:
    """The blocks of one layer in the view that the command gives."""
    blocks = explain(packet).blocks
    place = byte_range(layer.start, layer.length)
    for at, block in enumerate(blocks):
        if isinstance(block, Heading) and block.text == layer.name and block.place == place:
            return [each for each in blocks[at : at + 2] if isinstance(each, Heading | Facts)]
    return []
