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
        "key",
        "layer",
        "meaning",
        "name",
        "raw_value",
        "rfc",
        "start_bit",
        "text",
        "value",
        "width_bits",
    )  # fmt: skip

    if TYPE_CHECKING:

        def __init__(self) -> None:
            """Nothing; a table's entry is a descriptor, and only what a method says of an attribute is not taken for one."""
            self.field: Field

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
    text: str
    """The value for a person, with its name where it has one."""
    kept_note: str | None

    @property
    def raw(self) -> int | bool | str:
        """The number in the bits; bytes and addresses in hex."""
        return self.field.kind.raw_json(self.raw_value, self.width_bits)

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


class LateField(DissectedField):
    """A field whose text takes long to make (a library has to be loaded for it); it is made when it is first read."""

    __slots__ = ("_made",)

    _made: str

    @property
    def text(self) -> str:
        """The value for a person."""
        if self._made == "":
            self._made = self.field.kind.text(self.raw_value, self.width_bits, self.field.names)
        return self._made

    @text.setter
    def text(self, made: str) -> None:
        self._made = made


def dissected(
    field: Field, raw_value: Any, start_bit: int, width_bits: int, group: str, layer: Layer | None = None
) -> DissectedField:
    """A field of a dissection with these values; a function, because a class with `__init__` takes half as long again to call."""
    late = field.kind.late
    made = LateField() if late else DissectedField()
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
    made.text = "" if late else field.kind.text(raw_value, width_bits, field.names)
    made.kept_note = field.first_note
    return made
