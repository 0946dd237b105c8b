"""One question to one server of the made-up internet, in virtual time."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from netkit.cli.dns_manner import manner_of
from netkit.dns.attempt import Attempt, query_for
from netkit.dns.message_bytes import wire_of

if TYPE_CHECKING:
    from netkit.dns.made_up import MadeUpInternet
    from netkit.dns.query import Question, Server

__all__ = ["ask_made_up"]


def ask_made_up(
    internet: MadeUpInternet, question: Question, server: Server, port: int, options: Mapping[str, Any]
) -> list[Attempt]:
    """All attempts, the last with the answer (if there is one); the same words give the same bytes."""
    number = int.from_bytes(hashlib.sha256(f"{question} {server}".encode()).digest()[:2], "big")
    attempts: list[Attempt] = []
    now, tcp, left = 0.0, bool(options["tcp"]), int(options["tries"])
    while True:
        query = query_for(
            question, server, manner_of(options), identification=number, tcp=tcp, timeout=float(options["timeout"])
        )
        reply = internet.respond(query.message, server.address, tcp=tcp)
        attempt = Attempt(
            query=query.message,
            sent=query.message.to_wire(),
            server=server,
            port=port,
            transport="tcp" if tcp else "udp",
            time=now,
            ended=now + (query.timeout if reply is None else reply.round_trip),
            failure="timeout" if reply is None else "",
        )
        now = attempt.ended
        attempts.append(attempt)
        if reply is not None:
            attempt.response, attempt.wire = reply.message, wire_of(reply.message) or b""
            attempt.received.append((now, attempt.wire))
            if tcp or not attempt.cut or options["no_retry"]:
                return attempts
            tcp = True
            continue
        left -= 1
        if tcp or left <= 0:
            return attempts
