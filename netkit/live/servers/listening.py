"""The sockets that servers of a room listen at, opened before anything slow is loaded: who asks early waits, and is not refused."""

from __future__ import annotations

import socket

__all__ = ["listen_at", "receive_at"]

BACKLOG = 64


def listen_at(address: str, port: int) -> socket.socket:
    """A TCP socket that listens there and does not block; OSError where it can't."""
    return _bound(address, port, socket.SOCK_STREAM)


def receive_at(address: str, port: int) -> socket.socket:
    """A UDP socket that is bound there and does not block; OSError where it can't."""
    return _bound(address, port, socket.SOCK_DGRAM)


def _bound(address: str, port: int, kind: socket.SocketKind) -> socket.socket:
    opened = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, kind)
    try:
        opened.settimeout(0)
        if kind == socket.SOCK_STREAM:
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        opened.bind((address, port))
        if kind == socket.SOCK_STREAM:
            opened.listen(BACKLOG)
    except BaseException:
        opened.close()
        raise
    return opened
