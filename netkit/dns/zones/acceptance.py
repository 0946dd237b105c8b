"""Which queries a server of zones has an answer for, and what it says to the others."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import dns.message
import dns.name
import dns.rrset
from dns.opcode import Opcode
from dns.rcode import Rcode
from dns.rdataclass import RdataClass
from dns.rdatatype import RdataType

from netkit.dns.name_text import name_text

__all__ = ["Refusal", "refusal_of"]

ASKING = (Opcode.QUERY, Opcode.NOTIFY, Opcode.UPDATE)
"""Messages that are about the one name in their question section (RFC 1035, 1996, 2136)."""

TRANSFERS = (RdataType.AXFR, RdataType.IXFR)


@dataclass(frozen=True, slots=True)
class Refusal:
    """The rcode of a response without records, and why: the rule's short name, a sentence, its RFC, and the name that it is about."""

    rcode: Rcode
    rule: str
    text: str
    rfc: str
    name: str = ""


def refusal_of(query: dns.message.Message, origins: Collection[dns.name.Name], *, tcp: bool) -> Refusal | None:
    """What is said to a query that is not answered by a server with zones of these origins; None for one that is."""
    opcode, count = query.opcode(), len(query.question)
    if query.edns > 0:
        return Refusal(
            Rcode.BADVERS, "edns-version", f"EDNS version {query.edns} is not known here", "RFC 6891 section 6.1.3"
        )
    if count != 1 and opcode in ASKING:
        return Refusal(Rcode.FORMERR, "questions", f"a query has one question, not {count}", "RFC 9619 section 4")
    if opcode != Opcode.QUERY:
        return Refusal(Rcode.NOTIMP, "opcode", "only standard queries are answered", "RFC 1035 section 4.1.1")
    return _refused_question(query.question[0], origins, tcp=tcp)


def _refused_question(question: dns.rrset.RRset, origins: Collection[dns.name.Name], *, tcp: bool) -> Refusal | None:
    if question.rdclass not in (RdataClass.IN, RdataClass.ANY):
        return Refusal(Rcode.REFUSED, "class", "only the class IN is served", "RFC 1035 section 3.2.4")
    if question.rdtype in TRANSFERS:
        return _refused_transfer(question.name, question.rdtype, origins, tcp=tcp)
    if not _within(question.name, origins):
        name = name_text(question.name)
        return Refusal(Rcode.REFUSED, "not-here", f"no zone here holds {name}", "RFC 1034 section 4.3.2", name)
    return None


def _refused_transfer(
    name: dns.name.Name, rdtype: RdataType, origins: Collection[dns.name.Name], *, tcp: bool
) -> Refusal:
    if rdtype == RdataType.AXFR and not tcp:
        return Refusal(Rcode.NOTIMP, "transfer-udp", "AXFR goes over TCP only", "RFC 5936")
    if name not in origins:
        shown = name_text(name)
        return Refusal(Rcode.NOTAUTH, "transfer-not-here", f"{shown} is no zone of this server", "RFC 5936", shown)
    return Refusal(Rcode.REFUSED, "transfer", "whole zones are not given away", "RFC 5936 section 5")


def _within(name: dns.name.Name, origins: Collection[dns.name.Name]) -> bool:
    return any(dns.name.Name(name.labels[skipped:]) in origins for skipped in range(len(name)))
