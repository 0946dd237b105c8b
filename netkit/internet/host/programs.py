"""The programs at netkit's end: one asks and reads the answer, one waits for a question and answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

from netkit.errors import UsageError
from netkit.tcp.connection.states import State

if TYPE_CHECKING:
    from netkit.tcp import Endpoint, Output

__all__ = ["Asker", "Program", "Responder", "answer", "request"]

PIECE = 1 << 18
"""Bytes that are written at once."""

COURTESY = 0.2
"""Seconds in which a server may close first, once its answer is complete."""

MOST_RECEIVED = 1 << 28
MOST_ASKED = 1 << 16
OPEN = frozenset({State.ESTABLISHED, State.CLOSE_WAIT})
BLANK_LINE = b"\r\n\r\n"


class Program(Protocol):
    """What acts whenever something has happened; `received` is all that it has read, `written` counts the bytes that it has written.

    `wakes_at` is when it acts though nothing has happened, in seconds (None: never).
    """

    received: bytearray
    written: int
    wakes_at: float | None

    def act(self, endpoint: Endpoint, now: float) -> Iterator[Output]:
        """Read, write, close, as it is time to."""


class _Base:
    def __init__(self) -> None:
        self.received = bytearray()
        self.written = 0
        self.wakes_at: float | None = None
        self._closed = False

    def _read(self, endpoint: Endpoint, now: float) -> Iterator[Output]:
        if endpoint.block.receiver.ready:
            data, output = endpoint.read(now=now)
            self.received += data
            yield output
            if len(self.received) > MOST_RECEIVED:
                yield endpoint.abort(now=now)

    def _write(self, endpoint: Endpoint, content: bytes, now: float) -> Iterator[Output]:
        """As much as the send buffer has room for."""
        block = endpoint.block
        while self.written < len(content) and block.sender.stream.held < block.profile.send_buffer:
            piece = content[self.written : self.written + PIECE]
            self.written += len(piece)
            yield endpoint.send(piece, now=now)

    def _close(self, endpoint: Endpoint, now: float) -> Iterator[Output]:
        if not self._closed:
            self._closed = True
            yield endpoint.close(now=now)


class Asker(_Base):
    """Sends its question as soon as the connection stands, and reads until the other side closes.

    With `finish` it closes its own direction behind the question; else when the other side has closed, or a moment after the answer is
    complete by its own length (HTTP's Content-Length), for there are servers that wait for another question.
    """

    def __init__(self, question: bytes, *, finish: bool = False) -> None:
        super().__init__()
        self._question = question
        self._finish = finish
        self._end: int | None = None

    def act(self, endpoint: Endpoint, now: float) -> Iterator[Output]:
        """Read, write, close, as it is time to."""
        yield from self._read(endpoint, now)
        if self._closed or endpoint.state not in OPEN:
            return
        yield from self._write(endpoint, self._question, now)
        asked = self.written == len(self._question)
        if not asked:
            return
        if not self._finish and self.wakes_at is None and self._complete():
            self.wakes_at = now + COURTESY
        ended = endpoint.state is State.CLOSE_WAIT and not endpoint.block.receiver.ready
        if self._finish or ended or (self.wakes_at is not None and self.wakes_at <= now):
            self.wakes_at = None
            yield from self._close(endpoint, now)

    def _complete(self) -> bool:
        """Whether all has come that the answer announced (RFC 9112 section 6.2)."""
        if self._end is None:
            end = self.received.find(BLANK_LINE)
            if end < 0 or end > MOST_ASKED:
                return False
            length = _content_length(bytes(self.received[:end]))
            if length is None:
                return False
            self._end = end + len(BLANK_LINE) + length
        return len(self.received) >= self._end


def _content_length(head: bytes) -> int | None:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        text = value.strip()
        if name.strip().lower() == b"content-length" and text.isdigit() and len(text) <= 12:
            return int(text)
    return None


class Responder(_Base):
    """Waits for a question, up to the blank line that ends the head of an HTTP request, sends its answer, and closes.

    With `at_once` it waits for none.
    """

    def __init__(self, answer: bytes, *, at_once: bool = False) -> None:
        super().__init__()
        self._answer = answer
        self._asked = at_once

    def act(self, endpoint: Endpoint, now: float) -> Iterator[Output]:
        """Read, write, close, as it is time to."""
        yield from self._read(endpoint, now)
        if self._closed or endpoint.state not in OPEN:
            return
        self._asked = self._asked or BLANK_LINE in self.received[:MOST_ASKED] or len(self.received) > MOST_ASKED
        if not self._asked:
            if endpoint.state is State.CLOSE_WAIT:
                yield from self._close(endpoint, now)
            return
        yield from self._write(endpoint, self._answer, now)
        if self.written == len(self._answer):
            yield from self._close(endpoint, now)


def request(path: str, host: str) -> bytes:
    """The bytes of an HTTP request for a path, after whose answer the server closes; UsageError for one that is no path."""
    if not path.startswith("/") or not path.isascii() or not path.isprintable() or " " in path:
        raise UsageError(
            f"{path!r} is no path of a page",
            why="it begins with / and has neither spaces nor control characters (RFC 9112 section 3.2.1)",
            hint="--get /, or --get /index.html",
        )
    return f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode("ascii")


def answer(content: bytes, kind: str = "application/octet-stream") -> bytes:
    """The bytes of an HTTP answer that carries `content`."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\nConnection: close\r\n\r\n"
    return head.encode("ascii") + content
