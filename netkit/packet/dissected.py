"""A field as it stands in a packet: the table's entry, its value, and its place in the bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netkit.packet.field import Field

if TYPE_CHECKING:
    from netkit.packet.layer import Layer

__all__ = ["DissectedField"]


class DissectedField:
    """One field of a dissection; `start_bit` counts from the packet's start.

    `key` is Wireshark's display-filter name and `value` what Wireshark prints under it; `raw_value` is what the bits say (an int for a
    field of a fixed number of bits), `name` the RFC's name as a label. A field whose value is all there is to say of it is shared
    between packets, so none is ever changed.
    """

    __slots__ = (
        "_layer", "_note", "_text", "field", "group", "key", "meaning", "name", "raw_value", "rfc", "start_bit", "value", "width_bits",
    )  # fmt: skip

    def __init__(
        self, field: Field, raw_value: Any, start_bit: int, width_bits: int, group: str, layer: Layer | None = None
    ) -> None:
        self.field = field
        self.key = field.key
        self.name = field.label
        self.meaning = field.meaning
        self.rfc = field.rfc
        self.raw_value = raw_value
        self.value: int | bool | str = raw_value if field.plain else field.kind.value(raw_value, width_bits)
        self.start_bit = start_bit
        self.width_bits = width_bits
        self.group = group
        self._layer = layer
        self._text: str | None = None
        self._note: str | None = None if field.note or field.noted else ""

    @property
    def raw(self) -> int | bool | str:
        """The number in the bits; bytes and addresses in hex."""
        return self.field.kind.raw_json(self.raw_value, self.width_bits)

    @property
    def text(self) -> str:
        """The value for a person, with its name where it has one."""
        if self._text is None:
            field = self.field
            self._text = field.kind.text(self.raw_value, self.width_bits, field.names)
        return self._text

    @property
    def note(self) -> str:
        """What this very value says here: `right` of a checksum, the routers that a TTL tells of; mostly nothing."""
        if self._note is None:
            field = self.field
            if field.noted and self._layer is not None and (told := self._layer.note_at(self.start_bit)):
                return told
            self._note = field.note(self.raw_value) if field.note else ""
        return self._note

    @property
    def also(self) -> tuple[tuple[int, int], ...]:
        """Places elsewhere in the packet that the value comes from too, as (first bit, width in bits): a compressed name's targets."""
        return tuple((start * 8, length * 8) for start, length in getattr(self.raw_value, "pointed_at", ()))

    def __repr__(self) -> str:
        return f"<{self.key} {self.value!r} at bit {self.start_bit}, {self.width_bits} bits>"
