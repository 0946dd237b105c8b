"""One layer of a dissected packet: the fields of one protocol with their values and their places in the bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

from netkit.packet.field import Field
from netkit.packet.header import Header

__all__ = ["DissectedField", "Layer", "Part"]


class Part(Protocol):
    """A run of fields that lie one after the other: a header, or a domain name."""

    @property
    def start(self) -> int:
        """First byte, from the packet's start."""

    def spans(self) -> Iterable[tuple[Field, Any, int, int]]:
        """Each field with its raw value, its first bit and its width in bits."""

    def encode(self) -> bytes:
        """The part's bytes, made from its values."""


class DissectedField:
    """A field as it stands in a packet: the table's entry, its raw value, and its place (`start_bit` from the packet's start)."""

    __slots__ = ("_layer", "field", "group", "raw_value", "start_bit", "width_bits")

    def __init__(self, field: Field, raw_value: Any, start_bit: int, width_bits: int, group: str, layer: Layer) -> None:
        self.field = field
        self.raw_value = raw_value
        self.start_bit = start_bit
        self.width_bits = width_bits
        self.group = group
        self._layer = layer

    @property
    def key(self) -> str:
        """Wireshark's display-filter name."""
        return self.field.key

    @property
    def name(self) -> str:
        """The RFC's name, as a label."""
        return self.field.label

    @property
    def value(self) -> int | bool | str:
        """What Wireshark prints under the key."""
        return self.field.kind.value(self.raw_value, self.width_bits)

    @property
    def raw(self) -> int | bool | str:
        """The number in the bits; bytes and addresses in hex."""
        return self.field.kind.raw_json(self.raw_value, self.width_bits)

    @property
    def text(self) -> str:
        """The value for a person, with its name where it has one."""
        return self.field.kind.text(self.raw_value, self.width_bits, self.field.names)

    @property
    def note(self) -> str:
        """What this very value says here: `right` of a checksum, the routers that a TTL tells of; mostly nothing."""
        told = self._layer.note_at(self.start_bit)
        return told if told or self.field.note is None else self.field.note(self.raw_value)

    @property
    def meaning(self) -> str:
        """What the field is for."""
        return self.field.meaning

    @property
    def rfc(self) -> str:
        """Where the field is defined."""
        return self.field.rfc

    @property
    def also(self) -> tuple[tuple[int, int], ...]:
        """Places elsewhere in the packet that the value comes from too, as (first bit, width in bits): a compressed name's targets."""
        return tuple((start * 8, length * 8) for start, length in getattr(self.raw_value, "pointed_at", ()))

    def __repr__(self) -> str:
        return f"<{self.key} {self.value!r} at bit {self.start_bit}, {self.width_bits} bits>"


class Layer:
    """The fields of one protocol in a packet; every bit of the layer belongs to exactly one field."""

    __slots__ = ("_notes", "_settle", "groups", "parts", "protocol", "quoted", "start")

    def __init__(
        self, protocol: type[Header], start: int, *, quoted: bool = False, settle: Callable[[], None] = lambda: None
    ) -> None:
        self.protocol = protocol
        self.start = start
        self.quoted = quoted
        self.parts: list[Part] = []
        self.groups: list[str] = []
        self._notes: dict[int, str] = {}
        self._settle = settle

    @property
    def key(self) -> str:
        """Wireshark's name of the protocol."""
        return self.protocol.key

    @property
    def name(self) -> str:
        """The protocol's name."""
        return self.protocol.title

    @property
    def rfc(self) -> str:
        """Where the protocol is defined."""
        return self.protocol.rfc

    @property
    def length(self) -> int:
        """Bytes in the layer's own fields."""
        return sum(width for part in self.parts for _, _, _, width in part.spans()) // 8

    @property
    def header(self) -> Any:
        """The first header of the layer, with its values under the RFC's names; None where it has none."""
        return self.parts[0] if self.parts else None

    def add(self, part: Part, group: str = "") -> None:
        """Put the next part below those that are there."""
        self.parts.append(part)
        self.groups.append(group)

    def note(self, start_bit: int, text: str) -> None:
        """Say something of the value that begins at `start_bit`."""
        self._notes[start_bit] = text

    def note_at(self, start_bit: int) -> str:
        """What was said of the value that begins at `start_bit`, once everything that is checked late was checked."""
        self._settle()
        return self._notes.get(start_bit, "")

    @property
    def fields(self) -> list[DissectedField]:
        """The layer's fields in the order of the bytes; one of variable length that is empty here is left out."""
        return [
            DissectedField(field, raw, start_bit, width_bits, group, self)
            for part, group in zip(self.parts, self.groups, strict=True)
            for field, raw, start_bit, width_bits in part.spans()
            if width_bits
        ]

    def values(self, key: str) -> Iterator[int | bool | str]:
        """Every value under a Wireshark key."""
        for part in self.parts:
            for field, raw, _, width_bits in part.spans():
                if field.key == key and width_bits:
                    yield field.kind.value(raw, width_bits)

    def encode(self) -> bytes:
        """The layer's bytes, made from the values of its fields."""
        return b"".join(part.encode() for part in self.parts)

    def __repr__(self) -> str:
        return f"<{self.name} at byte {self.start}, {self.length} bytes>"
