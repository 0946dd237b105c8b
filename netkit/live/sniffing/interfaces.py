"""The interfaces of this machine, or of the network namespace that one is in, as the kernel tells them (netdevice(7))."""

from __future__ import annotations

import socket
import struct
import sys
from dataclasses import dataclass

from netkit.errors import UsageError
from netkit.live.sending import check_interface

__all__ = ["LinkInterface", "interface_called", "link_interfaces"]

SIOCGIFFLAGS, SIOCGIFHWADDR = 0x8913, 0x8927
IFF_UP, IFF_LOOPBACK = 0x1, 0x8

ETHERNET, RAW_IP = 1, 101
LINK_TYPES = {1: ETHERNET, 772: ETHERNET, 65534: RAW_IP, 768: RAW_IP, 769: RAW_IP, 776: RAW_IP}
"""For the kernel's kinds of hardware (if_arp.h) the LINKTYPE of what a packet socket gives: Ethernet and loopback; TUN, WireGuard and
tunnels of IP in IP, which have no link header."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkInterface:
    """One interface: `mac` in text where it has one; `link_type` is None for a kind of which netkit does not know the link header."""

    name: str
    index: int
    link_type: int | None
    is_up: bool
    is_loopback: bool
    mac: str | None


def link_interfaces() -> list[LinkInterface]:
    """Every interface, in the order of the kernel's numbers; none on other systems than Linux."""
    if sys.platform != "linux":
        return []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as asked:
        found = [_told(asked, index, name) for index, name in socket.if_nameindex()]
    return [each for each in found if each is not None]


def interface_called(name: str) -> LinkInterface:
    """The interface of this name; UsageError where there is none, or its link header is unknown."""
    check_interface(name)
    found = next((each for each in link_interfaces() if each.name == name), None)
    if found is None or found.link_type is None:
        raise UsageError(
            f"netkit can't record at {name}",
            why="it is neither Ethernet nor an interface for bare IP packets, so netkit does not know what stands before the packets",
            hint="tcpdump and Wireshark know more kinds of links",
        )
    return found


def _told(asked: socket.socket, index: int, name: str) -> LinkInterface | None:
    """What the kernel says of an interface; None where it is gone by now."""
    import fcntl  # noqa: PLC0415 - Windows has none

    request = struct.pack("16s24x", name.encode())
    try:
        flags = struct.unpack_from("=H", fcntl.ioctl(asked, SIOCGIFFLAGS, request), 16)[0]
        kind, address = struct.unpack_from("=H6s", fcntl.ioctl(asked, SIOCGIFHWADDR, request), 16)
    except OSError:
        return None
    link_type = LINK_TYPES.get(kind)
    loopback = bool(flags & IFF_LOOPBACK)
    mac = address.hex(":") if link_type == ETHERNET and not loopback else None
    return LinkInterface(
        name=name, index=index, link_type=link_type, is_up=bool(flags & IFF_UP), is_loopback=loopback, mac=mac
    )
