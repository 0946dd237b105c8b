"""Interfaces, addresses and routes of a network namespace, told to the kernel itself (rtnetlink, RFC 3549).

`ip` would do the same, and may be missing or lie outside of an ordinary user's PATH; and a message costs a hundredth of starting a program.
"""

from __future__ import annotations

import os
import socket
import struct
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from netkit.address import Address

__all__ = ["CableEnd", "Rtnetlink", "set_sysctl"]

NEWLINK, NEWADDR, NEWROUTE, NEWQDISC = 16, 20, 24, 36
REQUEST, ACK, EXCLUSIVE, CREATE = 0x1, 0x4, 0x200, 0x400
NLMSG_ERROR = 2
IFF_UP = 0x1
IFLA_ADDRESS, IFLA_IFNAME, IFLA_MTU, IFLA_LINKINFO, IFLA_NET_NS_FD = 1, 3, 4, 18, 28
IFLA_INFO_KIND, IFLA_INFO_DATA, VETH_INFO_PEER = 1, 2, 1
IFA_ADDRESS, IFA_LOCAL, IFA_FLAGS = 1, 2, 8
NO_DETECTION = 0x02
RTA_DST, RTA_OIF, RTA_GATEWAY, RTA_PREFSRC = 1, 4, 5, 7
MAIN_TABLE, STATIC, UNICAST = 254, 4, 1
UNIVERSE, LINK = 0, 253
TC_H_ROOT = 0xFFFFFFFF
TCA_KIND, TCA_OPTIONS = 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class CableEnd:
    """One end of a cable: the descriptor of the network namespace that it is in, the interface's name there, and its MAC address."""

    namespace: int
    name: str
    mac: bytes

    def attributes(self, mtu: int) -> bytes:
        """What the kernel is told of it."""
        told = _attribute(IFLA_IFNAME, self.name.encode() + b"\0") + _attribute(IFLA_ADDRESS, self.mac)
        told += _attribute(IFLA_MTU, struct.pack("=I", mtu))
        return told + _attribute(IFLA_NET_NS_FD, struct.pack("=I", self.namespace))


class Rtnetlink:
    """A conversation with the kernel about the network namespace in which it was opened. Its methods raise OSError as the kernel has it."""

    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW | socket.SOCK_CLOEXEC, socket.NETLINK_ROUTE)
        self._number = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()

    def link_up(self, interface: str, *, mtu: int | None = None) -> None:
        """Switch an interface on, with this MTU in bytes if it is given."""
        head = struct.pack("=BxHiII", socket.AF_UNSPEC, 0, socket.if_nametoindex(interface), IFF_UP, IFF_UP)
        self._ask(NEWLINK, 0, head, b"" if mtu is None else _attribute(IFLA_MTU, struct.pack("=I", mtu)))

    def add_pair(self, one: CableEnd, other: CableEnd, *, mtu: int) -> None:
        """Make a cable (veth) with these two ends, each an interface in the network namespace of its descriptor, both switched off."""
        head = struct.pack("=BxHiII", socket.AF_UNSPEC, 0, 0, 0, 0)
        peer = _attribute(VETH_INFO_PEER, head + other.attributes(mtu))
        info = _attribute(IFLA_INFO_KIND, b"veth") + _attribute(IFLA_INFO_DATA, peer)
        self._ask(NEWLINK, CREATE | EXCLUSIVE, head, one.attributes(mtu) + _attribute(IFLA_LINKINFO, info))

    def add_interface(self, name: str, kind: str) -> None:
        """Make an interface of a kind that needs no more than its name, such as `bridge`; `veth` makes a pair."""
        head = struct.pack("=BxHiII", socket.AF_UNSPEC, 0, 0, 0, 0)
        told = _attribute(IFLA_IFNAME, name.encode() + b"\0")
        told += _attribute(IFLA_LINKINFO, _attribute(IFLA_INFO_KIND, kind.encode()))
        self._ask(NEWLINK, CREATE | EXCLUSIVE, head, told)

    def delay_queue(self, interface: str) -> None:
        """Have what leaves an interface pass a queue that can delay and lose (netem), and as it is made does neither."""
        head = struct.pack("=BxxxiIII", socket.AF_UNSPEC, socket.if_nametoindex(interface), 0, TC_H_ROOT, 0)
        options = struct.pack("=6I", 0, 1000, 0, 0, 0, 0)
        self._ask(
            NEWQDISC, CREATE | EXCLUSIVE, head, _attribute(TCA_KIND, b"netem\0") + _attribute(TCA_OPTIONS, options)
        )

    def add_address(self, interface: str, address: Address, length: int | None = None) -> None:
        """Give an interface an address, with the prefix of so many bits (all, where nothing is said) reached through it.

        An IPv6 address is usable at once: nobody is asked whether it is taken (RFC 4862 section 5.4 would wait a second).
        """
        bits = address.data
        family = _family(address)
        length = len(bits) * 8 if length is None else length
        head = struct.pack("=BBBBI", family, length, 0, UNIVERSE, socket.if_nametoindex(interface))
        body = _attribute(IFA_LOCAL, bits) + _attribute(IFA_ADDRESS, bits)
        if family == socket.AF_INET6:
            body += _attribute(IFA_FLAGS, struct.pack("=I", NO_DETECTION))
        self._ask(NEWADDR, CREATE | EXCLUSIVE, head, body)

    def add_route(
        self,
        interface: str,
        version: int,
        destination: Address | None = None,
        *,
        via: Address | None = None,
        source: Address | None = None,
    ) -> None:
        """Packets for `destination` (everybody, where nobody is named) leave by this interface, to the router `via` if there is one.

        They come from `source` if nothing else is said.
        """
        family = socket.AF_INET if version == 4 else socket.AF_INET6
        bits = b"" if destination is None else destination.data
        scope = LINK if version == 4 and via is None else UNIVERSE
        head = struct.pack("=BBBBBBBBI", family, len(bits) * 8, 0, 0, MAIN_TABLE, STATIC, scope, UNICAST, 0)
        body = _attribute(RTA_OIF, struct.pack("=I", socket.if_nametoindex(interface)))
        body += _attribute(RTA_DST, bits) if bits else b""
        body += _attribute(RTA_GATEWAY, via.data) if via is not None else b""
        body += _attribute(RTA_PREFSRC, source.data) if source is not None else b""
        self._ask(NEWROUTE, CREATE | EXCLUSIVE, head, body)

    def _ask(self, kind: int, flags: int, head: bytes, body: bytes) -> None:
        self._number += 1
        size = 16 + len(head) + len(body)
        self._socket.send(struct.pack("=IHHII", size, kind, flags | REQUEST | ACK, self._number, 0) + head + body)
        answer = self._socket.recv(65_536)
        if struct.unpack_from("=H", answer, 4)[0] == NLMSG_ERROR:
            code = -struct.unpack_from("=i", answer, 16)[0]
            if code:
                raise OSError(code, os.strerror(code))


def set_sysctl(name: str, value: int | str) -> None:
    """Set a number of the kernel's, such as `net.ipv6.conf.all.accept_dad`, in the namespace that one is in; OSError where that fails."""
    Path("/proc/sys", *name.split(".")).write_text(str(value), encoding="ascii")


def _family(address: Address) -> int:
    return socket.AF_INET if address.version == 4 else socket.AF_INET6


def _attribute(kind: int, value: bytes) -> bytes:
    """Kind and length, then the value, filled up to whole words."""
    return struct.pack("=HH", 4 + len(value), kind) + value + bytes(-len(value) % 4)
