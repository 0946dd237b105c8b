"""Packing what is written: gzip (RFC 1952) or zstd (RFC 8878), piece by piece, the same bytes for the same content."""

from __future__ import annotations

from typing import Protocol

__all__ = ["PACKERS", "Packer", "packer_for"]

PACKERS = {".gz": "gzip", ".zst": "zstd"}
"""What the end of a file's name says of its packing."""

_GZIP = 31
"""zlib's largest window (15), plus 16: it then writes gzip's header, without a name and a time, and its trailer."""
_GZIP_LEVEL = 6
_ZSTD_LEVEL = 3


class Packer(Protocol):
    """Takes bytes and gives packed ones, not always as soon as it takes them."""

    def compress(self, data: bytes, /) -> bytes:
        """What can be given so far."""
        ...

    def flush(self) -> bytes:
        """Everything else, and the end of the packed content."""
        ...


def packer_for(name: str) -> Packer:
    """A packer that begins: `gzip` or `zstd`."""
    if name == "gzip":
        import zlib  # noqa: PLC0415  loaded only where something is packed

        return zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, _GZIP)
    import zstandard  # noqa: PLC0415  loaded only where something is packed

    return zstandard.ZstdCompressor(level=_ZSTD_LEVEL, write_checksum=True).compressobj()
