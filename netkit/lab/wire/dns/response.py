"""What a response is to its question (RFC 1034 section 4.3.2, RFC 2308 section 2)."""

from __future__ import annotations

from enum import Enum

import dns.flags
import dns.message
import dns.rcode
from dns.rdatatype import RdataType

from netkit.language import Phrase

__all__ = ["Response", "response_kind"]


class Response(Enum):
    """What came back; the value is how a sentence says it."""

    NOTHING = Phrase("wire.response.nothing", "no answer")
    CUT = Phrase("wire.response.cut", "an answer that is cut (TC)")
    NO_NAME = Phrase("wire.response.no-name", "that there is no such name (NXDOMAIN)")
    FAILURE = Phrase("wire.response.failure", "that something went wrong")
    ANSWER = Phrase("wire.response.answer", "an answer")
    ALIAS = Phrase("wire.response.alias", "an alias")
    REFERRAL = Phrase("wire.response.referral", "a referral")
    NO_DATA = Phrase("wire.response.no-data", "that the name has no such record (no data)")
    EMPTY = Phrase("wire.response.empty", "nothing that says yes or no")


def response_kind(query: dns.message.Message, response: dns.message.Message | None) -> Response:
    """What a response is to its query.

    A referral has rcode 0, no AA, no answer, and NS records without an SOA in its authority section; no data is rcode 0, no record of the
    asked type, and an SOA there.
    """
    if response is None:
        return Response.NOTHING
    if response.flags & dns.flags.TC:
        return Response.CUT
    if response.rcode() != dns.rcode.NOERROR:
        return Response.NO_NAME if response.rcode() == dns.rcode.NXDOMAIN else Response.FAILURE
    return _told_by_sections(query, response)


def _told_by_sections(query: dns.message.Message, response: dns.message.Message) -> Response:
    """What a whole response without an error is."""
    kinds = {rrset.rdtype for rrset in response.answer}
    if kinds:
        asked = query.question[0].rdtype if query.question else RdataType.ANY
        return Response.ANSWER if asked in (*kinds, RdataType.ANY) else Response.ALIAS
    beside = {rrset.rdtype for rrset in response.authority}
    if RdataType.SOA in beside:
        return Response.NO_DATA
    referral = RdataType.NS in beside and not response.flags & dns.flags.AA
    return Response.REFERRAL if referral else Response.EMPTY
