"""What one of scapy's fields says, as plain text and as a value that JSON has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from netkit.packet.field import Field
from netkit.packet.kinds import Kind

__all__ = ["Place", "key_of", "place_of", "plain"]

LONGEST_TEXT = 400
LARGEST_NUMBER = 1 << 256
"""From here on a number is no longer one that a person or a program reads, and is given as text."""

FLAG_VALUE = "FlagValue"

_NO_LETTERS = re.compile(r"[^a-z0-9_]")


class _Said(Kind):
    """A kind that says what scapy said, whatever the bits."""

    counts = False
    plain = False

    def __init__(self, value: int | bool | str, text: str) -> None:  # noqa: FBT001 - a value may be a flag
        self.said = value
        self.told = text
        self.json_type = "boolean" if isinstance(value, bool) else "integer" if isinstance(value, int) else "string"

    def value(self, raw: Any, width: int) -> int | bool | str:  # noqa: ARG002
        return self.said

    def digits(self, raw: Any, width: int) -> str:  # noqa: ARG002
        return self.told


@dataclass(frozen=True, slots=True)
class Place:
    """A field of scapy's with its place: first bit from the layer's start, width in bits, and which of several packets it is in."""

    field: Field
    first_bit: int
    width_bits: int
    group: str = ""


def place_of(
    packet: Any, names: str, said: tuple[int | bool | str, str], first_bit: int, width_bits: int, meaning: str = ""
) -> Place:
    """The field `names` of a packet of scapy's, which says a value and a text."""
    value, text = said
    if width_bits == 1:
        value = value if isinstance(value, bool) else bool(value) if isinstance(value, int) else value not in ("", "0")
    layer = type(packet).__name__
    label = names.replace("_", " ")
    field = Field(
        None,
        meaning or f"what scapy's {layer} calls {names}",
        key=key_of(layer, names),
        kind=_Said(value, text),
        label=plain(label[:1].upper() + label[1:] or layer),
    )
    return Place(field, first_bit, width_bits)


def key_of(*parts: str) -> str:
    """`scapy.<layer>.<field>`, of small letters, digits and underscores."""
    return ".".join(["scapy", *[_NO_LETTERS.sub("_", part.lower()) for part in parts if part]])


def said_of(packet: Any, field: Any, value: Any) -> tuple[int | bool | str, str]:
    """A value of a field, and what scapy says of it, in plain text."""
    if type(value).__name__ == FLAG_VALUE:
        number: int | None = int(value)
    else:
        number = int(value) if isinstance(value, int) else None
    try:
        text = field.i2repr(packet, value)
    except Exception:  # noqa: BLE001 - scapy's code for people fails in many ways on what no sender would send
        text = repr(value)
    text = _text(value, str(text))
    if number is None or abs(number) >= LARGEST_NUMBER:
        return text, text
    if text in (str(number), "") or text.startswith("0x"):
        return number, text or str(number)
    return number, f"{number} ({text})"


def plain(text: str, longest: int = LONGEST_TEXT) -> str:
    """Text of one line without anything that a terminal might obey, and not without end."""
    cut = text if len(text) <= longest else f"{text[:longest]}…"
    if cut.isprintable():
        return cut
    return "".join([c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in cut])


def _text(value: Any, text: str) -> str:
    """What scapy's text says without the marks of Python: `b'public'` is public, and bytes that are no text are hex."""
    if isinstance(value, bytes | bytearray) and text == repr(value):
        letters = bytes(value)
        if letters.isascii() and (text := letters.decode("ascii")).isprintable():
            return plain(text)
        return plain(letters[:LONGEST_TEXT].hex(" "))
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        text = text[1:-1]
    return plain(text)
