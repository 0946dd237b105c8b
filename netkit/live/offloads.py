"""What an interface would do in the kernel's stead, switched off, so that packets between namespaces are what would be on a wire (ethtool).

Otherwise a cable between two namespaces carries "packets" of many times its MTU, and TCP checksums that nobody filled in.
"""

from __future__ import annotations

import array
import socket
import struct

__all__ = ["OFFLOADS", "switch_offloads_off"]

SIOCETHTOOL = 0x8946
OFFLOADS = {"tx": 0x17, "tso": 0x1F, "gso": 0x24, "gro": 0x2C}
"""By the words of `ethtool -K`: checksums when sending; cutting TCP segments; cutting anything; putting together what comes in."""


def switch_offloads_off(interface: str) -> None:
    """Switch them off at an interface of the network namespace that one is in; OSError where the kernel refuses it."""
    import fcntl  # noqa: PLC0415 - Windows has none

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as asked:
        for number in OFFLOADS.values():
            value = array.array("I", [number, 0])
            address, _ = value.buffer_info()
            fcntl.ioctl(asked, SIOCETHTOOL, struct.pack("16sP16x", interface.encode(), address))
