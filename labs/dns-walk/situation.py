"""A small internet for each student: names, servers, times; and the walks through it that they get as captures."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import dns.message
import dns.rdatatype
import dns.rrset

from netkit.dns.made_up import ORIGIN
from netkit.dns.path import NANOSECONDS, TimedPacket
from netkit.lab import Draw, Library, Situation, Traffic
from netkit.lab.made.generated import captured
from netkit.lab.made.own_internet import OwnInternet
from netkit.lab.made.own_zones import OwnZones, Soa
from netkit.lab.made.resolver import Resolver, exchange

WALK, FIRST, COLD, AGAIN, OFFERED, TRUST = (
    "walk.pcapng", "first-steps.pcapng", "cold.pcapng", "again.pcapng", "offered.pcapng", "trust.pcapng",
)  # fmt: skip
MANY = 1 << 32
KEPT = 64
BEGIN = ORIGIN * NANOSECONDS
SHORT, LONG = (60, 120, 180, 300, 600, 900), (7200, 14400, 21600, 43200, 86400, 172800)
DELEGATED = (86400, 172800)
NETWORKS = ("192.0.2", "198.51.100", "203.0.113", *(f"198.18.{number}" for number in range(10, 30)))
PLACES = (
    "harbor", "maple", "falcon", "meadow", "copper", "willow", "summit", "lantern", "orchard", "pebble", "granite", "juniper", "beacon",
    "thistle", "canyon", "saffron", "heron", "marble", "clover", "anchor", "bramble", "cobalt", "drift", "ember", "fern", "glacier",
)  # fmt: skip
BEFORE = ("old", "new", "my", "not", "un", "the", "far")
PARTS = ("east", "north", "south", "west", "labs", "sales", "press", "games")
FLOORS = ("ground", "first", "second", "third", "attic", "cellar")
ROOMS = ("blue", "green", "amber", "grey")
HOSTS = ("www", "web", "shop", "home")
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
MISSING = ("wwww", "webb", "shopp", "hom", "mial", "tset")
SHAPES: tuple[tuple[tuple[str, bool], ...], ...] = (
    (("floor", False),),
    (("part", True),),
    (("floor", False), ("part", True)),
    (("floor", True), ("part", False)),
    (("room", False), ("floor", False), ("part", True)),
    (("room", False), ("floor", True), ("part", True)),
)
"""What lies between the host and its organisation, and which of these labels begin a zone of their own."""


class Ends(NamedTuple):
    """The addresses of whoever speaks: a client, its resolver, and the name servers by what they serve."""

    client: str
    resolver: str
    root: tuple[str, str]
    tld: str
    org: tuple[str, str]
    look: str
    beside: str
    other: str
    part: str
    web: str
    mail: str


class Walked(NamedTuple):
    """What the walk of the lab is made of; `servers` are the names of the organisation's name servers, `times` those of the alias chain."""

    tld: str
    org: str
    other: str
    part: str
    with_part: str
    name: str
    edge: str
    host: str
    servers: tuple[str, ...]
    times: tuple[int, int, int]
    missing_first: bool
    missing: str
    mail: str
    soa: tuple[int, int, int]
    ends: Ends
    seed: str


class Known(NamedTuple):
    """A name that is looked up twice: its zones from the top, the time to live of each delegation and of the answer, the time between."""

    name: str
    zones: tuple[str, ...]
    times: tuple[int, ...]
    answer: int
    after: int
    ends: Ends
    seed: str


class Offered(NamedTuple):
    """A referral with more than it may say: the zone that is asked, the one that it refers to, its servers, and what came along."""

    zone: str
    below: str
    name: str
    servers: tuple[str, ...]
    records: tuple[tuple[str, str], ...]
    ends: Ends
    seed: str


def shuffled(draw: Draw, label: str, texts: Sequence[str]) -> list[str]:
    """Texts in an order of this student's."""
    return sorted(texts, key=lambda text: draw.number(f"{label}: place of {text}", 0, MANY))


def situation(draw: Draw, library: Library) -> Situation:  # noqa: ARG001
    """The walk of one client's resolver, what was offered to it, what it kept, and whom it trusts."""
    places = shuffled(draw, "places", PLACES)
    ends = ends_of(draw)
    tld, far = shuffled(draw, "top", ("test", "example"))
    walked = walk_drawn(draw, places, tld, far, ends)
    known = known_drawn(draw, places, tld, ends)
    offered = offered_drawn(draw, places, tld, far, ends)
    trusted = f"{draw.choice('trusted host', HOSTS)}.{places[11]}.{far}"
    return Situation(
        traffic=Traffic(f"{WALK} {walked.seed}", lambda: the_walk(walked)),
        file=WALK,
        facts={
            "walk": WALK, "first": FIRST, "cold": COLD, "again": AGAIN, "offer": OFFERED, "trust": TRUST,
            **walk_facts(draw, walked),
            **known_facts(known),
            **{f"o{number}": name for number, (name, _) in enumerate(offered.records, 1)},
            "o_zone": offered.zone,
            "o_below": offered.below,
            "o_servers": " ".join(offered.servers),
            **trust_facts(draw, trusted),
        },
        files={
            FIRST: lambda: first_steps(walked),
            COLD: lambda: looked_up(known)[0],
            AGAIN: lambda: looked_up(known)[1],
            OFFERED: lambda: an_offer(offered),
            TRUST: lambda: a_chain_of_trust(trusted, ends, walked.seed),
        },
    )  # fmt: skip


def ends_of(draw: Draw) -> Ends:
    """An address for each, in networks of their own."""
    networks = shuffled(draw, "networks", NETWORKS)
    found = [f"{network}.{draw.number(f'host in {network}', 2, 250)}" for network in networks[:13]]
    client, resolver, root, second, tld, org, org2, *rest = found
    return Ends(client, resolver, (root, second), tld, (org, org2), *rest)


def walk_drawn(draw: Draw, places: Sequence[str], tld: str, far: str, ends: Ends) -> Walked:
    """Names and times of the walk: one of the two organisations has a zone of its own for a part of it."""
    org, other = f"{places[0]}.{tld}", f"{places[1]}.{tld}"
    part, floor, room = draw.choice("part", PARTS), draw.choice("floor", FLOORS), draw.choice("room", ROOMS)
    with_part = draw.choice("who has a part", (org, other))
    home = f"{part}.{org}" if with_part == org else org
    edge_home = f"{part}.{other}" if with_part == other else other
    own = (f"ns1.{org}", draw.choice("second server", (org, f"b.dns.{org}", f"ns2.{org}")))
    look = f"{draw.choice('before', BEFORE)}{org}"
    shortest = draw.number("shortest", 120, 480)
    longer = [draw.number("longer", 500, 1800), draw.number("longest", 1900, 7200)]
    longer = longer if draw.number("address is kept longest", 0, 1) else longer[::-1]
    at = draw.number("shortest at", 0, 1)
    times = (shortest, *longer) if at == 0 else (longer[0], shortest, longer[1])
    smaller = draw.number("smaller", 5, 40) * 60
    both = (smaller, smaller + draw.number("larger by", 2, 60) * 30)
    minimum, kept = both if draw.number("minimum counts", 0, 1) else both[::-1]
    return Walked(
        tld=tld,
        org=org,
        other=other,
        part=part,
        with_part=with_part,
        name=f"{draw.choice('host', HOSTS)}.{floor}.{home}",
        edge=f"edge.{edge_home}",
        host=f"{room}.{edge_home}",
        servers=(*own, f"ns.{look}", f"ns.{places[2]}.{tld}", f"ns.{places[3]}.{far}"),
        times=times,
        missing_first=bool(draw.number("missing first", 0, 1)),
        missing=f"{draw.choice('missing', MISSING)}.{org}",
        mail=f"mail.{org}",
        soa=(minimum, kept, 3600 * draw.number("refresh", 2, 6)),
        ends=ends,
        seed=f"{draw.number('walk', 0, MANY)}",
    )


def known_drawn(draw: Draw, places: Sequence[str], tld: str, ends: Ends) -> Known:
    """A name below zones of which some are forgotten when it is asked for again."""
    zones, name = [tld, f"{places[4]}.{tld}"], f"{places[4]}.{tld}"
    words = {"part": draw.choice("known part", PARTS), "floor": draw.choice("known floor", FLOORS)}
    words["room"] = draw.choice("known room", ROOMS)
    for label, cut in reversed(draw.choice("shape", SHAPES)):
        name = f"{words[label]}.{name}"
        zones += [name] * cut
    alive = draw.number("alive", 1, len(zones))
    times = [draw.choice(f"time {each}", SHORT if each > alive else LONG) for each in range(1, len(zones) + 1)]
    lives = draw.number("answer lives", 1, 5) == 1
    return Known(
        name=f"{draw.choice('known host', HOSTS)}.{name}",
        zones=tuple(zones),
        times=tuple(times),
        answer=draw.choice("answer's time", LONG if lives else SHORT),
        after=draw.number("after", 100, 700) * 10,
        ends=ends,
        seed=f"{draw.number('known', 0, MANY)}",
    )


def offered_drawn(draw: Draw, places: Sequence[str], tld: str, far: str, ends: Ends) -> Offered:
    """A referral whose server sends addresses of all kinds of names along."""
    zone = f"{places[5]}.{tld}"
    below = f"{draw.choice('offered part', PARTS)}.{zone}"
    look = f"{draw.choice('offered before', BEFORE)}{zone}"
    servers = (f"ns1.{below}", f"ns2.{zone}", f"ns.{look}", f"ns.{places[6]}.{far}")
    others = (f"{draw.choice('offered host', HOSTS)}.{zone}", f"www.{places[7]}.{tld}")
    addresses = (ends.part, ends.org[1], ends.look, ends.beside, ends.web, ends.other)
    records = dict(zip((*servers, *others), addresses, strict=True))
    return Offered(
        zone=zone,
        below=below,
        name=f"{draw.choice('offered name', HOSTS)}.{below}",
        servers=tuple(shuffled(draw, "offered servers", servers)),
        records=tuple((name, records[name]) for name in shuffled(draw, "offered", list(records))),
        ends=ends,
        seed=f"{draw.number('offered seed', 0, MANY)}",
    )


def walk_facts(draw: Draw, walked: Walked) -> dict[str, int | float | str]:
    """What the texts and the checks say of the walk; its packets have the same numbers for everybody, but not the same kinds."""
    shortest, ends = min(walked.times), walked.ends
    return {
        "client": ends.client,
        "resolver": ends.resolver,
        "tld": walked.tld,
        "org": walked.org,
        "missing": walked.missing,
        "referral": 5,
        "r1": 5, "r2": 7, "r3": 9, "r4": 13, "r5": 17, "r6": 21,
        "nxdomain": 17 if walked.missing_first else 21,
        "tld_server": ends.tld,
        "roots": " ".join(ends.root),
        "glue": " ".join((*ends.org, ends.look, ends.beside)),
        "web": ends.web,
        **{f"s{number}": name for number, name in enumerate(shuffled(draw, "servers", walked.servers), 1)},
        "ttl1": walked.times[0],
        "ttl2": walked.times[1],
        "ttl3": walked.times[2],
        "aged": draw.number("aged", 2, shortest // 12) * 10 + draw.number("aged more", 0, 9),
    }  # fmt: skip


def known_facts(known: Known) -> dict[str, int | float | str]:
    """What is said of the name that is looked up twice, and the table of times."""
    width = max(map(len, known.zones))
    rows = [f"  {zone:{width}}  {time:>6} s" for zone, time in zip(known.zones, known.times, strict=True)]
    return {
        "k_name": known.name,
        "k_zones": ", ".join(known.zones),
        "k_count": 1 + len(known.zones),
        "k_labels": known.name.count(".") + 1,
        "k_times": " ".join(map(str, known.times)),
        "k_table": "\n".join(rows),
        "k_answer": known.answer,
        "k_after": known.after,
    }


def trust_facts(draw: Draw, name: str) -> dict[str, int | float | str]:
    """The names of the chain of trust, and a letter for each statement."""
    _, org, tld = name.split(".")
    letters = shuffled(draw, "letters", LETTERS)
    return {
        "t_name": name,
        "t_zone": f"{org}.{tld}",
        "t_parent": tld,
        **{f"t{number}": letter for number, letter in enumerate(letters[:7], 1)},
    }


def zones_below(ends: Ends, tld: str, time: int = DELEGATED[1]) -> OwnZones:
    """The root, and one top-level domain."""
    zones = OwnZones(dict(zip(("a.root.test", "b.root.test"), ends.root, strict=True)))
    zones.add(tld, {f"ns.{tld}": ends.tld}, time=time, round_trip=0.017)
    return zones


def internet_of(walked: Walked) -> OwnInternet:
    """The internet of the walk."""
    org, other, ends = walked.org, walked.other, walked.ends
    addresses = (*ends.org, ends.look, ends.beside, "")
    zones = zones_below(ends, walked.tld)
    servers = dict(zip(walked.servers, addresses, strict=True))
    zones.add(org, servers, soa=Soa(*walked.soa), round_trip=0.023)
    for name in walked.servers[2:4]:
        zones.add(name.partition(".")[2], {name: servers[name]}, round_trip=0.023)
    zones.add(other, {f"ns1.{other}": ends.other}, round_trip=0.031)
    part = f"{walked.part}.{walked.with_part}"
    zones.add(part, {f"ns.{part}": ends.part}, round_trip=0.027)
    zones.record(walked.name, walked.times[0], f"CNAME {walked.edge}.")
    zones.record(walked.edge, walked.times[1], f"CNAME {walked.host}.")
    zones.record(walked.host, walked.times[2], f"A {ends.web}")
    zones.record(walked.mail, 3600, f"A {ends.mail}")

    def as_it_stands(reply: dns.message.Message) -> None:
        """Some servers send the SOA record with the time that the zone has for it, and leave the minimum to the reader."""
        for rrset in reply.authority:
            if rrset.rdtype == dns.rdatatype.SOA:
                rrset.ttl = walked.soa[1]

    return zones.internet(changed=as_it_stands)


@lru_cache(maxsize=KEPT)
def packets_walked(walked: Walked) -> tuple[TimedPacket, ...]:
    """Three questions of a client's, and what its resolver made of them."""
    ends = walked.ends
    resolver = Resolver(internet_of(walked), address=ends.resolver, client=ends.client, seed=walked.seed)
    questions = [(walked.mail, "AAAA"), (walked.missing, "A")]
    resolver.ask(walked.name, "A")
    for name, kind in questions[::-1] if walked.missing_first else questions:
        resolver.ask(name, kind, after=2.5)
    return tuple(resolver.packets)


def the_walk(walked: Walked) -> bytes:
    """All of it."""
    return captured(packets_walked(walked), begins=BEGIN)


def first_steps(walked: Walked) -> bytes:
    """The beginning, up to the referral that leads to the organisation."""
    return captured(packets_walked(walked)[:5], begins=BEGIN)


@lru_cache(maxsize=KEPT)
def looked_up(known: Known) -> tuple[bytes, bytes]:
    """One name looked up by a resolver that knows nothing, and again after a while."""
    ends = known.ends
    zones = zones_below(ends, known.zones[0], known.times[0])
    for each, time, address in zip(known.zones[1:], known.times[1:], (*ends.org, ends.part), strict=False):
        zones.add(each, {f"ns.{each}": address}, time=time)
    zones.record(known.name, known.answer, f"A {ends.web}")
    resolver = Resolver(zones.internet(), address=ends.resolver, client=ends.client, seed=known.seed)
    resolver.ask(known.name, "A")
    before = len(resolver.packets)
    resolver.ask(known.name, "A", after=known.after)
    return tuple(captured(packets, begins=BEGIN) for packets in (resolver.packets[:before], resolver.packets[before:]))


def an_offer(offered: Offered) -> bytes:
    """A question to a server, and a referral in which it says more than it may."""
    number = int(offered.seed)
    query = dns.message.make_query(offered.name, "A", id=number & 0xFFFF, flags=0)
    reply = dns.message.make_response(query)
    reply.authority.append(
        dns.rrset.from_text_list(f"{offered.below}.", 86400, "IN", "NS", [f"{name}." for name in offered.servers])
    )
    reply.additional += [
        dns.rrset.from_text(f"{name}.", 86400, "IN", "A", address) for name, address in offered.records
    ]
    ends = offered.ends
    packets = exchange(query, reply, server=ends.org[0], client=ends.resolver, number=number >> 8, round_trip=0.023)
    return captured(packets, begins=BEGIN)


@lru_cache(maxsize=KEPT)
def a_chain_of_trust(name: str, ends: Ends, seed: str) -> bytes:
    """A walk to a signed name by a resolver that validates."""
    _, org, tld = name.split(".")
    zones = zones_below(ends, tld)
    zones.add(f"{org}.{tld}", {f"ns1.{org}.{tld}": ends.org[0]})
    zones.record(name, 3600, f"A {ends.web}")
    internet = zones.internet(seed=seed.encode())
    resolver = Resolver(internet, address=ends.resolver, client=ends.client, seed=seed, now=float(ORIGIN))
    resolver.ask(name, "A")
    return captured(resolver.packets)
