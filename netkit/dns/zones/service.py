"""From the bytes of a question to the bytes of its answer, for whoever sends: junk in, at worst silence out."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass

import dns.flags
import dns.message
import dns.rcode

from netkit.dns.query import Question
from netkit.dns.reason import Reason
from netkit.dns.wire import read_message
from netkit.dns.zones.authority import Answered, Authority
from netkit.dns.zones.fitting import limit_of

__all__ = ["Served", "serve_authority", "served"]

HEADER = 12
"""Bytes of a message's header (RFC 1035 section 4.1.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """What is sent back for one message: its bytes (None: nothing), after how many seconds, and why.

    `question` is None where the message has none that can be read; `rcode` is "" where nothing is sent.
    """

    reasons: tuple[Reason, ...]
    wire: bytes | None = None
    question: Question | None = None
    rcode: str = ""
    truncated: bool = False
    records: int = 0
    delay: float = 0.0


def serve_authority(authority: Authority, wire: bytes, *, tcp: bool) -> Served:
    """The answer that an authority gives to a message as it came."""
    return served(wire, lambda query: (authority.explain(query, tcp=tcp), 0.0), tcp=tcp)


def served(
    wire: bytes, explain: Callable[[dns.message.Message], tuple[Answered | Reason, float]], *, tcp: bool
) -> Served:
    """What becomes of a message; `explain` gives the response, or the reason for silence, and the delay in seconds.

    Whatever the bytes are, no exception: what is no question gets no answer, so that two servers never talk to each other without end,
    and a question that can't be read gets FORMERR.
    """
    if len(wire) < HEADER:
        text = f"{len(wire)} bytes are too few for a header, so nothing is sent"
        return Served(reasons=(Reason("service.short", text, "RFC 1035 section 4.1.1"),))
    if wire[2] & 0x80:
        text = "the message says that it is a response (QR), so nothing is sent: two servers could go on for ever"
        return Served(reasons=(Reason("service.response", text, "RFC 1035 section 4.1.1"),))
    query, fault = read_message(wire)
    if query is None:
        return _malformed(wire, fault)
    question = Question(query.question[0].name, query.question[0].rdtype) if query.question else None
    try:
        answered, delay = explain(query)
        if isinstance(answered, Reason):
            return Served(reasons=(answered,), question=question, delay=delay)
        response = answered.response
        # RFC 6891 section 6.2.3: what a misbehaving server makes of an answer has to fit, too
        data = response.to_wire(max_size=limit_of(query, tcp=tcp), want_shuffle=False)
    except Exception as error:  # noqa: BLE001 - a question that nobody thought of must not end the service for all others
        text = f"no answer could be made of it ({type(error).__name__})"
        reason = Reason("service.failed", text, "RFC 1035 section 4.1.1")
        return Served(wire=_bare(wire, dns.rcode.SERVFAIL), reasons=(reason,), question=question, rcode="SERVFAIL")
    return Served(
        wire=data,
        reasons=tuple(answered.reasons),
        question=question,
        rcode=dns.rcode.to_text(response.rcode()),
        truncated=bool(response.flags & dns.flags.TC),
        records=sum(len(rrset) for rrset in response.answer),
        delay=delay,
    )


def _malformed(wire: bytes, fault: str) -> Served:
    text = f"the message can't be read: {fault.rstrip('.')[:200]}"
    reason = Reason("service.malformed", text, "RFC 1035 section 4.1.1")
    return Served(wire=_bare(wire, dns.rcode.FORMERR), reasons=(reason,), rcode="FORMERR")


def _bare(wire: bytes, rcode: dns.rcode.Rcode) -> bytes:
    """A response of a header alone: id, opcode and RD are the query's (RFC 1035 section 4.1.1)."""
    (ident, flags) = struct.unpack_from("!HH", wire)
    return struct.pack("!6H", ident, dns.flags.QR | (flags & 0x7900) | int(rcode), 0, 0, 0, 0)
