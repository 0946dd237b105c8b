"""Lines of a client, which come in pieces: kept until they are whole, and never more of them than fits."""

from __future__ import annotations

__all__ = ["Lines"]

LONGEST = 1000
"""Bytes of a line with its end (RFC 5321 section 4.5.3.1.6); HTTP's have room for as many."""


class Lines:
    """Takes bytes and gives whole lines without their ends. A line that is too long is given as None, once, and passed over."""

    def __init__(self) -> None:
        self._kept = bytearray()
        self._skipping = False

    def take(self, data: bytes) -> list[bytes | None]:
        """The lines that are whole by now."""
        found: list[bytes | None] = []
        *whole, rest = data.split(b"\n")
        for piece in whole:
            line = bytes(self._kept) + piece
            if not self._skipping:
                found.append(line.removesuffix(b"\r") if len(line) <= LONGEST else None)
            self._skipping = False
            self._kept.clear()
        if not self._skipping:
            self._kept += rest
            if len(self._kept) > LONGEST:
                self._kept.clear()
                self._skipping = True
                found.append(None)
        return found
