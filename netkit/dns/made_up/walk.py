"""A walk through the made-up internet, in virtual time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import dns.message

    from netkit.dns.driven import Driven
    from netkit.dns.made_up.internet import Reply
    from netkit.dns.query import Query

__all__ = ["Answering", "Before", "walk"]


class Answering(Protocol):
    """Whoever answers at the addresses of an internet: the made-up one, or a lab's own."""

    def respond(self, query: dns.message.Message, address: str, *, tcp: bool = False) -> Reply | None:
        """What comes back for a query to this address; None where nothing does."""


Before = Callable[["Query"], None]
"""What is done before a question goes out."""


def walk(walker: Driven, internet: Answering, now: float, before: Before | None = None) -> float:
    """Let a walk take place in virtual time, from `now` on; the time at its end."""
    while (query := walker.next_query()) is not None:
        if before is not None:
            before(query)
        reply = internet.respond(query.message, query.server, tcp=query.tcp)
        if reply is None:
            now += query.timeout
            walker.failed(query, "timeout", now=now)
        else:
            now += reply.round_trip
            walker.receive(reply.message, query=query, now=now)
    return now
