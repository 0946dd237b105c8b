"""Domain names to be written: their labels, and where a message has them already, so that a pointer will do (RFC 1035 §4.1.4)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from netkit.packet.application.dns.name import LONGEST_NAME, text_of

__all__ = ["Compressor", "Labels"]

FARTHEST_POINTER = 0x3FFF
"""A pointer has 14 bits for the place that it leads to."""

_PIECES = re.compile(r"\\(\d{3})|\\(.)|(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Labels:
    """A name by its labels; how many bytes it takes depends on what the message has before it."""

    labels: tuple[bytes, ...]

    @classmethod
    def of(cls, text: str) -> Labels:
        r"""The name that a text means, with or without a dot at its end; `\.` and `\DDD` stand for bytes (RFC 1035 §5.1).

        ValueError says what a name can be.
        """
        if not text.isascii():
            raise ValueError(
                "a name is written in ASCII; one in other letters in its form for the wire, which begins with xn--"
            )
        if not text:
            raise ValueError("an empty text is no name; the root is written as a dot")
        labels = [bytearray()]
        for decimal, escaped, plain in _PIECES.findall(text if text != "." else ""):
            if plain == ".":
                labels.append(bytearray())
            elif decimal and int(decimal) > 255:
                raise ValueError(f"\\{decimal} is no byte: those go up to \\255")
            else:
                labels[-1].append(int(decimal) if decimal else ord(escaped or plain))
        if not labels[-1]:
            labels.pop()
        for label in labels:
            if not label:
                raise ValueError("a name has no empty label: two dots stand together, or one stands first")
            if len(label) > 63:
                raise ValueError(f"a label has at most 63 bytes, not {len(label)} (RFC 1035 §2.3.4)")
        if sum(map(len, labels)) + len(labels) + 1 > LONGEST_NAME:
            raise ValueError(
                f"a name has at most {LONGEST_NAME} bytes, the lengths of its labels included (RFC 1035 §2.3.4)"
            )
        return cls(tuple(map(bytes, labels)))

    @property
    def text(self) -> str:
        """The name for people."""
        return text_of(self.labels)

    def __len__(self) -> int:
        """Bytes without any pointer."""
        return sum(map(len, self.labels)) + len(self.labels) + 1

    def __bytes__(self) -> bytes:
        """The name in full, without any pointer."""
        return b"".join(bytes((len(label),)) + label for label in self.labels) + b"\0"


@dataclass(slots=True)
class Compressor:
    """The names that a message has so far: the place of every ending of them, counted from the message's start."""

    places: dict[tuple[bytes, ...], int] = field(default_factory=dict)

    def write(self, name: Labels, at: int, *, may_point: bool = True) -> bytes:
        """The bytes of a name that stands at byte `at` of the message: a pointer takes the place of an ending that was there before."""
        written = bytearray()
        lowered = tuple(label.lower() for label in name.labels)
        for index, label in enumerate(name.labels):
            ending = lowered[index:]
            place = self.places.get(ending)
            if place is not None and may_point:
                return bytes(written) + (0xC000 | place).to_bytes(2, "big")
            here = at + len(written)
            if place is None and here <= FARTHEST_POINTER:
                self.places[ending] = here
            written.append(len(label))
            written += label
        return bytes(written) + b"\0"
