"""A field that lies by itself, in as many bytes as its reader found: a domain name, a word of a line, data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from netkit.packet.dissected import DissectedField, dissected
from netkit.packet.field import Field

if TYPE_CHECKING:
    from netkit.packet.layer import Layer

__all__ = ["Run", "run_of"]

LONGEST_SHARED = 256
"""Bytes of a text that is kept, in the hope that it comes again: a line of a header does, a page does not."""

MOST_KEPT = 256
"""Texts of one field that are kept; then all are forgotten, so that memory stays bounded for any traffic."""


class Run:
    """One field of a table in its place; `raw` is its bytes, or anything of a length that `bytes()` turns into them."""

    __slots__ = ("byte_length", "field", "group", "raw", "start")

    if TYPE_CHECKING:

        def __init__(self) -> None:
            """Nothing; a table's entry is a descriptor, and only what a method says of an attribute is not taken for one."""
            self.field: Field

    raw: Any
    start: int
    group: str
    byte_length: int

    def spans(self) -> Iterable[tuple[Field, Any, int, int]]:
        """The field with its raw value, its first bit and its width in bits."""
        return ((self.field, self.raw, self.start * 8, self.byte_length * 8),)

    def show(self, found: list[DissectedField], layer: Layer) -> None:
        """Add the field to those that were found, unless it is empty."""
        if not (size := self.byte_length):
            return
        field = self.field
        if field.known is None or size > LONGEST_SHARED:
            found.append(dissected(field, self.raw, self.start * 8, size * 8, self.group, layer))
            return
        place = (self.raw, self.start, self.group)
        made = field.known.get(place)
        if made is None:
            if len(field.known) >= MOST_KEPT:
                field.known.clear()
            field.known[place] = made = dissected(field, self.raw, self.start * 8, size * 8, self.group)
        found.append(made)

    def encode(self) -> bytes:
        """The bytes in place."""
        return bytes(self.raw)


def run_of(field: Field, raw: Any, start: int, group: str = "") -> Run:
    """The field with its bytes, from byte `start` on; a function, because a class with `__init__` takes half as long again to call."""
    made = Run()
    made.field = field
    made.raw = raw
    made.start = start
    made.group = group
    made.byte_length = len(raw)
    return made
