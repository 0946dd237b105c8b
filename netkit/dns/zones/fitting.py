"""A response made to fit: what goes first, and when TC says that something is missing (RFC 2181 section 9, RFC 9471)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

import dns.flags
import dns.message
import dns.rrset

__all__ = ["PAYLOAD", "fit", "limit_of"]

PAYLOAD = 1232
"""The most bytes that are sent over UDP: what passes everywhere in one piece (DNS flag day 2020)."""


def limit_of(query: dns.message.Message, *, tcp: bool) -> int:
    """How many bytes the response may have (RFC 1035 section 2.3.4, RFC 6891 section 6.2.3)."""
    if tcp:
        return 65_535
    return min(max(512, query.payload), PAYLOAD) if query.edns >= 0 else 512


def fit(response: dns.message.Message, limit: int, needed: Sequence[dns.rrset.RRset]) -> None:
    """Take sets from the end until it fits; TC where `needed` glue, or anything of the answer or authority section, has to go."""
    if _size(response) <= limit:
        return
    answer, authority, additional = response.answer, response.authority, response.additional

    def keep(count: int) -> int:
        """Keep the first so many sets; the size in bytes."""
        behind = count - len(answer)
        response.answer = answer[:count]
        response.authority = authority[: max(0, behind)]
        response.additional = additional[: max(0, behind - len(authority))]
        return _size(response)

    # by halves: a thousand sets would be written a thousand times
    fitting = bisect_right(range(len(answer) + len(authority) + len(additional)), limit, key=keep)
    keep(max(0, fitting - 1))
    removed = additional[len(response.additional) :]
    cut = len(response.answer) < len(answer) or len(response.authority) < len(authority)
    if cut or any(one is each for one in removed for each in needed):
        response.flags |= dns.flags.TC


def _size(response: dns.message.Message) -> int:
    try:
        return len(response.to_wire(max_size=65_535, want_shuffle=False))
    except dns.exception.TooBig:
        return 65_536
    finally:
        # dnspython keeps what it wrote; what is changed afterwards would not be in it
        response.wire = None
