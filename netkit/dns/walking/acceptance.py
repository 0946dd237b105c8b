"""Whether a message belongs to a question: number, question, and who sent it (RFC 5452 section 9.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dns.flags
import dns.rcode
import dns.rdatatype

from netkit.dns.name_text import name_text
from netkit.dns.walking.reasons import because

if TYPE_CHECKING:
    import dns.message

    from netkit.dns.query import Query
    from netkit.dns.reason import Reason

__all__ = ["stray"]


def stray(message: dns.message.Message, query: Query, *, mixed_case: bool = False) -> Reason | None:
    """Why `message` is no reply to `query`; None if it is one."""
    asked = query.message
    if message.id != asked.id:
        return because("ignored.identification", found=f"0x{message.id:04x}", expected=f"0x{asked.id:04x}")
    if not message.flags & dns.flags.QR:
        return because("ignored.query")
    if message.opcode() != asked.opcode():
        return because("ignored.question", found="another operation")
    if not message.question and message.rcode() not in (dns.rcode.NOERROR, dns.rcode.NXDOMAIN):
        return None  # a server that did not understand the question can't repeat it
    if len(message.question) != 1:
        return because("ignored.question", found=f"{len(message.question)} questions")
    repeated, expected = message.question[0], asked.question[0]
    if (repeated.name, repeated.rdtype, repeated.rdclass) != (expected.name, expected.rdtype, expected.rdclass):
        return because("ignored.question", found=f"{name_text(repeated.name)} {dns.rdatatype.to_text(repeated.rdtype)}")
    if mixed_case and repeated.name.labels != expected.name.labels:
        return because("ignored.case")
    return None
