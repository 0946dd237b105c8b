"""One page over the kernel's own TCP, with ordinary sockets: a server that gives it to whoever asks, and a client that asks for it."""

from __future__ import annotations

import contextlib
import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netkit.address import Address

__all__ = ["fetch", "serve"]

BLANK_LINE = b"\r\n\r\n"
LONGEST_REQUEST = 1 << 16
PATIENCE = 60.0
"""Seconds that either waits for the other."""

MOST_FETCHED = 1 << 30


def serve(address: Address, port: int, answer: bytes) -> int:
    """Listen there, and send the same bytes to everybody who asks, one after the other, without an end; OSError if the port is taken."""
    with socket.socket(_family(address), socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((str(address), port))
        listener.listen()
        while True:
            connection, _ = listener.accept()
            with connection, contextlib.suppress(OSError):
                connection.settimeout(PATIENCE)
                _respond(connection, answer)


def _respond(connection: socket.socket, answer: bytes) -> None:
    asked = bytearray()
    while BLANK_LINE not in asked and len(asked) < LONGEST_REQUEST:
        piece = connection.recv(4096)
        if not piece:
            break
        asked += piece
    connection.sendall(answer)
    connection.shutdown(socket.SHUT_WR)
    while connection.recv(65_536):
        pass  # until the other side has closed, too: else the kernel would reset what is under way


def fetch(address: Address, port: int, request: bytes) -> bytes:
    """Everything that a server sends after a request, until it closes; OSError where the connection fails."""
    got = bytearray()
    with socket.socket(_family(address), socket.SOCK_STREAM) as connection:
        connection.settimeout(PATIENCE)
        connection.connect((str(address), port))
        connection.sendall(request)
        while len(got) < MOST_FETCHED:
            piece = connection.recv(1 << 18)
            if not piece:
                break
            got += piece
    return bytes(got)


def _family(address: Address) -> socket.AddressFamily:
    return socket.AF_INET if address.version == 4 else socket.AF_INET6
