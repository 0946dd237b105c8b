"""A field as it stands in a packet: the table's entry, its value, and its place in the bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netkit.packet.field import Field

if TYPE_CHECKING:
    from netkit.packet.layer import Layer

__all__ = ["DissectedField", "dissected"]


class DissectedField:
    """One field of a dissection; `start_bit` counts from the packet's start.

    `key` is Wireshark's display-filter name and `value` what Wireshark prints under it; `raw_value` is what the bits say (an int for a
    field of a fixed number of bits), `name` the RFC's name as a label. A field whose value is all there is to say of it is shared
    between packets, so none is ever changed.
    """

    __slots__ = (
        "field",
        "group",
        "kept_note",
        "kept_text",
        "key",
        "layer",
        "meaning",
        "name",
        "raw_value",
        "rfc",
        "start_bit",
        "value",
        "width_bits",
    )  # fmt: skip

    field: Field
    key: str
    name: str
    meaning: str
    rfc: str
    raw_value: Any
    value: int | bool | str
    start_bit: int
    width_bits: int
    group: str
    layer: Layer | None
    kept_text: str | None
    kept_note: str | None

    @property
    def raw(self) -> int | bool | str:
        """The number in the bits; bytes and addresses in hex."""
        return self.field.kind.raw_json(self.raw_value, self.width_bits)

    @property
    def text(self) -> str:
        """The value for a person, with its name where it has one."""
        if self.kept_text is None:
            field = self.field
            self.kept_text = field.kind.text(self.raw_value, self.width_bits, field.names)
        return self.kept_text

    @property
    def note(self) -> str:
        """What this very value says here: `right` of a checksum, the routers that a TTL tells of; mostly nothing."""
        if self.kept_note is None:
            field = self.field
            told = self.layer.note_at(self.start_bit) if field.noted and self.layer is not None else ""
            self.kept_note = told or (field.note(self.raw_value) if field.note else "")
        return self.kept_note

    @property
    def also(self) -> tuple[tuple[int, int], ...]:
        """Places elsewhere in the packet that the value comes from too, as (first bit, width in bits): a compressed name's targets."""
        return tuple((start * 8, length * 8) for start, length in getattr(self.raw_value, "pointed_at", ()))

    def __repr__(self) -> str:
        return f"<{self.key} {self.value!r} at bit {self.start_bit}, {self.width_bits} bits>"


def dissected(
    field: Field, raw_value: Any, start_bit: int, width_bits: int, group: str, layer: Layer | None = None
) -> DissectedField:
    """A field of a dissection with these values; a function, because a class with `__init__` takes half as long again to call."""
    made = DissectedField()
    made.field = field
    made.key = field.key
    made.name = field.label
    made.meaning = field.meaning
    made.rfc = field.rfc
    made.raw_value = raw_value
    made.value = raw_value if field.plain else field.kind.value(raw_value, width_bits)
    made.start_bit = start_bit
    made.width_bits = width_bits
    made.group = group
    made.layer = layer
    made.kept_text = None
    made.kept_note = field.first_note
    return made
