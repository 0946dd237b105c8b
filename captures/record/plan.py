"""The plan of one scene's network: who is linked to whom, with which addresses, MAC addresses and routes. No I/O.

Every scene has one shape. A chain of routers leads away from the client; the web server's network hangs on router
number ``routers``, the resolver's on router number ``resolver_routers``, and the authoritative server stands in a
network of its own on the resolver's router::

    client --- router1 --- router2 --- router3 --- ...
                              |            |
                 resolver ----+            +---- web
                 authority ---+
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Interface, IPv4Network, IPv6Interface, IPv6Network, ip_interface

Interface = IPv4Interface | IPv6Interface
Network = IPv4Network | IPv6Network

# RFC 5737 and RFC 3849: the only addresses that may appear in a capture.
_DOCUMENTATION = (IPv4Network("192.0.2.0/24"), IPv4Network("198.51.100.0/24"), IPv4Network("203.0.113.0/24"))
_TRANSIT_IPV6 = IPv6Network("2001:db8:ff00::/40")


@dataclass(frozen=True)
class Place:
    """Where a scene plays: the three hosts that a learner sees, and what lies between them."""

    client: str
    resolver: str
    web: str
    routers: int
    resolver_routers: int = 2
    web_ttl: int = 64
    resolver_ttl: int = 64
    advertised_mss: int | None = None

    @property
    def version(self) -> int:
        """The IP version of the scene."""
        return ip_interface(self.client).version


@dataclass(frozen=True)
class End:
    """One end of a link: an interface with its addresses; a port of a switch has none."""

    node: str
    interface: str
    addresses: tuple[Interface, ...]
    mac: str

    @property
    def address(self) -> Interface:
        """The first address."""
        return self.addresses[0]


@dataclass(frozen=True)
class Route:
    """A static route of one node; no destination means the default route."""

    node: str
    destination: Network | None
    via: str
    advertised_mss: int | None = None


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Everything needed to build a network; `starts` are the time to live or hop limit that nodes begin with, where it is not 64."""

    links: tuple[tuple[End, End], ...]
    routes: tuple[Route, ...]
    ipv6: bool
    starts: Mapping[str, int] = field(default_factory=dict)
    switches: tuple[str, ...] = ()

    @property
    def nodes(self) -> list[str]:
        """The names of all hosts and routers."""
        return sorted({end.node for link in self.links for end in link})

    def end(self, node: str, interface: str = "eth0") -> End:
        """The interface of a node by name; hosts have one, eth0."""
        return next(end for link in self.links for end in link if (end.node, end.interface) == (node, interface))

    def address(self, node: str) -> str:
        """The address of a host as text."""
        return str(self.end(node).address.ip)


@dataclass(frozen=True, kw_only=True)
class Plan(Layout):
    """The network of a scene that has the one shape."""

    place: Place


def mac_address(scene: str, node: str, interface: str) -> str:
    """A locally administered unicast address that is each interface's own in each scene, and the same every time."""
    digest = hashlib.sha256(f"{scene}/{node}/{interface}".encode()).digest()
    return ":".join(f"{byte:02x}" for byte in (0x02, *digest[:5]))


def _transit_networks(taken: list[Network]) -> Iterator[Network]:
    """Networks for the links between routers, beside those that the scene already uses."""
    if taken[0].version == 6:
        yield from _TRANSIT_IPV6.subnets(new_prefix=64)
        return
    for block in reversed(_DOCUMENTATION):
        for network in block.subnets(new_prefix=30):
            if not any(isinstance(other, IPv4Network) and network.overlaps(other) for other in taken):
                yield network


def _numbered(network: Network, number: int) -> Interface:
    """The interface with the number-th address of a network."""
    return ip_interface(f"{network[number]}/{network.prefixlen}")


def gateway_of(host: Interface) -> Interface:
    """The router's address in a host's network: the first, or the second where the host has the first."""
    first = _numbered(host.network, 1)
    return first if first.ip != host.ip else _numbered(host.network, 2)


def make_plan(scene: str, place: Place) -> Plan:
    """Lay out links, addresses and complete static routes for a scene."""
    places = {"client": place.client, "resolver": place.resolver, "web": place.web}
    hosts = {host: ip_interface(address) for host, address in places.items()}
    for host, address in hosts.items():
        if address.ip in (address.network[0], address.network[-1]):
            raise ValueError(f"{scene}: {address} names a network or its broadcast, so {host} cannot have it")
    transit = _transit_networks([host.network for host in hosts.values()])
    hosts["authority"] = _numbered(next(transit), 2)
    position = {
        "client": 1,
        "resolver": place.resolver_routers,
        "authority": place.resolver_routers,
        "web": place.routers,
    }
    chain = max(position.values())

    def end(node: str, interface: str, address: Interface) -> End:
        return End(node, interface, (address,), mac_address(scene, node, interface))

    links: list[tuple[End, End]] = []
    routes: list[Route] = []
    for host, address in hosts.items():
        gateway = gateway_of(address)
        links.append((end(host, "eth0", address), end(f"router{position[host]}", f"to-{host}", gateway)))
        mss = place.advertised_mss if host == "client" else None
        routes.append(Route(host, None, str(gateway.ip), mss))
    left: dict[int, str] = {}
    right: dict[int, str] = {}
    for number in range(1, chain):
        network = next(transit)
        near, far = _numbered(network, 1), _numbered(network, 2)
        links.append((end(f"router{number}", "right", near), end(f"router{number + 1}", "left", far)))
        right[number], left[number + 1] = str(far.ip), str(near.ip)
    for number in range(1, chain + 1):
        for host, address in hosts.items():
            if position[host] != number:
                via = left[number] if position[host] < number else right[number]
                routes.append(Route(f"router{number}", address.network, via))
    starts = {"web": place.web_ttl, "resolver": place.resolver_ttl}
    return Plan(place=place, links=tuple(links), routes=tuple(routes), ipv6=place.version == 6, starts=starts)
