"""What is sent: bytes that somebody gave, or any number of made-up ones that say where they stand."""

from __future__ import annotations

from typing import Protocol

__all__ = ["Given", "Numbered", "Payload"]

LINE = 16
BLOCK = 10_000
"""Bytes that are made at once: the lines in them differ in their last four digits alone."""

ENDINGS = [b"", *(b"%04d\n" % offset for offset in range(0, BLOCK, LINE))]
MOST_BLOCKS = 800
"""Eight million bytes are kept: more than a send buffer holds."""


class Payload(Protocol):
    """Bytes from offset 0 up to `size`, given piece by piece."""

    @property
    def size(self) -> int:
        """How many bytes there are."""

    def piece(self, start: int, end: int) -> bytes:
        """The bytes from one offset up to another."""


class Given:
    """Bytes that are there."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self._data)

    def piece(self, start: int, end: int) -> bytes:
        """The bytes from one offset up to another."""
        return self._data[start:end]


class Numbered:
    """Lines of 16 bytes, each of which says at which offset it begins: `000000000000016` and a line's end."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._blocks: dict[int, bytes] = {}

    @property
    def size(self) -> int:
        """How many bytes there are."""
        return self._size

    def piece(self, start: int, end: int) -> bytes:
        """The bytes from one offset up to another."""
        end = min(end, self._size)
        if start >= end:
            return b""
        first, last = start // BLOCK, (end - 1) // BLOCK
        if first == last:
            return self._block(first)[start - first * BLOCK : end - first * BLOCK]
        whole = b"".join(self._block(number) for number in range(first, last + 1))
        return whole[start - first * BLOCK : end - first * BLOCK]

    def _block(self, number: int) -> bytes:
        """Some lines at once: the reader asks for what the writer has asked for."""
        block = self._blocks.get(number)
        if block is None:
            if len(self._blocks) >= MOST_BLOCKS:
                del self._blocks[next(iter(self._blocks))]
            block = self._blocks[number] = (b"%011d" % number).join(ENDINGS)
        return block
