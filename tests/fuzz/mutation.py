"""Changes to bytes that break what protocols are made of: lengths, types, flags, ends. Cheap, for they are made millions of times."""

import random

__all__ = ["mutated"]

BYTES = (0x00, 0x01, 0x3F, 0x40, 0x7F, 0x80, 0xC0, 0xFE, 0xFF)
WORDS = (0x0000, 0x0001, 0x0007, 0x0008, 0x00FF, 0x0100, 0x05DC, 0x7FFF, 0x8000, 0xC00C, 0xFFFE, 0xFFFF)
NUMBERS = (
    0x0800,
    0x0806,
    0x8100,
    0x86DD,
    0x8847,
    0x8863,
    0x8864,
    0x88A8,
    0x88CC,
    0x6558,
    20,
    25,
    53,
    67,
    80,
    123,
    161,
    443,
    4789,
    5353,
)
LONGEST = 1 << 16


def _flip(data, at, chance):
    data[at] ^= 1 << int(chance() * 8)


def _set(data, at, chance):
    data[at] = BYTES[int(chance() * len(BYTES))]


def _any(data, at, chance):
    data[at] = int(chance() * 256)


def _step(data, at, chance):
    data[at] = data[at] + (1 if chance() < 0.5 else 255) & 0xFF


def _word(data, at, chance):
    data[at : at + 2] = WORDS[int(chance() * len(WORDS))].to_bytes(2, "big")


def _length(data, at, chance):
    """A length: what is left from here on, a little more, or a little less."""
    left = max(0, min(0xFFFF, len(data) - at + int(chance() * 9) - 4))
    data[at : at + 2] = left.to_bytes(2, "big")


def _number(data, at, chance):
    data[at : at + 2] = NUMBERS[int(chance() * len(NUMBERS))].to_bytes(2, "big")


def _cut(data, at, chance):
    del data[at:]


def _leave_out(data, at, chance):
    del data[at : at + 1 + int(chance() * 16)]


def _insert(data, at, chance):
    data[at:at] = int(chance() * (1 << 64)).to_bytes(8, "big")[: 1 + int(chance() * 8)]


def _repeat(data, at, chance):
    piece = data[at : at + 1 + int(chance() * 40)]
    data[at:at] = piece * (1 + int(chance() * 8))


def _move(data, at, chance):
    """A piece from elsewhere in the same bytes."""
    start = int(chance() * len(data))
    piece = data[start : start + 1 + int(chance() * 16)]
    data[at : at + len(piece)] = piece


CHANGES = (
    _flip, _flip, _flip, _set, _set, _set, _any, _any, _step, _step, _word, _word, _length, _length, _number, _cut, _leave_out,
    _insert, _repeat, _move,
)  # fmt: skip


def mutated(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """`data` with a few changes, of which one may be that it ends as `other` does."""
    draw = chance.random
    found = bytearray(data)
    if other and draw() < 0.05:
        found[int(draw() * (len(found) + 1)) :] = other[int(draw() * len(other)) :]
    for _ in range((1, 1, 1, 2, 2, 3, 4, 8)[int(draw() * 8)]):
        if not found:
            break
        # headers are in front, and most of what is read is in them
        most = len(found) if draw() < 0.5 else min(len(found), 80)
        CHANGES[int(draw() * len(CHANGES))](found, int(draw() * most), draw)
    return bytes(found[:LONGEST])
