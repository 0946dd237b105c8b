"""What the tools of the trade look like on the wire: ping, traceroute, closed ports, fragments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from .packets import ACK, RST, SYN, Packet
from .plan import Place
from .scene import Command, Fact, Scene, distance_faults, echo_identifier

_IPV4 = Place("192.0.2.53/26", "198.51.100.53/28", "203.0.113.86/27", 4, 2, 128)
_IPV6 = Place("2001:db8:a:1::53/64", "2001:db8:53::53/64", "2001:db8:e:8::86/64", 3, 2, 128)
_FAR_IPV4 = Place("198.51.100.75/26", "192.0.2.53/28", "203.0.113.141/28", 6, 2, 64)
_FAR_IPV6 = Place("2001:db8:b:2::75/64", "2001:db8:53::53/64", "2001:db8:d:9::141/64", 5, 2, 64)
_FRAGMENTED = Place("203.0.113.19/27", "198.51.100.53/28", "192.0.2.115/26", 3, 2, 255)
_CLOSED = Place("198.51.100.180/25", "192.0.2.53/28", "203.0.113.34/28", 2, 2, 64)

_PING_BYTES, _FRAGMENTED_BYTES = 56, 4000
_CLOSED_TCP_PORT = 81


def _facts(place: Place) -> dict[str, Fact]:
    return {"web_server": place.web.split("/")[0], "routers": place.routers, "server_ttl": place.web_ttl}


def _types(packets: Sequence[Packet]) -> list[int]:
    """The ICMP or ICMPv6 types in a capture, in order."""
    return [p.number(key) for p in packets for key in ("icmp.type", "icmpv6.type") if p.has(key)]


def _ping_faults(scene: Scene, packets: Sequence[Packet]) -> list[str]:
    """First the router's MAC address is asked for, then each echo has its reply."""
    seen = _types(packets)
    if scene.place.version == 6:
        first, echoes = seen[:2] == [135, 136], seen[2:]
        pair = [128, 129]
    else:
        first, echoes = [p["arp.opcode"] for p in packets[:2]] == ["1", "2"], seen
        pair = [8, 0]
    faults = [] if first else ["the router's MAC address is not asked for"]
    if echoes != pair * scene.number("pings"):
        faults.append(f"ICMP types are {seen}")
    return [*faults, *distance_faults(scene, packets, "web")]


def _fragment_faults(scene: Scene, packets: Sequence[Packet]) -> list[str]:
    """Each echo and each reply travels in three fragments, which arrive in order."""
    offsets = [p.number("ip.frag_offset") for p in packets if p.has("ip.frag_offset")]
    more = [p["ip.flags.mf"] for p in packets if p.has("ip.flags.mf")]
    messages = 2 * scene.number("pings")
    faults = []
    if offsets != [0, 185, 370] * messages or more != ["1", "1", "0"] * messages:
        faults.append(f"fragment offsets are {offsets}")
    return [*faults, *distance_faults(scene, packets, "web")]


def _hops(scene: Scene) -> list[str]:
    """The addresses from which the routers answer: their own on the side of the client."""
    plan = scene.plan
    between = [plan.end(f"router{number}", "left") for number in range(2, scene.place.routers + 1)]
    return [str(end.address.ip) for end in (plan.end("router1", "to-client"), *between)]


def _traceroute_faults(scene: Scene, packets: Sequence[Packet]) -> list[str]:
    """Time exceeded from each router in turn, at last port unreachable from the destination."""
    exceeded, unreachable = (("11", "0"), ("3", "3")) if scene.place.version == 4 else (("3", "0"), ("1", "4"))
    told = [(p.source, (p["icmp.type"] or p["icmpv6.type"], p["icmp.code"] or p["icmpv6.code"])) for p in packets]
    errors = [(source, kind) for source, kind in told if kind in (exceeded, unreachable)]
    wanted = [*((hop, exceeded) for hop in _hops(scene)), (scene.plan.address("web"), unreachable)]
    return [] if errors == wanted else [f"the ICMP errors are {errors}"]


def _closed_port_faults(scene: Scene, packets: Sequence[Packet]) -> list[str]:
    """A SYN is answered by a reset, a datagram by port unreachable."""
    tcp = [p for p in packets if p.has("tcp.flags")]
    faults = [] if len(tcp) == 2 and tcp[0].has_flags(SYN) and tcp[1].has_flags(RST | ACK) else ["no SYN and RST"]
    errors = [(p["icmp.type"], p["icmp.code"], p.source) for p in packets if p.has("icmp.type")]
    datagrams = [p for p in packets if p.has("udp.dstport") and not p.has("icmp.type")]
    if errors != [("3", "3", scene.plan.address("web"))] or len(datagrams) != 1:
        faults.append("no port unreachable")
    return [*faults, *distance_faults(scene, packets, "web")]


def _ping(name: str, title: str, shows: tuple[str, ...], place: Place, size: int, count: int) -> Scene:
    host = place.web.split("/")[0]
    identifier = echo_identifier(name)
    faults: Callable[[Scene, Sequence[Packet]], list[str]] = _ping_faults
    if size == _FRAGMENTED_BYTES:
        faults = _fragment_faults
    return Scene(
        name=name,
        title=title,
        shows=shows,
        place=place,
        commands=(
            Command(("ping", "-n", "-e", str(identifier), "-c", str(count), "-i", "0.2", "-s", str(size), host)),
        ),
        programs=("ping", "dumpcap"),
        faults=faults,
        facts=_facts(place) | {"pings": count, "ping_bytes": size, "ping_identifier": identifier},
    )


def _traceroute(name: str, title: str, place: Place) -> Scene:
    # One probe at a time, so that each answer stands right after its question.
    command = Command(("traceroute", f"-{place.version}", "-n", "-q", "1", "-N", "1", place.web.split("/")[0]))
    icmp = "ICMP" if place.version == 4 else "ICMPv6"
    scene = Scene(
        name=name,
        title=title,
        shows=("traceroute", "TTL" if place.version == 4 else "hop limit", f"{icmp} time exceeded", "UDP"),
        place=place,
        commands=(command,),
        programs=("traceroute", "dumpcap"),
        faults=_traceroute_faults,
        facts=_facts(place),
    )
    return replace(scene, facts=scene.facts | {"hops": _hops(scene)})


def _closed_port() -> Scene:
    host = _CLOSED.web.split("/")[0]
    return Scene(
        name="closed-port",
        title="Nothing listens: TCP answers a SYN with a reset, UDP a datagram with port unreachable.",
        shows=("closed port", "TCP reset", "ICMP port unreachable"),
        place=_CLOSED,
        commands=(
            Command(("curl", "-q", "-sS", "-o", "/dev/null", f"http://{host}:{_CLOSED_TCP_PORT}/"), status=7),
            Command(("dig", "-r", "+noedns", "+tries=1", "+time=2", f"@{host}", "closed.test", "A"), status=9),
        ),
        programs=("curl", "dig", "dumpcap"),
        faults=_closed_port_faults,
        facts=_facts(_CLOSED) | {"tcp_port": _CLOSED_TCP_PORT, "udp_port": 53},
    )


def diagnostic_scenes() -> list[Scene]:
    """All scenes of this file."""
    return [
        _ping("ping", "Three pings across four routers, ARP first.", ("ARP", "ping", "TTL"), _IPV4, _PING_BYTES, 3),
        _ping(
            "ping-ipv6",
            "Three pings over IPv6, neighbour solicitation and advertisement first.",
            ("neighbour discovery", "ping", "hop limit"),
            _IPV6,
            _PING_BYTES,
            3,
        ),
        _traceroute("traceroute", "Every router on the way to a host six routers off gives itself away.", _FAR_IPV4),
        _traceroute(
            "traceroute-ipv6", "Every IPv6 router on the way to a host five routers off gives itself away.", _FAR_IPV6
        ),
        _closed_port(),
        _ping(
            "fragments",
            "Two pings of 4000 bytes, each echo and each reply in three IPv4 fragments.",
            ("ARP", "IPv4 fragments", "ping"),
            _FRAGMENTED,
            _FRAGMENTED_BYTES,
            2,
        ),
    ]
