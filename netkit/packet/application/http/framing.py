"""How long a message is, as its header says, and what is wrong with that (RFC 9112 §6)."""

from __future__ import annotations

import re

from netkit.packet.application.lines import Line, ends_badly
from netkit.packet.reading import Reading

__all__ = ["FRAMING_FIELDS", "Framing"]

FRAMING_FIELDS = frozenset((b"content-length", b"transfer-encoding", b"content-encoding", b"host"))
"""Names of the lines that `Framing.take` takes note of."""

_LENGTH = re.compile(rb"\+?([0-9]{1,19})(?=[ \t]|\Z)")
_PACKED = frozenset((b"gzip", b"x-gzip", b"deflate", b"compress", b"x-compress"))
_HTTP_1_1 = b"HTTP/1.1"


class Framing:
    """What a message's header says of its length, and its problems: of each kind the first, however many lines have it."""

    __slots__ = (
        "_codings", "_content_encoding", "_content_length", "_hosts", "_length_line", "_lengths", "_line", "_reading", "_reported",
        "_status", "_version", "cut_short", "response",
    )  # fmt: skip

    def __init__(self, reading: Reading, line: Line, *, response: bool) -> None:
        self.response = response
        self._reading = reading
        self._line = line
        self._reported: set[str] = set()
        text = reading.data[line.start : line.text_end]
        words = text.split(None, 2)
        self._version = b"" if response else text[-8:]
        self._status = words[1][:3] if response and len(words) > 1 else b""
        if len(self._status) != 3 or not self._status.isdigit():
            self._status = b""
        self.cut_short = False
        self._hosts = 0
        self._lengths: set[bytes] = set()
        self._content_length: int | None = None
        self._length_line = line
        self._codings: list[bytes] = []
        self._content_encoding = b""

    def problem(self, rule: str, line: Line, text: str, *, rfc: str, key: str = "") -> None:
        """Note a problem of a line, the first of its kind in the message."""
        if rule not in self._reported:
            self._reported.add(rule)
            self._reading.report_bytes(rule, line.start, line.end - line.start, text, rfc=rfc, key=key)

    def judge_line(self, line: Line) -> None:
        """Note a line that ends with CR or LF alone, unless the other one may come in the next packet."""
        if ends_badly(self._reading.data, line, self._reading.end):
            text = "a line ends with CR or LF alone, and not with both"
            self.problem("http.line_end.bare", line, text, rfc="RFC 9112 §2.2")

    def judge_start_line(self) -> None:
        """Note a start line that is not made as it should be."""
        if self.response:
            text = "the status line is not a version, a code of three digits and a phrase with one space between each"
            self.problem("http.status_line.malformed", self._line, text, rfc="RFC 9112 §4")
        else:
            text = "the request line is not a method, a target and a version with one space between each"
            self.problem("http.request_line.malformed", self._line, text, rfc="RFC 9112 §3")

    def end_without_empty_line(self, line: Line) -> None:
        """Note that another message begins where the header should go on."""
        self.cut_short = True
        text = "another message begins before the empty line that ends the header"
        self.problem("http.header.unfinished", line, text, rfc="RFC 9112 §2.1")

    def take(self, name: bytes, value: bytes, line: Line) -> None:
        """Take note of a line of the header that says how long the message is, or whom it is for."""
        if name == b"content-length":
            self._take_length(value, line)
        elif name == b"transfer-encoding":
            self._codings += [coding.strip(b" \t").lower() for coding in value.split(b",")]
            self._length_line = line
        elif name == b"content-encoding":
            self._content_encoding = value.lower()
        elif name == b"host":
            self._hosts += 1
            if self._hosts == 2 and not self.response:
                text = "there is more than one Host: the server can't know which site is meant"
                self.problem("http.host.repeated", line, text, rfc="RFC 9112 §3.2", key="http.host")

    def _take_length(self, value: bytes, line: Line) -> None:
        found = _LENGTH.match(value)
        number = int(found[1]) if found else 1 << 63
        self._content_length = number if number < 1 << 63 else None
        if not value.isdigit() or number >= 1 << 63:
            text = "the Content-Length is no number of bytes"
            self._length_problem("http.content_length.malformed", line, text, "RFC 9112 §6.3")
        self._lengths.add(value)
        if len(self._lengths) == 2:
            text = "there are two values of Content-Length: receivers that take different ones disagree about where the message ends"
            self._length_problem("http.content_length.repeated", line, text, "RFC 9112 §6.3")

    def _length_problem(self, rule: str, line: Line, text: str, rfc: str) -> None:
        self.problem(rule, line, text, rfc=rfc, key="http.content_length_header")

    def judge(self) -> None:
        """Note what is wrong with the header as a whole."""
        if self._version == _HTTP_1_1 and not self._hosts and not self.response:
            text = "a request of HTTP/1.1 has no Host: the server can't know which site is meant, and must refuse"
            start = self._line.text_end - len(_HTTP_1_1)
            place = Line(start, self._line.text_end, self._line.text_end)
            self.problem("http.host.missing", place, text, rfc="RFC 9112 §3.2", key="http.request.version")
        if not self._codings:
            return
        if self._lengths:
            text = "Transfer-Encoding and Content-Length both say where the message ends: receivers may disagree, which attacks make use of"
            self.problem(
                "http.length.twice", self._length_line, text, rfc="RFC 9112 §6.1", key="http.transfer_encoding"
            )
        if b"chunked" in self._codings[:-1]:
            text = "chunked is not the last coding, and only once: so the chunks don't say where the message ends"
            self.problem(
                "http.transfer_encoding.order",
                self._length_line,
                text,
                rfc="RFC 9112 §6.1",
                key="http.transfer_encoding",
            )

    @property
    def chunked(self) -> bool:
        """Whether the content comes in chunks."""
        return b"chunked" in self._codings and not self._without_content

    @property
    def switches(self) -> bool:
        """Whether another protocol is spoken behind this message."""
        return self._status == b"101"

    @property
    def encoded(self) -> bool:
        """Whether the content has to be unpacked to be read."""
        return bool(self._content_encoding and self._content_encoding != b"identity") or not _PACKED.isdisjoint(
            self._codings
        )

    @property
    def _without_content(self) -> bool:
        return self._status[:1] == b"1" or self._status in (b"204", b"304")

    def content_size(self, left: int) -> int:
        """Bytes of content: as the length says; without one none in a request, and in a response all up to the connection's end."""
        if self._without_content:
            return 0
        if self._content_length is not None:
            return self._content_length
        return left if self.response else 0
