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
    from netkit.dns.query import Query
    from netkit.internet.room.plan import Room

__all__ = ["NameService"]

NEAR = 0.002
"""Seconds of virtual time that a question to one of the room's own name servers takes."""

LONGEST_DELAY = 8.0
"""Seconds after which a resolver's answer is sent at the latest: programs wait a little longer than that for it."""


class NameService:
    """All name servers of a room. `clock` is given with each question: seconds since the room was brought up."""

    def __init__(self, room: Room) -> None:
        self._internet = MadeUpInternet() if room.internet else None
        self._authorities: dict[str, Authority] = {}
        self._resolvers: dict[str, Cache] = {}
        for machine, service in room.services():
            for address in machine.addresses:
                if isinstance(service, NameServer):
                    self._authorities[str(address)] = Authority([read_zone(text) for text in service.zones])
                elif isinstance(service, Resolver):
                    self._resolvers[str(address)] = Cache()
        self._versions = room.versions

    def serve(self, wire: bytes, address: str, *, tcp: bool, now: float) -> Served:
        """What comes back for the bytes of a message to this address; no exception, whatever they are."""
        if address in self._resolvers:
            return served(wire, lambda query: self._fitting(query, self._resolvers[address], now, tcp=tcp), tcp=tcp)
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
        self, query: dns.message.Message, cache: Cache, now: float, *, tcp: bool
    ) -> tuple[Answered | Reason, float]:
        """A resolver's answer, cut where it is too long for a datagram."""
        answered, delay = self._resolved(query, cache, now)
        fit(answered.response, limit_of(query, tcp=tcp), ())
        return answered, delay

    def _resolved(self, query: dns.message.Message, cache: Cache, now: float) -> tuple[Answered, float]:
        """What a walk comes to, as late as it would be if each server of the made-up internet took its time."""
        response = dns.message.make_response(query, recursion_available=True)
        if query.opcode() != 0 or len(query.question) != 1:
            response.set_rcode(dns.rcode.NOTIMP if query.opcode() else dns.rcode.FORMERR)
            return Answered(response, [Reason("room.not-understood", "a resolver answers one question")]), 0.0
        if not query.flags & dns.flags.RD or self._internet is None:
            response.set_rcode(dns.rcode.REFUSED)
            return Answered(response, [Reason("room.refused", "a resolver walks only for who asks it to (RD)")]), 0.0
        began = ORIGIN + now
        asked = query.question[0]
        walker = Walker(
            (asked.name, asked.rdtype),
            hints=self._internet.hints,
            trust_anchors=self._internet.trust_anchors,
            now=began,
            cache=cache,
            cd=bool(query.flags & dns.flags.CD),
            ipv4=4 in self._versions,
            ipv6=6 in self._versions,
        )
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
        assert self._internet is not None  # noqa: S101 - else nobody walks
        reply = self._internet.respond(query.message, query.server, tcp=query.tcp)
        if reply is None:
            walker.failed(query, "timeout", now=now + query.timeout)
            return query.timeout
        walker.receive(reply.message, query=query, now=now + reply.round_trip)
        return reply.round_trip
