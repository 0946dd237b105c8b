"""A layer that scapy took apart, among netkit's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from netkit.packet.beyond.value import Place, key_of
from netkit.packet.dissected import DissectedField, dissected
from netkit.packet.field import Field
from netkit.packet.header import Header
from netkit.packet.layer import Layer

__all__ = ["BeyondLayer"]


class BeyondLayer(Layer):
    """A layer with a name of scapy's, and no RFC: scapy does not say where its fields are defined."""

    __slots__ = ("_key", "_name")

    source = "scapy"

    def __init__(self, name: str, start: int, quoted: bool = False, title: str = "") -> None:  # noqa: FBT001, FBT002 - as a layer
        self.begin(Header, start, quoted)
        self._key = key_of(name)
        self._name = f"{title or name} (scapy)"

    @property
    def key(self) -> str:
        """`scapy.` and the name of scapy's class in small letters."""
        return self._key

    @property
    def name(self) -> str:
        """The name of scapy's class."""
        return self._name

    def put(self, places: Sequence[Place], data: bytes, start: int) -> int:
        """Put fields whose places count from byte `start` of the packet into the layer; gives how many bytes they have."""
        size = 0
        for group, members in groupby(places, key=lambda place: place.group):
            part = _Fields(list(members), data, start, group)
            self.parts.append(part)
            size += part.byte_length
        return size


class _Fields:
    """Fields of scapy's that lie one after the other, whole bytes together."""

    __slots__ = ("byte_length", "entries", "group", "start")

    def __init__(self, places: Sequence[Place], data: bytes, start: int, group: str) -> None:
        self.group = group
        self.entries = [
            (
                place.field,
                _raw(data, start * 8 + place.first_bit, place.width_bits),
                start * 8 + place.first_bit,
                place.width_bits,
            )
            for place in places
        ]
        self.start = self.entries[0][2] // 8
        self.byte_length = sum(entry[3] for entry in self.entries) // 8

    def spans(self) -> Iterable[tuple[Field, Any, int, int]]:
        """Each field with its raw value, its first bit and its width in bits."""
        return self.entries

    def show(self, found: list[DissectedField], layer: Layer) -> None:
        """Add the fields to those that were found."""
        found += [dissected(*entry, self.group, layer) for entry in self.entries]

    def encode(self) -> bytes:
        """The bytes in place, made from the raw values."""
        made = bytearray()
        number = width = 0
        for _, raw, _, width_bits in self.entries:
            if isinstance(raw, bytes):
                made += raw
                continue
            number, width = number << width_bits | raw, width + width_bits
            if not width % 8:
                made += number.to_bytes(width // 8, "big")
                number = width = 0
        return bytes(made)


def _raw(data: bytes, first_bit: int, width_bits: int) -> Any:
    """What the bits of a field say: its bytes, or a number where it does not lie in whole bytes."""
    first, end = first_bit // 8, -(-(first_bit + width_bits) // 8)
    if not first_bit % 8 and not width_bits % 8:
        return data[first:end]
    number = int.from_bytes(data[first:end], "big") >> (end * 8 - first_bit - width_bits)
    return number & ((1 << width_bits) - 1)
