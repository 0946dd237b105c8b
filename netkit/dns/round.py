"""One round of questions: the same asked of many servers, each by itself, without a walk."""

from __future__ import annotations

import hashlib
import hmac
from collections import deque
from collections.abc import Iterable
from typing import TYPE_CHECKING

import dns.flags
import dns.message

from netkit.dns.durations import seconds_text
from netkit.dns.query import Purpose, PurposeKind, Query
from netkit.dns.step import Ignored, Outcome, Step
from netkit.dns.walking.acceptance import stray
from netkit.dns.walking.reasons import because
from netkit.dns.wire import read_message

if TYPE_CHECKING:
    import dns.name

    from netkit.dns.query import Question, Server

__all__ = ["Round"]

PAYLOAD = 1232
PATIENCE = 2.0
"""Seconds that a server is waited for."""

STRAYS = 16
"""Datagrams that fit no question, after which a server is given up."""

FAILURES = {
    "timeout": (Outcome.TIMEOUT, "failure.timeout"),
    "malformed": (Outcome.MALFORMED, "failure.malformed"),
    "refused-connection": (Outcome.UNREACHABLE, "failure.closed"),
}
"""What a failure's first word makes of a step, and the reason that is given; all others mean that there is no way there."""

MOST_OUT = 64
"""Questions that are out at once: each needs a socket."""


class Round:
    """Questions that go out side by side; it is driven as a `Walker` is, and `steps` has what came of each.

    `asked` is for each question the zone, the server and the question. `now` is in seconds, on the clock of the later calls. An answer
    that was cut is asked for again over TCP: that is the step, and the cut answer has another behind all others. Nothing that comes is
    believed unless it fits its question (RFC 5452 section 9.1). With `tcp` all go over TCP at once, without `edns` as RFC 1035 had it
    alone, and `dnssec` wants signatures, too (DO). Where nothing usable came, the last of a step's `concluded` is the reason.
    """

    def __init__(
        self,
        asked: Iterable[tuple[dns.name.Name, Server, Question]],
        *,
        now: float,
        seed: int | str = 0,
        tcp: bool = False,
        edns: bool = True,
        dnssec: bool = False,
    ) -> None:
        self.now = now
        self.steps: list[Step] = []
        self._edns, self._dnssec = edns, dnssec
        self._seed = str(seed).encode()
        self._out = 0
        self._outbox: deque[Query] = deque()
        self._open = 0
        for zone, server, question in asked:
            purpose = Purpose(PurposeKind.ANSWER, question)
            step = Step(
                number=len(self.steps) + 1, zone=zone, question=question, purpose=purpose, asked_at=now, server=server
            )
            self.steps.append(step)
            self._put(step, tcp=tcp)

    @property
    def done(self) -> bool:
        """Whether all have answered, or were given up."""
        return self._open == 0

    def next_query(self) -> Query | None:
        """The next question that should go out now; None if all are out, or as many as may be at once."""
        if not self._outbox or self._out >= MOST_OUT:
            return None
        query = self._outbox.popleft()
        self._out += 1
        query.step.asked_at = self.now
        return query

    def receive(self, message: dns.message.Message, query: Query, *, now: float) -> None:
        """A message came, and nothing else will."""
        self.now = max(self.now, now)
        reason = stray(message, query, mixed_case=False)
        if reason is not None:
            query.step.ignored.append(Ignored("a message", reason))
            self._over(query, Outcome.MISMATCH)
            return
        if message.flags & dns.flags.TC and not query.tcp:
            self._cut(query, message)
            return
        query.step.response = message
        self._over(query, Outcome.ANSWER)

    def datagram(self, wire: bytes, query: Query, source: str, *, now: float) -> bool:
        """A datagram came while `query` is out; True if it settled the question."""
        self.now = max(self.now, now)
        message, fault = read_message(wire) if len(wire) >= 12 else (None, "short")
        if source == query.server and message is not None and stray(message, query, mixed_case=False) is None:
            self.receive(message, query, now=now)
            return True
        if source == query.server and fault and wire[:2] == query.message.id.to_bytes(2, "big"):
            self.failed(query, f"malformed: {fault}", now=now)
            return True
        query.strays += 1
        if query.strays <= STRAYS:
            return False
        self._over(query, Outcome.MISMATCH)
        return True

    def failed(self, query: Query, why: str, *, now: float) -> None:
        """Nothing usable came back."""
        self.now = max(self.now, now)
        kind, _, detail = why.partition(":")
        outcome, rule = FAILURES.get(kind, (Outcome.UNREACHABLE, "failure.unreachable"))
        query.step.concluded.append(because(rule, time=seconds_text(query.timeout), detail=detail.strip()))
        self._over(query, outcome)

    def _put(self, step: Step, *, tcp: bool) -> None:
        if step.server is None:
            raise ValueError("each question of a round goes to a server")
        text = f"{step.number}\x00{step.server.address}\x00{tcp}".encode()
        number = int.from_bytes(hmac.digest(self._seed, text, hashlib.sha256)[:2], "big")
        message = dns.message.make_query(
            step.question.name,
            step.question.type,
            use_edns=0 if self._edns else -1,
            want_dnssec=self._dnssec and self._edns,
            payload=PAYLOAD,
            id=number,
            flags=0,
        )
        step.query, step.transport = message, "tcp" if tcp else "udp"
        self._open += 1
        self._outbox.append(
            Query(message=message, server=step.server.address, tcp=tcp, timeout=PATIENCE, zone=step.zone, step=step)
        )

    def _cut(self, query: Query, message: dns.message.Message) -> None:
        """The same question again over TCP; what was cut has a step of its own."""
        step = query.step
        self.steps.append(
            Step(
                number=len(self.steps) + 1,
                zone=step.zone,
                question=step.question,
                purpose=step.purpose,
                asked_at=step.asked_at,
                server=step.server,
                transport="udp",
                query=query.message,
                response=message,
                ended_at=self.now,
                outcome=Outcome.TRUNCATED,
                concluded=[because("truncated")],
            )
        )
        self._open -= 1
        self._out -= 1
        self._put(step, tcp=True)

    def _over(self, query: Query, outcome: Outcome) -> None:
        self._open -= 1
        self._out -= 1
        query.step.outcome, query.step.ended_at = outcome, self.now
