"""A host, two routers and a server: what the host sends is watched on all three links between them, over both versions of IP.

The first router pings the server, too, and the host its gateway, so that a packet has another number on each link.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_interface

from .journeys import Deed, Journey, Point, Seen
from .packets import Packet
from .plan import End, Interface, Layout, Route, gateway_of, mac_address
from .scene import Fact, Page, echo_identifier

PROGRAMS = ("ping", "curl", "nginx", "dumpcap")
_LINKS = (1, 2, 3)
_ECHO_REQUEST = 8


@dataclass(frozen=True)
class Way:
    """One row: the addresses of the host, of the first router on the middle link, and of the server, of IPv4 and IPv6.

    `deeds` are letters, in the order of doing: h, the host pings the server; g, its gateway; r, the router pings the server; p, the host
    loads the page. The text is what the pings carry.
    """

    host: tuple[str, str]
    middle: tuple[str, str]
    server: tuple[str, str]
    host_ttl: int
    server_ttl: int
    deeds: str
    text: str
    site: str
    page: Page

    def layout(self, name: str) -> Layout:
        """The network: each link has its subnet of each version, and each router its first free address there."""
        host, middle, server = (tuple(map(ip_interface, pair)) for pair in (self.host, self.middle, self.server))

        def end(node: str, interface: str, addresses: Sequence[Interface]) -> End:
            return End(node, interface, tuple(addresses), mac_address(name, node, interface))

        near, beyond, last = ([gateway_of(each) for each in pair] for pair in (host, middle, server))
        links = (
            (end("host", "eth0", host), end("router1", "left", near)),
            (end("router1", "right", middle), end("router2", "left", beyond)),
            (end("router2", "right", last), end("web", "eth0", server)),
        )
        routes = [Route("host", None, str(each.ip)) for each in near]
        routes += [Route("web", None, str(each.ip)) for each in last]
        for one, other, ahead, back in zip(host, server, beyond, middle, strict=True):
            routes.append(Route("router1", other.network, str(ahead.ip)))
            routes.append(Route("router2", one.network, str(back.ip)))
        return Layout(
            links=links, routes=tuple(routes), ipv6=True, starts={"host": self.host_ttl, "web": self.server_ttl}
        )

    def journey(self, name: str) -> Journey:
        """The row as a journey."""
        layout = self.layout(name)
        points = tuple(self._point(name, layout, link) for link in _LINKS)
        return Journey(
            name=name,
            title="A host pings a server behind two routers and loads a page, watched on each of the three links.",
            layout=layout,
            points=points,
            deeds=tuple(deed for letter in self.deeds for deed in self._deeds(letter, name, layout)),
            page=self.page,
            programs=PROGRAMS,
            faults=_faults,
        )

    def _deeds(self, letter: str, name: str, layout: Layout) -> list[Deed]:
        server, server6 = (str(address.ip) for address in layout.end("web").addresses)
        gateway = str(layout.end("router1", "left").address.ip)
        ping = (
            "ping",
            "-n",
            "-e",
            str(echo_identifier(name)),
            "-c",
            "1",
            "-s",
            str(len(self.text)),
            "-p",
            self.text.encode().hex(),
        )
        if letter == "p":
            port = self.page.port
            url = f"http://{self.site}{'' if port == 80 else f':{port}'}{self.page.path}"
            resolve = f"{self.site}:{port}:{server}"
            return [Deed("host", ("curl", "-q", "-sS", "-o", "/dev/null", "--resolve", resolve, url))]
        whom = {"h": ("host", server), "g": ("host", gateway), "r": ("router1", server), "6": ("host", server6)}
        node, target = whom[letter]
        # without the flag that forbids fragments Linux numbers each packet to a destination, whoever sends it
        version = ("-6",) if letter == "6" else ("-4", "-M", "dont")
        return [Deed(node, (*ping, *version, target))]

    def _point(self, name: str, layout: Layout, link: int) -> Point:
        near, far = layout.links[link - 1]
        watched = near if link < 3 else far
        facts: dict[str, Fact] = {
            "link": link,
            "host": str(layout.end("host").address.ip),
            "host_ipv6": str(layout.end("host").addresses[1].ip),
            "server": str(layout.end("web").address.ip),
            "server_ipv6": str(layout.end("web").addresses[1].ip),
            "host_ttl": self.host_ttl,
            "reply_ttl": self.server_ttl,
            "macs": [near.mac, far.mac],
            "asked": str(far.address.ip),
            "site": self.site,
            "port": self.page.port,
        }
        return Point(
            name=name,
            file=f"{name}-link-{link}.pcapng",
            title=f"Link {link} of three between a host and a server: pings and a page load go by.",
            shows=("ARP", "neighbour discovery", "ping", "TTL", "hop limit", "HTTP", "forwarding"),
            node=watched.node,
            interface=watched.interface,
            facts=facts,
        )


def _faults(journey: Journey, seen: Seen) -> list[str]:
    """On each link the next node's MAC address is asked for once, and all between host and server goes by on all three."""
    faults = []
    crossing = []
    for number, ((near, far), point) in enumerate(zip(journey.layout.links, journey.points, strict=True)):
        packets = seen[point.file]
        asked = [p["arp.dst.proto_ipv4"] for p in packets if p["arp.opcode"] == "1"]
        asked6 = [p["icmpv6.nd.ns.target_address"] for p in packets if p["icmpv6.type"] == "135"]
        # a router asks by its link-local address, so that the other one has to ask back before it sends there
        ahead, back = str(far.addresses[1].ip), str(near.addresses[1].ip)
        if asked != [str(far.address.ip)] or asked6 not in ([ahead], [ahead, back]):
            faults.append(f"{point.file}: addresses are asked for {asked} {asked6}")
        crossing.append([_mark(p) for p in packets if _is_between(journey, p)])
        sent = [p for p in packets if p.source in _texts(journey, "host") and _is_between(journey, p)]
        starts = {p.time_to_live + number for p in sent}
        if starts != {point.facts["host_ttl"]}:
            faults.append(f"{point.file}: the host's packets began with {starts}")
        if {(p["eth.src"], p["eth.dst"]) for p in sent} != {(near.mac, far.mac)}:
            faults.append(f"{point.file}: the host's packets go between other MAC addresses")
    if not crossing[0] == crossing[1] == crossing[2] or len(set(crossing[0])) != len(crossing[0]):
        faults.append("the links do not show the same packets, or show one twice")
    return faults + _number_faults(journey, seen)


def _number_faults(journey: Journey, seen: Seen) -> list[str]:
    """Some ping of the host is found again on the last link neither by its number nor by counting pings."""
    first, _, last = (seen[point.file] for point in journey.points)
    sent = [n for n, p in enumerate(first) if p.number("icmp.type") == _ECHO_REQUEST and _is_between(journey, p)]
    received = [n for n, p in enumerate(last) if p.number("icmp.type") == _ECHO_REQUEST]
    hidden = [
        n for n, k in zip(sent, received, strict=False) if _mark(first[n]) not in (_mark(p) for p in (last[n], last[k]))
    ]
    return [] if hidden else ["each ping can be found by its number or by counting"]


def _texts(journey: Journey, node: str) -> set[str]:
    return {str(address.ip) for address in journey.layout.end(node).addresses}


def _is_between(journey: Journey, packet: Packet) -> bool:
    ends = _texts(journey, "host"), _texts(journey, "web")
    return any(packet.source in one and packet.destination in other for one, other in (ends, ends[::-1]))


def _mark(packet: Packet) -> tuple[str, ...]:
    """What tells a packet from others on every link."""
    keys = ("ip.src", "ipv6.src", "ip.id", "icmp.type", "icmpv6.type", "tcp.srcport", "tcp.seq", "tcp.flags", "tcp.len")
    return tuple(packet[key] for key in keys)


WAYS = (
    Way(
        ("192.0.2.37/26", "2001:db8:1:a::37/64"),
        ("198.51.100.9/30", "2001:db8:f:1::1/64"),
        ("203.0.113.80/27", "2001:db8:80::50/64"),
        64,
        64,
        "grrhhp6",
        "watch me pass",
        "www.harbour.test",
        Page(80, "/map.html", 420),
    ),
    Way(
        ("198.51.100.77/27", "2001:db8:40::1:9/64"),
        ("203.0.113.201/30", "2001:db8:f:2::5/64"),
        ("192.0.2.26/28", "2001:db8:d1:9::1a/64"),
        128,
        64,
        "hgrrh6p",
        "which way",
        "lantern.example",
        Page(80, "/", 512),
    ),
    Way(
        ("203.0.113.130/25", "2001:db8:c0de:7::82/64"),
        ("192.0.2.193/30", "2001:db8:f:3::9/64"),
        ("198.51.100.145/27", "2001:db8:cafe::91/64"),
        64,
        128,
        "hrrhp6g",
        "one two three",
        "library.quill.test",
        Page(8080, "/books/new.html", 388),
    ),
    Way(
        ("192.0.2.201/26", "2001:db8:9:3::c9/64"),
        ("203.0.113.33/30", "2001:db8:f:4::2/64"),
        ("198.51.100.67/26", "2001:db8:2:8::43/64"),
        255,
        64,
        "grhr6hrp",
        "hop by hop",
        "maps.tern.example",
        Page(80, "/north.html", 604),
    ),
    Way(
        ("198.51.100.250/26", "2001:db8:beef::4d/64"),
        ("192.0.2.129/30", "2001:db8:f:5::11/64"),
        ("203.0.113.210/28", "2001:db8:f00d::d2/64"),
        64,
        255,
        "rrhghp6",
        "still the same",
        "news.cobalt.test",
        Page(8000, "/today.html", 450),
    ),
    Way(
        ("203.0.113.18/26", "2001:db8:77:1::12:5/64"),
        ("198.51.100.133/30", "2001:db8:f:6::3/64"),
        ("192.0.2.5/28", "2001:db8:3:16::5/64"),
        128,
        128,
        "hhrrgh6p",
        "here and there",
        "shop.willow.example",
        Page(80, "/lamps.html", 560),
    ),
)
"""Each row's middle address is the first router's; the second one has the other of that subnet."""
