"""What kind of message a DNS message is, in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dns.flags
import dns.opcode
import dns.rcode
import dns.rdatatype

from netkit.dns.name_text import name_text
from netkit.dns.view.records import sets_text, type_text

if TYPE_CHECKING:
    import dns.message

__all__ = ["kind_text"]


def kind_text(message: dns.message.Message) -> str:
    """The sentence, without its full stop."""
    if message.opcode() != dns.opcode.QUERY:
        word = "answer to " if message.flags & dns.flags.QR else ""
        return f"{word}a message of kind {dns.opcode.to_text(message.opcode())}"
    if not message.question:
        return "a message without a question"
    asked = message.question[0]
    question = f"{name_text(asked.name)} {type_text(asked.rdtype)}"
    if not message.flags & dns.flags.QR:
        if message.flags & dns.flags.RD:
            return f"a question, {question}, to a resolver that should do the walk itself (RD)"
        return f"a question, {question}, to a server that should say what it knows itself (no RD)"
    return f"{_answer(message)}; asked was {question}"


def _answer(message: dns.message.Message) -> str:
    if message.flags & dns.flags.TC:
        return "an answer that is cut (TC): the whole of it comes over TCP"
    code = message.rcode()
    if code == dns.rcode.NXDOMAIN:
        return "an answer that there is no such name (NXDOMAIN)" + _keep(message)
    if code != dns.rcode.NOERROR:
        return f"an answer that something went wrong ({dns.rcode.to_text(code)})"
    who = "from a server with authority (AA)" if message.flags & dns.flags.AA else "from somebody else's memory (no AA)"
    if message.answer:
        first, _ = next(sets_text(message.answer), ("only signatures", 0))
        return f"an answer {who}: {first}"
    zone = next((each.name for each in message.authority if each.rdtype == dns.rdatatype.NS), None)
    if zone is not None and not any(each.rdtype == dns.rdatatype.SOA for each in message.authority):
        return f"a referral: ask the servers of {name_text(zone)}"
    return "an answer that the name has no record of this type (no data)" + _keep(message)


def _keep(message: dns.message.Message) -> str:
    """For how long that may be kept (RFC 2308 section 5)."""
    for rrset in message.authority:
        if rrset.rdtype == dns.rdatatype.SOA:
            return f", which may be kept for {min(rrset.ttl, rrset[0].minimum):,} s"
    return ", which nobody may keep, for no SOA is there"
