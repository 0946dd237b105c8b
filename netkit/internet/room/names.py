"""Who answers questions about names in a room: its own name servers, the made-up internet's, and resolvers that ask these."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dns.flags
import dns.message
import dns.rcode

from netkit.dns.cache import Cache
from netkit.dns.made_up import MadeUpInternet
from netkit.dns.made_up.behaviour import answer_as
from netkit.dns.made_up.internet import ORIGIN
from netkit.dns.reason import Reason
from netkit.dns.walker import Walker
from netkit.dns.zones import Answered, Authority, read_zone
from netkit.dns.zones.fitting import fit, limit_of
from netkit.dns.zones.service import Served, served
from netkit.internet.room.services import NameServer, Resolver

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import dns.name

    from netkit.dns.query import Query
    from netkit.dns.zones import Zone
    from netkit.internet.room.plan import Room

__all__ = ["NameService"]

NEAR = 0.002
"""Seconds of virtual time that a question to one of the room's own name servers takes."""

DAY = 86_400
SIGNED_DAYS = 3_650
LONGEST_DELAY = 8.0
"""Seconds after which a resolver's answer is sent at the latest: programs wait a little longer than that for it."""


class NameService:
    """All name servers of a room. `clock` is given with each question: seconds since the room was brought up."""

    def __init__(self, room: Room) -> None:
        self._internet = MadeUpInternet() if room.internet else None
        self._authorities: dict[str, Authority] = {}
        self._resolvers: dict[str, Cache] = {}
        self._roots: dict[str, Sequence[tuple[str, str]]] = {}
        for machine, service in room.services():
            addresses = [str(address) for address in machine.addresses]
            if isinstance(service, NameServer):
                authority = Authority([_zone(text, service) for text in service.zones])
                self._authorities |= dict.fromkeys(addresses, authority)
            elif isinstance(service, Resolver):
                self._roots |= dict.fromkeys(addresses, service.roots)
        self.forget()
        self._versions = room.versions

    def forget(self) -> None:
        """Let the resolvers forget what they learned, as if they had just begun."""
        self._resolvers = {address: Cache() for address in self._roots}

    def serve(self, wire: bytes, address: str, *, tcp: bool, now: float) -> Served:
        """What comes back for the bytes of a message to this address; no exception, whatever they are."""
        if address in self._resolvers:
            return served(wire, lambda query: self._fitting(query, address, now, tcp=tcp), tcp=tcp)
        return served(wire, lambda query: self._answered(query, address, tcp=tcp), tcp=tcp)

    def _answered(self, query: dns.message.Message, address: str, *, tcp: bool) -> tuple[Answered | Reason, float]:
        """The answer of an authoritative server, and after how many seconds it comes."""
        own = self._authorities.get(address)
        if own is not None:
            return own.explain(query, tcp=tcp), 0.0
        assert self._internet is not None  # noqa: S101 - nobody else has a name server
        server = self._internet.servers[address]
        authority = self._internet.authority(address)
        response = answer_as(server.behaviours, query, lambda asked: authority.respond(asked, tcp=tcp), tcp=tcp)
        if response is None:
            return Reason("room.silent", f"{server.name} says nothing"), 0.0
        return Answered(response, [Reason("room.answered", f"{server.name} answers")]), server.round_trip

    def _fitting(
        self, query: dns.message.Message, address: str, now: float, *, tcp: bool
    ) -> tuple[Answered | Reason, float]:
        """A resolver's answer, cut where it is too long for a datagram."""
        answered, delay = self._resolved(query, address, now)
        fit(answered.response, limit_of(query, tcp=tcp), ())
        return answered, delay

    def _resolved(self, query: dns.message.Message, address: str, now: float) -> tuple[Answered, float]:
        """What a walk comes to, as late as it would be if each server of the made-up internet took its time."""
        response = dns.message.make_response(query, recursion_available=True)
        if query.opcode() != 0 or len(query.question) != 1:
            response.set_rcode(dns.rcode.NOTIMP if query.opcode() else dns.rcode.FORMERR)
            return Answered(response, [Reason("room.not-understood", "a resolver answers one question")]), 0.0
        walker = self._walker(query, address, now) if query.flags & dns.flags.RD else None
        if walker is None:
            response.set_rcode(dns.rcode.REFUSED)
            return Answered(response, [Reason("room.refused", "a resolver walks only for who asks it to (RD)")]), 0.0
        began = ORIGIN + now
        ended = self._walk(walker, began)
        do = bool(query.ednsflags & dns.flags.DO)
        found = walker.result.to_message(
            do=do, ad=bool(query.flags & dns.flags.AD), cd=bool(query.flags & dns.flags.CD)
        )
        response.flags |= found.flags & (dns.flags.AD | dns.flags.CD)
        response.set_rcode(found.rcode())
        response.answer, response.authority = found.answer, found.authority
        if query.edns >= 0 and found.options:
            response.use_edns(0, dns.flags.DO if do else 0, 1232, options=list(found.options))
        delay = min(LONGEST_DELAY, ended - began)
        return Answered(response, [Reason("room.resolved", f"found after {walker.result.queries} questions")]), delay

    def _walker(self, query: dns.message.Message, address: str, now: float) -> Walker | None:
        """A walk from the root that the resolver at an address knows; None where it knows none."""
        roots, internet = self._roots[address], self._internet
        hints: Iterable[tuple[dns.name.Name | str, str]] = roots
        anchors: Sequence[str] = ()
        if not roots:
            if internet is None:
                return None
            hints, anchors = internet.hints, internet.trust_anchors
        asked = query.question[0]
        return Walker(
            (asked.name, asked.rdtype),
            hints=hints,
            trust_anchors=anchors,
            now=ORIGIN + now,
            cache=self._resolvers[address],
            cd=bool(query.flags & dns.flags.CD),
            ipv4=4 in self._versions,
            ipv6=6 in self._versions,
        )

    def _walk(self, walker: Walker, now: float) -> float:
        """Let a walk take place in virtual time; when it ends."""
        while (query := walker.next_query()) is not None:
            now += self._asked(walker, query, now)
        return now

    def _asked(self, walker: Walker, query: Query, now: float) -> float:
        """One question of a walk; how long it took."""
        own = self._authorities.get(query.server)
        if own is not None:
            walker.receive(own.respond(query.message, tcp=query.tcp), query=query, now=now + NEAR)
            return NEAR
        # at an address that nobody has, there is nobody to answer
        internet = self._internet
        reply = None if internet is None else internet.respond(query.message, query.server, tcp=query.tcp)
        if reply is None:
            walker.failed(query, "timeout", now=now + query.timeout)
            return query.timeout
        walker.receive(reply.message, query=query, now=now + reply.round_trip)
        return reply.round_trip


def _zone(text: str, service: NameServer) -> Zone:
    """A zone of a server, signed where it signs: by one key, for as long as a room may be opened again."""
    zone = read_zone(text)
    if not service.key_seed:
        return zone
    from netkit.dns.signing import key_from_seed, sign_zone  # noqa: PLC0415 - few rooms sign, and it takes its time to load

    key = key_from_seed(service.key_seed, zone.origin)
    return sign_zone(zone, [key], inception=ORIGIN - DAY, expiration=ORIGIN + SIGNED_DAYS * DAY)
