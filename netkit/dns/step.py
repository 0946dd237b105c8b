"""A step of a walk: one question, its answer, and what the walker concluded from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import dns.message
    import dns.name
    import dns.rrset

    from netkit.dns.query import Purpose, Question, Server
    from netkit.dns.reason import Reason

__all__ = ["GlueKind", "Ignored", "Outcome", "Referral", "ReferredServer", "Step"]


class Outcome(Enum):
    """What came of a step; the value is the word in JSON."""

    PENDING = "pending"
    ANSWER = "answer"
    ALIAS = "alias"
    NODATA = "nodata"
    NXDOMAIN = "nxdomain"
    REFERRAL = "referral"
    TRUNCATED = "truncated"
    LAME = "lame"
    REFUSED = "refused"
    SERVFAIL = "servfail"
    FORMERR = "formerr"
    OTHER_ERROR = "other-error"
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    MALFORMED = "malformed"
    MISMATCH = "mismatch"
    CACHED = "cached"
    LIMIT = "limit"
    GAVE_UP = "gave-up"


class GlueKind(Enum):
    """Where the name of a server that a referral names lies (RFC 9471 section 2)."""

    IN_DOMAIN = "in-domain"
    """Below the zone that is referred to: without its address nobody could get there."""
    SIBLING = "sibling"
    """Below the zone that refers, in another of its children."""
    ELSEWHERE = "elsewhere"
    """Outside of the zone that refers, which need not know the address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferredServer:
    """A name server in a referral: its name, the addresses that came with it and were believed, and what is to be said of them."""

    name: dns.name.Name
    kind: GlueKind
    addresses: tuple[str, ...]
    needed: Reason
    believed: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """To ask the servers of another zone: the zone, its servers with their glue, and for how many seconds it may be kept."""

    zone: dns.name.Name
    servers: Sequence[ReferredServer]
    time_to_live: int


@dataclass(frozen=True, slots=True)
class Ignored:
    """What of a message was not believed or not needed, and why; `what` is a record in words, or a whole message."""

    what: str
    reason: Reason


@dataclass(slots=True, eq=False, kw_only=True)
class Step:
    """One question, its answer, and what was concluded.

    `zone` is the zone whose servers were asked, `question` what was really asked (shorter than what is wanted where the name was
    minimised). `server` is None where nobody was asked: something was in the cache (`Outcome.CACHED`) or a limit was reached
    (`Outcome.LIMIT`). `transport` is `udp`, `tcp` or "". Times are in seconds, as they were given to the walker. `because` says why this
    server, `asked_so` why this question (minimised, again over TCP …; often empty), `concluded` what came of it, the most important
    first. `records` are the record sets that were taken from the answer. `remaining` is for how many seconds what stood in the
    cache may still be used.
    """

    number: int
    zone: dns.name.Name
    question: Question
    purpose: Purpose
    asked_at: float
    server: Server | None = None
    transport: str = ""
    because: Reason | None = None
    asked_so: Sequence[Reason] = ()
    query: dns.message.Message | None = None
    response: dns.message.Message | None = None
    ended_at: float | None = None
    outcome: Outcome = Outcome.PENDING
    concluded: list[Reason] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)
    referral: Referral | None = None
    records: Sequence[dns.rrset.RRset] = ()
    authoritative: bool = False
    remaining: int | None = None

    @property
    def reason(self) -> str:
        """The most important sentence about this step."""
        return self.concluded[0].text if self.concluded else ""

    @property
    def rfc(self) -> str:
        """The RFC and section that it rests on, or ""."""
        return self.concluded[0].rfc if self.concluded else ""
