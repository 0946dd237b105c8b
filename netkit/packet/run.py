"""A field that lies by itself, in as many bytes as its reader found: a domain name, a word of a line, data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from netkit.packet.dissected import DissectedField
from netkit.packet.field import Field

if TYPE_CHECKING:
    from netkit.packet.layer import Layer

__all__ = ["Run"]


class Run:
    """One field of a table in its place; `raw` is its bytes, or anything of a length that `bytes()` turns into them."""

    __slots__ = ("field", "group", "raw", "start")

    def __init__(self, field: Field, raw: Any, start: int, group: str = "") -> None:
        self.field = field
        self.raw = raw
        self.start = start
        self.group = group

    @property
    def byte_length(self) -> int:
        """Bytes in place."""
        return len(self.raw)

    def spans(self) -> Iterable[tuple[Field, Any, int, int]]:
        """The field with its raw value, its first bit and its width in bits."""
        return ((self.field, self.raw, self.start * 8, len(self.raw) * 8),)

    def show(self, found: list[DissectedField], layer: Layer) -> None:
        """Add the field to those that were found, unless it is empty."""
        if size := len(self.raw):
            found.append(DissectedField(self.field, self.raw, self.start * 8, size * 8, self.group, layer))

    def encode(self) -> bytes:
        """The bytes in place."""
        return bytes(self.raw)
