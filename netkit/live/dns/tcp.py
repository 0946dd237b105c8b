"""A question over TCP: two bytes of length before each message, and bytes that come as they like (RFC 7766 section 8)."""

from __future__ import annotations

import selectors
import socket

from netkit.live.dns.endpoint import failure_of, open_socket
from netkit.live.dns.exchange import End

__all__ = ["BrokenOffError", "TcpQuestion", "UntrustedError", "failure_told"]

LENGTH = 2
CONNECTING = (BlockingIOError, InterruptedError)


class BrokenOffError(OSError):
    """The server ended the connection before its answer was whole."""


class UntrustedError(OSError):
    """The server could not prove that it is the one that was meant."""


class TcpQuestion:
    """A question that is out over TCP, in a connection of its own. OSError where no connection can be begun.

    It never waits: `events` says what the socket has to be ready for before `advance` is called again.
    """

    transport = "tcp"

    def __init__(self, wire: bytes, address: str, port: int) -> None:
        self.socket, end = open_socket(address, port, socket.SOCK_STREAM)
        self.events = selectors.EVENT_WRITE
        self._left = memoryview(len(wire).to_bytes(LENGTH, "big") + wire)
        self._came = bytearray()
        self._connected = False
        try:
            self.socket.connect(end)
        except CONNECTING:
            pass
        except OSError:
            self.socket.close()
            raise
        self.local: End = self.socket.getsockname()[:2]

    def advance(self) -> bytes | None:
        """Send or read what can be; the answer once it is whole.

        OSError where the connection fails, BrokenOffError where it ends too early.
        """
        if not self._connected:
            code = self.socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if code:
                raise OSError(code, "the connection was not made")
            self._connected = True
            self.local = self.socket.getsockname()[:2]
        try:
            if not self._left:
                return self._read()
            self._send()
        except BlockingIOError:
            pass
        return None

    def _send(self) -> None:
        self._left = self._left[self.socket.send(self._left) :]
        if not self._left:
            self.events = selectors.EVENT_READ

    def _read(self) -> bytes | None:
        """Never more than the length says: what lies behind it answers no question of ours."""
        wanted = LENGTH + int.from_bytes(self._came[:LENGTH], "big") if len(self._came) >= LENGTH else LENGTH
        piece = self.socket.recv(wanted - len(self._came)) if len(self._came) < wanted else b""
        if not piece and len(self._came) < wanted:
            raise BrokenOffError(self._told(wanted))
        self._came += piece
        if len(self._came) == LENGTH and wanted == LENGTH:
            return b"" if not any(self._came) else None
        return bytes(self._came[LENGTH:]) if len(self._came) == wanted and wanted > LENGTH else None

    def _told(self, wanted: int) -> str:
        got = max(0, len(self._came) - LENGTH)
        if len(self._came) < LENGTH:
            return "malformed: the server ended the connection without an answer"
        return f"malformed: the server ended the connection after {got:,} of {wanted - LENGTH:,} bytes"

    def close(self) -> None:
        """End the connection."""
        self.socket.close()


def failure_told(error: OSError) -> str:
    """Why a connection gave nothing, in the words that a walker takes."""
    return str(error) if isinstance(error, (BrokenOffError, UntrustedError)) else failure_of(error)
