"""What dumpcap writes into a file about the machine it ran on, made general: what a capture shows has nothing to do with it."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

SECTION_HEADER, INTERFACE_DESCRIPTION = 0x0A0D0D0A, 1
SHB_HARDWARE, SHB_OS, IF_OS = 2, 3, 12
END_OF_OPTIONS = 0


def generalise(capture: Path) -> None:
    """Leave out the processor, and name the operating system without its version, in a little-endian pcapng file."""
    capture.write_bytes(b"".join(_general(kind, body) for kind, body in _blocks(capture.read_bytes())))


def _blocks(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each block's type and body (draft-ietf-opsawg-pcapng §3.1)."""
    at = 0
    while at < len(data):
        kind, length = struct.unpack_from("<II", data, at)
        yield kind, data[at + 8 : at + length - 4]
        at += length


def _general(kind: int, body: bytes) -> bytes:
    if kind == SECTION_HEADER:
        body = body[:16] + _options(body[16:], left_out=SHB_HARDWARE, system=SHB_OS)
    elif kind == INTERFACE_DESCRIPTION:
        body = body[:8] + _options(body[8:], left_out=None, system=IF_OS)
    length = struct.pack("<I", len(body) + 12)
    return struct.pack("<I", kind) + length + body + length


def _options(data: bytes, *, left_out: int | None, system: int) -> bytes:
    """The options without the one to leave out, and with the system's name alone (§3.5: each padded to four bytes)."""
    kept = []
    at = 0
    while at + 4 <= len(data):
        code, length = struct.unpack_from("<HH", data, at)
        value = data[at + 4 : at + 4 + length]
        at += 4 + (length + 3) // 4 * 4
        if code == END_OF_OPTIONS:
            break
        if code != left_out:
            kept.append(_option(code, b"Linux" if code == system else value))
    return b"".join(kept) + _option(END_OF_OPTIONS, b"")


def _option(code: int, value: bytes) -> bytes:
    return struct.pack("<HH", code, len(value)) + value + bytes(-len(value) % 4)
