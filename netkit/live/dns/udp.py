"""A question over UDP: a socket of its own, from a port that nobody can guess (RFC 1035 section 4.2.1, RFC 5452 section 9.2)."""

from __future__ import annotations

import selectors
import socket

from netkit.live.dns.endpoint import open_socket, random_port
from netkit.live.dns.exchange import End

__all__ = ["UdpQuestion"]

LARGEST = 65535


class UdpQuestion:
    """A question that is out over UDP.

    The socket is connected: the system passes on only what comes from the server's address and port, and tells at once where nobody
    listens. OSError where the question can't be sent.
    """

    transport = "udp"
    events = selectors.EVENT_READ

    def __init__(self, wire: bytes, address: str, port: int) -> None:
        self.socket, end = open_socket(address, port, socket.SOCK_DGRAM)
        try:
            random_port(self.socket)
            self.socket.connect(end)
            self.socket.send(wire)
        except OSError:
            self.socket.close()
            raise
        self.local: End = self.socket.getsockname()[:2]

    def advance(self) -> bytes | None:
        """The next datagram, None where none is there. OSError where the network says that nothing will come."""
        try:
            return self.socket.recv(LARGEST)
        except BlockingIOError:
            return None

    def close(self) -> None:
        """Give the port back."""
        self.socket.close()
