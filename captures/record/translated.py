"""Two hosts behind a router that translates addresses and ports (NAT, RFC 3022), watched on both sides of it."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_interface

from .journeys import Deed, Journey, Point, Seen
from .packets import ACK, SYN
from .plan import End, Interface, Layout, Route, gateway_of, mac_address
from .scene import Fact, Page

PROGRAMS = ("curl", "nginx", "nft", "dumpcap")


@dataclass(frozen=True)
class Home:
    """One row: two hosts of one private subnet, the translator's outer address, and the server's; `order` says who loads the page when.

    With `port` both hosts take this one for all of their connections, else their systems choose.
    """

    hosts: tuple[str, str]
    outer: str
    server: str
    host_ttl: int
    order: str
    site: str
    page: Page
    port: int = 0

    def layout(self, name: str) -> Layout:
        """The hosts on a switch, the translator, a provider's router, and the server behind it."""
        one, two, outer, server = map(ip_interface, (*self.hosts, self.outer, self.server))

        gateway, provider, beyond = map(gateway_of, (one, outer, server))

        def end(node: str, interface: str, *addresses: Interface) -> End:
            return End(node, interface, addresses, mac_address(name, node, interface))

        links = (
            (end("one", "eth0", one), end("switch", "port1")),
            (end("two", "eth0", two), end("switch", "port2")),
            (end("router1", "inside", gateway), end("switch", "port3")),
            (end("router1", "outside", outer), end("router2", "left", provider)),
            (end("router2", "right", beyond), end("web", "eth0", server)),
        )
        ways = {"one": gateway, "two": gateway, "router1": provider, "web": beyond}
        routes = tuple(Route(node, None, str(via.ip)) for node, via in ways.items())
        starts = {"one": self.host_ttl, "two": self.host_ttl}
        return Layout(links=links, routes=routes, ipv6=False, starts=starts, switches=("switch",))

    def journey(self, name: str) -> Journey:
        """The row as a journey."""
        layout, port = self.layout(name), self.page.port
        url = f"http://{self.site}{'' if port == 80 else f':{port}'}{self.page.path}"
        load = ("curl", "-q", "-sS", "-o", "/dev/null", "--resolve", f"{self.site}:{port}:{layout.address('web')}", url)
        own = ("--local-port", str(self.port)) if self.port else ()
        return Journey(
            name=name,
            title="Two hosts behind a NAT load a page, watched inside and outside.",
            layout=layout,
            points=(self._point(name, layout, "inside"), self._point(name, layout, "outside")),
            deeds=tuple(Deed({"1": "one", "2": "two"}[who], (*load, *own)) for who in self.order),
            page=self.page,
            programs=PROGRAMS,
            faults=_faults,
            translator="router1",
        )

    def _point(self, name: str, layout: Layout, side: str) -> Point:
        facts: dict[str, Fact] = {
            "side": side,
            "hosts": [layout.address("one"), layout.address("two")],
            "outer": str(layout.end("router1", "outside").address.ip),
            "server": layout.address("web"),
            "host_ttl": self.host_ttl,
            "connections": len(self.order),
            "site": self.site,
            "port": self.page.port,
        }
        return Point(
            name=name,
            file=f"{name}-{side}.pcapng",
            title=f"The {side} of a NAT: two hosts behind it load a page.",
            shows=("ARP", "NAT", "TCP handshake", "HTTP"),
            node="router1",
            interface=side,
            facts=facts,
        )


def _faults(journey: Journey, seen: Seen) -> list[str]:
    """Each connection has a port of its own outside, which is none that there is inside, and all of its packets go by on both sides."""
    inside, outside = (seen[point.file] for point in journey.points)
    facts = journey.points[0].facts
    faults = []
    opened = [[p for p in packets if p.has_flags(SYN)] for packets in (inside, outside)]
    if not len(opened[0]) == len(opened[1]) == facts["connections"]:
        faults.append("not every connection is opened on both sides")
    ports = [p.number("tcp.srcport") for p in opened[1]]
    taken = {p.number("tcp.srcport") for p in opened[0]} | {facts["port"]}
    if len(set(ports)) != len(ports) or taken & set(ports):
        faults.append(f"ports outside are {ports}")
    if [p.number("tcp.seq") for p in inside if p.has("tcp.seq")] != [
        p.number("tcp.seq") for p in outside if p.has("tcp.seq")
    ]:
        faults.append("the sides do not show the same segments")
    answered = [p for p in outside if p.has_flags(SYN | ACK)]
    if {p.destination for p in answered} != {facts["outer"]} or {p.source for p in opened[1]} != {facts["outer"]}:
        faults.append("outside shows another address than the translator's")
    if {p.source for p in opened[0]} != {journey.layout.address("one"), journey.layout.address("two")}:
        faults.append("inside does not show both hosts")
    closed = [p for p in inside if p.has_flags(0x11)]
    return faults if len(closed) == 2 * len(ports) else [*faults, "not every connection is closed on both sides"]


HOMES = (
    Home(
        ("192.168.7.21/24", "192.168.7.35/24"),
        "203.0.113.9/29",
        "198.51.100.80/27",
        64,
        "12",
        "www.harbour.test",
        Page(80, "/map.html", 420),
        46_310,
    ),
    Home(
        ("10.44.3.70/24", "10.44.3.18/24"),
        "192.0.2.138/29",
        "203.0.113.25/26",
        128,
        "21",
        "lantern.example",
        Page(80, "/", 512),
    ),
    Home(
        ("172.20.9.5/24", "172.20.9.130/24"),
        "198.51.100.44/28",
        "192.0.2.68/26",
        64,
        "121",
        "library.quill.test",
        Page(8080, "/books/new.html", 388),
    ),
    Home(
        ("192.168.50.200/24", "192.168.50.12/24"),
        "203.0.113.77/28",
        "192.0.2.199/26",
        64,
        "21",
        "maps.tern.example",
        Page(80, "/north.html", 604),
        53_127,
    ),
    Home(
        ("10.8.250.33/24", "10.8.250.34/24"),
        "198.51.100.21/29",
        "203.0.113.145/27",
        128,
        "212",
        "news.cobalt.test",
        Page(8000, "/today.html", 450),
    ),
    Home(
        ("172.31.6.90/24", "172.31.6.14/24"),
        "192.0.2.4/29",
        "198.51.100.231/27",
        64,
        "12",
        "shop.willow.example",
        Page(80, "/lamps.html", 560),
        38_844,
    ),
)
"""Where a port stands last, both hosts use it inside, and only outside tell two ports them apart."""
