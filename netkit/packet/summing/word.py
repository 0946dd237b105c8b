"""One 16-bit word of a sum: its value, what it is, and where it lies."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

__all__ = ["Part", "Word"]


class Part(Enum):
    """What a word belongs to; the value is the word in JSON."""

    PSEUDO_HEADER = "pseudo-header"
    HEADER = "header"
    DATA = "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word as it is added.

    `start_bit` counts from the packet's start and is None where the word stands nowhere in the packet (a length that is worked out, zeros
    of the pseudo-header); `width_bits` is 8 where only one byte of it stands there: the protocol's number, or an odd last byte (`padded`).
    `keys` are the fields in it. The checksum field itself is `own`: it counts as 0.
    """

    value: int
    part: Part
    what: str
    start_bit: int | None = None
    width_bits: int = 0
    keys: tuple[str, ...] = ()
    own: bool = False
    padded: bool = False

    def stands(self, data: bytes) -> int:
        """What these bits say in `data`, as they are added: the value, unless the field is the sum's own or the bytes are others."""
        if self.start_bit is None:
            return self.value
        at = self.start_bit // 8
        number = int.from_bytes(data[at : at + self.width_bits // 8])
        return number << 8 if self.padded else number
