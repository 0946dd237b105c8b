"""An interface being listened to: by a ring where the kernel gives one, else packet by packet; and what it had no room for is counted."""

from __future__ import annotations

import errno
import socket
from typing import Self

from netkit.live.sniffing.interfaces import LinkInterface, interface_called
from netkit.live.sniffing.one_by_one import OneByOne
from netkit.live.sniffing.packet_sockets import Sniffed, kernel_counts
from netkit.live.sniffing.refusals import interface_is_down, may_not_sniff, require_packet_sockets
from netkit.live.sniffing.ring import Ring
from netkit.live.socket_filters import take_nothing

__all__ = ["ROOM", "Tap", "open_tap"]

ROOM = 16 << 20
"""Bytes that the kernel has for packets that were not read yet: a seventh of a second of a gigabit a second, minutes of a lab."""


class Tap:
    """What passes one interface, from now on. AccessError where this user may not hear it.

    `room` is in bytes. A `promiscuous` one has the card take frames, too, that are for other machines.
    """

    def __init__(
        self, interface: LinkInterface, *, room: int = ROOM, promiscuous: bool = False, ring: bool = True
    ) -> None:
        self.interface = interface
        self.passed = 0
        self.lost = 0
        self._reading = _begun(interface, room, promiscuous=promiscuous, ring=ring)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def fileno(self) -> int:
        """Its descriptor: readable when packets are there."""
        return self._reading.socket.fileno()

    def packets(self) -> list[Sniffed]:
        """What came since this was last asked, in its order; it does not wait."""
        return self._reading.packets()

    def count(self) -> int:
        """Ask the kernel how many packets passed, and were lost because those before them had not been read: `passed`, `lost`.

        Gives how many of the others are still to be read.
        """
        passed, lost = kernel_counts(self._reading.socket)
        self.passed += passed
        self.lost += lost
        return self.passed - self.lost - self._reading.seen

    def stop(self) -> None:
        """Hear nothing more; what was heard can still be read."""
        take_nothing(self._reading.socket)

    def is_gone(self) -> bool:
        """Whether the interface is no more; one that is only switched off may come back."""
        self._reading.socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)  # whoever asks for an error takes it away
        try:
            return socket.if_indextoname(self.interface.index) != self.interface.name
        except OSError:
            return True

    def close(self) -> None:
        """Give everything back."""
        self._reading.close()


def open_tap(name: str, *, room: int = ROOM, promiscuous: bool = False, ring: bool = True) -> Tap:
    """Listen at the interface of this name, which is to be up; UsageError where there is none of the name."""
    require_packet_sockets()
    interface = interface_called(name)
    if not interface.is_up:
        raise interface_is_down(name)
    return Tap(interface, room=room, promiscuous=promiscuous, ring=ring)


def _begun(interface: LinkInterface, room: int, *, promiscuous: bool, ring: bool) -> Ring | OneByOne:
    try:
        if ring:
            try:
                return Ring(interface, size=room, promiscuous=promiscuous)
            except OSError as error:
                if error.errno in (errno.EPERM, errno.EACCES):
                    raise
        return OneByOne(interface, size=room, promiscuous=promiscuous)
    except OSError as error:
        raise may_not_sniff(interface.name, error) from error
