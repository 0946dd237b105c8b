"""What stands between the words and lines of a message: it has no keys of Wireshark's, and netkit's own."""

from __future__ import annotations

from typing import Any

from netkit.packet.field import as_found
from netkit.packet.header import Header
from netkit.packet.kinds import BYTES

__all__ = ["HttpWords"]


class HttpWords(Header):
    """What stands between the words and lines of a message."""

    key = "http"
    title = "HTTP words"
    rfc = "RFC 9112 §2.1"

    separator: Any = as_found("keeps two words apart", key="http.separator", label="Space", minor=True, repeats=True)
    line_end: Any = as_found(
        "ends the line: CR and LF", key="http.line_end", rfc="RFC 9112 §2.2", kind=BYTES, minor=True, repeats=True
    )
    empty_line: Any = as_found(
        "an empty line ends the header; what follows is the content", key="http.empty_line", repeats=True
    )
    extra_line: Any = as_found(
        "an empty line before a message, which its receiver passes over",
        key="http.extra_line",
        rfc="RFC 9112 §2.2",
        minor=True,
    )
    stray: Any = as_found("bytes that have no place in such a line", key="http.stray", rfc="RFC 9112 §3")
