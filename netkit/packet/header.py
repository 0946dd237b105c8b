"""A protocol header: declared once as a table of fields, read and written by that table alone.

The fixed part of a header is one big number with its first bit highest (RFC 791 appendix B), so that a field is a shift and a mask:
decoding, encoding, the spans of the explained view and the picture all come from these two numbers.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Self, dataclass_transform

from netkit.errors import BadFieldError, TruncatedError
from netkit.packet.field import REQUIRED, Field, bits, flag, variable

__all__ = ["Header"]


@dataclass_transform(kw_only_default=True, field_specifiers=(bits, flag, variable))
class Header:
    """The base of every header table.

    A subclass lists its fields in the order of the wire: first those of a fixed number of bits (whole bytes together), then those of
    variable length. `key` is Wireshark's name of the protocol, `title` the field's own, `rfc` where the header is defined.
    """

    key: ClassVar[str] = ""
    title: ClassVar[str] = ""
    rfc: ClassVar[str] = ""

    fields: ClassVar[tuple[Field, ...]] = ()
    fixed_bytes: ClassVar[int] = 0
    _fixed: ClassVar[tuple[Field, ...]] = ()
    _variable: ClassVar[tuple[Field, ...]] = ()
    _plan: ClassVar[tuple[tuple[int, int], ...]] = ()
    _offsets: ClassVar[tuple[int, ...]] = ()

    __slots__ = ("raws", "start")
    raws: list[Any]
    start: int

    def __init_subclass__(cls, **options: Any) -> None:
        """Compile the table: each field's index, shift, mask and offset in bits."""
        super().__init_subclass__(**options)
        fields = tuple(entry for entry in vars(cls).values() if isinstance(entry, Field))
        fixed = tuple(field for field in fields if field.width_bits is not None)
        total = sum(field.width for field in fixed)
        if total % 8 or fields[: len(fixed)] != fixed:
            raise TypeError(f"{cls.__name__}: the fixed fields come first and fill whole bytes, not {total} bits")
        offset = 0
        plan, offsets = [], []
        for index, field in enumerate(fields):
            field.index = index
            field.rfc = field.rfc or cls.rfc
            if field.width_bits is not None:
                offsets.append(offset)
                offset += field.width
                plan.append((total - offset, (1 << field.width) - 1))
        cls.fields, cls.fixed_bytes = fields, total // 8
        cls._fixed, cls._variable = fixed, fields[len(fixed) :]
        cls._plan, cls._offsets = tuple(plan), tuple(offsets)

    def __init__(self, **values: Any) -> None:
        """A header with these values by RFC name; BadFieldError for a value that does not fit, TypeError for a name it has not."""
        self.start = 0
        self.raws = []
        for field in self.fields:
            value = values.pop(field.name, field.default)
            if value is REQUIRED:
                raise TypeError(f"{type(self).__name__} needs {field.name}: {field.meaning}")
            try:
                self.raws.append(field.kind.parse(value, field.width))
            except ValueError as problem:
                raise BadFieldError(f"{type(self).__name__}.{field.name}", value, str(problem)) from problem
        if values:
            raise TypeError(f"{type(self).__name__} has no field {', '.join(values)}")

    @classmethod
    def decode(cls, data: bytes, start: int = 0, end: int | None = None, limited_by: str = "") -> Self:
        """The header that begins at byte `start`; TruncatedError where it would pass `end`, which the field `limited_by` set."""
        if end is None:
            end = len(data)
        size = cls.fixed_bytes
        if start + size > end:
            raise TruncatedError(
                cls.title or cls.__name__,
                start=start,
                needed=size,
                available=max(0, end - start),
                limited_by=limited_by,
            )
        number = int.from_bytes(data[start : start + size], "big")
        header = cls.__new__(cls)
        header.start = start
        header.raws = [number >> shift & mask for shift, mask in cls._plan]
        if cls._variable:
            header.decode_variable(data, start + size, end, limited_by)
        return header

    def decode_variable(self, data: bytes, at: int, end: int, limited_by: str) -> None:
        """Append the fields whose sizes the fields before them give.

        Where the bytes end too early, what there is of them is kept, and the error carries this header as `partial`.
        """
        missing: TruncatedError | None = None
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
            self.raws.append(bytes(data[at : at + size]))
            at += size
        if missing:
            missing.partial = self
            raise missing

    def encode(self) -> bytes:
        """The header's bytes."""
        number = 0
        for raw, (shift, _) in zip(self.raws, self._plan, strict=False):
            number |= raw << shift
        fixed = number.to_bytes(self.fixed_bytes, "big")
        return fixed + b"".join(self.raws[len(self._plan) :]) if self._variable else fixed

    def replace(self, **changes: Any) -> Self:
        """The same header with some values changed."""
        return type(self)(**{field.name: getattr(self, field.name) for field in self.fields} | changes)

    @property
    def byte_length(self) -> int:
        """The header's size in bytes."""
        return self.fixed_bytes + sum(map(len, self.raws[len(self._plan) :]))

    def spans(self) -> Iterable[tuple[Field, Any, int, int]]:
        """Each field with its raw value, and where it lies: first bit (from the packet's start) and width in bits."""
        base = self.start * 8
        found = [
            (field, raw, base + offset, field.width)
            for field, raw, offset in zip(self._fixed, self.raws, self._offsets, strict=False)
        ]
        if self._variable:
            at = base + self.fixed_bytes * 8
            for field in self._variable:
                raw = self.raws[field.index]
                found.append((field, raw, at, len(raw) * 8))
                at += len(raw) * 8
        return found

    def locate(self, name: str) -> tuple[Field, int, int]:
        """A field by its RFC name, with its first bit (from the packet's start) and its width in bits; KeyError if there is none."""
        for field, _, start_bit, width_bits in self.spans():
            if field.name == name:
                return field, start_bit, width_bits
        raise KeyError(f"{type(self).__name__} has no field {name}")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.raws == other.raws

    def __hash__(self) -> int:
        return hash((type(self), tuple(self.raws)))

    def __repr__(self) -> str:
        inside = ", ".join(f"{field.name}={getattr(self, field.name)!r}" for field in self.fields)
        return f"{type(self).__name__}({inside})"
