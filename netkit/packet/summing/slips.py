"""Slips of those who work a checksum by hand: the value that each gives, and the sentence that puts it right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from netkit.packet.checksum import fold
from netkit.packet.summing.word import Part
from netkit.packet.summing.working import Working

__all__ = ["Slip", "slips"]


@dataclass(frozen=True, slots=True)
class Slip:
    """A way of working that goes wrong: its name, the value of the field that it gives, and what to do instead."""

    slug: str
    value: int
    text: str


def slips(working: Working) -> list[Slip]:
    """The slips whose value is not the right one, each value once; the first that explains it stands for it."""
    found: dict[int, Slip] = {}
    for slip in _slips(working):
        if slip.value != working.result:
            found.setdefault(slip.value, slip)
    return list(found.values())


def _slips(working: Working) -> Iterator[Slip]:
    words = working.covered.words
    message = [word for word in words if word.part is not Part.PSEUDO_HEADER]
    if len(message) < len(words):
        bare = sum(word.value for word in message)
        yield Slip(
            "no-pseudo-header",
            0xFFFF ^ fold(bare),
            "the pseudo-header is left out: the addresses, the protocol and the length count, too",
        )
        header = sum(word.value for word in words if word.part is not Part.DATA)
        yield Slip("header-only", 0xFFFF ^ fold(header), "the data are left out: this checksum covers them, too")
        yield Slip(
            "pseudo-header-only",
            working.pseudo,
            "it is the sum over the pseudo-header alone, which is left for a network card to go on with",
        )
    yield Slip("not-inverted", working.folded, "the sum is not turned over: the field holds its complement")
    yield Slip(
        "carry-dropped",
        0xFFFF ^ (working.total & 0xFFFF),
        "the carries are dropped: what lies above 16 bits is added again at the low end",
    )
    yield Slip(
        "twos-complement",
        0x10000 - working.folded & 0xFFFF,
        "one was added after turning the bits over: one's complement does not do that",
    )
    own = working.covered.stored
    yield Slip(
        "checksum-counted",
        0xFFFF ^ fold(working.total + own),
        "the checksum field was counted: it counts as 0 while its value is worked out",
    )
    if words and words[-1].padded:
        low = working.total - words[-1].value + (words[-1].value >> 8)
        yield Slip(
            "odd-byte-low",
            0xFFFF ^ fold(low),
            "the odd last byte was added as a low byte: it is a high one, and a zero follows it",
        )
    swapped = working.result >> 8 | (working.result & 0xFF) << 8
    yield Slip("byte-order", swapped, "the two bytes are swapped: the high one goes first")
