"""How a server stands to a zone that it is named for: responsible for it, lame, a resolver, silent, or not to be understood."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import TYPE_CHECKING

import dns.rdatatype

from netkit.dns.step import Outcome

if TYPE_CHECKING:
    import dns.name

    from netkit.dns.checking.heard import Heard
    from netkit.dns.query import Server

__all__ = ["Standing", "speaks_for", "standing"]

APEX = (dns.rdatatype.SOA, dns.rdatatype.NS)


class Standing(Enum):
    """How a server stands to a zone; the value is the word in JSON."""

    GOOD = "good"
    LAME = "lame"
    RESOLVER = "resolver"
    """It answers from what it looked up elsewhere."""
    SILENT = "silent"
    BROKEN = "broken"
    """What it sends is no answer."""
    UNKNOWN = "unknown"
    """It was not asked, or all it said was cut."""


def speaks_for(heard: Heard, zone: dns.name.Name) -> bool:
    """Whether an answer was given with authority for this zone, not for one above it."""
    message = heard.message
    if _refers_down(heard, zone):
        return True
    if message is None or not heard.authoritative or heard.rcode_text not in ("NOERROR", "NXDOMAIN"):
        return False
    if any(each.rdtype in APEX and each.name == zone for each in (*message.answer, *message.authority)):
        return True
    if heard.question.name == zone and heard.question.type in APEX:
        return any(each.rdtype == dns.rdatatype.CNAME and each.name == zone for each in message.answer)
    return any(each.name == heard.question.name for each in message.answer)


def _refers_down(heard: Heard, zone: dns.name.Name) -> bool:
    """Whether it is a referral to a zone below this one, which only its own servers give (RFC 1034 section 4.3.2)."""
    message = heard.message
    if message is None or message.answer or heard.rcode_text != "NOERROR" or heard.recursive:
        return False
    cuts = [each.name for each in message.authority if each.rdtype == dns.rdatatype.NS]
    return bool(cuts) and cuts[0] != zone and cuts[0].is_subdomain(zone) and heard.question.name.is_subdomain(cuts[0])


def standing(heard: Iterable[Heard], zone: dns.name.Name, server: Server) -> Standing:
    """How a server (one address) stands to the zone, by all that was heard of it."""
    own = [each for each in heard if each.server.address == server.address]
    spoken = [each for each in own if each.message is not None]
    if any(speaks_for(each, zone) for each in spoken):
        return Standing.GOOD
    if spoken:
        told = [each for each in spoken if each.message is not None and each.message.answer]
        return Standing.RESOLVER if told and all(each.recursive for each in told) else Standing.LAME
    # A connection that is taken and ended again is no answer, whatever way it ends in.
    unread = [each for each in own if each.outcome in (Outcome.MALFORMED, Outcome.MISMATCH) and not each.tcp]
    if any(not each.cut for each in unread):
        return Standing.BROKEN
    return Standing.SILENT if own and all(each.silent or each.tcp for each in own) else Standing.UNKNOWN
