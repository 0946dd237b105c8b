"""The first line of a message: what is asked for, or how it went (RFC 9112 §3, §4)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import MappingProxyType
from typing import Any

from netkit.packet.application.http.words import HttpWords
from netkit.packet.application.lines import Line
from netkit.packet.field import Field, as_found
from netkit.packet.header import Header
from netkit.packet.kinds import DECIMAL, TEXT
from netkit.packet.reading import Reading

__all__ = ["RequestLine", "StatusLine", "begins_message", "is_response", "read_request_line", "read_status_line"]

_METHODS = MappingProxyType(
    {
        b"GET": "give me the resource", b"HEAD": "as GET, but without the content", b"POST": "here is content: process it",
        b"PUT": "store this content under the target", b"DELETE": "remove the resource", b"CONNECT": "be a tunnel to the target",
        b"OPTIONS": "what can be done with the target?", b"TRACE": "send back what arrived",
        b"PATCH": "change the resource as this content says", b"SEARCH": "search; in SSDP, with M-: which devices are there?",
        b"NOTIFY": "an event; in SSDP: a device is there, or leaves", b"SUBSCRIBE": "tell me of events",
        b"UNSUBSCRIBE": "tell me of events no more", b"PROPFIND": "which properties does the resource have?",
        b"PROPPATCH": "change properties of the resource", b"MKCOL": "make a collection", b"COPY": "copy the resource",
        b"MOVE": "move the resource", b"LOCK": "lock the resource", b"UNLOCK": "unlock the resource",
        b"REPORT": "report on the resource",
    }
)  # fmt: skip
"""What the common methods ask for (RFC 9110 §9.3, RFC 5789, RFC 4918)."""

_KNOWN_METHODS = frozenset(_METHODS) | frozenset(
    b"POLL BCOPY BMOVE LABEL MERGE UPDATE BDELETE CHECKIN CHECKOUT CCM_POST BPROPFIND BPROPPATCH UNCHECKOUT MKACTIVITY MKWORKSPACE"
    b" RPC_CONNECT RPC_IN_DATA RPC_OUT_DATA VERSION-CONTROL BASELINE-CONTROL SSTP_DUPLEX_POST".split()
)

_FIRST_WORD = re.compile(
    rb"HTTP/|(?:ICY|(?:M-)?(?:"
    + b"|".join(re.escape(method) for method in sorted(_KNOWN_METHODS))
    + rb"))(?=[ \r\n]|\Z)"
)

_STATUS = MappingProxyType(
    {
        100: "Continue", 101: "Switching Protocols", 102: "Processing", 103: "Early Hints", 200: "OK", 201: "Created",
        202: "Accepted", 203: "Non-Authoritative Information", 204: "No Content", 205: "Reset Content", 206: "Partial Content",
        207: "Multi-Status", 208: "Already Reported", 226: "IM Used", 300: "Multiple Choices", 301: "Moved Permanently",
        302: "Found", 303: "See Other", 304: "Not Modified", 305: "Use Proxy", 307: "Temporary Redirect", 308: "Permanent Redirect",
        400: "Bad Request", 401: "Unauthorized", 402: "Payment Required", 403: "Forbidden", 404: "Not Found",
        405: "Method Not Allowed", 406: "Not Acceptable", 407: "Proxy Authentication Required", 408: "Request Timeout",
        409: "Conflict", 410: "Gone", 411: "Length Required", 412: "Precondition Failed", 413: "Content Too Large",
        414: "URI Too Long", 415: "Unsupported Media Type", 416: "Range Not Satisfiable", 417: "Expectation Failed",
        421: "Misdirected Request", 422: "Unprocessable Content", 423: "Locked", 424: "Failed Dependency", 425: "Too Early",
        426: "Upgrade Required", 428: "Precondition Required", 429: "Too Many Requests", 431: "Request Header Fields Too Large",
        451: "Unavailable For Legal Reasons", 500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway",
        503: "Service Unavailable", 504: "Gateway Timeout", 505: "HTTP Version Not Supported", 506: "Variant Also Negotiates",
        507: "Insufficient Storage", 508: "Loop Detected", 511: "Network Authentication Required",
    }
)  # fmt: skip
"""IANA's registry of status codes."""

_CLASSES = MappingProxyType(
    {
        b"1": "1xx: so far so good, go on", b"2": "2xx: it worked", b"3": "3xx: something more must be done, mostly elsewhere",
        b"4": "4xx: the client did something wrong", b"5": "5xx: the server failed",
    }
)  # fmt: skip

_REQUEST = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+ [^ \t]+ HTTP/[0-9]\.[0-9]")
_RESPONSE = re.compile(rb"(?:HTTP/[0-9]\.[0-9]|ICY) [0-9]{3}(?: [\t\x20-\x7e\x80-\xff]*)?")


_USUAL_REQUEST = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+) ([^ \t]+) (HTTP/[0-9]\.[0-9])")
_USUAL_RESPONSE = re.compile(rb"(HTTP/[0-9]\.[0-9]|ICY) ([0-9]{3}) ([\x21-\x7e\x80-\xff][\t\x20-\x7e\x80-\xff]*)")


def _asked(raw: Any) -> str:
    return _METHODS.get(raw.removeprefix(b"M-"), "")


def _class_of(raw: Any) -> str:
    return _CLASSES.get(raw[:1], "")


class RequestLine(Header):
    """What is asked for."""

    key = "http"
    title = "HTTP request line"
    rfc = "RFC 9112 §3"

    method: bytes = as_found(
        "what is to be done with the target", key="http.request.method", kind=TEXT, rfc="RFC 9110 §9", note=_asked
    )
    target: bytes = as_found(
        "which resource: mostly its path on the server, and a query behind a question mark",
        key="http.request.uri",
        kind=TEXT,
        rfc="RFC 9112 §3.2",
    )
    version: bytes = as_found(
        "the version of HTTP that the client speaks",
        key="http.request.version",
        kind=TEXT,
        rfc="RFC 9112 §2.3",
        label="HTTP version",
    )


class StatusLine(Header):
    """How it went."""

    key = "http"
    title = "HTTP status line"
    rfc = "RFC 9112 §4"

    version: bytes = as_found(
        "the version of HTTP that the server speaks",
        key="http.response.version",
        kind=TEXT,
        rfc="RFC 9112 §2.3",
        label="HTTP version",
    )
    status_code: bytes = as_found(
        "how it went; the first digit says what kind of answer it is",
        key="http.response.code",
        kind=DECIMAL,
        names=_STATUS,
        rfc="RFC 9110 §15",
        note=_class_of,
    )
    reason_phrase: bytes = as_found("the same in words, for people", key="http.response.phrase", kind=TEXT)


def is_response(text: bytes) -> bool:
    """Whether a line begins as that of a response does; ICY is what Shoutcast's servers say instead of HTTP/1.0."""
    return text.startswith(b"HTTP/") or text.split(b" ", 1)[0] == b"ICY"


def begins_message(data: bytes, start: int, end: int) -> bool:
    """Whether a line from byte `start` on is the first of a message, by the method or the version that it begins with."""
    return _FIRST_WORD.match(data, start, end) is not None


def read_request_line(reading: Reading, line: Line) -> bool:
    """Read the words of a request line; whether they are as they should be."""
    if usual := _USUAL_REQUEST.fullmatch(reading.data, line.start, line.text_end):
        _read_words(reading, *RequestLine.fields, sizes=tuple(map(len, usual.groups())))
        return True
    text = reading.data[line.start : line.text_end]
    method = text.split(b" ", 1)[0]
    reading.run(RequestLine.fields[0], len(method))
    spaces = _spaces(reading, line)
    if spaces == 1:
        end = reading.data.find(b" ", reading.position, line.text_end)
        reading.run(RequestLine.fields[1], (line.text_end if end < 0 else end) - reading.position)
        _spaces(reading, line)
    reading.run(RequestLine.fields[2], line.text_end - reading.position)
    return _REQUEST.fullmatch(text) is not None


def read_status_line(reading: Reading, line: Line) -> bool:
    """Read the words of a status line; whether they are as they should be."""
    if usual := _USUAL_RESPONSE.fullmatch(reading.data, line.start, line.text_end):
        _read_words(reading, *StatusLine.fields, sizes=tuple(map(len, usual.groups())))
        return True
    text = reading.data[line.start : line.text_end]
    version = text.split(b" ", 1)[0]
    reading.run(StatusLine.fields[0], len(version))
    _spaces(reading, line)
    end = reading.data.find(b" ", reading.position, line.text_end)
    word = (line.text_end if end < 0 else end) - reading.position
    if word >= 3:
        reading.run(StatusLine.fields[1], 3)
        reading.run(HttpWords.stray, word - 3)
        _spaces(reading, line)
        reading.run(StatusLine.fields[2], line.text_end - reading.position)
    reading.run(HttpWords.stray, line.text_end - reading.position)
    return _RESPONSE.fullmatch(text) is not None


def _read_words(reading: Reading, *fields: Field, sizes: Sequence[int]) -> None:
    """Read words of these sizes, with one space between each."""
    for index, (field, size) in enumerate(zip(fields, sizes, strict=True)):
        if index:
            reading.run(HttpWords.separator, 1)
        reading.run(field, size)


def _spaces(reading: Reading, line: Line) -> int:
    """Read the spaces at the present position; gives how many."""
    text = reading.data[reading.position : line.text_end]
    count = len(text) - len(text.lstrip(b" "))
    reading.run(HttpWords.separator, count)
    return count
