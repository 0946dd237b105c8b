"""Kinds of field: how the bits of a field become a value, a text, and bits again.

`raw` is what the bits say: an int for a field of a fixed number of bits, bytes for one of variable length. `value` is what Wireshark
prints under the field's key; `attribute` what Python code gets under the RFC's name. They differ where a field counts in words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from netkit.address import format_ipv4, format_ipv6, format_mac, parse_ipv4, parse_ipv6, parse_mac

__all__ = [
    "ADDRESS_IPV4",
    "ADDRESS_IPV6",
    "ADDRESS_MAC",
    "BYTES",
    "DECIMAL",
    "FLAG",
    "HEXADECIMAL",
    "LENGTH",
    "LITTLE_ENDIAN",
    "LITTLE_ENDIAN_HEXADECIMAL",
    "NUMBER",
    "SECONDS",
    "SIGNED",
    "TEXT",
    "WORDS_OF_4",
    "Kind",
    "TextKind",
]

Value = int | bool | str
Names = Mapping[int, str]


class Kind:
    """A plain number; the other kinds differ from it where they say so."""

    json_type = "integer"
    counts = True
    """Whether the number in the bits is what Python code reads: no text, no flag (reading is then quicker)."""
    plain = True
    """Whether it is what Wireshark prints, too."""
    late = False
    """Whether a text takes so long to make that it is made only where somebody reads it."""
    repeats = False
    """Whether the same few values come again and again in a capture, as addresses do."""

    def value(self, raw: Any, width: int) -> Value:  # noqa: ARG002 - the width matters to some kinds
        """What Wireshark prints under the key."""
        return raw if isinstance(raw, int) else raw.hex()

    def attribute(self, raw: Any, width: int) -> object:
        """What Python code reads under the RFC's name."""
        return self.value(raw, width)

    def raw_json(self, raw: Any, width: int) -> Value:  # noqa: ARG002
        """The number in the bits; bytes and addresses in hex."""
        return raw if isinstance(raw, int) else raw.hex()

    def text(self, raw: Any, width: int, names: Names) -> str:
        """The value for a person, with its name where it has one."""
        if not names:
            return self.digits(raw, width)
        name = names.get(raw) if isinstance(raw, int) else None
        return f"{self.digits(raw, width)} ({name})" if name else self.digits(raw, width)

    def digits(self, raw: Any, width: int) -> str:
        """The value's own text, without a name."""
        return str(self.value(raw, width))

    def text_source(self, width: int) -> str:  # noqa: ARG002
        """What `text` does for a `raw` without a name, as an expression of Python, where that is a short one: it is made for each field."""
        return "str(raw)" if type(self) is Kind else ""

    def parse(self, value: object, width: int) -> Any:
        """The bits for a value that Python code gave; ValueError says what the field can hold."""
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValueError(f"a whole number is wanted, not {type(value).__name__}")
        if not 0 <= value < 1 << width:
            raise ValueError(f"{width} bits hold 0 to {(1 << width) - 1:,}")
        return value


class _Hexadecimal(Kind):
    """A number that is a code rather than an amount, and is written in hex."""

    def digits(self, raw: Any, width: int) -> str:
        return "0x%0*x" % ((width + 3) // 4, raw)  # noqa: UP031 - three times as quick as a format within a format

    def text_source(self, width: int) -> str:
        return f"'0x%0{(width + 3) // 4}x' % raw"


class _LittleEndian(Kind):
    """A number whose lowest byte comes first; `raw` is what the bits say when they are read from the first on."""

    counts = False
    plain = False

    def __init__(self, shown: Kind) -> None:
        self.shown = shown

    def value(self, raw: Any, width: int) -> Value:
        number: int = raw
        return int.from_bytes(number.to_bytes(width // 8, "big"), "little")

    def text(self, raw: Any, width: int, names: Names) -> str:
        return self.shown.text(self.value(raw, width), width, names)

    def parse(self, value: object, width: int) -> Any:
        return self.value(super().parse(value, width), width)


class _Signed(Kind):
    """A number that can be below zero, in two's complement."""

    counts = False
    plain = False

    def value(self, raw: Any, width: int) -> Value:
        return int(raw - (raw >> width - 1 << width))

    def parse(self, value: object, width: int) -> Any:
        half = 1 << width - 1
        if isinstance(value, bool) or not isinstance(value, int) or not -half <= value < half:
            raise ValueError(f"{width} bits with a sign hold {-half:,} to {half - 1:,}")
        return value & 2 * half - 1


class _Length(Kind):
    """A number of bytes."""

    repeats = True

    def digits(self, raw: Any, width: int) -> str:  # noqa: ARG002
        return f"{raw} byte" if raw == 1 else f"{raw} bytes"


class _Seconds(Kind):
    """A number of seconds, with the days, hours and minutes that it makes."""

    repeats = True

    def digits(self, raw: Any, width: int) -> str:  # noqa: ARG002
        seconds = raw if isinstance(raw, int) else 0
        parts = []
        rest = seconds
        for size, name in ((86400, "d"), (3600, "h"), (60, "min"), (1, "s")):
            amount, rest = divmod(rest, size)
            if amount:
                parts.append(f"{amount} {name}")
        return f"{seconds} s" if seconds < 60 else f"{seconds} s ({' '.join(parts)})"


class _Words(Kind):
    """A length counted in words; Wireshark prints it in bytes."""

    plain = False

    def __init__(self, size: int) -> None:
        self.size = size

    def value(self, raw: Any, width: int) -> Value:  # noqa: ARG002
        return raw * self.size if isinstance(raw, int) else 0

    def attribute(self, raw: Any, width: int) -> object:  # noqa: ARG002
        return raw

    def digits(self, raw: Any, width: int) -> str:
        return f"{self.value(raw, width)} bytes ({raw} words of {self.size})"


class _Flag(Kind):
    """One bit that is set or not; over several bits Wireshark says whether any of them is set, and Python code gets the number."""

    json_type = "boolean"
    counts = False
    plain = False

    def value(self, raw: Any, width: int) -> Value:  # noqa: ARG002
        return bool(raw)

    def attribute(self, raw: Any, width: int) -> object:
        return bool(raw) if width == 1 else raw

    def text(self, raw: Any, width: int, names: Names) -> str:  # noqa: ARG002
        shown = "set" if raw else "not set"
        name = names.get(raw) if isinstance(raw, int) else None
        return f"{shown} ({name})" if name else shown

    def parse(self, value: object, width: int) -> Any:
        if isinstance(value, bool):
            return int(value)
        return super().parse(value, width)


class _Ipv4(Kind):
    json_type = "string"
    repeats = True
    counts = False
    plain = False

    def value(self, raw: Any, width: int) -> Value:  # noqa: ARG002
        return format_ipv4(raw) if isinstance(raw, int) else ""

    def raw_json(self, raw: Any, width: int) -> Value:
        return f"{raw:0{width // 4}x}"

    def parse(self, value: object, width: int) -> Any:  # noqa: ARG002
        return parse_ipv4(str(value))


class _Ipv6(_Ipv4):
    def value(self, raw: Any, width: int) -> Value:  # noqa: ARG002
        return format_ipv6(raw) if isinstance(raw, int) else ""

    def parse(self, value: object, width: int) -> Any:  # noqa: ARG002
        return parse_ipv6(str(value))


class _Mac(_Ipv4):
    def value(self, raw: Any, width: int) -> Value:  # noqa: ARG002
        return format_mac(raw) if isinstance(raw, int) else ""

    def parse(self, value: object, width: int) -> Any:  # noqa: ARG002
        return parse_mac(str(value))

    def text(self, raw: Any, width: int, names: Names) -> str:
        name = "everyone on this link" if raw == (1 << 48) - 1 else ""
        shown = self.digits(raw, width)
        return f"{shown} ({name})" if name else super().text(raw, width, names)


class _Bytes(Kind):
    """Bytes that are kept as they are: as an int over a fixed number of bits, as bytes over a variable one."""

    json_type = "string"
    counts = False
    plain = False

    def value(self, raw: Any, width: int) -> Value:
        return f"{raw:0{width // 4}x}" if isinstance(raw, int) else raw.hex()

    def attribute(self, raw: Any, width: int) -> object:
        return raw.to_bytes(width // 8, "big") if isinstance(raw, int) else raw

    def raw_json(self, raw: Any, width: int) -> Value:
        return self.value(raw, width)

    def digits(self, raw: Any, width: int) -> str:
        count = width // 8 if isinstance(raw, int) else len(raw)
        if count <= 16:
            return str(self.value(raw, width)) if count else "no bytes"
        first = f"{raw:0{width // 4}x}"[:24] if isinstance(raw, int) else raw[:12].hex()
        return f"{count:,} bytes: {first}…"

    def parse(self, value: object, width: int) -> Any:
        if not isinstance(value, bytes | bytearray | memoryview):
            raise ValueError(f"bytes are wanted, not {type(value).__name__}")
        if not width:
            return bytes(value)
        if len(value) * 8 != width:
            raise ValueError(f"{width // 8} bytes are wanted, not {len(value)}")
        return int.from_bytes(value, "big")


class TextKind(Kind):
    r"""Characters of a text protocol; a byte that is not ASCII is written as \xNN."""

    json_type = "string"
    repeats = True
    counts = False
    plain = False

    def value(self, raw: Any, width: int) -> Value:  # noqa: ARG002
        """The characters."""
        return str(raw.decode("ascii", "backslashreplace"))

    def raw_json(self, raw: Any, width: int) -> Value:  # noqa: ARG002
        """The bytes, in hex."""
        return str(raw.hex())

    def parse(self, value: object, width: int) -> Any:  # noqa: ARG002
        """The bytes of a text, or bytes as they are."""
        if isinstance(value, str):
            value = re.sub(rb"\\x([0-9a-f]{2})", lambda found: bytes.fromhex(found[1].decode()), value.encode("ascii"))
        if not isinstance(value, bytes):
            raise ValueError(f"ASCII text or bytes are wanted, not {type(value).__name__}")
        return value


class _Decimal(TextKind):
    """A number that is written in digits; what does not begin with a digit is 0."""

    json_type = "integer"

    def value(self, raw: Any, width: int) -> Value:  # noqa: ARG002
        digits = re.match(rb"[0-9]{0,18}", raw)
        return int(digits[0] or 0) if digits else 0

    def raw_json(self, raw: Any, width: int) -> Value:  # noqa: ARG002
        return int.from_bytes(raw, "big")

    def text(self, raw: Any, width: int, names: Names) -> str:
        number = self.value(raw, width)
        name = names.get(number) if isinstance(number, int) else None
        return f"{number} ({name})" if name else str(number)

    def parse(self, value: object, width: int) -> Any:
        return super().parse(str(value) if isinstance(value, int) else value, width)


NUMBER = Kind()
HEXADECIMAL = _Hexadecimal()
LENGTH = _Length()
LITTLE_ENDIAN = _LittleEndian(NUMBER)
LITTLE_ENDIAN_HEXADECIMAL = _LittleEndian(HEXADECIMAL)
SECONDS = _Seconds()
SIGNED = _Signed()
WORDS_OF_4 = _Words(4)
FLAG = _Flag()
ADDRESS_IPV4 = _Ipv4()
ADDRESS_IPV6 = _Ipv6()
ADDRESS_MAC = _Mac()
BYTES = _Bytes()
TEXT = TextKind()
DECIMAL = _Decimal()
