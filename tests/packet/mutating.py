"""Real packets with something broken in each, the same ones in every run."""

import random

__all__ = ["mutations"]


def mutations(vector, seed):
    """A packet like this one with bytes changed, left out, put in, or cut off."""
    chance = random.Random(f"{vector!r}{seed}")
    data = bytearray(vector.data)
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        at = chance.randrange(len(data)) if data else 0
        kind = chance.randrange(6)
        if kind == 0 and data:
            data[at] = chance.choice((0, 1, 0x3F, 0x40, 0x7F, 0x80, 0xC0, 0xFF))
        elif kind == 1 and data:
            data[at] ^= 1 << chance.randrange(8)
        elif kind == 2:
            data[at:at] = bytes(chance.randrange(256) for _ in range(chance.choice((1, 2, 40))))
        elif kind == 3:
            del data[at : at + chance.choice((1, 2, 10))]
        elif kind == 4:
            del data[at:]
        elif data:
            data[at : at + 2] = chance.choice((b"\0\0", b"\xff\xff", b"\xc0\x0c", b"\xc0\x00"))
    return bytes(data)
