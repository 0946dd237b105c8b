"""The room that is there when no lab asks for another: the made-up internet, and a server of each kind."""

from __future__ import annotations

from netkit.address import parse_address
from netkit.internet.room.machine import Machine
from netkit.internet.room.plan import Held, Room
from netkit.internet.room.services import Echo, Mail, Resolver, Scripted, Service, Web

__all__ = ["everyday_room"]

PAGE = b"""This is a page of the made-up internet, sent by netkit's own small web server.
It came in TCP segments over a real kernel: netkit capture tcp shows them.
"""
SLOW = 3.0
"""Seconds that the slow server takes."""


def everyday_room() -> Room:
    """A student's machine, and what the made-up internet's names lead to."""
    large = b"".join(b"line %04d of a longer page\n" % number for number in range(1, 401))
    late = b"late, but here\n"
    return Room(
        student=_ends("10.0.0.2", "2001:db8:a::2"),
        router=_ends("10.0.0.1", "2001:db8:a::1"),
        machines=(
            _machine("resolver", "10.0.0.53 2001:db8:a::53", Resolver()),
            _machine("www.example.test", "192.0.2.80 2001:db8:80::80", Web(pages={"/": PAGE, "/long": large})),
            _machine("mail.example.test", "192.0.2.25 2001:db8:80::25", Mail(name="mail.example.test")),
            _machine("echo", "10.0.0.7 2001:db8:a::7", Echo()),
            _machine(
                "slow",
                "10.0.0.9 2001:db8:a::9",
                Scripted(port=9000, answer=late, late=SLOW, about="answers a line late"),
            ),
        ),
        resolvers=(parse_address("10.0.0.53"), parse_address("2001:db8:a::53")),
    )


def _ends(ipv4: str, ipv6: str) -> tuple[Held, ...]:
    return Held(parse_address(ipv4), 24), Held(parse_address(ipv6), 64)


def _machine(name: str, addresses: str, service: Service) -> Machine:
    return Machine(name=name, addresses=tuple(parse_address(text) for text in addresses.split()), services=(service,))
