"""What a walk came to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import dns.edns
import dns.flags
import dns.message
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset

if TYPE_CHECKING:
    from netkit.dns.query import Question
    from netkit.dns.reason import Reason
    from netkit.dns.trust.link import Checked, Link

__all__ = ["ExtendedError", "Result", "Security"]


class Security(Enum):
    """How far an answer can be trusted (RFC 4033 section 5); the value is the word in JSON."""

    SECURE = "secure"
    INSECURE = "insecure"
    BOGUS = "bogus"
    INDETERMINATE = "indeterminate"


@dataclass(frozen=True, slots=True)
class ExtendedError:
    """An extended DNS error: its number, and words (RFC 8914)."""

    code: int
    text: str = ""


@dataclass(slots=True, kw_only=True)
class Result:
    """The answer to a walk's question.

    `rcode` is the response code, `answer` the record sets from the name that was asked for along all aliases, `authority` the SOA that says
    how long a negative answer may be kept. `reason` says in a sentence what came out and, where nothing did, who is at fault.
    `queries` counts the questions that were sent. `finished` is False while the walk goes on. `links` is the chain of trust from the
    anchor down, `checked` the record sets and denials that were held against it; both are empty where nothing was validated. `mend` says
    who can mend what is bogus ("" where nothing is), `signatures` are the RRSIG sets of the answer.
    """

    question: Question
    rcode: dns.rcode.Rcode = dns.rcode.SERVFAIL
    answer: Sequence[dns.rrset.RRset] = ()
    authority: Sequence[dns.rrset.RRset] = ()
    security: Security = Security.INDETERMINATE
    extended_errors: Sequence[ExtendedError] = ()
    reason: Reason | None = None
    queries: int = 0
    finished: bool = False
    mend: str = ""
    signatures: Sequence[dns.rrset.RRset] = ()
    links: Sequence[Link] = ()
    checked: Sequence[Checked] = ()

    def to_message(
        self, *, do: bool = False, ad: bool = False, cd: bool = False, rd: bool = True
    ) -> dns.message.Message:
        """The answer as a resolver gives it to a client that asked with these flags.

        Signatures are left out unless `do` is set, and AD is only set for a client that can make something of it (`do` or `ad`,
        RFC 6840 section 5.8).
        """
        query = dns.message.make_query(self.question.name, self.question.type, want_dnssec=do)
        query.flags = (dns.flags.RD if rd else 0) | (dns.flags.CD if cd else 0) | (dns.flags.AD if ad else 0)
        response = dns.message.make_response(query, recursion_available=True)
        response.set_rcode(self.rcode)
        if self.security is Security.SECURE and (do or ad):
            response.flags |= dns.flags.AD
        response.answer = [
            each for each in self.answer if do or each.rdtype != dns.rdatatype.RRSIG or self._asked(each)
        ]
        if do:
            response.answer += [each for each in self.signatures if each not in response.answer]
        response.authority = [each for each in self.authority if do or each.rdtype not in _PROOFS or self._asked(each)]
        if self.extended_errors:
            options = [_option(each) for each in self.extended_errors]
            response.use_edns(0, dns.flags.DO if do else 0, 1232, options=options)
        return response

    def _asked(self, rrset: dns.rrset.RRset) -> bool:
        return self.question.type in (rrset.rdtype, dns.rdatatype.ANY)


_PROOFS = frozenset({dns.rdatatype.RRSIG, dns.rdatatype.NSEC, dns.rdatatype.NSEC3})


def _option(error: ExtendedError) -> dns.edns.Option:
    return dns.edns.EDEOption(dns.edns.EDECode(error.code), error.text or None)
