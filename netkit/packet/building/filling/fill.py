"""How a field is filled in that was not given: by what it measures, counts, or names."""

from __future__ import annotations

from copy import copy
from typing import Any, Self

from netkit.packet.building.frame import Frame
from netkit.packet.field import Field

__all__ = ["Fill"]


class Fill:
    """What a field says by itself, whatever else is in the packet; a `soft` one is only a guess, and never held against a given value."""

    soft = False
    field: Any
    """The table's entry of the field (any type, because an entry is a descriptor)."""
    bits = 0
    """Where the field lies in the header's number."""
    shift = 0
    mask = 0

    def bind(self, field: Field) -> Self:
        """The same for this field of a table."""
        twin = copy(self)
        twin.field = field
        twin.shift = field.shift
        twin.mask = field.mask
        twin.bits = field.mask << field.shift
        return twin

    def value(self, frame: Frame) -> int | None:
        """The field's bits, or None where there is nothing that they must be."""
        raise NotImplementedError

    def accepts(self, frame: Frame, raw: int, value: int) -> bool:  # noqa: ARG002 - some look at more
        """Whether bits that were given are right where `value` would be filled in."""
        return raw == value

    def reason(self, frame: Frame, value: int) -> str:  # noqa: ARG002
        """Why the field must be so, as a sentence."""
        shown = self.field.kind.text(value, self.field.width, self.field.names)
        return f"as it stands, {shown} is right"

    def text(self, raw: Any) -> str:
        """Bits of the field, for a person."""
        return str(self.field.kind.text(raw, self.field.width, self.field.names))
