"""A small web server: it knows a few pages, and says so plainly where it is asked for another (RFC 9112, RFC 9110)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from netkit.internet.room.talk import Act, Finish, Say
from netkit.internet.room.talks.lines import Lines

__all__ = ["WebTalk"]

MOST_LINES = 100
"""Lines of a request's head at most."""

METHODS = (b"GET", b"HEAD")
REASONS = {
    200: "OK",
    400: "Bad Request",
    404: "Not Found",
    405: "Method Not Allowed",
    431: "Request Header Fields Too Large",
    505: "HTTP Version Not Supported",
}


class WebTalk:
    """Gives the pages of `pages`, path by path, one request after the other until the client ends or asks to close."""

    def __init__(self, pages: Mapping[str, bytes]) -> None:
        self._pages = pages
        self._lines = Lines()
        self._head: list[bytes] = []
        self._over = False

    def begin(self) -> Sequence[Act]:
        """It waits for a request."""
        return ()

    def hear(self, data: bytes) -> Sequence[Act]:
        """An answer for each request whose head is whole."""
        acts: list[Act] = []
        for line in self._lines.take(data):
            if self._over:
                break
            if line is None or len(self._head) >= MOST_LINES:
                acts += self._refuse(431)
            elif line:
                self._head.append(line)
            elif self._head:  # RFC 9112 section 2.2: an empty line before a request is passed over
                acts += self._answer(self._head)
                self._head = []
        return acts

    def end(self) -> Sequence[Act]:
        """It ends as well."""
        return () if self._over else (Finish(),)

    def _answer(self, head: list[bytes]) -> list[Act]:
        words = head[0].split(b" ")
        if len(words) != 3 or not words[2].startswith(b"HTTP/"):
            return self._refuse(400)
        method, target, version = words
        if version not in (b"HTTP/1.0", b"HTTP/1.1"):
            return self._refuse(505)
        if version == b"HTTP/1.1" and not any(line.lower().startswith(b"host:") for line in head[1:]):
            return self._refuse(400)  # RFC 9112 section 3.2
        if method not in METHODS:
            return self._refuse(405)
        page = self._pages.get(target.split(b"?")[0].decode("latin-1"))
        close = version == b"HTTP/1.0" or any(line.lower().replace(b" ", b"") == b"connection:close" for line in head)
        status = 404 if page is None else 200
        content = b"there is no such page here\n" if page is None else page
        acts: list[Act] = [Say(_head(status, len(content), close=close) + (content if method == b"GET" else b""))]
        return [*acts, *self._finished()] if close else acts

    def _refuse(self, status: int) -> list[Act]:
        content = f"{status} {REASONS[status]}\n".encode()
        return [Say(_head(status, len(content), close=True) + content), *self._finished()]

    def _finished(self) -> list[Act]:
        self._over = True
        return [Finish()]


def _head(status: int, length: int, *, close: bool) -> bytes:
    lines = [f"HTTP/1.1 {status} {REASONS[status]}", "Server: netkit", "Content-Type: text/plain; charset=utf-8"]
    lines += [f"Content-Length: {length}", *(["Allow: GET, HEAD"] if status == 405 else [])]
    lines += ["Connection: close"] if close else []
    return "".join(f"{line}\r\n" for line in [*lines, ""]).encode("ascii")
