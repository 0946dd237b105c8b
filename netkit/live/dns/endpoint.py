"""Sockets to a name server's address: opened without waiting, and without asking any other name server where it is."""

from __future__ import annotations

import errno
import secrets
import socket
from typing import Any

__all__ = ["failure_of", "open_socket", "random_port"]

FIRST_PORT, LAST_PORT = 1024, 65535
TRIES = 4


def open_socket(address: str, port: int, kind: socket.SocketKind) -> tuple[socket.socket, Any]:
    """A socket that does not block, and the other end as its `connect` takes it. OSError where `address` is none or can't be used."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    if "%" in address:
        end = socket.getaddrinfo(address, port, family, kind, flags=socket.AI_NUMERICHOST)[0][4]
    else:
        socket.inet_pton(family, address)
        end = (address, port)
    opened = socket.socket(family, kind)
    opened.settimeout(0)
    return opened, end


def random_port(opened: socket.socket) -> None:
    """Bind to a port that nobody can guess (RFC 5452 section 9.2); where those drawn are taken, to one that the system draws."""
    for _ in range(TRIES):
        try:
            opened.bind(("", FIRST_PORT + secrets.randbelow(LAST_PORT - FIRST_PORT + 1)))
        except OSError:
            continue
        return
    opened.bind(("", 0))


def failure_of(error: OSError) -> str:
    """Why nothing comes back, in the words that a walker takes."""
    if error.errno == errno.ECONNREFUSED:
        return "refused-connection"
    if error.errno in (errno.ECONNRESET, errno.EPIPE, errno.ECONNABORTED):
        return "malformed: the server broke the connection off"
    return "timeout" if error.errno == errno.ETIMEDOUT else "unreachable"
