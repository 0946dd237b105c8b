"""A room: who stands at the two ends of the cable, and what is to be found behind it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from netkit.address import Address, Prefix
from netkit.errors import UsageError
from netkit.internet.room.machine import Machine, checked_name
from netkit.internet.room.services import Resolver, Service

__all__ = ["LEAST_MTU", "MOST_ADDRESSES", "Held", "Room"]

LEAST_MTU = 1280
"""Bytes that every link of IPv6 has to carry (RFC 8200 section 5)."""

MOST_MTU = 65_535
MOST_ADDRESSES = 400
"""Addresses of a room at most: each has sockets of its own."""


@dataclass(frozen=True, slots=True)
class Held:
    """An address at an interface, and how many bits of it all machines on the link share."""

    address: Address
    length: int

    @property
    def prefix(self) -> Prefix:
        """The link's block."""
        return Prefix.of(self.address, self.length)

    def __str__(self) -> str:
        return f"{self.address}/{self.length}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A student's machine and, over one cable, a router behind which `machines` lie. Sizes in bytes.

    `student` and `router` have an address each of every IP version there is here. A machine with an address of the cable's own block
    stands beside the router, the others behind it. `resolvers` are asked for names (resolv.conf): machines' addresses with a `Resolver`.
    With `internet` the made-up internet's name servers are there, too, at their own addresses.
    """

    student: Sequence[Held]
    router: Sequence[Held]
    machines: Sequence[Machine] = ()
    resolvers: Sequence[Address] = ()
    name: str = "student"
    mtu: int = 1500
    internet: bool = True

    @property
    def versions(self) -> list[int]:
        """The IP versions spoken here."""
        return [held.address.version for held in self.student]

    def speaking(self, versions: Collection[int]) -> Room:
        """The same room where only these IP versions are spoken; UsageError where none of its own is left."""
        kept = tuple(
            replace(each, addresses=tuple(address for address in each.addresses if address.version in versions))
            for each in self.machines
        )
        student = tuple(held for held in self.student if held.address.version in versions)
        if not student:
            raise UsageError(
                "nothing is left of this network",
                why=f"it speaks IPv{' and IPv'.join(map(str, self.versions))}, and this kernel does not",
            )
        return replace(
            self,
            student=student,
            router=tuple(held for held in self.router if held.address.version in versions),
            machines=tuple(machine for machine in kept if machine.addresses),
            resolvers=tuple(address for address in self.resolvers if address.version in versions),
        )

    def is_on_link(self, address: Address) -> bool:
        """Whether an address is one of the cable's own block."""
        return any(held.prefix.holds(address) for held in self.router if held.address.version == address.version)

    def services(self) -> Iterator[tuple[Machine, Service]]:
        """Each server with the machine on which it runs."""
        for machine in self.machines:
            for service in machine.services:
                yield machine, service

    def check(self) -> None:
        """UsageError for what can't be brought up."""
        checked_name(self.name)
        if not LEAST_MTU <= self.mtu <= MOST_MTU:
            raise UsageError(
                f"an MTU of {self.mtu:,} can't be",
                why=f"IPv6 wants {LEAST_MTU:,} bytes of every link (RFC 8200 section 5), and {MOST_MTU:,} is the most",
                hint="1500, as Ethernet has it",
            )
        self._check_ends()
        for machine in self.machines:
            machine.check()
        self._check_addresses()
        resolvers = {
            each for machine, service in self.services() if isinstance(service, Resolver) for each in machine.addresses
        }
        for address in self.resolvers:
            if address not in resolvers:
                raise UsageError(
                    f"no resolver runs at {address}", why="resolv.conf names machines that answer questions for others"
                )

    def _check_ends(self) -> None:
        if not self.student or len(set(self.versions)) != len(self.versions):
            raise UsageError("the student's machine has one address of each IP version that is spoken here")
        if sorted(self.versions) != sorted(held.address.version for held in self.router):
            raise UsageError(
                "the router has an address of each IP version that the student's machine has, and no other"
            )
        for own in self.student:
            gateway = next(held for held in self.router if held.address.version == own.address.version)
            if own.prefix != gateway.prefix or own.address == gateway.address:
                raise UsageError(
                    f"{own} and {gateway} are not two ends of one cable",
                    why="they share the block of the link, and have different addresses in it",
                )

    def _check_addresses(self) -> None:
        seen = [held.address for held in (*self.student, *self.router)]
        seen += [address for machine in self.machines for address in machine.addresses]
        for number, address in enumerate(seen):
            if address.zone:
                raise UsageError(f"{address} names a link", why="addresses of a room are reached over its one cable")
            if address in seen[:number]:
                raise UsageError(f"two machines have the address {address}", why="an address belongs to one machine")
            if address.version not in self.versions:
                raise UsageError(f"{address} can't be reached", why=f"the room speaks no IPv{address.version}")
        if len(seen) > MOST_ADDRESSES:
            raise UsageError(
                f"a room with {len(seen)} addresses is too large", why=f"{MOST_ADDRESSES} are the most that it has"
            )
