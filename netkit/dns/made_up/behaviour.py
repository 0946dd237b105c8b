"""The ways in which servers of the made-up internet misbehave: each makes another reply of a query and of the right reply."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["BEHAVIOURS", "answer_as"]

BEHAVIOURS = {
    "silent": "says nothing",
    "refuses": "refuses every question (REFUSED)",
    "upward": "sends every question back up to the root",
    "non-authoritative": "answers without the AA bit",
    "servfail": "says SERVFAIL to every question",
    "formerr-edns": "takes EDNS for a format error (FORMERR)",
    "ignores-edns": "knows no EDNS, and answers without",
    "truncates": "cuts every answer over UDP",
    "no-tcp": "takes no TCP",
    "ent-nxdomain": "says NXDOMAIN for names without records, even where names below exist",
    "ent-servfail": "says SERVFAIL for names without records, though names below exist",
    "lowercases": "repeats the question in lower case",
}

_RCODES = {"refuses": dns.rcode.REFUSED, "servfail": dns.rcode.SERVFAIL}
_EMPTY_RCODES = {"ent-nxdomain": dns.rcode.NXDOMAIN, "ent-servfail": dns.rcode.SERVFAIL}


def answer_as(
    behaviours: frozenset[str],
    query: dns.message.Message,
    right: Callable[[dns.message.Message], dns.message.Message],
    *,
    tcp: bool,
) -> dns.message.Message | None:
    """What a server with these behaviours replies; `right` gives the reply that is right. None: nothing comes back."""
    if "silent" in behaviours or (tcp and "no-tcp" in behaviours):
        return None
    for behaviour, rcode in _RCODES.items():
        if behaviour in behaviours:
            return _failure(query, rcode)
    if "upward" in behaviours:
        return _upward(query)
    if query.edns >= 0 and "formerr-edns" in behaviours:
        reply = _failure(query, dns.rcode.FORMERR)
        reply.use_edns(False)  # noqa: FBT003  dnspython's way to say: none
        return reply
    if "ignores-edns" in behaviours:
        query = dns.message.from_wire(query.to_wire())
        query.use_edns(False)  # noqa: FBT003
    if "truncates" in behaviours and not tcp:
        reply = _failure(query, dns.rcode.NOERROR)
        reply.flags |= dns.flags.TC | dns.flags.AA
        return reply
    return _changed(behaviours, query, right)


def _failure(query: dns.message.Message, rcode: dns.rcode.Rcode) -> dns.message.Message:
    reply = dns.message.make_response(query)
    reply.set_rcode(rcode)
    return reply


def _upward(query: dns.message.Message) -> dns.message.Message:
    reply = dns.message.make_response(query)
    reply.authority.append(dns.rrset.from_text(dns.name.root, 172800, "IN", "NS", "a.root.test.", "b.root.test."))
    return reply


def _changed(
    behaviours: frozenset[str],
    query: dns.message.Message,
    right: Callable[[dns.message.Message], dns.message.Message],
) -> dns.message.Message:
    reply = right(query)
    reply.wire = None
    if "non-authoritative" in behaviours:
        reply.flags &= ~dns.flags.AA
    for behaviour, rcode in _EMPTY_RCODES.items():
        if behaviour in behaviours and _without_records(query, reply, right):
            reply.set_rcode(rcode)
    if "lowercases" in behaviours and query.question:
        asked = query.question[0]
        lower = dns.name.Name([label.lower() for label in asked.name.labels])
        reply.question = [dns.rrset.RRset(lower, asked.rdclass, asked.rdtype)]
    return reply


def _without_records(
    query: dns.message.Message,
    reply: dns.message.Message,
    right: Callable[[dns.message.Message], dns.message.Message],
) -> bool:
    """Whether the name exists without a record: in zones with this fault, every name that has records has an address or is the apex."""
    soa = [each.name for each in reply.authority if each.rdtype == dns.rdatatype.SOA]
    if reply.rcode() != dns.rcode.NOERROR or reply.answer or not soa or query.question[0].name == soa[0]:
        return False
    probe = dns.message.make_query(query.question[0].name, dns.rdatatype.A)
    return not right(probe).answer
