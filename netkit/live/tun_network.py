"""Where a TUN interface stands: in private namespaces, whose kernel side gets an address, or in the network that one is in."""

from __future__ import annotations

import contextlib
import errno
import socket
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from netkit.errors import UsageError
from netkit.live.refusals import TUN, no_linux, no_namespace, no_tun
from netkit.live.rtnetlink import Rtnetlink, set_sysctl
from netkit.live.tun import Tun, name_of, open_tun

if TYPE_CHECKING:
    from netkit.address import Address
    from netkit.live.namespace import Answer, Namespace

__all__ = ["is_own", "private_tun", "tun_here"]

NAME = "netkit%d"
MTU = 1500


def private_tun(namespace: Namespace, kernel: Address) -> Tun:
    """A TUN interface in private namespaces: the kernel there has this address, and all others lie behind the interface.

    AccessError where this machine forbids it.
    """

    def prepare() -> Answer:
        descriptor = open_tun(NAME)
        name = name_of(descriptor)
        _quiet(name)
        with Rtnetlink() as kernel_side:
            kernel_side.link_up("lo")
            kernel_side.link_up(name, mtu=MTU)
            kernel_side.add_address(name, kernel)
            kernel_side.add_route(name, kernel.version)
        return {}, [descriptor]

    try:
        _, descriptors = namespace.call(prepare)
    except OSError as error:
        raise _told(error) from error
    return Tun(descriptors[0])


def tun_here(behind: Sequence[Address], *, kernel: Address | None = None) -> Tun:
    """A TUN interface in the network namespace that one is in, with these addresses behind it; it goes when it is closed.

    `kernel` is an address that the kernel gets for it, if it is to have one.

    AccessError where this user may not make one.
    """
    if sys.platform != "linux":
        raise no_linux()
    try:
        descriptor = open_tun(NAME)
    except OSError as error:
        raise no_tun(error) from error
    name = name_of(descriptor)
    _quiet(name)
    tun = Tun(descriptor)
    try:
        with Rtnetlink() as kernel_side:
            kernel_side.link_up(name, mtu=MTU)
            if kernel is not None:
                kernel_side.add_address(name, kernel)
            for address in behind:
                kernel_side.add_route(name, address.version, address)
    except OSError as error:
        tun.__exit__(None, None, None)
        if error.errno == errno.EEXIST:
            raise UsageError(
                f"{' and '.join(map(str, behind))} lie behind another interface already",
                why="netkit needs an address of its own for its end of the connection",
                hint="another netkit may be running here; --private works in a network of its own",
            ) from error
        raise no_tun(error) from error
    return tun


def is_own(address: Address) -> bool:
    """Whether an address is one of this machine's, in the network namespace that one is in."""
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.bind((str(address), 0))
    except OSError:
        return False
    return True


def _quiet(name: str) -> None:
    """No IPv6 address that the kernel makes up by itself, so that it asks for no routers and reports no groups."""
    for setting, value in (("accept_dad", 0), ("accept_ra", 0), ("addr_gen_mode", 1)):
        with contextlib.suppress(OSError):  # a kernel without IPv6 has none of them
            set_sysctl(f"net.ipv6.conf.{name}.{setting}", value)


def _told(error: OSError) -> Exception:
    return no_tun(error) if error.filename == TUN else no_namespace("set up an interface in it", error)
