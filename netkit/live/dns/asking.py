"""One question to one server over the network, and what came back until it was answered or its time was up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from netkit.dns.attempt import Attempt
from netkit.dns.query import Server
from netkit.dns.reason import Reason
from netkit.dns.walking.acceptance import stray
from netkit.dns.wire import read_message
from netkit.live.dns.driving import few_sockets, wall_clock
from netkit.live.dns.tcp import failure_told

if TYPE_CHECKING:
    from netkit.dns.query import Query
    from netkit.live.dns.way import Begin, Out

__all__ = ["ask_once"]

MOST_STRAYS = 64


def ask_once(
    query: Query, port: int, begin: Begin, transport: str, *, clock: Callable[[], float] | None = None
) -> Attempt:
    """Ask `query.server` at `port`, for at most `query.timeout` seconds. No OSError leaves this function.

    Datagrams that are no answer to the question are passed over; the attempt says why. `clock` gives seconds.
    """
    clock = clock or wall_clock()
    wire = query.message.to_wire()
    now = clock()
    server = query.step.server or Server(None, query.server)
    attempt = Attempt(
        query=query.message,
        sent=wire,
        server=server,
        port=port,
        transport=transport,
        time=now,
        ended=now,
    )
    try:
        question = begin(wire, query.server, port)
    except OSError as error:
        attempt.failure = failure_told(error)
        return attempt
    try:
        _wait(attempt, query, question, clock)
    except OSError as error:
        attempt.failure = failure_told(error)
    finally:
        attempt.ended, attempt.local = clock(), question.local
        attempt.secured = getattr(question, "told", "")
        question.close()
    return attempt


def _wait(attempt: Attempt, query: Query, question: Out, clock: Callable[[], float]) -> None:
    """Until there is an answer, a failure (an OSError, too) or no time."""
    deadline = attempt.time + query.timeout
    with few_sockets() as selector:
        while (left := deadline - clock()) > 0:
            selector.register(question.socket, question.events)
            ready = selector.select(left)
            selector.unregister(question.socket)
            if not ready:
                continue
            wire = question.advance()
            if wire is None:
                continue
            attempt.received.append((clock(), wire))
            if _taken(attempt, query, wire):
                return
            if question.transport != "udp":
                attempt.failure = "malformed: " + attempt.passed_over[-1].text
                return
            if len(attempt.passed_over) >= MOST_STRAYS:
                attempt.failure = f"strays: {MOST_STRAYS} messages came, and none is an answer to this question"
                return
    attempt.failure = "timeout"


def _taken(attempt: Attempt, query: Query, wire: bytes) -> bool:
    """Whether `wire` is the answer, which is then kept."""
    message, fault = read_message(wire)
    if message is None:
        attempt.passed_over.append(Reason("ignored.malformed", f"it can't be read: {fault}", "RFC 1035 §4.1"))
        return False
    reason = stray(message, query)
    if reason is not None:
        attempt.passed_over.append(reason)
        return False
    attempt.response, attempt.wire = message, wire
    return True
