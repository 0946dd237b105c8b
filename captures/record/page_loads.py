"""The page loads: the client resolves a name with the system's resolver and loads a page over plain HTTP/1.1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .packets import ACK, FIN, SYN, Packet, dns_faults
from .plan import Place
from .scene import Command, Page, Scene, address_record, distance_faults
from .zones import ResourceRecord

PROGRAMS = ("curl", "nginx", "unbound", "nsd", "dumpcap")

# A TCP header with the timestamps option and its padding.
_HEADER_WITH_TIMESTAMPS = 32


@dataclass(frozen=True)
class PageLoad:
    """One row of the tables of page loads; the name's alias is where a CNAME record leads, empty for none."""

    place: Place
    name: str
    alias: str
    page: Page
    both_questions: bool = False

    @property
    def url(self) -> str:
        """What the client is asked to load; port 80 goes without saying."""
        port = "" if self.page.port == 80 else f":{self.page.port}"
        return f"http://{self.name}{port}{self.page.path}"

    def scene(self, scene_name: str) -> Scene:
        """The row as a scene."""
        version = self.place.version
        records = [address_record(self.place, self.alias or self.name)]
        if self.alias:
            records.append(ResourceRecord(self.name, "CNAME", f"{self.alias}."))
        # Without -4 the system's resolver asks for both kinds of address. What -6 makes it ask for depends on curl's
        # version; it is not needed, because a name of an IPv6 scene has no other address.
        one_question = version == 4 and not self.both_questions
        family = ("-4",) if one_question else ()
        by = "" if version == 4 else " over IPv6"
        shows = ("ARP" if version == 4 else "neighbour discovery", "DNS", *(("CNAME",) if self.alias else ()))
        return Scene(
            name=scene_name,
            title=f"A client resolves {self.name} and loads {self.page.path} from it{by}.",
            shows=(*shows, "TCP handshake", "HTTP", "TCP close"),
            place=self.place,
            commands=(Command(("curl", "-q", "-sS", "-o", "/dev/null", *family, self.url)),),
            programs=PROGRAMS,
            faults=page_load_faults,
            records=tuple(records),
            page=self.page,
            facts={
                "web_server": self.place.web.split("/")[0],
                "routers": self.place.routers,
                "server_ttl": self.place.web_ttl,
                "name": self.name,
                "aliases": [self.alias] if self.alias else [],
                "questions": ["A"] if one_question else ["A", "AAAA"],
                "port": self.page.port,
                "path": self.page.path,
                "url": self.url,
                "page_bytes": self.page.size,
                "advertised_mss": self.place.advertised_mss or (1460 if version == 4 else 1440),
            },
        )


def page_load_faults(scene: Scene, packets: Sequence[Packet]) -> list[str]:
    """The conditions on every page load, in the order in which it happens."""
    assert scene.page is not None
    tcp = [p for p in packets if p.has("tcp.flags")]
    opening = [p for p in tcp if p.has_flags(SYN) or p.has_flags(SYN | ACK)]
    if len(opening) != 2 or len(tcp) < 4:
        return ["no opening of a web connection"]
    server = scene.plan.address("web")
    response = [p for p in tcp if p.source == server and p.number("tcp.len") > 0]
    return [
        *dns_faults(packets),
        *_name_faults(scene, packets),
        *_opening_faults(scene, tcp),
        *_port_faults(packets, opening[0]),
        *_response_faults(scene, response),
        *_closing_faults(tcp, server),
        *distance_faults(scene, packets, "web"),
        *distance_faults(scene, packets, "resolver"),
    ]


def _name_faults(scene: Scene, packets: Sequence[Packet]) -> list[str]:
    """The questions are the expected ones, and every answer shows the alias if there is one."""
    types = {"1": "A", "28": "AAAA"}
    queries = [p for p in packets if p.is_query]
    asked = [types.get(p["dns.qry.type"], p["dns.qry.type"]) for p in queries]
    faults = [] if sorted(asked) == scene.facts["questions"] else [f"asked for {asked}"]
    faults += [f"asked about {p['dns.qry.name']}" for p in queries if p["dns.qry.name"] != scene.facts["name"]]
    answers = [p for p in packets if p.is_response]
    addresses = {p["dns.a"] or p["dns.aaaa"] for p in answers} - {""}
    if addresses != {scene.plan.address("web")}:
        faults.append(f"the name resolved to {addresses}")
    aliases = [alias for alias in {p["dns.cname"] for p in answers} if alias]
    return faults if aliases == scene.facts["aliases"] else [*faults, f"the aliases are {aliases}"]


def _opening_faults(scene: Scene, tcp: Sequence[Packet]) -> list[str]:
    """SYN, SYN-ACK, a bare ACK of its own, then the request; the server listens where it should."""
    assert scene.page is not None
    bare = tcp[2].has_flags(ACK) and tcp[2].number("tcp.len") == 0
    faults = [] if tcp[0].has_flags(SYN) and tcp[1].has_flags(SYN | ACK) and bare else ["no bare ACK third"]
    if tcp[3].number("tcp.len") <= 0 or tcp[3].source != tcp[0].source:
        faults.append("the request does not follow the opening")
    if tcp[0].number("tcp.dstport") != scene.page.port:
        faults.append("another server port")
    return faults


def _port_faults(packets: Sequence[Packet], syn: Packet) -> list[str]:
    """The ports that a learner might mix up differ."""
    query = next(p for p in packets if p.is_query)
    ports = [syn["tcp.srcport"], query["udp.srcport"], "53", syn["tcp.dstport"]]
    return [] if len(set(ports)) == len(ports) else [f"ports {ports} are not all different"]


def _response_faults(scene: Scene, response: Sequence[Packet]) -> list[str]:
    """The whole response came, in two or more segments with timestamps."""
    assert scene.page is not None
    if len(response) < 2:
        return ["the response has fewer than two segments"]
    faults = []
    if sum(p.number("tcp.len") for p in response) <= scene.page.size:
        faults.append("the response is not whole")
    if any(p.number("tcp.hdr_len") != _HEADER_WITH_TIMESTAMPS for p in response):
        faults.append("a segment of the response has no timestamps")
    return faults


def _closing_faults(tcp: Sequence[Packet], server: str) -> list[str]:
    """Each side closed, and the last FIN was acknowledged."""
    fins = [p for p in tcp if p.number("tcp.flags") & FIN]
    if {p.source == server for p in fins} != {True, False}:
        return ["the connection does not close on both sides"]
    return [] if tcp[-1].has_flags(ACK) else ["the last FIN is not acknowledged"]
