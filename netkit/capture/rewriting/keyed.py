"""Numbers for numbers by a key: the same each time, each for one other only, and not to be undone without the key."""

from __future__ import annotations

from collections.abc import Container
from hashlib import blake2b

__all__ = ["Keyed"]

_ROUNDS = 10


class Keyed:
    """What a key makes of numbers; `key` is any bytes."""

    __slots__ = ("_key",)

    def __init__(self, key: bytes) -> None:
        self._key = blake2b(key, digest_size=32, person=b"netkit anonymous").digest()

    def number(self, what: bytes, bits: int) -> int:
        """A number of `bits` bits for `what`, which looks like chance."""
        size = (bits + 7) // 8
        found = b""
        while len(found) < size:
            block = len(found).to_bytes(4, "big") + what
            found += blake2b(block, key=self._key, digest_size=min(64, max(1, size - len(found)))).digest()
        return int.from_bytes(found, "big") >> size * 8 - bits

    def permuted(self, name: str, value: int, size: int, fixed: Container[int] = ()) -> int:
        """The number below `size` that stands for `value`, each for exactly one; `fixed` ones stay, and nothing else becomes one.

        `name` tells one permutation from another. A Feistel network gives a permutation of a power of four; where it leads out
        of the domain it is asked again, which leads back in and stays a permutation of it.
        """
        if size <= 1 or value in fixed:
            return value
        half = ((size - 1).bit_length() + 1) // 2
        mark = f"{name}/{size}/".encode()
        while True:
            value = self._mixed(mark, value, half)
            if value < size and value not in fixed:
                return value

    def _mixed(self, mark: bytes, value: int, half: int) -> int:
        left, right = value >> half, value & (1 << half) - 1
        length = (half + 7) // 8
        for turn in range(_ROUNDS):
            what = mark + bytes((turn,)) + right.to_bytes(length, "big")
            left, right = right, left ^ self.number(what, half)
        return left << half | right
