"""Packet sockets of Linux (packet(7)): their numbers, and opening one that hears an interface."""

from __future__ import annotations

import contextlib
import socket
import struct
from typing import NamedTuple

from netkit.capture.pcapng_format import (
    FLAG_CHECKSUM_NOT_READY,
    FLAG_CHECKSUM_VALID,
    FLAG_SEGMENTATION_LEFT,
    FLAGS_INBOUND,
    FLAGS_OUTBOUND,
)
from netkit.live.sniffing.interfaces import LinkInterface

__all__ = ["PACKET_OUTGOING", "SOL_PACKET", "Sniffed", "heard_at", "open_packet_socket", "with_vlan_tag", "word_of"]

SOL_PACKET = 263
PACKET_ADD_MEMBERSHIP = 1
PACKET_STATISTICS = 6
PACKET_IGNORE_OUTGOING = 23
PACKET_MR_PROMISC = 1
ETH_P_ALL = 3
ETH_P_8021Q = 0x8100

PACKET_HOST, PACKET_BROADCAST, PACKET_MULTICAST, PACKET_OTHERHOST, PACKET_OUTGOING = range(5)

# The status of a packet, `tp_status` in linux/if_packet.h.
CSUM_NOT_READY = 1 << 3
VLAN_VALID = 1 << 4
VLAN_TPID_VALID = 1 << 6
CSUM_VALID = 1 << 7
GSO_TCP = 1 << 8

_RECEPTIONS = {PACKET_HOST: 1, PACKET_MULTICAST: 2, PACKET_BROADCAST: 3, PACKET_OTHERHOST: 4}
"""How the kernel says to whom a frame was addressed, and the number that pcapng has for it (§4.3.1)."""


class Sniffed(NamedTuple):
    """A packet as the kernel saw it pass.

    `time` is in nanoseconds since 1970, `original_length` in bytes on the wire, `flags` the word that pcapng keeps of it
    (draft-ietf-opsawg-pcapng §4.3.1): its direction, to whom it was addressed, and whether its checksum was filled in yet.
    """

    time: int
    data: bytes
    original_length: int
    flags: int


def open_packet_socket(interface: LinkInterface, *, promiscuous: bool) -> socket.socket:
    """A packet socket that hears nothing yet: `heard_at` begins. OSError where the system refuses it.

    Of loopback it takes no outgoing packets: each of them comes in again, and would be there twice.
    """
    found = socket.socket(socket.AF_PACKET, socket.SOCK_RAW | socket.SOCK_CLOEXEC | socket.SOCK_NONBLOCK, 0)
    try:
        if interface.is_loopback:
            with contextlib.suppress(OSError):  # kernels before 4.20: then they are passed over one by one
                found.setsockopt(SOL_PACKET, PACKET_IGNORE_OUTGOING, 1)
        if promiscuous:
            request = struct.pack("iHH8x", interface.index, PACKET_MR_PROMISC, 0)
            found.setsockopt(SOL_PACKET, PACKET_ADD_MEMBERSHIP, request)
    except BaseException:
        found.close()
        raise
    return found


def heard_at(opened: socket.socket, interface: LinkInterface) -> None:
    """From now on the socket hears all that passes this interface."""
    opened.bind((interface.name, ETH_P_ALL))


def kernel_counts(opened: socket.socket) -> tuple[int, int]:
    """How many packets passed since this was last asked, and how many of those the kernel had no room for."""
    passed, dropped = struct.unpack_from("II", opened.getsockopt(SOL_PACKET, PACKET_STATISTICS, 12))
    return passed, dropped


def word_of(kind: int, status: int) -> int:
    """The flags of a packet, from the kernel's kind of packet (`sll_pkttype`) and its status."""
    word = FLAGS_OUTBOUND if kind == PACKET_OUTGOING else FLAGS_INBOUND
    word |= _RECEPTIONS.get(kind, 0) << 2
    if status & CSUM_NOT_READY:
        word |= FLAG_CHECKSUM_NOT_READY
    elif status & CSUM_VALID:
        word |= FLAG_CHECKSUM_VALID
    return word | FLAG_SEGMENTATION_LEFT if status & GSO_TCP else word


def with_vlan_tag(data: bytes, status: int, control: int, protocol: int) -> bytes:
    """A frame with the IEEE 802.1Q tag where it was on the wire: the kernel takes it out, and tells it beside the packet."""
    tag = struct.pack("!HH", protocol if status & VLAN_TPID_VALID else ETH_P_8021Q, control)
    return data[:12] + tag + data[12:]
