"""The steps that make a room's network: each can be taken, and can be told as the very commands that would do the same."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import Protocol

from netkit.address import Address
from netkit.internet.room.plan import Held
from netkit.live.offloads import OFFLOADS, switch_offloads_off
from netkit.live.rtnetlink import CableEnd, set_sysctl
from netkit.sandbox.sides import Side, Sides

__all__ = ["Addressed", "Cable", "Namespaces", "OffloadsOff", "Routed", "Step", "Switched", "Sysctl"]


class Step(Protocol):
    """One step."""

    def take(self, sides: Sides) -> None:
        """Do it; OSError as the kernel has it."""

    @property
    def commands(self) -> list[str]:
        """The same as a person would type it, as root."""

    @property
    def about(self) -> str:
        """What it is for, in a line; steps in a row with the same words belong together."""


@dataclass(frozen=True, slots=True)
class Namespaces:
    """The two namespaces; whoever has made `Sides` has taken this step."""

    def take(self, sides: Sides) -> None:
        """They are there."""

    @property
    def commands(self) -> list[str]:
        """By their names, which netkit's own have none of."""
        return [f"ip netns add {side.value}" for side in Side]

    @property
    def about(self) -> str:
        """A word on namespaces."""
        return "two networks that see nothing of this machine's, and nothing of each other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cable:
    """A cable between them, whose end has the same name on both sides. `student` and `server` are the MAC addresses of its ends."""

    name: str
    student: bytes
    server: bytes
    mtu: int

    def take(self, sides: Sides) -> None:
        """Make it, in both namespaces at once."""
        ends = [
            CableEnd(namespace=sides.descriptors[side], name=self.name, mac=mac)
            for side, mac in ((Side.STUDENT, self.student), (Side.SERVER, self.server))
        ]
        with sides.kernel(Side.STUDENT) as kernel:
            kernel.add_pair(*ends, mtu=self.mtu)

    @property
    def commands(self) -> list[str]:
        """A pair of virtual Ethernet interfaces."""
        one, other = (f"{self.name} netns {side.value} address {mac.hex(':')} mtu {self.mtu}" for side, mac in (
            (Side.STUDENT, self.student), (Side.SERVER, self.server)
        ))  # fmt: skip
        return [f"ip link add {one} type veth peer name {other}"]

    @property
    def about(self) -> str:
        """A word on the cable."""
        return "a cable between the two: what goes in at one end comes out at the other"


@dataclass(frozen=True, slots=True, kw_only=True)
class OffloadsOff:
    """Packets are made by the kernel, whole and with their checksums, as a wire would carry them."""

    side: Side
    interface: str

    def take(self, sides: Sides) -> None:
        """Switch off what hides them."""
        sides.go(self.side)
        switch_offloads_off(self.interface)

    @property
    def commands(self) -> list[str]:
        """By ethtool."""
        return [f"{self.side.inside} ethtool -K {self.interface} {' '.join(f'{word} off' for word in OFFLOADS)}"]

    @property
    def about(self) -> str:
        """A word on offloading."""
        return "no segments larger than the MTU, and no checksums left for a network card to fill in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sysctl:
    """A setting of the kernel in one namespace. Where the kernel has none of that name (no IPv6), or keeps it, the room works without."""

    side: Side
    name: str
    value: int
    why: str

    def take(self, sides: Sides) -> None:
        """Set it."""
        sides.go(self.side)
        with contextlib.suppress(OSError):
            set_sysctl(self.name, self.value)

    @property
    def commands(self) -> list[str]:
        """By sysctl."""
        return [f"{self.side.inside} sysctl -q -w {self.name}={self.value}"]

    @property
    def about(self) -> str:
        """What it is set for."""
        return self.why


@dataclass(frozen=True, slots=True, kw_only=True)
class Switched:
    """An interface is switched on."""

    side: Side
    interface: str

    def take(self, sides: Sides) -> None:
        """Switch it on."""
        with sides.kernel(self.side) as kernel:
            kernel.link_up(self.interface)

    @property
    def commands(self) -> list[str]:
        """By ip link."""
        return [f"ip -n {self.side.value} link set {self.interface} up"]

    @property
    def about(self) -> str:
        """A word on interfaces."""
        return "interfaces are switched on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressed:
    """An interface gets addresses, all for the same reason `why`."""

    side: Side
    interface: str
    held: tuple[Held, ...]
    why: str

    def take(self, sides: Sides) -> None:
        """Give it each of them."""
        with sides.kernel(self.side) as kernel:
            for each in self.held:
                kernel.add_address(self.interface, each.address, each.length)

    @property
    def commands(self) -> list[str]:
        """By ip address; of IPv6 nobody is asked whether they are taken."""
        return [
            f"ip -n {self.side.value} address add {each} dev {self.interface}{' nodad' if each.address.version == 6 else ''}"
            for each in self.held
        ]

    @property
    def about(self) -> str:
        """What the addresses are for."""
        return self.why


@dataclass(frozen=True, slots=True, kw_only=True)
class Routed:
    """Everything that is not on the cable goes to its router."""

    side: Side
    interface: str
    via: Address

    def take(self, sides: Sides) -> None:
        """Add the default route."""
        with sides.kernel(self.side) as kernel:
            kernel.add_route(self.interface, self.via.version, via=self.via)

    @property
    def commands(self) -> list[str]:
        """By ip route."""
        return [f"ip -n {self.side.value} route add default via {self.via} dev {self.interface}"]

    @property
    def about(self) -> str:
        """A word on the default route."""
        return "the way to everybody who is not on this cable"
