"""A message of HTTP/1.1: a start line, a header of named lines, an empty line, and content (RFC 9112 §2.1)."""

from __future__ import annotations

import re

from netkit.packet.application.http.content import read_chunks, read_content
from netkit.packet.application.http.framing import FRAMING_FIELDS, Framing
from netkit.packet.application.http.header_fields import field_of
from netkit.packet.application.http.header_line import OtherLine
from netkit.packet.application.http.start_line import begins_message, is_response, read_request_line, read_status_line
from netkit.packet.application.http.words import HttpWords
from netkit.packet.application.lines import Line, line_at
from netkit.packet.header import Header
from netkit.packet.reading import Next, Reading

__all__ = ["Http", "Ssdp", "read_http", "read_ssdp", "recognise_http"]

_LIKELY = re.compile(rb"HTTP/1\.[01]|[A-Z][A-Z_-]{2,15} ")
_VERSIONS = (b"HTTP/1.0", b"HTTP/1.1")
_PLAIN_LINE = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\r\n]*)\r\n")
"""A line of a header with nothing odd about it; it can't be taken for the first line of another message."""

_TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


class Http(Header):
    """A message of HTTP's: its words and lines lie each by itself."""

    key = "http"
    title = "HTTP"
    rfc = "RFC 9112 §2.1"


class Ssdp(Header):
    """A message of the Simple Service Discovery Protocol: HTTP's form, in a datagram."""

    key = "ssdp"
    title = "SSDP"
    rfc = "UPnP Device Architecture 2.0 §1"


def recognise_http(reading: Reading) -> bool:
    """Whether a segment between other ports begins with a request or response of HTTP/1."""
    if not _LIKELY.match(reading.data, reading.position, reading.end):
        return False
    line = line_at(reading.data, reading.position, reading.end)
    text = reading.data[line.start : line.text_end]
    return (
        line.ended
        and len(text) > 8
        and (text[:8] in _VERSIONS or (text[-8:] in _VERSIONS and begins_message(text, 0, len(text))))
    )


def read_http(reading: Reading) -> Next:
    """Read the messages that begin in this segment; one that began in an earlier segment is left as payload."""
    while reading.left:
        line = _first_line(reading)
        if line is None or not _read_message(reading, Http, line):
            break
    return None


def read_ssdp(reading: Reading) -> Next:
    """Read the one message of a datagram."""
    line = line_at(reading.data, reading.position, reading.end)
    if not begins_message(reading.data, line.start, line.text_end):
        return None
    _read_message(reading, Ssdp, line)
    if _lacks_end(reading) and reading.complete:
        text = "the datagram ends before the empty line that ends the header"
        size = line.text_end - line.start
        reading.report_bytes("http.header.unfinished", line.start, size, text, rfc="RFC 9112 §2.1")
    return None


def _lacks_end(reading: Reading) -> bool:
    """Whether everything was read, and no empty line was there."""
    return not reading.left and all(field.key != HttpWords.empty_line.key for field in reading.layer.fields)


def _first_line(reading: Reading) -> Line | None:
    """The first line of a message, behind an empty line that may stand between two; None if what follows is none."""
    data, start = reading.data, reading.position
    between = reading.layer.protocol is Http and data.startswith(b"\r\n", start, reading.end)
    if between:
        start += 2
    if not begins_message(data, start, reading.end):
        return None
    if between:
        reading.run(HttpWords.extra_line, 2)
    return line_at(data, start, reading.end)


def _read_message(reading: Reading, protocol: type[Header], line: Line) -> bool:
    """Read a message that begins with this line; whether it ended, so that another may follow."""
    reading.begin(protocol)
    text = reading.data[line.start : line.text_end]
    framing = Framing(reading, line, response=is_response(text))
    well = read_status_line(reading, line) if framing.response else read_request_line(reading, line)
    framing.judge_line(line)
    if line.ended:
        reading.run(HttpWords.line_end, line.end - line.text_end)
        if not well:
            framing.judge_start_line()
    if not _read_header(reading, framing):
        return framing.cut_short
    framing.judge()
    if framing.chunked:
        return read_chunks(reading, framing.problem)
    size = framing.content_size(reading.left)
    whole = size <= reading.left
    read_content(reading, min(size, reading.left), encoded=framing.encoded)
    return whole and not framing.switches


def _read_header(reading: Reading, framing: Framing) -> bool:
    """Read the lines up to the empty one; whether that was there."""
    data, end = reading.data, reading.end
    while reading.position < end:
        if plain := _PLAIN_LINE.match(data, reading.position, end):
            name = plain[1].lower()
            start, behind = plain.span()
            reading.run(field_of(name), behind - start)
            if name in FRAMING_FIELDS:
                framing.take(name, plain[2].rstrip(b" \t"), Line(start, behind - 2, behind))
            continue
        line = line_at(data, reading.position, end)
        framing.judge_line(line)
        if line.start == line.text_end:
            reading.run(HttpWords.empty_line, line.end - line.start)
            return True
        if begins_message(data, line.start, line.text_end):
            framing.end_without_empty_line(line)
            return False
        if data[line.start] in b" \t":
            text = "a line that begins with a space goes on with the line before it; nobody may send that any more"
            framing.problem("http.header.folded", line, text, rfc="RFC 9112 §5.2")
            reading.run(OtherLine.folded, line.end - line.start)
            continue
        colon = data.find(b":", line.start, line.text_end)
        if colon < 0:
            if line.ended:
                text = "a line of the header has no colon: it is no name with a value"
                framing.problem("http.header.colon", line, text, rfc="RFC 9112 §5")
            return False
        name = data[line.start : colon]
        _judge_name(framing, line, name)
        value = data[colon + 1 : line.text_end].strip(b" \t")
        reading.run(field_of(name.lower()), line.end - line.start)
        framing.take(name.lower(), value, line)
    return False


def _judge_name(framing: Framing, line: Line, name: bytes) -> None:
    if _TOKEN.fullmatch(name):
        return
    if name[-1:] in (b" ", b"\t"):
        text = "between the name and its colon there is a space: receivers disagree about such a line, which attacks make use of"
        framing.problem("http.header.space", line, text, rfc="RFC 9112 §5.1")
    else:
        text = (
            "the name before the colon has characters that no name can have"
            if name
            else "no name stands before the colon"
        )
        framing.problem("http.header.name", line, text, rfc="RFC 9110 §5.1")
