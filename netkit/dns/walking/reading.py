"""What a reply says: an answer, an alias, a denial, a referral, or nothing of use; and what of it is believed.

Pure reading of one message by RFC 1034 section 5.3.3 and RFC 2308 section 2, with the care of RFC 2181 section 5.4.1 and RFC 5452
section 6: what a server could not know, or nobody asked for, is left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import dns.flags
import dns.name
import dns.rcode
import dns.rdatatype

from netkit.dns.name_text import name_text, zone_text
from netkit.dns.step import Ignored, Outcome
from netkit.dns.walking.aliases import Chain
from netkit.dns.walking.reasons import because

if TYPE_CHECKING:
    import dns.message
    import dns.rrset

    from netkit.dns.query import Question
    from netkit.dns.reason import Reason

__all__ = ["Reading", "read_reply"]

_ERRORS = {
    dns.rcode.REFUSED: (Outcome.REFUSED, "lame.refused"),
    dns.rcode.NOTAUTH: (Outcome.LAME, "lame.refused"),
    dns.rcode.SERVFAIL: (Outcome.SERVFAIL, "failure.server"),
    dns.rcode.FORMERR: (Outcome.FORMERR, "failure.format"),
    dns.rcode.NOTIMP: (Outcome.FORMERR, "failure.not-implemented"),
    dns.rcode.BADVERS: (Outcome.FORMERR, "failure.version"),
}
_SAYING = (dns.rcode.NOERROR, dns.rcode.NXDOMAIN, dns.rcode.YXDOMAIN)


@dataclass(slots=True, kw_only=True)
class Reading:
    """What was made of a reply.

    `target` is the name at the end of the aliases (`chain`), the one asked for where there are none. `records` are the sets that answer,
    `made` the CNAME sets among both that DNAMEs made;
    `soa` and `proof` what a denial rests on; `servers` the NS set that was believed, `glue` the address sets with it; `signatures` all
    RRSIG sets by the name and type that they cover. `authoritative` is the AA flag, `recursive` that the server asks others,
    `too_long` that a DNAME makes too long a name, `empty` that nothing at all was said.
    """

    outcome: Outcome
    target: dns.name.Name
    authoritative: bool
    chain: list[dns.rrset.RRset] = field(default_factory=list)
    records: list[dns.rrset.RRset] = field(default_factory=list)
    made: list[dns.rrset.RRset] = field(default_factory=list)
    soa: dns.rrset.RRset | None = None
    proof: list[dns.rrset.RRset] = field(default_factory=list)
    servers: dns.rrset.RRset | None = None
    glue: list[dns.rrset.RRset] = field(default_factory=list)
    signatures: dict[tuple[dns.name.Name, int], dns.rrset.RRset] = field(default_factory=dict)
    concluded: list[Reason] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)
    recursive: bool = False
    too_long: bool = False
    empty: bool = False

    def signature(self, rrset: dns.rrset.RRset) -> dns.rrset.RRset | None:
        """The RRSIG set that covers `rrset`."""
        return self.signatures.get((rrset.name, int(rrset.rdtype))) if self.signatures else None


def read_reply(message: dns.message.Message, question: Question, zone: dns.name.Name) -> Reading:
    """What `message`, the reply of a server of `zone` to `question`, says."""
    rcode = message.rcode()
    reading = Reading(
        outcome=Outcome.OTHER_ERROR, target=question.name, authoritative=bool(message.flags & dns.flags.AA)
    )
    if rcode not in _SAYING:
        outcome, rule = _ERRORS.get(rcode, (Outcome.OTHER_ERROR, "failure.other"))
        reading.outcome = outcome
        reading.concluded.append(because(rule, zone=zone_text(zone), rcode=dns.rcode.to_text(rcode)))
        return reading
    _read_answer(reading, message, question, zone)
    _read_authority(reading, message, zone)
    _read_additional(reading, message, zone)
    _conclude(reading, message, question, zone)
    return reading


def _read_answer(reading: Reading, message: dns.message.Message, question: Question, zone: dns.name.Name) -> None:
    """The aliases from the name that was asked for, as far as the zone's servers may speak of them, and the records at their end."""
    inside = []
    for rrset in message.answer:
        if not rrset.name.is_subdomain(zone):
            reading.ignored.append(Ignored(_words(rrset), because("ignored.outside", zone=zone_text(zone))))
        elif _leaves(rrset, zone):
            reading.ignored.append(Ignored(_words(rrset), because("ignored.next-outside", zone=zone_text(zone))))
        elif rrset.rdtype == dns.rdatatype.RRSIG and question.type not in (dns.rdatatype.RRSIG, dns.rdatatype.ANY):
            reading.signatures[rrset.name, int(rrset.covers)] = rrset
        else:
            inside.append(rrset)
    chain = Chain(inside, question, zone)
    reading.chain, reading.records, reading.target = chain.aliases, chain.records, chain.target
    reading.made, reading.too_long = chain.made, chain.too_long
    reading.concluded += chain.concluded
    used = {id(each) for each in (*chain.aliases, *chain.records, *chain.replaced)}
    for rrset in inside:
        if id(rrset) not in used:
            reading.ignored.append(Ignored(_words(rrset), because("ignored.unasked")))


def _read_authority(reading: Reading, message: dns.message.Message, zone: dns.name.Name) -> None:
    """The SOA of a denial, the servers of a referral (or of the zone itself), and proofs of denial."""
    name = reading.target
    for rrset in message.authority:
        owner = rrset.name
        if rrset.rdtype == dns.rdatatype.RRSIG:
            reading.signatures[owner, int(rrset.covers)] = rrset
            continue
        if rrset.rdtype in (dns.rdatatype.NSEC, dns.rdatatype.NSEC3, dns.rdatatype.DS):
            if _leaves(rrset, zone):
                reading.ignored.append(Ignored(_words(rrset), because("ignored.next-outside", zone=zone_text(zone))))
            elif owner.is_subdomain(zone):
                reading.proof.append(rrset)
            continue
        if rrset.rdtype not in (dns.rdatatype.NS, dns.rdatatype.SOA):
            reading.ignored.append(Ignored(_words(rrset), because("ignored.unasked")))
        elif not name.is_subdomain(owner):
            reading.ignored.append(Ignored(_words(rrset), because("ignored.wrong-owner", name=name_text(name))))
        elif rrset.rdtype == dns.rdatatype.SOA and reading.soa is None and owner.is_subdomain(zone):
            reading.soa = rrset
        elif rrset.rdtype == dns.rdatatype.NS and (
            reading.servers is None or len(owner.labels) > len(reading.servers.name.labels)
        ):
            reading.servers = rrset


def _read_additional(reading: Reading, message: dns.message.Message, zone: dns.name.Name) -> None:
    """The addresses of the servers that are named, where the zone may speak for them."""
    named = set()
    if reading.servers is not None:
        named = {each.target for each in reading.servers}
    for rrset in reading.records:
        if rrset.rdtype == dns.rdatatype.NS:
            named |= {each.target for each in rrset}
    for rrset in message.additional:
        if rrset.rdtype == dns.rdatatype.RRSIG:
            reading.signatures.setdefault((rrset.name, int(rrset.covers)), rrset)
        if rrset.rdtype not in (dns.rdatatype.A, dns.rdatatype.AAAA):
            continue
        if rrset.name not in named:
            if reading.servers is not None and not reading.records:
                reading.ignored.append(Ignored(_words(rrset), because("ignored.not-glue")))
        elif not rrset.name.is_subdomain(zone):
            reason = because("ignored.elsewhere", name=name_text(rrset.name), zone=zone_text(zone))
            reading.ignored.append(Ignored(_words(rrset), reason))
        else:
            reading.glue.append(rrset)


def _leaves(rrset: dns.rrset.RRset, zone: dns.name.Name) -> bool:
    """Whether an NSEC record names a next name outside of the zone (RFC 4034 section 4.1.1): it would deny what is not the zone's."""
    return rrset.rdtype == dns.rdatatype.NSEC and not all(each.next.is_subdomain(zone) for each in rrset)


def _conclude(reading: Reading, message: dns.message.Message, question: Question, zone: dns.name.Name) -> None:
    """Which kind of reply it is, in the order in which one excludes the next."""
    name, kind = name_text(reading.target), dns.rdatatype.to_text(question.type)
    denied = "" if reading.soa is not None else ".no-soa"
    reading.recursive = bool(message.flags & dns.flags.RA) and not reading.authoritative
    if reading.records:
        rule = "answer.authoritative" if reading.authoritative else "answer.not-authoritative"
        _so(reading, Outcome.ANSWER, because(rule, name=name))
    elif reading.too_long or (message.rcode() == dns.rcode.YXDOMAIN and reading.chain):
        reading.outcome = Outcome.NXDOMAIN
    elif reading.chain and not reading.target.is_subdomain(zone):
        reading.outcome = Outcome.ALIAS
    elif message.rcode() == dns.rcode.NXDOMAIN:
        _so(reading, Outcome.NXDOMAIN, because(f"nxdomain{denied}", name=name))
    elif reading.chain and reading.soa is None:
        reading.outcome = Outcome.ALIAS
    elif reading.soa is None and reading.servers is not None and _refers(reading, reading.servers.name, zone):
        return
    elif reading.soa is None and reading.recursive:
        _so(reading, Outcome.LAME, because("lame.recursive", zone=zone_text(zone)))
    else:
        reading.empty = not (reading.authoritative or reading.chain or message.answer or message.authority)
        _so(reading, Outcome.NODATA, because(f"nodata{denied}", name=name, type=kind))


def _refers(reading: Reading, owner: dns.name.Name, zone: dns.name.Name) -> bool:
    """Whether the servers that are named make it a referral; one that does not lead down shows a lame server."""
    if owner != zone and owner.is_subdomain(zone):
        reading.outcome, reading.recursive = Outcome.REFERRAL, False
        return True
    if reading.authoritative and owner == zone:
        return False
    rule = "lame.sideways" if owner == zone else "lame.upward"
    _so(reading, Outcome.LAME, because(rule, zone=zone_text(zone), found=zone_text(owner)))
    return True


def _so(reading: Reading, outcome: Outcome, reason: Reason) -> None:
    reading.outcome = outcome
    reading.concluded.append(reason)


def _words(rrset: dns.rrset.RRset) -> str:
    """A record set in words, as far as a line goes."""
    first = next(iter(rrset), None)
    data = "" if first is None else str(first)
    more = f" and {len(rrset) - 1} more" if len(rrset) > 1 else ""
    return f"{name_text(rrset.name)} {dns.rdatatype.to_text(rrset.rdtype)} {data[:120]}{more}".rstrip()
