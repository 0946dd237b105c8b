"""The quick way to read packets: a ring of blocks that the kernel fills and this process reads in place (TPACKET_V3).

The kernel hands over a block when it is full, or after a few milliseconds, and goes on in the next. As long as one of them is free, no
packet is lost; what finds none free is counted.
"""

from __future__ import annotations

import mmap
import struct

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

__all__ = ["HAND_OVER", "Ring"]

PACKET_RX_RING = 5
PACKET_VERSION = 10
TPACKET_V3 = 2

BLOCK = 1 << 18
"""Bytes of a block: more than the longest packet that the kernel gives in one piece, 64 KiB."""

FRAME = 1 << 11
"""A number that the kernel wants to be told; packets of one block stand as close as they are long."""

HAND_OVER = 0.005
"""Seconds after which a block is handed over that is not full yet."""

OF_KERNEL, OF_USER = 0, 1
BLOCK_HEAD = struct.Struct("=8xIII")
"""Behind the version and a reserved number: status, packets, where the first of them is."""

PACKET_HEAD = struct.Struct("=IIIIIIHxxIIH")
"""Where the next one is, seconds, nanoseconds, bytes kept, bytes on the wire, status, beginning of the frame; hash, VLAN tag."""

KIND = 48 + 10
"""Where in a packet's head the kernel says what kind of packet it is: behind `tpacket3_hdr`, in `sockaddr_ll`."""


class Ring:
    """What passes one interface, through a ring of `size` bytes (whole blocks); OSError where the kernel gives none."""

    def __init__(self, interface: LinkInterface, *, size: int, promiscuous: bool = False) -> None:
        self.interface = interface
        self.socket = open_packet_socket(interface, promiscuous=promiscuous)
        self._blocks = max(2, size // BLOCK)
        self._turn = 0
        self.seen = 0
        """Packets that were read, those too that are told by another copy of theirs."""
        try:
            self.socket.setsockopt(SOL_PACKET, PACKET_VERSION, TPACKET_V3)
            frames = self._blocks * (BLOCK // FRAME)
            wanted = struct.pack("=7I", BLOCK, self._blocks, FRAME, frames, round(HAND_OVER * 1000), 0, 0)
            self.socket.setsockopt(SOL_PACKET, PACKET_RX_RING, wanted)
            self._memory = mmap.mmap(
                self.socket.fileno(), self._blocks * BLOCK, mmap.MAP_SHARED, mmap.PROT_READ | mmap.PROT_WRITE
            )
            heard_at(self.socket, interface)
        except BaseException:
            self.socket.close()
            raise

    def packets(self) -> list[Sniffed]:
        """What was handed over by now, of one turn of the ring at the most; it does not wait."""
        found: list[Sniffed] = []
        for _ in range(self._blocks):
            start = self._turn * BLOCK
            status, count, first = BLOCK_HEAD.unpack_from(self._memory, start)
            if not status & OF_USER:
                break
            self._read(start + first, count, found)
            struct.pack_into("=I", self._memory, start + 8, OF_KERNEL)
            self._turn = (self._turn + 1) % self._blocks
        return found

    def _read(self, place: int, count: int, found: list[Sniffed]) -> None:
        memory, head, loopback = self._memory, PACKET_HEAD.unpack_from, self.interface.is_loopback
        tagged = self.interface.link_type == ETHERNET
        self.seen += count
        for _ in range(count):
            following, seconds, nanoseconds, kept, length, status, begin, _, control, protocol = head(memory, place)
            kind = memory[place + KIND]
            if not (loopback and kind == PACKET_OUTGOING):
                data = memory[place + begin : place + begin + kept]
                if status & VLAN_VALID and tagged:
                    data, length = with_vlan_tag(data, status, control, protocol), length + 4
                found.append(Sniffed(seconds * 1_000_000_000 + nanoseconds, data, length, word_of(kind, status)))
            place += following

    def close(self) -> None:
        """Hear no more, and give the memory back."""
        self._memory.close()
        self.socket.close()
