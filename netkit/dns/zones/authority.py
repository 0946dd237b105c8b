"""What a server answers that is authoritative for some zones, and why (RFC 1034 section 4.3.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import dns.flags
import dns.message
import dns.name
import dns.opcode
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset
from dns.rdatatype import RdataType
from dns.rdtypes.ANY.SOA import SOA

from netkit.dns.name_text import name_text
from netkit.dns.reason import Reason
from netkit.dns.zones.acceptance import refusal_of
from netkit.dns.zones.additional import glue, related
from netkit.dns.zones.chain import HashedChain, PlainChain, chain_of
from netkit.dns.zones.fitting import PAYLOAD, fit, limit_of
from netkit.dns.zones.proof import Looked
from netkit.dns.zones.proofs import add_proofs
from netkit.dns.zones.search import Found, Kind, search
from netkit.dns.zones.zone import Zone

__all__ = ["Answered", "Authority"]

LINKS = 16
"""How many aliases of a chain are followed within one answer."""


@dataclass(slots=True)
class Answered:
    """A response and why it is as it is; the last reason decided."""

    response: dns.message.Message
    reasons: list[Reason] = field(default_factory=list)
    needed: list[dns.rrset.RRset] = field(default_factory=list)

    def because(self, rule: str, text: str, rfc: str = "", **parameters: str) -> None:
        """Add a reason."""
        self.reasons.append(Reason(f"authority.{rule}", text, rfc, MappingProxyType(parameters)))


class Authority:
    """A server's zones, and its answers from them; it asks nobody else and remembers nothing."""

    def __init__(self, zones: Iterable[Zone] | Mapping[dns.name.Name, Zone]) -> None:
        self.zones: Mapping[dns.name.Name, Zone] = (
            zones if isinstance(zones, Mapping) else {zone.origin: zone for zone in zones}
        )

        self._chains: dict[dns.name.Name, PlainChain | HashedChain | None] = {}

    def respond(self, query: dns.message.Message, *, tcp: bool = False) -> dns.message.Message:
        """The response to any query; over UDP no longer than the query allows, with TC where that cuts something off."""
        return self.explain(query, tcp=tcp).response

    def explain(self, query: dns.message.Message, *, tcp: bool = False) -> Answered:
        """The response with the reasons for it."""
        answered = Answered(_blank(query))
        if self._acceptable(query, answered, tcp=tcp):
            question = query.question[0]
            looked = self._answer(question.name, question.rdtype, answered, tcp=tcp)
            if question.rdclass == dns.rdataclass.ANY:  # RFC 1035 section 6.2: of other classes nothing is known here
                answered.response.flags &= ~dns.flags.AA
            if query.ednsflags & dns.flags.DO:
                answered.reasons[-1:-1] = add_proofs(answered.response, looked, self._chain)
        fit(answered.response, limit_of(query, tcp=tcp), answered.needed)
        if answered.response.flags & dns.flags.TC:
            answered.because("truncated", "not all of it fits, so TC asks for TCP", "RFC 2181 section 9")
        return answered

    def zone_of(self, name: dns.name.Name, rdtype: RdataType = RdataType.A) -> Zone | None:
        """The zone nearest to the name; DS records of a zone are its parent's, where that is here (RFC 4035 section 3.1.4.1)."""
        nearest = self._nearest(name)
        if rdtype == RdataType.DS and nearest is not None and nearest.origin == name and len(name) > 1:
            return self._nearest(name.parent()) or nearest
        return nearest

    def _nearest(self, name: dns.name.Name) -> Zone | None:
        for skipped in range(len(name)):
            zone = self.zones.get(dns.name.Name(name.labels[skipped:]))
            if zone is not None:
                return zone
        return None

    def _acceptable(self, query: dns.message.Message, answered: Answered, *, tcp: bool) -> bool:
        """Whether there is a question that can be answered; if not, the response says why."""
        refusal = refusal_of(query, self.zones.keys(), tcp=tcp)
        if refusal is None:
            return True
        answered.response.set_rcode(refusal.rcode)
        if len(query.question) != 1:
            answered.response.question = []  # which of them it would answer, nobody could say
        parameters = {"name": refusal.name} if refusal.name else {}
        answered.because(refusal.rule, refusal.text, refusal.rfc, **parameters)
        return False

    def _answer(self, name: dns.name.Name, rdtype: RdataType, answered: Answered, *, tcp: bool) -> list[Looked]:
        """Fill in the answer; the searches that it rests on."""
        response = answered.response
        response.flags |= dns.flags.AA
        looked: list[Looked] = []
        seen: set[dns.name.Name] = set()
        while name not in seen and len(seen) < LINKS:
            seen.add(name)
            zone = self.zone_of(name, rdtype)
            if zone is None:
                answered.because("leaves", f"{name_text(name)} is in no zone here: the asker goes on there")
                return looked
            found = search(zone, name, rdtype)
            looked.append(Looked(zone, name, rdtype, found))
            if found.wildcard is not None:
                text = f"{name_text(name)} does not exist, and {name_text(found.wildcard)} stands for it"
                answered.because("wildcard", text, "RFC 4592 section 3.3.1")
            if found.kind is Kind.ALIAS:
                response.answer.append(found.rrsets[0])
                target = found.rrsets[0][0].target
                answered.because(
                    "alias", f"{name_text(name)} is an alias of {name_text(target)}", "RFC 1034 section 3.6.2"
                )
            elif found.kind is Kind.REDIRECT:
                redirected = _redirect(found, name, answered)
                if redirected is None or rdtype == RdataType.CNAME:  # the CNAME just made is what was asked for
                    return looked
                target = redirected
            else:
                _end(zone, name, rdtype, found, answered, tcp=tcp)
                return looked
            name = target
        answered.because("chain", "the chain of aliases goes round, or on and on", "RFC 1034 section 3.6.2")
        return looked

    def _chain(self, zone: Zone) -> PlainChain | HashedChain | None:
        """The zone's chain of denials, put in order once."""
        if zone.origin not in self._chains:
            self._chains[zone.origin] = chain_of(zone)
        return self._chains[zone.origin]


def _blank(query: dns.message.Message) -> dns.message.Message:
    """A response without records: the query's id, opcode, question and RD (RFC 1035 section 4.1.1)."""
    response = dns.message.QueryMessage(id=query.id)
    response.flags = dns.flags.QR | (query.flags & dns.flags.RD)
    response.set_opcode(query.opcode())
    response.question = list(query.question)
    if query.edns >= 0:
        # fit() sees to the length; what the asker takes over UDP must not keep to_wire() from a response over TCP
        response.use_edns(0, query.ednsflags & dns.flags.DO, PAYLOAD, request_payload=65_535)
    return response


def _redirect(found: Found, name: dns.name.Name, answered: Answered) -> dns.name.Name | None:
    """Put in the DNAME and the CNAME made of it (RFC 6672 section 3.1); the new name, or None where it is too long."""
    (redirect,) = found.rrsets
    response = answered.response
    if not any(redirect is each for each in response.answer):
        response.answer.append(redirect)
    kept = name.relativize(found.at)
    try:
        target = kept.concatenate(redirect[0].target)
    except dns.name.NameTooLong:
        response.set_rcode(dns.rcode.YXDOMAIN)
        answered.because("too-long", "the name that the DNAME makes has more than 255 bytes", "RFC 6672 section 2.2")
        return None
    response.answer.append(
        dns.rrset.from_text(name, redirect.ttl, dns.rdataclass.IN, RdataType.CNAME, target.to_text())
    )
    text = f"all below {name_text(found.at)} is redirected: {name_text(name)} becomes {name_text(target)}"
    answered.because("redirect", text, "RFC 6672 section 3.2")
    return target


def _end(zone: Zone, name: dns.name.Name, rdtype: RdataType, found: Found, answered: Answered, *, tcp: bool) -> None:
    """The answer, the referral or the denial that a search came to."""
    response = answered.response
    here = name_text(found.at)
    if found.kind is Kind.DATA:
        # RFC 8482 section 4.1: over UDP one set is enough for ANY, so that nobody's address is flooded with all of them
        rrsets = found.rrsets
        if rdtype == RdataType.ANY and not tcp:
            rrsets = (min(rrsets, key=lambda rrset: rrset.rdtype),)
        response.answer.extend(rrsets)
        _add(response, related(zone, rrsets))
        kind = dns.rdatatype.to_text(rdtype)
        answered.because("data", f"{name_text(name)} has {kind} records", "RFC 1034 section 4.3.2")
    elif found.kind is Kind.REFERRAL:
        if not response.answer:
            response.flags &= ~dns.flags.AA
        response.authority.append(found.rrsets[0])
        inside, others = glue(zone, found.at, found.rrsets[0])
        answered.needed += inside
        _add(response, [*inside, *others])
        answered.because("referral", f"{here} is delegated: its servers are asked", "RFC 1034 section 4.3.2", cut=here)
    else:
        soa: dns.rrset.RRset = zone.soa.copy()  # type: ignore[no-untyped-call]
        soa.ttl = min(soa.ttl, *(record.minimum for record in soa if isinstance(record, SOA)))
        response.authority.append(soa)
        if found.kind is Kind.NO_NAME:
            response.set_rcode(dns.rcode.NXDOMAIN)
            text = f"no such name; the closest encloser is {here}, and there is no wildcard there"
            answered.because("no-name", text, "RFC 2308 section 2.1", encloser=here)
        else:
            text = f"{here} exists, but has no {dns.rdatatype.to_text(rdtype)} record"
            answered.because("no-data", text, "RFC 2308 section 2.2")


def _add(response: dns.message.Message, rrsets: Iterable[dns.rrset.RRset]) -> None:
    """Put sets into the additional section that are nowhere in the response yet."""
    for rrset in rrsets:
        present = (*response.answer, *response.additional)
        if not any(rrset.name == each.name and rrset.rdtype == each.rdtype for each in present):
            response.additional.append(rrset)
