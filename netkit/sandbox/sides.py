"""The two network namespaces of a room, and how a process goes from one to the other."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from enum import Enum

from netkit.live import system_calls
from netkit.live.rtnetlink import Rtnetlink

__all__ = ["Side", "Sides"]

HERE = "/proc/self/ns/net"


class Side(Enum):
    """Whose network it is; the value is the namespace's name in commands."""

    STUDENT = "student"
    SERVER = "server"

    @property
    def inside(self) -> str:
        """What stands before a command that is to run there."""
        return f"ip netns exec {self.value}"


class Sides:
    """A network namespace for each side, new and empty; the process that makes them is in the student's afterwards.

    OSError where the system refuses. They last as long as a process is in them, or holds `descriptors`.
    """

    def __init__(self) -> None:
        self.descriptors: dict[Side, int] = {}
        for side in (Side.SERVER, Side.STUDENT):
            system_calls.unshare(system_calls.CLONE_NEWNET)
            self.descriptors[side] = os.open(HERE, os.O_RDONLY | os.O_CLOEXEC)
        self._at = Side.STUDENT

    def go(self, side: Side) -> None:
        """Stand in this namespace from now on."""
        if side is not self._at:
            system_calls.setns(self.descriptors[side], system_calls.CLONE_NEWNET)
            self._at = side

    @contextlib.contextmanager
    def kernel(self, side: Side) -> Iterator[Rtnetlink]:
        """Stand in this namespace, and talk with the kernel about it."""
        self.go(side)
        with Rtnetlink() as told:
            yield told
