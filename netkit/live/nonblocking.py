"""Connections that are asked and never waited for: what has come, and what can be sent now. OSError where one is broken."""

from __future__ import annotations

import socket

__all__ = ["received", "sent"]


def received(connection: socket.socket, most: int) -> bytes | None:
    """What has come, at most so many bytes (none: the other side has ended); None where nothing has come yet."""
    try:
        return connection.recv(most)
    except (BlockingIOError, InterruptedError):
        return None


def sent(connection: socket.socket, waiting: bytearray) -> int:
    """How many of the bytes that wait were sent, and wait no more; 0 where the system takes none now."""
    try:
        count = connection.send(waiting)
    except (BlockingIOError, InterruptedError):
        return 0
    del waiting[:count]
    return count
