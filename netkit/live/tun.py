"""A TUN interface: packets that the kernel routes to it are read from a file, and packets written to the file reach the kernel."""

from __future__ import annotations

import contextlib
import os
import struct
from types import TracebackType
from typing import Self

from netkit.live.refusals import TUN

__all__ = ["Tun", "name_of", "open_tun"]

IFF_TUN, IFF_NO_PI = 0x0001, 0x1000
TUNSETIFF, TUNGETIFF = 0x4004_54CA, 0x8004_54D2
LONGEST_PACKET = 65_575
"""Bytes: the longest of IPv6, whose length does not count the header."""


def open_tun(name: str) -> int:
    """A descriptor of a new TUN interface in the network namespace that one is in; it is there as long as the descriptor is open.

    A name that ends with `%d` gets the first number that is free. OSError where the system refuses it.
    """
    import fcntl  # noqa: PLC0415 - Windows has none

    descriptor = os.open(TUN, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        fcntl.ioctl(descriptor, TUNSETIFF, struct.pack("=16sH22x", name.encode(), IFF_TUN | IFF_NO_PI))
    except OSError as error:
        os.close(descriptor)
        raise OSError(error.errno, error.strerror, TUN) from error
    return descriptor


def name_of(descriptor: int) -> str:
    """What the interface of a descriptor is called, in the namespace where it was made."""
    import fcntl  # noqa: PLC0415

    answer = fcntl.ioctl(descriptor, TUNGETIFF, bytes(40))
    return answer[:16].rstrip(b"\0").decode("ascii", "replace")


class Tun:
    """The file of a TUN interface; neither reading nor writing waits."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def fileno(self) -> int:
        """Its descriptor, for select()."""
        return self._descriptor

    def read(self) -> bytes | None:
        """The next packet from the kernel; None where there is none now."""
        try:
            return os.read(self._descriptor, LONGEST_PACKET)
        except BlockingIOError:
            return None

    def write(self, packet: bytes) -> bool:
        """Give the kernel a packet; False where it does not take it: its queue is full, or it is no packet."""
        with contextlib.suppress(OSError):
            os.write(self._descriptor, packet)
            return True
        return False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._descriptor)
