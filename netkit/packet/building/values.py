"""Values as people write them, and the bits that they make: numbers in any writing, names, addresses, bytes, text; and back again."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Self

from netkit.packet.application.dns.name import NAME
from netkit.packet.building.labels import Labels
from netkit.packet.field import Field
from netkit.packet.kinds import Kind, TextKind

__all__ = ["Text", "Word", "Wrong", "brief", "named", "raw_of", "slug", "value_of"]

LONGEST_SHOWN = 60
"""Characters of a value that a message shows."""

LONGEST_NUMBER = 200
"""Characters of a number; the widest field has 1,024 bits."""

_NUMBER = re.compile(r"[+-]?(?:0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|[0-9][0-9_]*)")
_BYTES_WANTED = 'bytes are wanted: hex:00ff, or text in quotes, "…"'
_YES, _NO = ("true", "yes", "on", "set"), ("false", "no", "off", "not-set")


MNEMONICS: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {
        "dns.flags.rcode": MappingProxyType(
            {
                "noerror": 0,
                "formerr": 1,
                "servfail": 2,
                "nxdomain": 3,
                "notimp": 4,
                "refused": 5,
                "nxrrset": 8,
                "notauth": 9,
            }
        ),
    }
)
"""Names that everybody uses, where netkit's tables have words instead, by Wireshark key."""


class Word(str):
    """A bare word of a build line; unlike text in quotes it never means bytes."""

    __slots__ = ()


class Text(str):
    """Text in quotes of a build line; `data` are the bytes that it means: UTF-8, and those that were written as they are."""

    __slots__ = ("data",)
    data: bytes

    def __new__(cls, text: str, data: bytes) -> Self:
        """The text with its bytes."""
        made = super().__new__(cls, text)
        made.data = data
        return made


class Wrong:
    """A value that is wrong on purpose: nobody compares it with what would be right."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __repr__(self) -> str:
        return f"wrong({self.value!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Wrong) and other.value == self.value

    def __hash__(self) -> int:
        return hash(("wrong", self.value))


def raw_of(field: Field, value: object, *, in_bytes: bool = False) -> Any:
    """The bits for a value that was given for a field; ValueError says what the field can hold.

    With `in_bytes` a length that the header counts in words is given in bytes, as Wireshark has it under the field's key.
    """
    if field.kind is NAME:
        return _name(value)
    if isinstance(value, str):
        return _of_text(field, value, in_bytes=in_bytes)
    if isinstance(value, bytes):
        return _of_bytes(field, value) if field.width else value
    if in_bytes and isinstance(value, int) and (size := getattr(field.kind, "size", 0)):
        value, rest = divmod(value, size)
        if rest:
            raise ValueError(f"the header counts in words of {size} bytes, so whole words are wanted")
    return field.kind.parse(value, field.width)


def _name(value: object) -> Any:
    if isinstance(value, str):
        return Labels.of(value)
    if isinstance(value, bytes | Labels):
        return value
    raise ValueError(f"a domain name is wanted, not {type(value).__name__}")


def _of_bytes(field: Field, value: bytes) -> Any:
    """Bytes for a field of a fixed number of bits: as its kind takes them, or else as its bits."""
    try:
        return field.kind.parse(value, field.width)
    except ValueError:
        if len(value) * 8 != field.width:
            raise ValueError(f"{field.width} bits are wanted, not {len(value)} bytes") from None
        return int.from_bytes(value, "big")


def _of_text(field: Field, value: str, *, in_bytes: bool) -> Any:
    kind, width = field.kind, field.width
    if kind.json_type == "string":
        return _of_written(field, value)
    if _NUMBER.fullmatch(value):
        return raw_of(field, _number(value), in_bytes=in_bytes)
    if kind.json_type == "boolean" and slug(value) in _YES + _NO:
        return kind.parse(int(slug(value) in _YES), width)
    if isinstance(kind, TextKind):
        return kind.parse(value, width)
    if field.names:
        return kind.parse(named(field.names, value, MNEMONICS.get(field.key, {})), width)
    raise ValueError(f"a number is wanted; {_range(kind, width)}")


def _number(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise ValueError("no field holds a number of so many digits")
    sign, digits = (-1, text[1:]) if text[0] == "-" else (1, text.removeprefix("+"))
    try:
        return sign * int(digits, 0 if digits[:1] == "0" and digits[1:2].isalpha() else 10)
    except ValueError:
        raise ValueError("a number is wanted, with _ between its digits at most") from None


def _range(kind: Kind, width: int) -> str:
    try:
        kind.parse(1 << width + 1, width)
    except ValueError as problem:
        return str(problem)
    return f"there are {width} bits"


def _of_written(field: Field, value: str) -> Any:
    """The bits for an address, a time, text, or bytes, each as its kind reads it."""
    kind, width = field.kind, field.width
    data = value.data if isinstance(value, Text) else value.encode()
    ways: list[str | bytes] = [data, str(value)] if isinstance(value, Text) else [str(value), data]
    said = ""
    for way in ways:
        try:
            raw = kind.parse(way, width)
        except UnicodeError:
            said = said or "ASCII text is wanted"
        except ValueError as problem:
            said = str(problem) if isinstance(way, str) or not said else said
        else:
            if isinstance(value, Word) and way is data:
                raise ValueError(_BYTES_WANTED)
            return raw
    raise ValueError(said)


def brief(value: object) -> str:
    """A value for a message: what is long is cut."""
    text = str(value) if isinstance(value, str | int) else repr(value)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def slug(name: str) -> str:
    """A name as it is compared: small letters and digits, with hyphens for all that is between them."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def named(names: Mapping[int, str], word: str, also: Mapping[str, int] = MappingProxyType({})) -> int:
    """The number that has this name, or the only one whose name begins with these words; ValueError says which there are.

    Names that everybody uses may be given `also`.
    """
    wanted = slug(word)
    if wanted in also:
        return also[wanted]
    known = {number: slug(name) for number, name in names.items()}
    found = [number for number, name in known.items() if name == wanted]
    if not found and wanted:
        found = [number for number, name in known.items() if name.startswith(wanted + "-")]
    if len(found) == 1 or (found and len({known[number] for number in found}) == 1):
        return found[0]
    if found:
        several = ", ".join(f"{number} ({names[number]})" for number in found[:4])
        raise ValueError(f"{brief(word)} can be one of {several}")
    typed = {name: name for name in also} | {
        known[number]: name if " " not in name else known[number] for number, name in names.items()
    }
    near = difflib.get_close_matches(wanted, typed, n=2, cutoff=0.6)
    if near:
        raise ValueError(f"did you mean {' or '.join(typed[name] for name in near)}?")
    some = ", ".join(f"{typed[name]} ({number})" for number, name in list(known.items())[:4])
    raise ValueError(f"a number or a name is wanted, such as {some}")


def value_of(field: Field, raw: Any) -> Any:
    """What makes these bits when it is given for the field: a number, a name's text, an address, bytes."""
    if field.kind is NAME:
        return raw.text if isinstance(raw, Labels) else bytes(raw)
    if field.width and field.names and field.kind.json_type == "integer" and (name := _short(field, raw)):
        return name
    for value in _readings(field, raw):
        try:
            if raw_of(field, value) == raw:
                return value
        except ValueError:
            continue
    raise ValueError(f"nothing makes the bits {raw!r} of {field.name}")


def _readings(field: Field, raw: Any) -> list[Any]:
    """What a value could be, the best first."""
    width = field.width
    if not width and isinstance(raw, bytes) and field.kind.json_type == "string":
        return [raw]
    attribute = field.kind.attribute(raw, width)
    readings: list[Any] = [attribute, field.kind.value(raw, width)]
    if isinstance(attribute, bytes):
        readings.insert(0, attribute.rstrip(b"\0"))
    if width and not width % 8:
        readings.append(raw.to_bytes(width // 8, "big"))
    if not width:
        readings.append(bytes(raw))
    return readings


def _short(field: Field, raw: Any) -> str:
    """A name of the number that is short, and its own."""
    value = field.kind.attribute(raw, field.width)
    name = field.names.get(value) if isinstance(value, int) else None
    if not name or not re.fullmatch(r"[A-Za-z][A-Za-z0-9 _-]{0,23}", name):
        return ""
    word = name if " " not in name else slug(name)
    try:
        return word if raw_of(field, word) == raw else ""
    except ValueError:
        return ""
