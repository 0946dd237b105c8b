"""Where netkit's own TCP meets the kernel's: in a private network that is made for it, or in the one that the command is run in."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from types import TracebackType
from typing import TYPE_CHECKING, Self

from netkit.errors import AccessError, UsageError
from netkit.live.child import Child, Streams, run_in_child, start_program
from netkit.live.namespace import Namespace
from netkit.live.tun_network import is_own, private_tun, tun_here

if TYPE_CHECKING:
    from netkit.address import Address
    from netkit.live.tun import Tun

__all__ = ["Place", "checked_address", "neighbours", "refuse_rights"]

SYSTEM_FOLDERS = "/usr/local/sbin:/usr/sbin:/sbin"
"""Where servers lie, and ordinary users do not look."""

BENCHMARK = {4: "198.18.0.2 198.18.0.1", 6: "2001:2::2 2001:2::1"}
"""Addresses that are nobody's (RFC 2544, RFC 5180), for netkit's end and a router beside other addresses of this machine."""

OPEN_TO_ALL = 24, 120
"""Bits of the network, of each IP version, in which a neighbour is looked for."""


class Place:
    """A TUN interface, and how programs are started on the kernel's side of it; all ends with it.

    `where` says it in words. In a private network `keeper` is the process that nsenter wants, `rootless` whether it has own users.
    """

    def __init__(self, kernel: Address | None, behind: Sequence[Address], *, private: bool) -> None:
        self._stack = ExitStack()
        self._namespace: Namespace | None = None
        self.children: list[Child] = []
        self.keeper = 0
        self.rootless = False
        try:
            if private:
                assert kernel is not None  # noqa: S101 - whoever makes a network has its address
                namespace = self._stack.enter_context(Namespace())
                self._namespace, self.keeper, self.rootless = namespace, namespace.keeper, namespace.rootless
                self.where = "a private network: nothing leaves this machine"
                self.tun: Tun = self._stack.enter_context(private_tun(namespace, kernel))
            else:
                self.where = "this machine's own network, over an interface of netkit's"
                self.tun = self._stack.enter_context(tun_here(behind, kernel=kernel))
        except BaseException:
            self._stack.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in self.children:
            child.kill()
        self._stack.close()

    def run(self, function: Callable[[], int]) -> Child:
        """Call a function in a process on the kernel's side."""
        child = self._namespace.run(function) if self._namespace else run_in_child(_stay, function)
        self.children.append(child)
        return child

    def start(self, command: Sequence[str], streams: Streams) -> Child:
        """Start a program there; UsageError where there is none of that name, or it may not be run."""
        environment = {**os.environ, "PATH": f"{os.environ.get('PATH', '/usr/bin:/bin')}:{SYSTEM_FOLDERS}"}
        try:
            if self._namespace:
                child = self._namespace.start(command, streams, environment=environment)
            else:
                child = start_program(_stay, command, streams, environment)
        except OSError as error:
            raise UsageError(
                f"{command[0]} can't be started: {(error.strerror or str(error)).lower()}",
                why="what stands behind -- is a program and its arguments",
                hint="-- python3 -m http.server 80",
            ) from error
        self.children.append(child)
        return child


def _stay() -> None:
    """The kernel's side is where one is."""


def checked_address(address: Address, *, here: bool | None) -> bool:
    """Whether netkit is to meet this address of the kernel's here (else in a private network).

    `here` is what was asked for (None: nothing). UsageError for an address with which that can't be.
    """
    from netkit.address.special.lookup import globally_reachable, is_multicast, router_may_forward  # noqa: PLC0415

    if address.zone or is_multicast(address) or not router_may_forward(address):
        raise UsageError(
            f"netkit can't connect to {address}",
            why="the kernel takes packets for loopback, link-local and multicast addresses from no other interface than their own",
            hint="netkit tcp connect 192.0.2.80 80, in a private network",
        )
    own = is_own(address)
    if here and not own:
        raise UsageError(
            f"{address} is no address of this machine",
            why="netkit's packets go to this machine's kernel and no farther, so that nobody else is troubled by them",
            hint="ip address shows which it has; without --here netkit makes a private network with this address",
        )
    if here or (own and here is None):
        return True
    if globally_reachable(address) is not False:
        raise UsageError(
            f"{address} is an address of the Internet, and netkit's own TCP does not go there",
            why="its packets reach this machine's kernel and no farther: it would only play at being that host",
            hint="netkit tcp connect 192.0.2.80 80, with an address for examples (RFC 5737) or a private one",
        )
    return False


def neighbours(address: Address, *, private: bool) -> tuple[Address, Address]:
    """An address for netkit's end, and one for a router on the path: the next ones in a private network, else nobody's."""
    from netkit.address import Address as Made  # noqa: PLC0415
    from netkit.address import parse_address  # noqa: PLC0415

    if not private:
        first, second = (parse_address(text) for text in BENCHMARK[address.version].split())
        return first, second
    last = address.number & 0xFF
    step = 1 if last < 0xFD else -1
    return (Made(address.version, address.number + step), Made(address.version, address.number + 2 * step))


def refuse_rights(address: Address, error: AccessError) -> AccessError:
    """The same, with what else could be done where the address is this machine's own."""
    hint = f"{error.hint}; or --private for a network with a {address} of its own"
    return AccessError(error.what, where=error.where, why=error.why, hint=hint)
