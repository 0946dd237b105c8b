"""From the plan of a room to the steps that make its network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from netkit.internet.room.plan import Held
from netkit.sandbox.sides import Side
from netkit.sandbox.steps import Addressed, Cable, Namespaces, OffloadsOff, Routed, Step, Switched, Sysctl

if TYPE_CHECKING:
    from netkit.address import Address
    from netkit.internet.room import Room

__all__ = ["INTERFACE", "network_steps"]

INTERFACE = "eth0"
"""The name of the cable's end, on both sides."""

MACS = {Side.STUDENT: bytes.fromhex("020000000002"), Side.SERVER: bytes.fromhex("020000000001")}
"""Locally administered (the bit 2 of the first byte), and the same each time."""

QUIET = "link-local addresses are made of the MAC addresses; nobody asks for routers, or waits for who might have the same address"
# without a link-local address the kernel can't ask whether a neighbour is still there, and after some seconds takes it for gone
ROUTER = "the server's side passes packets on as a router does, and says so where it knows no way"


def network_steps(room: Room, internet: Sequence[Address] = ()) -> list[Step]:
    """The steps, in their order; `internet` are the addresses of the made-up internet's name servers, where they are to be there."""
    return list(_steps(room, internet))


def _steps(room: Room, internet: Sequence[Address]) -> Iterator[Step]:
    yield Namespaces()
    yield Cable(name=INTERFACE, student=MACS[Side.STUDENT], server=MACS[Side.SERVER], mtu=room.mtu)
    for side in Side:
        yield OffloadsOff(side=side, interface=INTERFACE)
    if 6 in room.versions:
        for side in Side:
            for setting, value in (("accept_dad", 0), ("accept_ra", 0), ("addr_gen_mode", 0)):
                yield Sysctl(side=side, name=f"net.ipv6.conf.{INTERFACE}.{setting}", value=value, why=QUIET)
    for version, setting in ((4, "net.ipv4.ip_forward"), (6, "net.ipv6.conf.all.forwarding")):
        if version in room.versions:
            yield Sysctl(side=Side.SERVER, name=setting, value=1, why=ROUTER)
    for side in Side:
        for interface in ("lo", INTERFACE):
            yield Switched(side=side, interface=interface)
    yield Addressed(
        side=Side.STUDENT, interface=INTERFACE, held=tuple(room.student), why="the addresses of the student's machine"
    )
    yield Addressed(side=Side.SERVER, interface=INTERFACE, held=tuple(room.router), why="the addresses of the router")
    yield from _machines(room, internet)
    for held in room.router:
        yield Routed(side=Side.STUDENT, interface=INTERFACE, via=held.address)


def _machines(room: Room, internet: Sequence[Address]) -> Iterator[Step]:
    """The machines' addresses: the kernel asks for those on the link (ARP, neighbour discovery), the router has all others."""
    known = {address for machine in room.machines for address in machine.addresses}
    for machine in room.machines:
        for interface, there in ((INTERFACE, True), ("lo", False)):
            held = tuple(_held(room, each) for each in machine.addresses if room.is_on_link(each) is there)
            if held:
                yield Addressed(
                    side=Side.SERVER, interface=interface, held=held, why=f"the addresses of {machine.name}"
                )
    others = tuple(Held(each, each.width) for each in internet if each not in known and each.version in room.versions)
    if others:
        yield Addressed(
            side=Side.SERVER, interface="lo", held=others, why="the addresses of the made-up internet's name servers"
        )


def _held(room: Room, address: Address) -> Held:
    """An address with the length of the link that it is on, or alone."""
    on_link = next(
        (each.length for each in room.router if each.address.version == address.version and each.prefix.holds(address)),
        None,
    )
    return Held(address, address.width if on_link is None else on_link)
