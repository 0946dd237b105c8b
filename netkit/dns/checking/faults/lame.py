"""A server that is named for a zone, and does not know it (lame delegation)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import dns.flags
import dns.rdatatype

from netkit.dns.checking.rule import Look, Rule, Severity, Who
from netkit.dns.checking.standing import Standing, standing
from netkit.dns.checking.telling import agreed, told_by
from netkit.dns.name_text import zone_text

if TYPE_CHECKING:
    from netkit.dns.checking.findings import Findings
    from netkit.dns.checking.heard import Heard
    from netkit.dns.checking.rule import Fault

__all__ = ["LOOK"]

LAME = Rule(
    rule="delegation.lame",
    severity=Severity.FAULT,
    title="A server is named for the zone and does not answer for it with authority: it is lame",
    headline="{servers} {do} not answer for {zone}, though named for it",
    breaks="whoever asks there first gets no answer and has to ask another server, if there is one that knows: look-ups are slow, or fail",
    mend="those who run {servers} load the zone {zone} there (and look into their logs why it is not loaded); or the zone's owner takes "
    "{servers} out of the zone's NS records and, through the registrar, out of the delegation",
    who=(Who.OPERATOR, Who.OWNER, Who.PARENT),
    rfc="RFC 1912 §2.8",
    example="half-lame.test",
)
RESOLVER = Rule(
    rule="server.recursive",
    severity=Severity.FAULT,
    title="A resolver stands where a name server of the zone should: it answers from what it looked up elsewhere (RA, no AA)",
    headline="{servers} {answer} about {zone} as a resolver, not as one of its servers",
    breaks="its answers are second-hand and may be old; other resolvers pass over them, for they lack authority (AA)",
    mend="those who run {servers} put an authoritative server for {zone} there; or the zone's owner names another server in the zone's NS "
    "records and, through the registrar, in the delegation",
    who=(Who.OPERATOR, Who.OWNER, Who.PARENT),
    rfc="RFC 2181 §5.4.1",
)
OFFERS = Rule(
    rule="server.offers-recursion",
    severity=Severity.WEAKNESS,
    title="A name server of the zone also offers to look up other names for whoever asks (RA)",
    headline="{servers} {offer} to look up any name for anybody (RA)",
    breaks="strangers can have it send large answers to a victim, or try to plant false records in its cache; {zone} suffers with it",
    mend="those who run {servers} turn recursion off there, or allow it to their own network alone",
    who=(Who.OPERATOR,),
    rfc="RFC 5358 §4",
)


def find(findings: Findings) -> Iterator[Fault]:
    """Servers that are lame, resolvers, or both servers and resolvers."""
    zone = zone_text(findings.zone)
    states = {server: standing(findings.at_zone, findings.zone, server) for server in findings.servers}
    lame = [server for server, state in states.items() if state is Standing.LAME]
    if lame:
        seen = told_by((server, _said(list(findings.of(server)), findings)) for server in lame)
        do = agreed(lame, "does", "do")
        yield LAME.fault(seen, lame, zone=zone, do=do)
    resolvers = [server for server, state in states.items() if state is Standing.RESOLVER]
    if resolvers:
        seen = told_by(
            (server, f"answered about {zone} without authority (no AA), and offers to look things up (RA)")
            for server in resolvers
        )
        answer = agreed(resolvers, "answers", "answer")
        yield RESOLVER.fault(seen, resolvers, zone=zone, answer=answer)
    good = [server for server, state in states.items() if state is Standing.GOOD]
    offering = [server for server in good if any(each.recursive for each in findings.of(server))]
    if offering:
        seen = told_by((server, f"answered for {zone} with authority, and set RA, too") for server in offering)
        offer = agreed(offering, "offers", "offer")
        yield OFFERS.fault(seen, offering, zone=zone, offer=offer)


def _said(heard: list[Heard], findings: Findings) -> str:
    """What a lame server said, the clearest first."""
    zone = zone_text(findings.zone)
    spoken = [each for each in heard if each.message is not None]
    about = [each for each in spoken if each.question.type == dns.rdatatype.SOA] or spoken
    usual = next((each for each in about if each.rcode_text != "FORMERR"), about[0])
    message = usual.message
    assert message is not None  # noqa: S101 - only those with one are here
    if usual.rcode_text != "NOERROR":
        rcode = usual.rcode_text
        words = {"REFUSED": "refused", "SERVFAIL": "said that it failed at"}.get(rcode, "would not answer")
        return f"{words} a question about {zone} ({rcode})"
    owner = next((each.name for each in message.authority if each.rdtype == dns.rdatatype.NS), None)
    if owner is not None and not message.answer and owner != findings.zone:
        return f"sent the question on to the servers of {zone_text(owner)} instead of knowing {zone}"
    if message.flags & dns.flags.AA:
        return f"said that {zone} has no such record: it knows a zone above, and not {zone} itself"
    if message.answer:
        return f"answered about {zone}, but without authority (no AA)"
    return f"said nothing of use about {zone}"


LOOK = Look(rules=(LAME, RESOLVER, OFFERS), find=find)
