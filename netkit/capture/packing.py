"""How captures are packed: gzip (RFC 1952) or zstd (RFC 8878). What is written is packed piece by piece, the same each time."""

from __future__ import annotations

from typing import Protocol

__all__ = ["GZIP_MAGIC", "PACKERS", "ZSTD_MAGIC", "Packer", "packer_for", "packing_of"]

PACKERS = {".gz": "gzip", ".zst": "zstd"}
"""What the end of a file's name says of its packing."""

GZIP_MAGIC = b"\x1f\x8b"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"

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


def packing_of(beginning: bytes) -> str | None:
    """What a file that begins like this is packed with: `gzip`, `zstd` or None."""
    if beginning.startswith(GZIP_MAGIC):
        return "gzip"
    return "zstd" if beginning.startswith(ZSTD_MAGIC) else None


def packer_for(name: str) -> Packer:
    """A packer that begins: `gzip` or `zstd`."""
    if name == "gzip":
        import zlib  # noqa: PLC0415  loaded only where something is packed

        return zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, _GZIP)
    import zstandard  # noqa: PLC0415  loaded only where something is packed

    return zstandard.ZstdCompressor(level=_ZSTD_LEVEL, write_checksum=True).compressobj()
