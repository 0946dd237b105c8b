"""One question to one server, until it is answered or can't be: without EDNS if need be, and over TCP if the answer is cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dns.flags

from netkit.dns.durations import seconds_text
from netkit.dns.step import Outcome
from netkit.dns.walking.reading import Reading, read_reply
from netkit.dns.walking.reasons import because

if TYPE_CHECKING:
    import dns.name

    from netkit.dns.query import Question, Server
    from netkit.dns.reason import Reason
    from netkit.dns.step import Step
    from netkit.dns.walking.walk import Errand, Talk, Walk

__all__ = ["SILENT", "ask"]

_FAILURES = {
    "timeout": (Outcome.TIMEOUT, "failure.timeout"),
    "unreachable": (Outcome.UNREACHABLE, "failure.unreachable"),
    "refused-connection": (Outcome.UNREACHABLE, "failure.unreachable"),
    "malformed": (Outcome.MALFORMED, "failure.malformed"),
    "mismatch": (Outcome.MISMATCH, "failure.mismatch"),
    "strays": (Outcome.MISMATCH, "failure.mismatch"),
    "not-in-capture": (Outcome.UNREACHABLE, "failure.not-in-capture"),
}

SILENT = frozenset({Outcome.TIMEOUT, Outcome.MISMATCH})
"""After these the same server may be asked once more."""


def ask(
    walk: Walk,
    zone: dns.name.Name,
    server: Server,
    question: Question,
    errand: Errand,
    because_of: Reason,
    asked_so: tuple[Reason, ...] = (),
) -> Talk[tuple[Step, Reading | None]]:
    """Ask, and read what comes back; the last step, and its reading (None where nothing usable came back)."""
    memory = walk.cache.server(server.address)
    tcp, edns, reasons = False, memory.edns is not False, asked_so
    while True:
        walk.check()
        step = walk.step(zone, question, errand)
        step.because, step.asked_so = because_of, reasons
        timeout = memory.timeout(walk.settings.limits.first_timeout)
        reply = yield walk.query(step, server, tcp=tcp, edns=edns, timeout=timeout)
        step.ended_at = walk.now
        because_of = because("server.same")
        if reply.message is None:
            _failed(step, reply.why, timeout)
            if step.outcome is Outcome.TIMEOUT:
                memory.silent += 1
            if reply.why == "strays" and not tcp:
                tcp, reasons = True, (*asked_so, because("question.tcp-after-strays"))
                continue
            return step, None
        memory.answered(walk.now - step.asked_at)
        message = step.response = reply.message
        step.authoritative = bool(message.flags & dns.flags.AA)
        if message.flags & dns.flags.TC:
            step.outcome = Outcome.TRUNCATED
            if tcp:
                step.concluded.append(because("truncated.tcp"))
                return step, None
            step.concluded.append(because("truncated"))
            tcp, reasons = True, (*asked_so, because("question.tcp"))
            continue
        reading = read_reply(message, question, zone)
        step.outcome = reading.outcome
        step.concluded += reading.concluded
        step.ignored += reading.ignored
        step.records = (*reading.chain, *reading.records)
        if reading.outcome is Outcome.FORMERR and edns:
            memory.edns = edns = False
            reasons = (*asked_so, because("question.without-edns"))
            continue
        if edns and message.edns >= 0:
            memory.edns = True
        return step, reading


def _failed(step: Step, why: str, timeout: float) -> None:
    """Say what a query came to that brought no message."""
    word, _, detail = why.partition(": ")
    outcome, rule = _FAILURES.get(word, (Outcome.OTHER_ERROR, "failure.reported"))
    step.outcome = outcome
    told = detail or ("it can't be read" if outcome is Outcome.MALFORMED else why)
    step.concluded.append(because(rule, time=seconds_text(timeout), detail=told[:200]))
