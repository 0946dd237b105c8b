"""What a scene is: the place it plays in, what the servers hold, what the client does, and what must be seen then."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from .packets import Packet
from .plan import Place, Plan, make_plan
from .zones import ResourceRecord

Fact = str | int | list[str]

# Truth and packets in, what does not fit out; an empty list means that the recording is complete and right.
Faults = Callable[["Scene", Sequence[Packet]], list[str]]


@dataclass(frozen=True)
class Page:
    """The one page that the web server has."""

    port: int
    path: str
    size: int


@dataclass(frozen=True)
class Command:
    """Something the client does, and the exit status it then has."""

    words: tuple[str, ...]
    status: int = 0


@dataclass(frozen=True)
class Scene:
    """One capture to record; the table of all scenes is put together in `scenes`."""

    name: str
    title: str
    shows: tuple[str, ...]
    place: Place
    commands: tuple[Command, ...]
    programs: tuple[str, ...]
    faults: Faults
    records: tuple[ResourceRecord, ...] = ()
    page: Page | None = None
    facts: dict[str, Fact] = field(default_factory=dict)
    # An nftables rule for router2, for the scene in which something gets lost.
    loss: str | None = None

    @property
    def file(self) -> str:
        """The name of the capture file."""
        return f"{self.name}.pcapng"

    @property
    def plan(self) -> Plan:
        """The network of this scene."""
        return make_plan(self.name, self.place)

    @property
    def client_mac(self) -> str:
        """The MAC address of the client's interface."""
        return self.plan.end("client").mac

    @property
    def router_mac(self) -> str:
        """The MAC address of the first router on the client's link."""
        return self.plan.end("router1", "to-client").mac

    def all_facts(self) -> dict[str, Fact]:
        """The truth about the scene, known before anything was recorded."""
        plan, place = self.plan, self.place
        names = {4: "client_ipv4", 6: "client_ipv6"}
        facts: dict[str, Fact] = {
            names[place.version]: plan.address("client"),
            "client_mac": self.client_mac,
            "router_mac": self.router_mac,
            "router": str(plan.end("router1", "to-client").address.ip),
            "client_ttl": 64,
        }
        if self.records:
            facts |= {
                "resolver": plan.address("resolver"),
                "resolver_routers": place.resolver_routers,
                "resolver_ttl": place.resolver_ttl,
            }
        return facts | self.facts

    def number(self, fact: str) -> int:
        """A fact of this scene that is a number."""
        value = self.facts[fact]
        assert isinstance(value, int)
        return value


def address_record(place: Place, owner: str, node: str = "web") -> ResourceRecord:
    """The A or AAAA record that gives a host of a place its name."""
    address = {"web": place.web, "resolver": place.resolver}[node].split("/")[0]
    return ResourceRecord(owner, "A" if place.version == 4 else "AAAA", address)


def echo_identifier(scene_name: str) -> int:
    """The identifier of a scene's pings: ping would take its process id, which is small in our process namespace."""
    return int.from_bytes(hashlib.sha256(scene_name.encode()).digest()[:2], "big") | 0x1000


def link_faults(scene: Scene, packets: Sequence[Packet]) -> list[str]:
    """The client's link has the two MAC addresses that were set, and the client asks for the router's once."""
    asked = [p for p in packets if p["arp.opcode"] == "1" or p["icmpv6.type"] == "135"]
    faults = [] if len(asked) == 1 else [f"MAC addresses are asked for {len(asked)} times"]
    for packet in packets:
        multicast = int(packet["eth.dst"][:2], 16) & 1
        ends = {packet["eth.src"], packet["eth.dst"]}
        known = {scene.client_mac, scene.router_mac}
        if packet["eth.src"] not in known or (not multicast and ends != known):
            faults.append(f"packet {packet['frame.number']} is between unknown MAC addresses")
    return faults


def distance_faults(scene: Scene, packets: Sequence[Packet], node: str) -> list[str]:
    """Packets from a server show its starting TTL less the routers between."""
    place = scene.place
    start, routers = {
        "web": (place.web_ttl, place.routers),
        "resolver": (place.resolver_ttl, place.resolver_routers),
    }[node]
    address = scene.plan.address(node)
    seen = {packet.time_to_live for packet in packets if packet.source == address}
    return [] if seen == {start - routers} else [f"TTLs from {node} are {sorted(seen)}, not {start - routers}"]
