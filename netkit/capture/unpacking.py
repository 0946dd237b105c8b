"""Unpacking gzip (RFC 1952) piece by piece, with every byte before a damage given out.

The standard library's `gzip` raises at a damage and drops what it had unpacked of the same chunk; so this drives zlib
itself.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from types import MappingProxyType
from typing import Protocol

from netkit.capture.packing import GZIP_MAGIC
from netkit.capture.source import Source, UnpackError

__all__ = ["FREELY", "MOST_TIMES", "Gunzip", "Unpacker", "within_reason"]

FREELY = 64 << 20
"""Bytes that any packed file may unpack to."""
MOST_TIMES = 250
"""How many times its size a file may unpack to beyond that; captures reach 3 to 30 times, files made to fill a machine 1,000 and more."""

_BOMBS = MappingProxyType({"gzip": "gzip.bomb", "zstd": "zstd.bomb"})
_PIECE = 1 << 14
_WINDOW_BITS = 31
"""The largest window (15) plus 16: zlib then expects and checks gzip's header and trailer."""


class Unpacker(Protocol):
    """Gives unpacked bytes."""

    def read(self, count: int, /) -> bytes:
        """The next 1 to `count` of them, none at the end; UnpackError where the file is cut or damaged."""
        ...


def within_reason(unpacker: Unpacker, source: Source, name: str) -> Callable[[int], bytes]:
    """The unpacker's `read`, which gives up where a small file does not cease to give bytes; `name` is the packing's."""
    given = 0

    def read(count: int) -> bytes:
        nonlocal given
        if given > FREELY and given > MOST_TIMES * source.offset:
            text = (
                f"{source.offset:,} bytes of {name} unpack to more than {given:,}, which only files made to fill a machine do; "
                f"netkit stops here. If you trust the file, unpack it yourself first"
            )
            raise UnpackError(_BOMBS[name], text, source.offset)
        piece = unpacker.read(count)
        given += len(piece)
        return piece

    return read


class Gunzip:
    """Reads unpacked bytes from a `Source` of packed ones.

    Several members in a row are one content (RFC 1952 §2.2).
    """

    __slots__ = ("_failure", "_member", "_packed", "_source")

    def __init__(self, source: Source) -> None:
        self._source = source
        self._packed = b""
        self._member = zlib.decompressobj(_WINDOW_BITS)
        self._failure: UnpackError | None = None

    def read(self, count: int) -> bytes:
        """The next 1 to `count` unpacked bytes, none at the end.

        Raises UnpackError where the file is cut or damaged.
        """
        while self._failure is None:
            if self._member.eof and not self._next_member():
                break
            if not self._packed:
                self._packed = self._source.rest(_PIECE)
            if not self._packed:
                self._fail("gzip.truncated", "the gzip file ends before its content does")
            elif unpacked := self._unpack(count):
                return unpacked
        if self._failure is not None:
            raise self._failure
        return b""

    def _unpack(self, count: int) -> bytes:
        """Unpack from what is at hand.

        At a damage, again byte by byte from the state before, so that only the bad part is lost.
        """
        head, tail = self._packed[:_PIECE], self._packed[_PIECE:]
        before = self._member.copy()
        try:
            unpacked = self._member.decompress(head, count)
        except zlib.error:
            self._member = before
            return self._salvage(head)
        self._packed = self._member.unconsumed_tail + tail
        if self._member.eof:
            self._packed = self._member.unused_data + tail
        return unpacked

    def _salvage(self, packed: bytes) -> bytes:
        pieces = []
        for index in range(len(packed)):
            try:
                pieces.append(self._member.decompress(packed[index : index + 1]))
            except zlib.error as error:
                self._packed = packed[index:]
                reason = str(error).rpartition(": ")[2]
                self._fail("gzip.damaged", f"the gzip file is damaged ({reason})")
                break
        return b"".join(pieces)

    def _next_member(self) -> bool:
        """Go on to the next member.

        Zero bytes between them and after the last are padding (as GNU gzip takes them).
        """
        while not (packed := self._packed.lstrip(b"\0")) or len(packed) < len(GZIP_MAGIC):
            more = self._source.rest(_PIECE)
            self._packed = packed + more
            if not more:
                break
        self._packed = packed
        if not packed:
            return False
        if not packed.startswith(GZIP_MAGIC):
            self._fail("gzip.trailing", "bytes that are not gzip follow the end of the gzip content")
            return False
        self._member = zlib.decompressobj(_WINDOW_BITS)
        return True

    def _fail(self, rule: str, text: str) -> None:
        self._failure = UnpackError(rule, text, self._source.offset - len(self._packed))
