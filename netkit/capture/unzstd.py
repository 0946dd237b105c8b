"""Unpacking zstd (RFC 8878) block by block, with every block before a damage given out.

A decoder that is given more than one block at a time loses all of them where one is damaged; so the frames are taken
apart here, and the decoder gets each block by itself. A block holds at most 128 KiB, whatever its size in the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from netkit.capture.packing import ZSTD_MAGIC
from netkit.capture.source import CHUNK, UnpackError

if TYPE_CHECKING:
    from netkit.capture.packing import ZSTD_MAGIC
from netkit.capture.source import Source

__all__ = ["Unzstd"]

_SKIPPABLE = range(0x184D2A50, 0x184D2A60)
"""Magic numbers of frames that hold something else than content (RFC 8878 §3.1.2)."""

_LARGEST_WINDOW = 1 << 27
"""Bytes of content that a frame may have the decoder remember: as much as the zstd program grants without being asked."""

_BLOCK_HEADER = 3
_CHECKSUM = 4
_RUN_LENGTH = 1


class _Decoder(Protocol):
    def decompress(self, data: bytes, /) -> bytes: ...


class Unzstd:
    """Reads unpacked bytes from a `Source` of packed ones; several frames in a row are one content (RFC 8878 §3)."""

    __slots__ = ("_at", "_checksum", "_decoder", "_failure", "_held", "_packed", "_source")

    def __init__(self, source: Source) -> None:
        self._source = source
        self._packed = b""
        self._at = 0
        self._decoder: _Decoder | None = None
        self._checksum = 0
        self._held = b""
        self._failure: UnpackError | None = None

    def read(self, count: int) -> bytes:
        """The next 1 to `count` unpacked bytes, none at the end.

        Raises UnpackError where the file is cut or damaged.
        """
        while not self._held:
            if self._failure is not None:
                raise self._failure
            if self._decoder is None and not self._begin():
                if self._failure is None:
                    return b""
                continue
            if self._decoder is not None:
                self._block(self._decoder)
        piece, self._held = self._held[:count], self._held[count:]
        return piece

    def _begin(self) -> bool:
        """Take a frame's header, or the whole of a skippable frame; False at the end of the file, and at a failure."""
        magic = self._ahead(4)
        if not magic:
            return False
        if magic == ZSTD_MAGIC:
            return self._frame()
        if int.from_bytes(magic, "little") in _SKIPPABLE and len(magic) == 4:
            head = self._take(8)
            return head is not None and self._skip(int.from_bytes(head[4:], "little"))
        self._fail("zstd.trailing", "bytes that are not zstd follow the end of the zstd content")
        return False

    def _frame(self) -> bool:
        """The header of a frame (§3.1.1.1): how long it is stands in its first byte."""
        descriptor = (self._ahead(5) + b"\0")[4]
        single = descriptor >> 5 & 1
        size_flag, dictionary_flag = descriptor >> 6, descriptor & 3
        length = 5 + (1 - single) + (0, 1, 2, 4)[dictionary_flag] + (single, 2, 4, 8)[size_flag]
        head = self._take(length)
        if head is None:
            return False
        import zstandard  # noqa: PLC0415  loaded only where something is packed with it

        self._checksum = _CHECKSUM if descriptor >> 2 & 1 else 0
        self._decoder = zstandard.ZstdDecompressor(max_window_size=_LARGEST_WINDOW).decompressobj()
        return self._decode(self._decoder, head)

    def _block(self, decoder: _Decoder) -> None:
        """Unpack one block (§3.1.1.2), and behind the last one the checksum of the frame."""
        header = int.from_bytes(self._ahead(_BLOCK_HEADER), "little")
        last, kind, size = header & 1, header >> 1 & 3, header >> 3
        block = self._take(_BLOCK_HEADER + (1 if kind == _RUN_LENGTH else size))
        if block is None or not self._decode(decoder, block) or not last:
            return
        self._decoder = None
        if self._checksum:
            checksum = self._take(self._checksum)
            if checksum is not None:
                self._decode(decoder, checksum)

    def _decode(self, decoder: _Decoder, packed: bytes) -> bool:
        import zstandard  # noqa: PLC0415

        try:
            self._held += decoder.decompress(packed)
        except zstandard.ZstdError as error:
            reason = str(error).rpartition(": ")[2]
            self._fail("zstd.damaged", f"the zstd file is damaged ({reason})", back=len(packed))
            return False
        return True

    def _ahead(self, length: int) -> bytes:
        """The next bytes, or fewer where the file ends; they stay ahead."""
        while len(self._packed) - self._at < length:
            more = self._source.rest(length)
            if not more:
                break
            self._packed, self._at = self._packed[self._at :] + more, 0
        return self._packed[self._at : self._at + length]

    def _take(self, length: int) -> bytes | None:
        """The next bytes; None, and a failure, where there are fewer."""
        taken = self._ahead(length)
        self._at += len(taken)
        if len(taken) < length:
            self._fail("zstd.truncated", "the zstd file ends before its content does")
            return None
        return taken

    def _skip(self, length: int) -> bool:
        """Pass over bytes, however many a skippable frame claims, a piece at a time."""
        while length:
            piece = self._take(min(length, CHUNK))
            if piece is None:
                return False
            length -= len(piece)
        return True

    def _fail(self, rule: str, text: str, back: int = 0) -> None:
        ahead = len(self._packed) - self._at
        self._failure = UnpackError(rule, text, self._source.offset - ahead - back)
