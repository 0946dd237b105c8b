"""One entry of a header's table: bits, name, meaning, RFC section, and Wireshark's key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from netkit.packet.kinds import BYTES, FLAG, NUMBER, Kind

if TYPE_CHECKING:
    from netkit.packet.header import Header

__all__ = ["REQUIRED", "Field", "as_found", "bits", "flag", "variable"]

REQUIRED: Any = object()
"""The default of a field that has none: whoever makes the header must give it."""

NO_NAMES: Mapping[int, str] = MappingProxyType({})


class Field:
    """What a header's table says of one field; read on a class it is this entry, on a header it is the field's value.

    `width_bits` is None for a field of variable length, whose size in bytes `size` gives from the fields before it; without a `size`
    the protocol's reader finds where it ends. `key` is the Wireshark display-filter name, `note` a sentence about one raw value, or
    nothing. A `minor` field is left out at first look. Of a `noted` field the reader may say something that its value alone does not
    tell; `first_note` is what is said before anybody asks: nothing, or None where something may be. A field that `repeats` has few
    values in a capture, such as a port. `shift` and `mask` take the field out of the header's number, and `offset` is its first bit in
    the header.
    """

    __slots__ = (
        "counts",
        "default",
        "first_note",
        "index",
        "key",
        "kind",
        "known",
        "label",
        "mask",
        "meaning",
        "minor",
        "name",
        "names",
        "note",
        "noted",
        "offset",
        "plain",
        "repeats",
        "rfc",
        "shift",
        "size",
        "table",
        "width",
        "width_bits",
    )  # fmt: skip

    def __init__(
        self,
        width_bits: int | None,
        meaning: str,
        *,
        key: str,
        rfc: str = "",
        kind: Kind = NUMBER,
        names: Mapping[int, str] = NO_NAMES,
        label: str = "",
        default: Any = REQUIRED,
        note: Callable[[Any], str] | None = None,
        minor: bool = False,
        noted: bool = False,
        repeats: bool = False,
        size: Callable[[Any], int] | None = None,
    ) -> None:
        self.width_bits = width_bits
        self.width = width_bits or 0
        self.meaning = meaning
        self.key = key
        self.rfc = rfc
        self.kind = kind
        self.counts = kind.counts and bool(width_bits)
        self.plain = kind.plain
        self.names = names
        self.label = label
        self.default = default
        self.note = note
        self.minor = minor
        self.noted = noted
        self.first_note = None if note or noted else ""
        self.repeats = repeats or kind.repeats or bool(names)
        self.size = size
        self.known: dict[Any, Any] | None = {} if (kind.repeats or repeats) and not noted else None
        self.name = ""
        self.table: type | None = None
        self.index = -1
        self.mask = (1 << self.width) - 1
        self.shift = 0
        self.offset = 0

    def __set_name__(self, owner: type, name: str) -> None:
        """Take the name that the table gives, and a label from it where none is given."""
        self.name = name
        self.table = owner
        if not self.label:
            self.label = name.replace("_", " ").capitalize()

    def copied_to(self, table: type) -> None:
        """Stand in another table, too: one that begins as this field's table does."""
        twin = copy(self)
        setattr(table, self.name, twin)
        twin.table = table
        twin.known = None if self.known is None else {}

    def __get__(self, header: Header | None, owner: type | None = None) -> Any:
        """The entry itself on a class; on a header, the value under the RFC's name."""
        if header is None:
            return self
        if self.counts:
            return header.number >> self.shift & self.mask
        raw = header.number >> self.shift & self.mask if self.width else header.tail[self.index]
        return self.kind.attribute(raw, self.width)

    def __set__(self, header: Header, value: object) -> None:
        """Headers are values: a changed one is a new one."""
        raise AttributeError(f"a header does not change; make another with replace({self.name}=…)")

    def __repr__(self) -> str:
        size = "variable" if self.width_bits is None else f"{self.width_bits} bits"
        return f"<Field {self.name} ({self.key}), {size}>"


def bits(width: int, meaning: str, *, key: str, **more: Any) -> Any:
    """A field of `width` bits."""
    return Field(width, meaning, key=key, **more)


def flag(meaning: str, *, key: str, **more: Any) -> Any:
    """A field of one bit that is set or not."""
    more.setdefault("default", False)
    return Field(1, meaning, key=key, kind=FLAG, **more)


def variable(meaning: str, *, key: str, size: Callable[[Any], int], **more: Any) -> Any:
    """A field of as many bytes as `size` says, given the header with the fields before it."""
    more.setdefault("default", b"")
    more.setdefault("kind", BYTES)
    return Field(None, meaning, key=key, size=size, **more)


def as_found(meaning: str, *, key: str, **more: Any) -> Any:
    """A field whose end the protocol's reader finds: a domain name, a word of a line of text, all that is left."""
    more.setdefault("default", b"")
    more.setdefault("kind", BYTES)
    return Field(None, meaning, key=key, **more)
