"""How processes join a room that is up: by a connection to the one that keeps it. As long as the connection lasts, the room does."""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Iterator
from pathlib import Path

from netkit.live import system_calls
from netkit.live.namespace import received, send
from netkit.sandbox.run_folder import DOOR

__all__ = ["KINDS", "PATIENCE", "Inside", "knock", "open_door"]

KINDS = {
    "user": system_calls.CLONE_NEWUSER,
    "mnt": system_calls.CLONE_NEWNS,
    "net": system_calls.CLONE_NEWNET,
    "pid": system_calls.CLONE_NEWPID,
}
"""The namespaces of a room, in the order in which one goes into them."""

PATIENCE = 30.0
"""Seconds that a room takes to begin, or to end, at the most."""


class Inside:
    """A connection to the process that keeps a room, and the namespaces to go into, by their kinds."""

    def __init__(self, channel: socket.socket, namespaces: dict[str, int]) -> None:
        self._channel = channel
        self._namespaces = namespaces

    @classmethod
    def received(cls, channel: socket.socket) -> tuple[Inside, dict[str, object]]:
        """The answer of the keeper, and what it told; OSError where none comes."""
        told, descriptors = received(channel, patience=PATIENCE)
        kinds = told.get("kinds")
        names = [str(each) for each in kinds] if isinstance(kinds, list) else []
        return cls(channel, dict(zip(names, descriptors, strict=True))), told

    def enter(self) -> None:
        """Go in, and stand in the same folder as before; what this process starts from now on is in the room. OSError if it can't."""
        folder = os.getcwd()  # noqa: PTH109 - a text, for chdir
        for kind, descriptor in self._namespaces.items():
            system_calls.setns(descriptor, KINDS[kind])
        for descriptor in self._namespaces.values():
            os.close(descriptor)
        self._namespaces = {}
        os.chdir(folder)

    def leave(self) -> dict[str, object]:
        """Say that one goes. What the keeper tells at the end, if this was the last to go: it is over then. Else nothing."""
        with contextlib.suppress(OSError):
            send(self._channel, {"leave": True})
            told, _ = received(self._channel, patience=PATIENCE)
            with contextlib.suppress(OSError):
                received(self._channel, patience=PATIENCE)  # until it has let go of everything
            self._channel.close()
            return told
        self._channel.close()
        return {}


def open_door(folder: Path) -> socket.socket:
    """The socket to which others connect; it stands in the room's folder, whatever the length of its path."""
    opened = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with _short(folder) as path:
        opened.bind(path)
    opened.listen(16)
    return opened


def knock(folder: Path) -> Inside | None:
    """Join the room of this folder; None where nobody opens."""
    channel = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    try:
        with _short(folder) as path:
            channel.connect(path)
        found, _ = Inside.received(channel)
    except OSError:
        channel.close()
        return None
    return found


@contextlib.contextmanager
def _short(folder: Path) -> Iterator[str]:
    """A path to the door of at most 108 bytes, which is all that a socket's address has room for."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{descriptor}/{DOOR}"
    finally:
        os.close(descriptor)
