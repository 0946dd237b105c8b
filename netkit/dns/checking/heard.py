"""One question to one server, and what came of it: what a check concludes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import dns.flags
import dns.rcode
import dns.rdataclass

from netkit.dns.step import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    import dns.message
    import dns.name
    import dns.rrset

    from netkit.dns.query import Question, Server
    from netkit.dns.replay import Exchange
    from netkit.dns.step import Step

__all__ = ["Heard", "heard_in_capture", "heard_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A question to a server (one address), how it was asked, and what came back.

    `tcp` is what it was asked over at first, `edns` whether with EDNS (RFC 6891). `outcome` is ANSWER where a message came, whatever it
    says; `failure` says in words why none did. `cut` says that the answer over UDP was cut, and that it was asked again over TCP.
    `seconds` is how long it took.
    """

    server: Server
    question: Question
    tcp: bool
    edns: bool
    outcome: Outcome
    message: dns.message.Message | None = None
    failure: str = ""
    cut: bool = False
    seconds: float | None = None

    @property
    def rcode(self) -> int | None:
        """The response code; None without a message."""
        return None if self.message is None else int(self.message.rcode())

    @property
    def authoritative(self) -> bool:
        """Whether a message came that speaks with authority (AA)."""
        return self.message is not None and bool(self.message.flags & dns.flags.AA)

    @property
    def recursive(self) -> bool:
        """Whether a message came from a server that offers to look things up (RA)."""
        return self.message is not None and bool(self.message.flags & dns.flags.RA)

    @property
    def silent(self) -> bool:
        """Whether nothing came back at all."""
        return self.outcome in (Outcome.TIMEOUT, Outcome.UNREACHABLE) and not self.cut

    @property
    def rcode_text(self) -> str:
        """The response code in words, or ""."""
        return "" if self.message is None else dns.rcode.to_text(self.message.rcode())

    def answer(self, name: dns.name.Name, rdtype: int) -> dns.rrset.RRset | None:
        """The record set of that name and type in the answer."""
        return self._set(name, rdtype, "answer")

    def authority(self, name: dns.name.Name, rdtype: int) -> dns.rrset.RRset | None:
        """The record set of that name and type in the authority section."""
        return self._set(name, rdtype, "authority")

    def additional(self, name: dns.name.Name, rdtype: int) -> dns.rrset.RRset | None:
        """The record set of that name and type in the additional section."""
        return self._set(name, rdtype, "additional")

    def _set(self, name: dns.name.Name, rdtype: int, section: str) -> dns.rrset.RRset | None:
        sets: Iterator[dns.rrset.RRset] = iter(() if self.message is None else getattr(self.message, section))
        wanted = (dns.rdataclass.IN, rdtype, name)
        return next((each for each in sets if (each.rdclass, each.rdtype, each.name) == wanted), None)


NOTHING_HEARD = frozenset({Outcome.PENDING, Outcome.CACHED, Outcome.LIMIT, Outcome.TRUNCATED})
"""Steps in which nobody was asked, or what was said was cut and asked for again."""


def heard_of(step: Step, *, tcp: bool = False, edns: bool = True) -> Heard | None:
    """What a step of a walk or of a round is for a check; None where nobody was asked."""
    if step.server is None or step.outcome in NOTHING_HEARD:
        return None
    message = step.response
    usual = {Outcome.TIMEOUT, Outcome.UNREACHABLE, Outcome.MALFORMED, Outcome.MISMATCH}
    outcome = Outcome.ANSWER if message is not None else step.outcome if step.outcome in usual else Outcome.TIMEOUT
    return Heard(
        server=step.server,
        question=step.question,
        tcp=tcp,
        edns=edns,
        outcome=outcome,
        message=message,
        failure="" if message is not None or not step.concluded else step.concluded[-1].text,
        cut=step.transport == "tcp" and not tcp,
        seconds=None if step.ended_at is None else step.ended_at - step.asked_at,
    )


def heard_in_capture(exchange: Exchange, server: Server) -> Heard:
    """What an exchange of a capture is for a check."""
    cut = exchange.answer is not None and bool(exchange.answer.flags & dns.flags.TC)
    outcome = Outcome.ANSWER if exchange.answer is not None else Outcome.TIMEOUT
    if exchange.malformed:
        outcome = Outcome.MALFORMED
    return Heard(
        server=server,
        question=exchange.question,
        tcp=exchange.transport == "tcp",
        edns=exchange.asked.edns >= 0,
        outcome=outcome,
        message=None if cut else exchange.answer,
        failure=exchange.malformed or ("" if exchange.answer is not None else "the capture shows no answer"),
        cut=cut,
        seconds=None if exchange.answered_at is None else exchange.answered_at - exchange.asked_at,
    )
