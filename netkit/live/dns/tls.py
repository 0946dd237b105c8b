"""A question over TLS: as over TCP, in a connection that nobody else can read (DoT, RFC 7858)."""

from __future__ import annotations

import selectors
import socket
import ssl

from netkit.live.dns.endpoint import open_socket
from netkit.live.dns.exchange import End
from netkit.live.dns.secured import Secured, context_for, told
from netkit.live.dns.tcp import CONNECTING, LENGTH, BrokenOffError, UntrustedError

__all__ = ["TlsQuestion"]

PIECE = 16384


class TlsQuestion:
    """A question that is out over TLS, in a connection of its own. OSError where no connection can be begun.

    It never waits: `events` says what the socket has to be ready for before `advance` is called again. `told` says how the
    connection is secured, once it is.
    """

    transport = "tls"
    protocol = "dot"
    largest = LENGTH + 65535

    def __init__(self, wire: bytes, address: str, port: int, secured: Secured | None = None) -> None:
        self.secured = secured or Secured()
        self.host = self.secured.host or address.partition("%")[0]
        context = context_for(self.secured, self.protocol)
        plain, end = open_socket(address, port, socket.SOCK_STREAM)
        self.socket: socket.socket = plain
        self.events = selectors.EVENT_WRITE
        self.told = ""
        self._context = context
        self._left = memoryview(self.request(wire))
        self._came = bytearray()
        self._stage = "connecting"
        try:
            plain.connect(end)
        except CONNECTING:
            pass
        except OSError:
            plain.close()
            raise
        self.local: End = plain.getsockname()[:2]

    def request(self, wire: bytes) -> bytes:
        """What is sent: the message with its length in front."""
        return len(wire).to_bytes(LENGTH, "big") + wire

    def advance(self) -> bytes | None:
        """Go on as far as can be without waiting; the answer once it is whole.

        OSError where the connection fails, UntrustedError where the server is not the one that was meant, BrokenOffError where it ends
        too early.
        """
        try:
            if self._stage == "connecting":
                self._connected()
            if self._stage == "greeting":
                self._greeted()
            while len(self._left):
                self._left = self._left[self.socket.send(self._left) :]
            return self._read()
        except ssl.SSLWantReadError:
            self.events = selectors.EVENT_READ
        except ssl.SSLWantWriteError:
            self.events = selectors.EVENT_WRITE
        except BlockingIOError:
            pass
        except ssl.SSLCertVerificationError as error:
            raise UntrustedError(f"certificate: {error.verify_message or error.reason}") from error
        except ssl.SSLZeroReturnError as error:
            raise BrokenOffError("malformed: the server ended the connection without a whole answer") from error
        except ssl.SSLError as error:
            raise UntrustedError(f"tls: {error.reason or error}".replace("_", " ").lower()) from error
        return None

    def whole(self, came: bytes, *, ended: bool) -> bytes | None:
        """The answer in what `came`, None where more has to come.

        `ended` says that nothing will: BrokenOffError where that is too early.
        """
        wanted = LENGTH + int.from_bytes(came[:LENGTH], "big")
        if len(came) >= max(wanted, LENGTH):
            return came[LENGTH:wanted]
        if ended:
            raise BrokenOffError(f"malformed: the server ended the connection after {len(came):,} bytes")
        return None

    def _connected(self) -> None:
        """Begin TLS in the connection that now stands."""
        code = self.socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if code:
            raise OSError(code, "the connection was not made")
        self.local = self.socket.getsockname()[:2]
        self._secure = self._context.wrap_socket(self.socket, server_hostname=self.host, do_handshake_on_connect=False)
        self.socket, self._stage = self._secure, "greeting"

    def _greeted(self) -> None:
        """Let the server prove who it is."""
        self._secure.do_handshake()
        self.told, self._stage = told(self._secure, self.secured, self.host), "talking"

    def _read(self) -> bytes | None:
        while len(self._came) <= self.largest:
            piece = self.socket.recv(PIECE)
            self._came += piece
            found = self.whole(bytes(self._came), ended=not piece)
            if found is not None:
                return found
        raise BrokenOffError(f"malformed: the server sent more than {self.largest:,} bytes")

    def close(self) -> None:
        """End the connection."""
        self.socket.close()
