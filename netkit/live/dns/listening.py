"""The sockets that a name server listens at: UDP and TCP at each address, all at one port."""

from __future__ import annotations

import errno
import os
import socket
from ipaddress import ip_address
from typing import TYPE_CHECKING

from netkit.errors import AccessError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Listeners", "listen"]

ATTEMPTS = 20
"""How many ports are tried where any will do: one that is free for the first address may be taken at the next."""

Listeners = list[tuple[str, socket.socket, socket.socket]]
"""Each address with its UDP socket and its TCP socket, which do not block."""


def listen(addresses: Sequence[str], port: int) -> tuple[int, Listeners]:
    """The port (a free one where `port` is 0) and the sockets; AccessError where the system refuses one."""
    for attempt in range(ATTEMPTS):
        try:
            return _listen(addresses, port)
        except _RefusedError as refused:
            if port or refused.error.errno != errno.EADDRINUSE or attempt == ATTEMPTS - 1:
                raise _told(refused, port) from refused.error
    raise AssertionError


class _RefusedError(Exception):
    def __init__(self, address: str, transport: str, error: OSError) -> None:
        super().__init__(str(error))
        self.address, self.transport, self.error = address, transport, error


def _listen(addresses: Sequence[str], port: int) -> tuple[int, Listeners]:
    listeners: Listeners = []
    opened: list[socket.socket] = []
    try:
        for address in addresses:
            udp = _opened(address, port, socket.SOCK_DGRAM, opened)
            port = port or udp.getsockname()[1]
            listeners.append((address, udp, _opened(address, port, socket.SOCK_STREAM, opened)))
    except _RefusedError:
        for each in opened:
            each.close()
        raise
    return port, listeners


def _opened(address: str, port: int, kind: socket.SocketKind, opened: list[socket.socket]) -> socket.socket:
    transport = "UDP" if kind == socket.SOCK_DGRAM else "TCP"
    family = socket.AF_INET6 if ip_address(address).version == 6 else socket.AF_INET
    try:
        found = socket.socket(family, kind)
        opened.append(found)
        found.settimeout(0)
        if kind == socket.SOCK_STREAM and os.name == "posix":
            # else the port stays taken for minutes after a server with clients has ended; elsewhere the option means something different
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((address, port))
        if kind == socket.SOCK_STREAM:
            found.listen(128)
    except OSError as error:
        raise _RefusedError(address, transport, error) from error
    return found


def _told(refused: _RefusedError, port: int) -> AccessError:
    where = f"{refused.transport} {refused.address} port {port}"
    match refused.error.errno:
        case errno.EADDRINUSE:
            return AccessError(
                f"port {port} is taken at {refused.address}",
                where=where,
                why="another program answers there: perhaps another netkit dns serve, or mDNS at 5353",
                hint=f"--port {port + 1 if port < 65_535 else 5300}, or --port 0 for any that is free",
            )
        case errno.EACCES | errno.EPERM:
            return AccessError(
                f"port {port} is not for every user",
                where=where,
                why="ports below 1024 ask for rights that ordinary users do not have",
                hint="--port 5300, or a network of your own: unshare -rn",
            )
        case errno.EADDRNOTAVAIL:
            return AccessError(
                f"{refused.address} is no address of this machine",
                where=where,
                why="macOS and Windows give loopback the address 127.0.0.1 alone; on Linux all of 127.0.0.0/8 is loopback",
                hint="--one-address serves the made-up internet at 127.0.0.1",
            )
    reason = (refused.error.strerror or str(refused.error)).lower()
    return AccessError(f"the system gives no socket: {reason}", where=where, hint="--one-address needs the fewest")
