"""At which addresses programs listen for TCP connections, as this machine's kernel says it (proc(5), /proc/net/tcp)."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from netkit.address import Address

__all__ = ["TcpSocket", "listeners", "tcp_sockets", "wait_for_listener"]

LISTEN = "0A"
PAUSE = 0.01


class TcpSocket(NamedTuple):
    """An end of TCP that the kernel knows: its own address and port, whether it listens, and its number as a file (0 for none)."""

    address: Address
    port: int
    listens: bool
    inode: int


def listeners() -> Iterator[tuple[Address, int]]:
    """Each address and port at which somebody listens, in the network namespace that one is in; 0.0.0.0 and :: are all addresses."""
    for each in tcp_sockets():
        if each.listens:
            yield each.address, each.port


def tcp_sockets() -> Iterator[TcpSocket]:
    """Each end of TCP in the network namespace that one is in."""
    for version, name in ((4, "tcp"), (6, "tcp6")):
        try:
            lines = Path("/proc/self/net", name).read_text(encoding="ascii").splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            parts = line.split()
            if len(parts) > 9:
                digits, _, port = parts[1].partition(":")
                address = Address(version, _number(digits))
                yield TcpSocket(address, int(port, 16), parts[3] == LISTEN, int(parts[9]))


def _number(digits: str) -> int:
    """The address, of which the kernel writes each word of 32 bits as its own byte order has it."""
    words = (int(digits[at : at + 8], 16).to_bytes(4, sys.byteorder) for at in range(0, len(digits), 8))
    return int.from_bytes(b"".join(words), "big")


def hears(address: Address, port: int) -> bool:
    """Whether somebody listens for connections to this address and port; one at :: hears those of IPv4, too, as nearly all do."""
    for found, at in listeners():
        if at == port and (found == address or (found.number == 0 and found.version in (address.version, 6))):
            return True
    return False


def wait_for_listener(address: Address, port: int, seconds: float) -> bool:
    """Wait until somebody listens there; False if nobody does within so many seconds."""
    until = time.monotonic() + seconds
    while not hears(address, port):
        if time.monotonic() >= until:
            return False
        time.sleep(PAUSE)
    return True
