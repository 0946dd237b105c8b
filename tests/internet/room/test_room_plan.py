"""A room is checked before anything is brought up, and says what can't be and why."""

from dataclasses import replace

import pytest

from netkit.address import parse_address
from netkit.errors import UsageError
from netkit.internet.room import Echo, Held, Machine, Mail, NameServer, Resolver, Room, Scripted, Web, everyday_room
from netkit.internet.room.told import room_json

ROOM = everyday_room()


def held(text):
    address, _, length = text.partition("/")
    return Held(parse_address(address), int(length))


def machine(name="m", addresses="10.0.0.30", *services):
    return Machine(name=name, addresses=tuple(map(parse_address, addresses.split())), services=services)


def test_the_everyday_room_is_right():
    ROOM.check()
    told = room_json(ROOM)
    assert told["student"] == ["10.0.0.2/24", "2001:db8:a::2/64"]
    assert {each["name"] for each in told["machines"]} >= {
        "resolver",
        "www.example.test",
        "mail.example.test",
        "echo",
        "slow",
    }


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"mtu": 1000}, "MTU"),
        ({"name": "a b"}, "no name of a machine"),
        ({"student": (held("10.0.1.2/24"), ROOM.student[1])}, "two ends of one cable"),
        ({"student": (ROOM.router[0], ROOM.student[1])}, "two ends of one cable"),
        ({"student": ROOM.student[:1]}, "no other"),
        ({"student": (ROOM.student[0], ROOM.student[0])}, "one address of each"),
        ({"machines": (*ROOM.machines, machine(addresses="10.0.0.2"))}, "two machines have the address"),
        ({"machines": (*ROOM.machines, machine(addresses="fe80::1%eth0"))}, "names a link"),
        ({"machines": (*ROOM.machines, machine("a_b"))}, "no name of a machine"),
        ({"machines": (*ROOM.machines, Machine(name="m", addresses=()))}, "has no address"),
        ({"machines": (*ROOM.machines, machine("m", "10.0.0.30", Echo(), Echo()))}, "two servers are at TCP port 7"),
        ({"resolvers": (parse_address("10.0.0.7"),)}, "no resolver runs at"),
        ({"machines": tuple(machine(f"m{n}", f"10.1.{n // 200}.{n % 200 + 1}") for n in range(420)), "resolvers": ()}, "too large"),
    ],
)  # fmt: skip
def test_what_can_not_be(change, said):
    with pytest.raises(UsageError, match=said):
        replace(ROOM, **change).check()


def test_an_address_of_a_version_that_nobody_speaks():
    room = Room(student=(held("10.0.0.2/24"),), router=(held("10.0.0.1/24"),), machines=(machine("m", "2001:db8::1"),))
    with pytest.raises(UsageError, match="speaks no IPv6"):
        room.check()


@pytest.mark.parametrize(
    ("service", "said"),
    [
        (Echo(port=0), "port 0"),
        (Echo(port=65536), "port 65536"),
        (Web(pages={"index": b""}), "no path"),
        (Web(pages={"/a b": b""}), "no path"),
        (Web(pages={"/": bytes(2_000_000)}), "2,000,000 bytes"),
        (Mail(name=""), "no name of a mail server"),
        (Mail(name="a b"), "no name of a mail server"),
        (Scripted(port=9, late=-1), "late"),
        (Scripted(port=9, pause=1e9), "pause"),
        (Scripted(port=9, farewell=(b"",)), "is empty"),
        (NameServer(zones=()), "without zones"),
    ],
)
def test_servers_that_can_not_be(service, said):
    with pytest.raises(UsageError, match=said):
        service.check()


def test_a_kernel_without_ipv6_gets_the_rest():
    room = ROOM.speaking({4})
    room.check()
    assert {address.version for machine in room.machines for address in machine.addresses} == {4}
    assert room.versions == [4]
    assert ROOM.speaking({4, 6}) == ROOM
    with pytest.raises(UsageError, match="nothing is left"):
        room.speaking({6})


def test_resolvers_are_named_by_their_machine():
    room = replace(ROOM, machines=(machine("r", "10.0.0.53", Resolver()),), resolvers=(parse_address("10.0.0.53"),))
    room.check()
