"""A TCP port held: the kernel neither answers nor refuses what comes to it, so that a program may do so by hand.

A segment made by hand (with scapy, or a raw socket) leaves no trace in the kernel's TCP. When the answer comes, the kernel finds no
connection that it belongs to, and says so with a reset (RFC 9293 §3.10.7.1). A socket that listens on the port takes such segments, and a
filter on it drops them all before TCP sees any: so nothing is answered. Packet sockets are served before that, and see everything.
"""

from __future__ import annotations

import contextlib
import errno
import socket
from collections.abc import Sequence
from typing import Self

from netkit.errors import AccessError, NetkitError, UsageError
from netkit.live.port_users import PortUser, users_of
from netkit.live.refusals import setting
from netkit.live.socket_filters import take_nothing

__all__ = ["Hold"]

FAMILIES = {4: (socket.AF_INET, "0.0.0.0"), 6: (socket.AF_INET6, "::")}  # noqa: S104 - it takes nothing from anybody


class Hold:
    """The port is held from the making of this until it is closed; `versions` are the IP versions for which it is.

    UsageError where somebody uses the port, or there can't be such a port; AccessError where this user may not have it, or the system
    knows no such filters.
    """

    def __init__(self, port: int) -> None:
        self.port = port
        self._sockets: dict[int, socket.socket] = {}
        try:
            for version in FAMILIES:
                with contextlib.suppress(_NoSuchFamilyError):
                    self._sockets[version] = _held(port, version)
        except BaseException:
            self.close()
            raise

    @property
    def versions(self) -> Sequence[int]:
        """The IP versions for which the port is held: a machine may lack one."""
        return tuple(self._sockets)

    def close(self) -> None:
        """Let go of the port: from now on the kernel answers again."""
        for each in self._sockets.values():
            each.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _NoSuchFamilyError(Exception):
    """This machine has no IP of that version."""


def _held(port: int, version: int) -> socket.socket:
    """A socket that listens and takes nothing; the filter is there before anything can come."""
    family, every = FAMILIES[version]
    try:
        found = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        raise _NoSuchFamilyError from error
    try:
        take_nothing(found)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if version == 6:
            found.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        found.bind((every, port))
        found.listen(1)
    except OSError as error:
        found.close()
        if error.errno == errno.EADDRNOTAVAIL:
            raise _NoSuchFamilyError from error
        raise _refused(port, error) from error
    return found


def _refused(port: int, error: OSError) -> NetkitError:
    if error.errno == errno.EADDRINUSE:
        return UsageError(
            f"port {port} is in use",
            where=_told(users_of(port)),
            why="a port is held by listening on it, and only one program can do that",
            hint=f"choose another port for your segments, such as {40_000 if port != 40_000 else 40_001}, or end that program",
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        first = setting("/proc/sys/net/ipv4/ip_unprivileged_port_start") or "1024"
        return AccessError(
            f"this user may not have port {port}",
            why=f"ports below {first} are kept for root (net.ipv4.ip_unprivileged_port_start)",
            hint="choose one from 32768 to 60999, as clients do; inside of netkit lab shell every port is yours",
        )
    return AccessError(
        f"port {port} can't be held: {(error.strerror or str(error)).lower()}",
        why="it takes a socket that listens, and a filter on it (SO_ATTACH_FILTER), which is a feature of Linux",
    )


def _told(users: Sequence[PortUser]) -> str:
    """Who it is that uses a port, one a line."""
    return "\n".join(map(str, users)) or "by a program that this user may not see"
