"""Finding out about a zone: what is asked of whom, one round after the other, as a machine that is driven as a walk is."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import dns.name
import dns.rdatatype

from netkit.dns.cache import Cache
from netkit.dns.checking.asking import MOST_SERVERS, Asking
from netkit.dns.checking.delegated import ADDRESSES, MOST_NAMES, delegation_told, name_servers, parent_told
from netkit.dns.checking.findings import Findings, NameFound, NameServer, NameState, ParentSays
from netkit.dns.checking.heard import Heard, heard_of
from netkit.dns.checking.locating import Located, located
from netkit.dns.checking.standing import Standing, standing
from netkit.dns.checking.untold import no_way, untold
from netkit.dns.query import Question, Server
from netkit.dns.result import Security
from netkit.dns.walker import Walker

if TYPE_CHECKING:
    import dns.message

    from netkit.dns.driven import Driven
    from netkit.dns.query import Query
    from netkit.dns.step import Step
    from netkit.dns.trust.link import Checked
    from netkit.dns.walker import Walker

__all__ = ["Gathering"]

MOST_PAIRS = 32
"""Pairs of a server and a name up to which each server is asked for each name."""

NOBODY = b"_nobody-is-here"
"""A label that no zone has."""

SOA, NS, DS, DNSKEY = dns.rdatatype.SOA, dns.rdatatype.NS, dns.rdatatype.DS, dns.rdatatype.DNSKEY


class Gathering:
    """Finds out about the zone that `name` belongs to; driven as a `Walker` is, and `findings` is what it comes to.

    A walk finds the zone and the one above; then every server of both is asked, in every way that matters: over UDP and TCP, with EDNS
    and without. The parameters are those of `Walker`.
    """

    def __init__(
        self,
        name: dns.name.Name,
        *,
        hints: Iterable[tuple[dns.name.Name | str, str]],
        now: float,
        seed: int | str = 0,
        trust_anchors: Sequence[str] = (),
        ipv4: bool = True,
        ipv6: bool = True,
        allow_loopback: bool = False,
    ) -> None:
        self.name = name
        self.findings: Findings | None = None
        self._hints = [(dns.name.from_text(each) if isinstance(each, str) else each, at) for each, at in hints]
        self._anchors = trust_anchors
        self._ipv4, self._ipv6 = ipv4, ipv6
        self._ask = Asking(self._hints, now=now, seed=seed, ipv4=ipv4, ipv6=ipv6, allow_loopback=allow_loopback)
        self._parts: list[Driven] = []
        self._askers: dict[Query, Driven] = {}
        self._work = self._gathered()
        self._go_on()

    @property
    def done(self) -> bool:
        """Whether everything was asked."""
        return self.findings is not None

    @property
    def steps(self) -> Sequence[Step]:
        """Every question so far, with what came of it."""
        return [step for part in self._parts for step in part.steps]

    def next_query(self) -> Query | None:
        """The next question that should go out now; None while answers are awaited, and at the end."""
        query = None if self.done else self._parts[-1].next_query()
        if query is not None:
            self._askers[query] = self._parts[-1]
        return query

    def receive(self, message: dns.message.Message, query: Query, *, now: float) -> None:
        """A message came as the reply to `query`."""
        self._ask.now = max(self._ask.now, now)
        self._askers.pop(query).receive(message, query, now=now)
        self._go_on()

    def datagram(self, wire: bytes, query: Query, source: str, *, now: float) -> bool:
        """A datagram came while `query` is out; True if it settled the question."""
        self._ask.now = max(self._ask.now, now)
        settled = self._askers[query].datagram(wire, query, source, now=now)
        if settled:
            del self._askers[query]
            self._go_on()
        return settled

    def failed(self, query: Query, why: str, *, now: float) -> None:
        """Nothing usable came back."""
        self._ask.now = max(self._ask.now, now)
        self._askers.pop(query).failed(query, why, now=now)
        self._go_on()

    def _go_on(self) -> None:
        """On to the next part when this one is at its end."""
        while not self.done and (not self._parts or self._parts[-1].done):
            try:
                self._parts.append(next(self._work))
            except StopIteration as end:
                self.findings = end.value

    def _gathered(self) -> Generator[Driven, None, Findings]:
        """One part after the other, and what all of them come to."""
        # A cache of its own: what fails on the way is to be found out anew, with its reason.
        cache = Cache()
        walker = self._ask.walker(self.name, SOA, cache, self._anchors)
        yield walker
        if all(step.response is None for step in walker.steps):
            return Findings(name=self.name, zone=dns.name.root, reached=False)
        place = located(walker)
        if not place.exists:
            return Findings(name=self.name, zone=place.zone, parent=place.parent, exists=False)
        zone, parent = place.zone, place.parent
        at_parent = yield from self._asked_parent(place, walker)
        parent = parent_told(at_parent, zone, parent)
        told = delegation_told(at_parent, zone)
        names, at_zone = yield from self._asked_zone(place, told)
        denials = yield from self._denials(zone, walker, cache)
        primary = yield from self._primary(zone, names, at_zone)
        findings = Findings(
            name=self.name,
            zone=zone,
            parent=parent,
            delegation=told,
            at_parent=at_parent,
            at_zone=at_zone,
            name_servers=names,
            primary=primary,
            unusable=dict(self._ask.unusable),
            left_out=[version for version, on in ((4, self._ipv4), (6, self._ipv6)) if not on],
            no_way=no_way([*at_parent, *at_zone]),
            why_not=place.why_not,
            validated=bool(self._anchors),
            links=walker.result.links,
            checked=walker.result.checked,
            denials=denials,
        )
        return untold(findings)

    def _asked_zone(
        self, place: Located, told: Sequence[ParentSays]
    ) -> Generator[Driven, None, tuple[list[NameServer], list[Heard]]]:
        """Which servers the zone has, by the delegation `told` and by what these say themselves, and what each of them says."""
        zone = place.zone
        found = yield from self._ask.looked_up(
            (each.name for each in name_servers(zone, told, (), {}) if not each.inside), zone
        )
        names = name_servers(zone, told, (), found)
        known = self._ask.usable([*self._first(place), *_servers(names)])
        at_zone = yield from self._introduced(zone, known)
        names = name_servers(zone, told, at_zone, found)
        found |= yield from self._ask.looked_up(
            (each.name for each in names if not each.inside and each.name not in found), zone
        )
        at_zone += yield from self._addresses(zone, names, known, at_zone)
        names = name_servers(zone, told, at_zone, found)
        lost = [each.name for each in names if each.inside and _worth_a_walk(each, at_zone)]
        found |= yield from self._ask.looked_up(lost, zone)
        names = name_servers(zone, told, at_zone, found)
        more = [each for each in self._ask.usable(_servers(names)) if each not in known][: MOST_SERVERS - len(known)]
        if more:
            at_zone += yield from self._introduced(zone, more)
            at_zone += yield from self._addresses(zone, names, more, at_zone)
            names = name_servers(zone, told, at_zone, found)
        at_zone += yield from self._in_every_way(zone, [*known, *more], at_zone)
        at_zone += yield from self._in_capitals(zone, at_zone)
        return names, at_zone

    def _first(self, place: Located) -> list[Server]:
        """The root has no parent: its servers are those that every walk begins with."""
        return [Server(name, at) for name, at in self._hints] if len(place.zone) == 1 else []

    def _asked_parent(self, place: Located, walker: Walker) -> Generator[Driven, None, list[Heard]]:
        """What the servers of the zone above say of the delegation, and of the keys behind it."""
        if place.parent is None:
            return []
        if place.parent_servers:
            glue = [Server(each.name, address) for each in place.parent_servers for address in each.addresses]
            without = [each.name for each in place.parent_servers if not each.addresses]
            found = yield from self._ask.looked_up(without[:MOST_NAMES], place.parent)
            servers = [*glue, *(Server(name, at) for name, one in found.items() for at in one.addresses)]
        else:
            servers = [Server(name, at) for name, at in self._hints]
        usable = self._ask.usable(servers)
        questions = (Question(place.zone, NS), Question(place.zone, DS))
        heard = yield from self._ask.round([(server, each) for server in usable for each in questions], place.zone)
        on_the_way = [heard_of(step) for step in walker.steps if step.zone == place.parent and step.purpose.depth == 0]
        return [*heard, *(each for each in on_the_way if each is not None)]

    def _introduced(self, zone: dns.name.Name, servers: Sequence[Server]) -> Generator[Driven, None, list[Heard]]:
        """The zone's SOA and NS, with EDNS and without; those that are silent are asked once more."""
        asked = [(server, Question(zone, kind)) for server in servers for kind in (SOA, NS)]
        heard = yield from self._ask.round(asked, zone, (False, True), (False, False))
        quiet = {each.server for each in heard} - {each.server for each in heard if not each.silent}
        again = [(server, Question(zone, SOA)) for server in servers if server in quiet]
        return [*heard, *(yield from self._ask.round(again, zone, (False, True)))]

    def _addresses(
        self, zone: dns.name.Name, names: Sequence[NameServer], servers: Sequence[Server], heard: Sequence[Heard]
    ) -> Generator[Driven, None, list[Heard]]:
        """The addresses of the servers inside the zone, as each of its servers has them; of many each tells its own."""
        good = [each for each in servers if standing(heard, zone, each) is Standing.GOOD]
        inside = [each.name for each in names if each.inside]
        few = len(inside) * len(good) <= MOST_PAIRS
        asked = [
            (server, Question(name, kind))
            for number, server in enumerate(good)
            for name in inside
            if few or number == 0 or name == server.name
            for kind in ADDRESSES
        ]
        return (yield from self._ask.as_they_can(asked, zone, heard))

    def _in_every_way(
        self, zone: dns.name.Name, servers: Sequence[Server], heard: Sequence[Heard]
    ) -> Generator[Driven, None, list[Heard]]:
        """The zone's keys, and its SOA over TCP."""
        good = [each for each in servers if standing(heard, zone, each) is Standing.GOOD]
        keys = yield from self._ask.as_they_can([(server, Question(zone, DNSKEY)) for server in good], zone, heard)
        over_tcp = yield from self._ask.round([(server, Question(zone, SOA)) for server in servers], zone, (True, True))
        slow = [each.server for each in over_tcp if each.silent and standing(heard, zone, each.server) is Standing.GOOD]
        again = yield from self._ask.round([(server, Question(zone, SOA)) for server in slow], zone, (True, False))
        return [*keys, *over_tcp, *again]

    def _in_capitals(self, zone: dns.name.Name, heard: Sequence[Heard]) -> Generator[Driven, None, list[Heard]]:
        """The zone's SOA, asked for in capital letters: a server repeats the question as it was asked."""
        good = {each.server: None for each in heard if standing(heard, zone, each.server) is Standing.GOOD}
        capitals = dns.name.Name([label.upper() for label in zone.labels])
        return (yield from self._ask.as_they_can([(server, Question(capitals, SOA)) for server in good], zone, heard))

    def _denials(self, zone: dns.name.Name, walker: Walker, cache: Cache) -> Generator[Driven, None, Sequence[Checked]]:
        """How it is proven that a name is not there, in a zone that is signed."""
        if walker.result.security is not Security.SECURE:
            return ()
        try:
            nobody = dns.name.Name((NOBODY, *zone.labels))
        except dns.name.NameTooLong:
            return ()
        denied = self._ask.walker(nobody, dns.rdatatype.A, cache, self._anchors)
        yield denied
        return [each for each in denied.result.checked if each.denial]

    def _primary(
        self, zone: dns.name.Name, names: Sequence[NameServer], heard: Sequence[Heard]
    ) -> Generator[Driven, None, NameFound | None]:
        """What there is to find of the primary server that the zone names (SOA MNAME)."""
        sets = [each.answer(zone, SOA) for each in heard if each.authoritative]
        told = next((each[0].mname for each in sets if each is not None), None)
        if told is None or told in (zone, dns.name.root) or any(each.name == told for each in names):
            return None
        return (yield from self._ask.looked_up([told], zone))[told]


def _servers(names: Iterable[NameServer]) -> Iterator[Server]:
    return (Server(each.name, address) for each in names for address in each.addresses)


def _worth_a_walk(server: NameServer, heard: Sequence[Heard]) -> bool:
    """Whether the zone's servers left open where one is, though they answer: its name may lie in a zone further down."""
    return server.found.state is NameState.UNKNOWN and any(each.authoritative for each in heard)
