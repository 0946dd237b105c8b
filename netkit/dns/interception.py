"""Signs that somebody between here and the servers answers in their place.

Campuses, hotels and some providers catch whatever goes to port 53 and let their own resolver answer. A walk is then no walk: each
"server" is the same resolver. What is here judges messages; asking is done elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import dns.flags
import dns.rcode

from netkit.dns.root_hints import ROOT_HINTS

if TYPE_CHECKING:
    import dns.message

    from netkit.dns.step import Step

__all__ = ["NOBODY", "Finding", "answered_by_nobody", "noticed", "noticed_in", "root_answered_oddly"]

NOBODY = "192.0.2.53"
"""An address at which no name server can be: it is kept for documentation, and no network may use it (RFC 5737)."""

ADVICE = (
    "Ask over HTTPS, which nobody can answer in the server's place (netkit dns ask NAME @SERVER --https), go to another network, "
    "or walk in the made-up internet (netkit dns trace www.example.test)"
)
HEADLINE = "somebody on the way answers instead of the servers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was `seen`, what it means, and what to do; sentences without a full stop. `rule` is a stable id."""

    rule: str
    seen: str
    meaning: str
    source: str = ""
    advice: str = ADVICE
    headline: str = HEADLINE


def answered_by_nobody(address: str = NOBODY) -> Finding:
    """An answer came from an address at which nobody is."""
    return Finding(
        rule="interception.nobody-answered",
        seen=f"A question to {address} was answered, and no name server can be there: the address is kept for documentation",
        meaning="Something between here and there catches questions to port 53 and answers them itself, "
        "so what any server is said to have answered need not be its own",
        source="RFC 5737 §3",
    )


def root_answered_oddly(message: dns.message.Message, address: str) -> Finding | None:
    """What `message`, said to be from the root server at `address`, gives away; None where it is as a root server would speak.

    Root servers look nothing up: they offer no recursion (RA clear, RFC 1034 section 4.3.1), and what they answer themselves they
    answer with authority.
    """
    if not message.flags & dns.flags.QR or message.rcode() not in (dns.rcode.NOERROR, dns.rcode.NXDOMAIN):
        return None
    if message.flags & dns.flags.RA:
        seen = f"The root server {address} offers to look things up (RA), which root servers do not"
    elif message.answer and not message.flags & dns.flags.AA:
        seen = f"The root server {address} answered with records that it has no authority for (no AA), where it should only refer"
    else:
        return None
    return Finding(
        rule="interception.root-recursive",
        seen=seen,
        meaning="Not a root server answered, but a resolver that stands in its place, so this is no answer from the root",
        source="RFC 1034 §4.3.1",
    )


def noticed_in(message: dns.message.Message, address: str) -> Finding | None:
    """What one answer over the real network gives away, said to be from `address`."""
    if address == NOBODY:
        return answered_by_nobody()
    if any(address == root for _, root in ROOT_HINTS):
        return root_answered_oddly(message, address)
    return None


def noticed(steps: Sequence[Step]) -> Finding | None:
    """What the answers of a walk over the real network give away, without asking anything more."""
    for step in steps:
        if step.server is not None and step.response is not None:
            finding = noticed_in(step.response, step.server.address)
            if finding is not None:
                return finding
    return None
