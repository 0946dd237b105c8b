"""Filters that Linux applies to what a socket gets, before its owner sees any of it (socket(7), SO_ATTACH_FILTER)."""

from __future__ import annotations

import ctypes
import socket
import struct

__all__ = ["take_nothing"]

SO_ATTACH_FILTER = 26
RETURN_NUMBER = 0x06
"""The instruction of the classic Berkeley Packet Filter that ends it: so many bytes of the packet are let through."""


def take_nothing(opened: socket.socket) -> None:
    """From now on nothing reaches this socket: its filter is one instruction, which lets through no byte of any packet.

    OSError where the system refuses it. What waits in the socket already stays.
    """
    program = ctypes.create_string_buffer(struct.pack("=HBBI", RETURN_NUMBER, 0, 0, 0))
    opened.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, struct.pack("@HP", 1, ctypes.addressof(program)))
