"""What a packet's bytes say: layers of fields with their places, and the problems found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from netkit.errors import TruncatedError
from netkit.packet.dissected import DissectedField
from netkit.packet.header import Header
from netkit.packet.layer import Layer
from netkit.packet.problem import Problem
from netkit.packet.reading import Next, Read, Reading
from netkit.packet.registry import reader_for, reader_of

__all__ = ["Dissection", "dissect", "dissect_with"]

AnyHeader = TypeVar("AnyHeader", bound=Header)

CARRIERS: Mapping[str, str] = MappingProxyType({"tcp.payload": "tcp", "udp.payload": "udp"})
"""Keys of what a layer carries, with the layer."""


class Dissection:
    """A packet taken apart: `layers` in the order of the bytes, every byte in exactly one of them.

    `problems` are found when they are first asked for, because summing a packet costs more than reading it.
    """

    __slots__ = ("_problems", "data", "layers", "link_type", "original_length")

    def __init__(self, reading: Reading, link_type: int, original_length: int) -> None:
        self._problems = reading.problems
        self.data = reading.data
        self.layers: list[Layer] = reading.layers
        self.link_type = link_type
        self.original_length = original_length

    @property
    def problems(self) -> list[Problem]:
        """Everything wrong in the packet, in the order of the bytes."""
        found = list(self._problems)
        for layer in self.layers:
            if layer.talks:
                found += layer.settle()
        if len(found) > 1:
            found.sort(key=lambda problem: problem.start_bit)
        return found

    @property
    def fields(self) -> Iterator[DissectedField]:
        """The fields of all layers."""
        for layer in self.layers:
            yield from layer.fields

    def values(self, key: str) -> list[int | bool | str]:
        """Every value under a Wireshark key, in the order of the bytes (a quoted packet's come after the outer one's).

        What a segment or datagram carries has its key, too, where it is taken apart any further.
        """
        if carrier := CARRIERS.get(key):
            whole = [layer.content for layer in self.layers if layer.key == carrier and layer.content]
            return [self.data[start:end].hex() for start, end in whole if start < end]
        return [value for layer in self.layers for value in layer.values(key)]

    def value(self, key: str) -> Any:
        """The first value under a Wireshark key, or None."""
        return next(iter(self.values(key)), None)

    def field(self, key: str) -> DissectedField | None:
        """The first field under a Wireshark key, or None."""
        return next((field for field in self.fields if field.key == key), None)

    def header(self, table: type[AnyHeader]) -> AnyHeader | None:
        """The first header of this table, with its values under the RFC's names, or None."""
        return next((part for layer in self.layers for part in layer.parts if isinstance(part, table)), None)

    def encode(self) -> bytes:
        """The packet's bytes, made from the values of the fields; always the same as those it was dissected from."""
        return b"".join(layer.encode() for layer in self.layers)

    def _repr_html_(self) -> str:
        """What a notebook's cell shows: every layer with its fields, the problems, the bytes."""
        from netkit.packet.view import explain  # noqa: PLC0415 - only a notebook asks for it
        from netkit.render.html import document_html  # noqa: PLC0415

        return document_html(explain(self))

    def __repr__(self) -> str:
        return f"<Dissection {' / '.join(layer.name for layer in self.layers)}, {len(self.data)} bytes>"


def dissect(
    data: bytes, link_type: int = 1, *, original_length: int | None = None, beyond: bool = False, unfilled: bool = False
) -> Dissection:
    """Take a packet apart; never raises for anything that the bytes say.

    `link_type` is a LINKTYPE number (1 is Ethernet). `original_length` is the packet's length in bytes on the wire, where a capture
    kept less of it. With `beyond`, scapy is asked about what netkit has no table for; its layers have the source `scapy`. `unfilled` is a
    packet of which whoever recorded it knows that its transport checksum was still to be filled in, by a network card say: such a
    checksum is no problem.
    """
    data = bytes(data)
    length = len(data) if original_length is None else original_length
    reading = Reading(data, original_length=length, unfilled=unfilled)
    find = _beyond() if beyond else reader_for
    following: Next = ("link_type", (link_type,))
    step = reader_of(("link_type", link_type)) or find(following, reading)
    try:
        while step is not None:
            layers = len(reading.layers)
            found = step(reading)
            if found is not None:
                following = found
                if reading.position >= reading.end:
                    break
                space, numbers = found
                step = reader_of((space, numbers[0])) or find(found, reading)
            else:
                step = find(following, reading, step) if len(reading.layers) == layers else None
    except TruncatedError as error:
        _stopped(reading, error)
    reading.unwind()
    if reading.cut:
        text = f"the capture kept the first {len(data):,} of the packet's {length:,} bytes"
        reading.problems.append(
            Problem(rule="packet.cut", key="frame.cap_len", start_bit=len(data) * 8, width_bits=0, text=text, rfc="")
        )
    return Dissection(reading, link_type, length)


def dissect_with(read: Read, data: bytes) -> Dissection:
    """Take bytes apart that have no packet around them, a DNS message say, with the reader of their protocol; its link type is 0."""
    reading = Reading(bytes(data), original_length=len(data))
    try:
        read(reading)
    except TruncatedError as error:
        _stopped(reading, error)
    reading.unwind()
    return Dissection(reading, 0, len(data))


def _beyond() -> Callable[..., Read | None]:
    from netkit.packet.beyond.bridge import Beyond  # noqa: PLC0415 - only those who ask for it need what it loads

    return Beyond().reader_for


def _stopped(reading: Reading, error: TruncatedError) -> None:
    """Say where the bytes ended too early, unless it is known that they are only a part."""
    layer = reading.layers[-1]
    if not layer.parts:
        reading.layers.pop()
    if reading.complete:
        reading.problems.append(
            Problem(
                rule=f"{layer.protocol.rule}.truncated",
                key=layer.key,
                start_bit=error.start * 8,
                width_bits=error.available * 8,
                text=str(error).replace("\n", ": "),
                rfc=layer.rfc,
            )
        )
