"""What is sent: bytes that somebody gave, or any number of made-up ones that say where they stand."""

from __future__ import annotations

from typing import Protocol

__all__ = ["Given", "Numbered", "Payload"]

LINE = 16


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

    @property
    def size(self) -> int:
        """How many bytes there are."""
        return self._size

    def piece(self, start: int, end: int) -> bytes:
        """The bytes from one offset up to another."""
        end = min(end, self._size)
        if start >= end:
            return b""
        first = start - start % LINE
        text = "".join(["%015d\n" % offset for offset in range(first, end, LINE)])  # noqa: UP031 - twice as quick
        return text.encode()[start - first : end - first]
