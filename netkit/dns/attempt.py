"""One question to one server, with no walk around it: how it is put, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import dns.edns
import dns.flags
import dns.message
import dns.name

from netkit.dns.query import Purpose, PurposeKind, Query
from netkit.dns.step import Step

if TYPE_CHECKING:
    from netkit.dns.query import Question, Server
    from netkit.dns.reason import Reason

__all__ = ["Attempt", "Manner", "query_for"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a question is put: the header's flags, and EDNS (RFC 6891).

    `payload` is how many bytes the answer may have over UDP; `edns` False leaves the OPT record out, and with it `dnssec` (DO) and `nsid`.
    """

    recursion: bool = True
    dnssec: bool = False
    checking_disabled: bool = False
    edns: bool = True
    payload: int = 1232
    nsid: bool = False


@dataclass(slots=True, kw_only=True)
class Attempt:
    """A question that went out, and what came back.

    `transport` is `udp`, `tcp`, `tls` or `https`, `secured` what is to be said of the encryption. `time` and `ended` are in seconds.
    `local` is None where no socket was opened. `received` are all messages that came, in order, each with its time; `response` the one that
    answers the question and `wire` its bytes. `passed_over` says why others were not taken, `failure` why there is no answer
    ("" where there is one), in the words that a walker takes.
    """

    query: dns.message.Message
    sent: bytes
    server: Server
    port: int
    transport: str
    time: float
    ended: float
    local: tuple[str, int] | None = None
    received: list[tuple[float, bytes]] = field(default_factory=list)
    response: dns.message.Message | None = None
    wire: bytes = b""
    passed_over: list[Reason] = field(default_factory=list)
    failure: str = ""
    secured: str = ""

    @property
    def seconds(self) -> float:
        """How long it took."""
        return max(0.0, self.ended - self.time)

    @property
    def cut(self) -> bool:
        """Whether the answer does not hold everything (TC)."""
        return self.response is not None and bool(self.response.flags & dns.flags.TC)


def query_for(
    question: Question, server: Server, manner: Manner, *, identification: int, tcp: bool, timeout: float
) -> Query:
    """The question as it goes out to `server`, with `identification` as its number."""
    options: list[dns.edns.Option] = [dns.edns.NSIDOption(b"")] if manner.nsid else []
    message = dns.message.make_query(
        question.name,
        question.type,
        use_edns=0 if manner.edns else False,
        want_dnssec=manner.dnssec and manner.edns,
        payload=manner.payload if manner.edns else None,
        options=options if manner.edns else None,
        id=identification,
        flags=(dns.flags.RD if manner.recursion else 0) | (dns.flags.CD if manner.checking_disabled else 0),
    )
    step = Step(
        number=1,
        zone=dns.name.root,
        question=question,
        purpose=Purpose(PurposeKind.ANSWER, question),
        asked_at=0.0,
        server=server,
        query=message,
    )
    return Query(message=message, server=server.address, tcp=tcp, timeout=timeout, zone=dns.name.root, step=step)
