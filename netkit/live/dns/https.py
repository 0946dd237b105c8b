"""A question over HTTPS: the message is the body of a POST, and of what comes back (DoH, RFC 8484)."""

from __future__ import annotations

import http.client
import io

from netkit.live.dns.secured import Secured
from netkit.live.dns.tcp import BrokenOffError
from netkit.live.dns.tls import TlsQuestion

__all__ = ["PATH", "HttpsQuestion"]

PATH = "/dns-query"
KIND = "application/dns-message"
BLANK = b"\r\n\r\n"
LAST_CHUNK = b"\r\n0\r\n\r\n"
LARGEST_HEAD = 16384
LARGEST_MESSAGE = 65535
FINE = 200


class HttpsQuestion(TlsQuestion):
    """A question that is out over HTTPS (HTTP/1.1), in a connection of its own; it is used as `TlsQuestion` is."""

    transport = "https"
    protocol = "http/1.1"
    largest = LARGEST_HEAD + 2 * LARGEST_MESSAGE

    def __init__(self, wire: bytes, address: str, port: int, secured: Secured | None = None, path: str = PATH) -> None:
        self.path, self.port = path, port
        super().__init__(wire, address, port, secured)

    def request(self, wire: bytes) -> bytes:
        """The POST; it asks the server to end the connection, for nothing more will be asked."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        head = (
            f"POST {self.path} HTTP/1.1",
            f"Host: {host}" + ("" if self.port == http.client.HTTPS_PORT else f":{self.port}"),
            f"Accept: {KIND}",
            f"Content-Type: {KIND}",
            f"Content-Length: {len(wire)}",
            "Connection: close",
        )
        return "\r\n".join(head).encode("ascii") + BLANK + wire

    def whole(self, came: bytes, *, ended: bool) -> bytes | None:
        """The message in the response, None where more has to come. BrokenOffError where it is none, or ends too early."""
        head, blank, body = came.partition(BLANK)
        if not blank and len(came) > LARGEST_HEAD:
            raise BrokenOffError(f"malformed: the header of the response is longer than {LARGEST_HEAD:,} bytes")
        if not ended and (not blank or not _complete(head, body)):
            return None
        response = http.client.HTTPResponse(_Came(came))  # type: ignore[arg-type]  # it only reads from it
        try:
            response.begin()
            message = response.read(LARGEST_MESSAGE + 1)
        except (http.client.HTTPException, OSError, ValueError) as error:
            raise BrokenOffError(f"malformed: what came is no whole HTTP response ({type(error).__name__})") from error
        if response.status != FINE:
            raise BrokenOffError(f"malformed: HTTP says {response.status} {response.reason[:80]}")
        kind = response.headers.get_content_type()
        if kind != KIND:
            raise BrokenOffError(f"malformed: the body is {kind[:80]}, not {KIND}")
        if len(message) > LARGEST_MESSAGE:
            raise BrokenOffError(f"malformed: the body has more than {LARGEST_MESSAGE:,} bytes")
        length = response.headers.get("Content-Length", "")
        if length.isdecimal() and len(message) < int(length[:9]):
            raise BrokenOffError(
                f"malformed: the server ended the connection after {len(message):,} of {length[:9]} bytes"
            )
        return message


def _complete(head: bytes, body: bytes) -> bool:
    """Whether the body is all there, as far as the header says where it ends."""
    for line in head.lower().split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        value = value.strip()
        if name == b"content-length" and value.isdigit():
            return len(body) >= int(value[:9])
        if name == b"transfer-encoding" and value.endswith(b"chunked"):
            return body.endswith(LAST_CHUNK) or body == LAST_CHUNK[2:]
    return False


class _Came:
    """Bytes that came, as the socket that http.client reads from."""

    def __init__(self, came: bytes) -> None:
        self._came = came

    def makefile(self, _mode: str) -> io.BytesIO:
        return io.BytesIO(self._came)
