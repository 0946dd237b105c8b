"""The plain way to read packets, where there is no ring: a system call for each (recvmsg), with its status beside it."""

from __future__ import annotations

import errno
import socket
import struct
import time

from netkit.live.sniffing.interfaces import ETHERNET, LinkInterface
from netkit.live.sniffing.packet_sockets import (
    PACKET_OUTGOING,
    SOL_PACKET,
    VLAN_VALID,
    Sniffed,
    heard_at,
    open_packet_socket,
    with_vlan_tag,
    word_of,
)

__all__ = ["OneByOne"]

PACKET_AUXDATA = 8
SO_TIMESTAMPNS = 35
LONGEST = 1 << 18
MOST_AT_ONCE = 4096
BESIDE = socket.CMSG_SPACE(20) + socket.CMSG_SPACE(16) if hasattr(socket, "CMSG_SPACE") else 0

AUXDATA = struct.Struct("=IIIHHHH")
"""Status, bytes on the wire, bytes kept, where MAC and network header are, VLAN tag, its protocol."""


class OneByOne:
    """What passes one interface; the kernel keeps up to `size` bytes for us meanwhile, as far as it lets us. OSError where it refuses."""

    def __init__(self, interface: LinkInterface, *, size: int, promiscuous: bool = False) -> None:
        self.interface = interface
        self.socket = open_packet_socket(interface, promiscuous=promiscuous)
        self.seen = 0
        """Packets that were read, those too that are told by another copy of theirs."""
        try:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, size)
            self.socket.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
            self.socket.setsockopt(SOL_PACKET, PACKET_AUXDATA, 1)
            heard_at(self.socket, interface)
        except BaseException:
            self.socket.close()
            raise

    def packets(self) -> list[Sniffed]:
        """What came by now, some thousand packets at the most; it does not wait."""
        found: list[Sniffed] = []
        for _ in range(MOST_AT_ONCE):
            try:
                data, beside, _, address = self.socket.recvmsg(LONGEST, BESIDE)
            except BlockingIOError:
                break
            except OSError as error:
                if error.errno != errno.ENETDOWN:
                    raise
                break  # switched off, or gone: whoever waits for packets asks which
            self.seen += 1
            if not (self.interface.is_loopback and address[2] == PACKET_OUTGOING):
                found.append(self._told(data, beside, address[2]))
        return found

    def _told(self, data: bytes, beside: list[tuple[int, int, bytes]], kind: int) -> Sniffed:
        status, length, moment = 0, len(data), None
        for level, what, value in beside:
            if (level, what) == (SOL_PACKET, PACKET_AUXDATA) and len(value) >= AUXDATA.size:
                status, length, _, _, _, control, protocol = AUXDATA.unpack_from(value)
                if status & VLAN_VALID and self.interface.link_type == ETHERNET:
                    data, length = with_vlan_tag(data, status, control, protocol), length + 4
            elif (level, what) == (socket.SOL_SOCKET, SO_TIMESTAMPNS) and len(value) >= 16:
                seconds, nanoseconds = struct.unpack_from("=qq", value)
                moment = seconds * 1_000_000_000 + nanoseconds
        return Sniffed(time.time_ns() if moment is None else moment, data, length, word_of(kind, status))

    def close(self) -> None:
        """Hear no more."""
        self.socket.close()
