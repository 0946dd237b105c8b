"""A protocol header: declared once as a table of fields, read and written by that table alone.

The fixed part of a header is one big number with its first bit highest (RFC 791 appendix B), so that a field is a shift and a mask:
decoding, encoding, the spans of the explained view and the picture all come from these two numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from struct import Struct
from typing import TYPE_CHECKING, Any, ClassVar, Self, dataclass_transform

from netkit.errors import BadFieldError, TruncatedError
from netkit.packet.dissected import DissectedField
from netkit.packet.field import REQUIRED, Field, as_found, bits, flag, variable
from netkit.packet.stretch import shower_of

if TYPE_CHECKING:
    from netkit.packet.layer import Layer

__all__ = ["Header"]


NEVER_THERE = 1 << 40
"""More bytes than any packet has."""


@dataclass_transform(kw_only_default=True, field_specifiers=(bits, flag, variable, as_found))
class Header:
    """The base of every header table.

    A subclass lists its fields in the order of the wire: first those of a fixed number of bits (whole bytes together), then those of
    variable length. A table of a table (an option, which begins as all options do) has the fields of that first; what it gives anew
    under the same name stands in the place of the old. `key` is Wireshark's name of the protocol, `title` the field's own, `rfc` where
    the header is defined.
    """

    key: ClassVar[str] = ""
    title: ClassVar[str] = ""
    rfc: ClassVar[str] = ""
    rule: ClassVar[str] = ""
    """What the id of the problem begins with that the bytes end inside this header; the class's name, if it is not given."""

    fields: ClassVar[tuple[Field, ...]] = ()
    fixed_bytes: ClassVar[int] = 0
    has_tail: ClassVar[bool] = False
    """Whether fields of variable length follow the fixed ones."""
    quick_bytes: ClassVar[int] = 0
    """The header's size where that is fixed; else more than any packet has, so that one comparison tells who needs more care."""
    shared: ClassVar[dict[tuple[bytes, int], Layer]] = {}
    """Layers of this one header that are shared between packets, by their bytes and where they begin."""
    _fixed: ClassVar[tuple[Field, ...]] = ()
    _variable: ClassVar[tuple[Field, ...]] = ()
    _offsets: ClassVar[dict[str, int]] = {}

    number: int
    """The fixed fields, as one number."""
    start = 0
    """First byte, from the packet's start."""
    tail: Sequence[Any] = ()
    """The raw values of the variable fields."""
    group = ""
    """What this table is one of in its layer (`answer 2`), where there are several."""

    def __init_subclass__(cls, **options: Any) -> None:
        """Compile the table: each field's shift, mask and offset in bits."""
        super().__init_subclass__(**options)
        for base in cls.__mro__[1:]:
            for entry in vars(base).get("fields", ()):
                if entry.name not in vars(cls):
                    entry.copied_to(cls)
        inherited = [entry.name for entry in cls.fields]
        own = [entry for entry in vars(cls).values() if isinstance(entry, Field) and entry.name not in inherited]
        fields = (*(vars(cls)[name] for name in inherited), *own)
        fixed = tuple(field for field in fields if field.width_bits is not None)
        total = sum(field.width for field in fixed)
        if total % 8 or fields[: len(fixed)] != fixed:
            raise TypeError(f"{cls.__name__}: the fixed fields come first and fill whole bytes, not {total} bits")
        if taken := [field.name for field in fields if hasattr(Header, field.name) or field.name == "number"]:
            raise TypeError(f"{cls.__name__}: every header has a {taken[0]}, so no field can be called so")
        cls.rule = vars(cls).get("rule") or cls.__name__.lower()
        offset = 0
        for field in fields:
            field.rfc = field.rfc or cls.rfc
            field.offset = offset
            offset += field.width
            field.shift = total - offset
        cls.fields, cls.fixed_bytes = fields, total // 8
        cls._fixed, cls._variable = fixed, fields[len(fixed) :]
        cls.has_tail = bool(cls._variable)
        cls.quick_bytes = NEVER_THERE if cls.has_tail else cls.fixed_bytes
        cls.shared = {}
        for index, field in enumerate(cls._variable):
            field.index = index
        setattr(cls, "show", Header.show)  # noqa: B010 - not what was made for the table that this one begins as
        cls._offsets = {field.name: field.offset for field in fixed}

    def __init__(self, **values: Any) -> None:
        """A header with these values by RFC name; BadFieldError for a value that does not fit, TypeError for a name it has not."""
        self.number = 0
        self.tail = tail = []
        for field in self.fields:
            value = values.pop(field.name, field.default)
            if value is REQUIRED:
                raise TypeError(f"{type(self).__name__} needs {field.name}: {field.meaning}")
            try:
                raw = field.kind.parse(value, field.width)
            except ValueError as problem:
                raise BadFieldError(f"{type(self).__name__}.{field.name}", value, str(problem)) from problem
            if field.width:
                self.number |= raw << field.shift
            else:
                tail.append(raw)
        if values:
            raise TypeError(f"{type(self).__name__} has no field {', '.join(values)}")

    @classmethod
    def decode(cls, data: bytes, start: int = 0, end: int | None = None, limited_by: str = "") -> Self:
        """The header that begins at byte `start`; TruncatedError where it would pass `end`, which the field `limited_by` set."""
        if end is None:
            end = len(data)
        stop = start + cls.fixed_bytes
        if stop > end:
            raise TruncatedError(
                cls.title or cls.__name__,
                start=start,
                needed=cls.fixed_bytes,
                available=max(0, end - start),
                limited_by=limited_by,
            )
        header = cls.__new__(cls)
        header.start = start
        header.number = int.from_bytes(data[start:stop], "big")
        if cls.has_tail:
            header.decode_variable(data, stop, end, limited_by)
        return header

    def decode_variable(self, data: bytes, at: int, end: int, limited_by: str) -> None:
        """Append the fields whose sizes the fields before them give.

        Where the bytes end too early, what there is of them is kept, and the error carries this header as `partial`.
        """
        missing: TruncatedError | None = None
        self.tail = tail = list[Any]()
        for field in self._variable:
            size = max(0, field.size(self)) if field.size else end - at
            if at + size > end:
                missing = missing or TruncatedError(
                    f"{self.title} {field.label.lower()}",
                    start=at,
                    needed=size,
                    available=end - at,
                    limited_by=limited_by,
                )
                size = end - at
            tail.append(data[at : at + size])
            at += size
        if missing:
            missing.partial = self
            raise missing

    @classmethod
    def pattern(cls, **values: Any) -> tuple[int, int]:
        """A mask over the header's number, and the bits under it that say these values: one comparison for several fields."""
        mask = bits_wanted = 0
        for field in cls._fixed:
            if field.name in values:
                mask |= field.mask << field.shift
                bits_wanted |= field.kind.parse(values.pop(field.name), field.width) << field.shift
        if values:
            raise TypeError(f"{cls.__name__} has no field {', '.join(values)}")
        return mask, bits_wanted

    @classmethod
    def taker(cls, *names: str) -> Callable[[bytes, int], tuple[int, ...]]:
        """A quick reader of several numbers, by their RFC names in the order of the wire.

        It takes the bytes and where the header begins in them. TypeError for a field that is no whole word of 1, 2, 4 or 8 bytes.
        """
        form, at = "!", 0
        for name in names:
            field = vars(cls)[name]
            size = {8: "B", 16: "H", 32: "I", 64: "Q"}.get(field.width)
            if size is None or field.offset % 8 or field.offset < at:
                raise TypeError(f"{cls.__name__}.{name} can't be taken by itself, or not in this order")
            form += f"{(field.offset - at) // 8}x{size}"
            at = field.offset + field.width
        return Struct(form).unpack_from

    @property
    def raws(self) -> list[Any]:
        """What the bits of each field say, in the order of the table."""
        number = self.number
        return [number >> field.shift & field.mask for field in self._fixed] + list(self.tail)

    def encode(self) -> bytes:
        """The header's bytes."""
        fixed = self.number.to_bytes(self.fixed_bytes, "big")
        return fixed + b"".join(self.tail) if self.tail else fixed

    def replace(self, **changes: Any) -> Self:
        """The same header with some values changed."""
        return type(self)(**{field.name: getattr(self, field.name) for field in self.fields} | changes)

    @property
    def byte_length(self) -> int:
        """The header's size in bytes."""
        return self.fixed_bytes + sum(map(len, self.tail)) if self.tail else self.fixed_bytes

    def show(self, found: list[DissectedField], layer: Layer) -> None:
        """Add the fields, as they stand in the packet, to those that were found; an empty one is left out.

        What does this for a table is made when it is first shown, for most tables are never met in one run.
        """
        table = type(self)
        show = shower_of(self._fixed, self._variable)
        setattr(table, "show", show)  # noqa: B010 - a method that is made for each table, in the place of this one
        show(self, found, layer)

    def spans(self) -> Iterable[tuple[Field, Any, int, int]]:
        """Each field with its raw value, and where it lies: first bit (from the packet's start) and width in bits."""
        number, base = self.number, self.start * 8
        found = [(field, number >> field.shift & field.mask, base + field.offset, field.width) for field in self._fixed]
        at = base + self.fixed_bytes * 8
        for field, raw in zip(self._variable, self.tail, strict=True):
            found.append((field, raw, at, len(raw) * 8))
            at += len(raw) * 8
        return found

    def first_bit(self, name: str) -> int:
        """Where a fixed field begins, in bits from the packet's start; KeyError if there is none of this RFC name."""
        return self.start * 8 + self._offsets[name]

    def locate(self, name: str) -> tuple[Field, int, int]:
        """A field by its RFC name, with its first bit (from the packet's start) and its width in bits; KeyError if there is none."""
        for field, _, start_bit, width_bits in self.spans():
            if field.name == name:
                return field, start_bit, width_bits
        raise KeyError(f"{type(self).__name__} has no field {name}")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and (self.number, *self.tail) == (other.number, *other.tail)

    def __hash__(self) -> int:
        return hash((type(self), self.number, *self.tail))

    def __repr__(self) -> str:
        inside = ", ".join(f"{field.name}={getattr(self, field.name)!r}" for field in self.fields)
        return f"{type(self).__name__}({inside})"
