"""What follows the header: the content, whole or in chunks (RFC 9112 §6, §7)."""

from __future__ import annotations

import re
from typing import Any, Protocol

from netkit.packet.application.http.words import HttpWords
from netkit.packet.application.lines import Line, half_ended, line_at
from netkit.packet.field import as_found
from netkit.packet.header import Header
from netkit.packet.kinds import BYTES, TEXT, TextKind
from netkit.packet.reading import Reading

__all__ = ["Chunk", "Content", "read_chunks", "read_content"]

_SIZE = re.compile(rb"[ \t]*(?:0[xX])?([0-9A-Fa-f]+)")
_SIZE_LINE = re.compile(rb"[0-9A-Fa-f]+[ \t]*(?:;[^\r\n]*)?\r\n")
_GLANCE = 48


class Report(Protocol):
    """Who notes a problem of a line."""

    def __call__(self, rule: str, line: Line, text: str, *, rfc: str, key: str = "") -> None:
        """Note it, unless one of its kind was noted before in the message."""


class _File(TextKind):
    """The bytes of a file: a person is shown how it begins, if that is text."""

    def value(self, raw: Any, width: int) -> str:  # noqa: ARG002
        """The bytes, in hex."""
        return str(raw.hex())

    def digits(self, raw: Any, width: int) -> str:  # noqa: ARG002
        """How many bytes there are, and the first of them."""
        glance = " ".join(raw[:_GLANCE].decode("utf-8", "ignore").split(None))
        if not glance.isprintable() or not glance or b"\0" in raw[:_GLANCE]:
            glance = raw[:12].hex()
        size = len(raw)
        return f"{size:,} {'byte' if size == 1 else 'bytes'}: {glance}{'…' if size > _GLANCE else ''}"


class _ChunkSize(TextKind):
    """The line before a chunk; its value is the number of bytes in the chunk."""

    json_type = "integer"

    def value(self, raw: Any, width: int) -> int:  # noqa: ARG002
        """The number that the line begins with."""
        found = _SIZE.match(raw)
        return int(found[1], 16) if found else 0

    def raw_json(self, raw: Any, width: int) -> int:  # noqa: ARG002
        """The line as a number."""
        return int.from_bytes(raw, "big")

    def digits(self, raw: Any, width: int) -> str:
        """The number with its unit, and in hex as it stands there."""
        size = self.value(raw, width)
        return f"{size:,} {'byte' if size == 1 else 'bytes'}"


class Content(Header):
    """What a message carries."""

    key = "http"
    title = "HTTP content"
    rfc = "RFC 9110 §6.4"

    file_data: bytes = as_found(
        "the content, or as much of it as this packet has", key="http.file_data", kind=_File(), label="Content"
    )
    encoded: bytes = as_found(
        "the content, packed as Content-Encoding or Transfer-Encoding says",
        key="http.encoded_data",
        kind=BYTES,
        rfc="RFC 9110 §8.4",
        label="Packed content",
    )


class Chunk(Header):
    """A piece of the content with its length before it."""

    key = "http"
    title = "HTTP chunk"
    rfc = "RFC 9112 §7.1"

    size: bytes = as_found(
        "bytes in this chunk, in hex; 0 ends the content", key="http.chunk_size", kind=_ChunkSize(), label="Chunk size"
    )
    data: bytes = as_found("a piece of the content", key="http.chunk_data", kind=_File(), label="Chunk")
    boundary: bytes = as_found("ends the chunk: CR and LF", key="http.chunk_boundary", label="Chunk end", minor=True)
    trailer: bytes = as_found(
        "header fields that come behind the content",
        key="http.chunked_trailer_part",
        kind=TEXT,
        rfc="RFC 9112 §7.1.2",
        label="Trailer",
    )


def read_content(reading: Reading, size: int, *, encoded: bool) -> None:
    """Read content of `size` bytes, or as much of it as there is."""
    if size and reading.left:
        reading.run(Content.fields[1] if encoded else Content.fields[0], size)


def read_chunks(reading: Reading, problem: Report) -> bool:
    """Read the chunks that are there whole; whether the last was among them, and the content has ended."""
    data, number = reading.data, 0
    while True:
        number += 1
        line = line_at(data, reading.position, reading.end)
        if not line.ended or line.start == line.text_end or half_ended(data, line, reading.end):
            return False
        found = _SIZE.match(data, line.start, line.text_end)
        if not found or not _SIZE_LINE.fullmatch(data, line.start, line.end):
            text = "the line before a chunk is no number of bytes in hex"
            problem("http.chunk_size.malformed", line, text, rfc="RFC 9112 §7.1", key="http.chunk_size")
        if not found:
            return False
        size = int(found[1], 16)
        if not size:
            return _read_last(reading, line, f"chunk {number}")
        if line.end + size + 2 > reading.end:
            return False
        reading.run(Chunk.fields[0], line.end - line.start, f"chunk {number}")
        reading.run(Chunk.fields[1], size, f"chunk {number}")
        if reading.run(Chunk.fields[2], 2, f"chunk {number}") != b"\r\n":
            text = f"behind the {size:,} bytes of the chunk CR and LF are missing: its size is not right"
            problem("http.chunk.end", line, text, rfc="RFC 9112 §7.1", key="http.chunk_size")


def _read_last(reading: Reading, line: Line, group: str) -> bool:
    """Read the chunk of size 0, what may come behind it, and the empty line; nothing of it where that line is still to come."""
    position = line.end
    while True:
        behind = line_at(reading.data, position, reading.end)
        if not behind.ended or half_ended(reading.data, behind, reading.end):
            if position < reading.end or position == line.end:
                return False
            break
        if behind.start == behind.text_end:
            break
        position = behind.end
    reading.run(Chunk.fields[0], line.end - line.start, group)
    if position > line.end:
        reading.run(Chunk.fields[3], position - line.end, group)
    if behind.start == behind.text_end:
        reading.run(HttpWords.line_end, behind.end - behind.start, group)
    return True
