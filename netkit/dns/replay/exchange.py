"""Questions with their answers, from messages as they went by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import dns.flags
import dns.opcode
import dns.rdatatype

from netkit.dns.query import Question
from netkit.dns.wire import read_message

if TYPE_CHECKING:
    import dns.message
    import dns.name

__all__ = ["Exchange", "exchanges_of", "referred_zone"]

NANOSECONDS = 1_000_000_000


@dataclass(slots=True, eq=False, kw_only=True)
class Exchange:
    """A question to a server, and what came back (None if nothing did); times are in seconds.

    `recursive` says that the server was asked to do the walk itself (RD), `edns` that it was asked with EDNS. `malformed` is why what
    came back can't be read ("" if it can, or nothing came).
    """

    server: str
    transport: str
    question: Question
    asked_at: float
    recursive: bool
    identification: int
    answered_at: float | None = None
    answer: dns.message.Message | None = None
    malformed: str = ""
    edns: bool = False


def exchanges_of(messages: Iterable[tuple[int, str, str, bytes]]) -> list[Exchange]:
    """The exchanges, in the order in which they were asked; tuples of time in nanoseconds, server, transport, bytes.

    An answer belongs to the first open question with its server, transport, number and question (RFC 5452 section 9.1); one to which
    none was seen is passed over, and so is what is no ordinary question.
    """
    found: list[Exchange] = []
    waiting: dict[tuple[str, str, int], list[Exchange]] = {}
    for time, server, transport, wire in messages:
        if len(wire) < 12:
            continue
        identification, seconds = int.from_bytes(wire[:2], "big"), time / NANOSECONDS
        message, fault = read_message(wire)
        key = (server, transport, identification)
        if wire[2] & 0x80:
            _settle(waiting.get(key, []), message, fault, seconds)
        elif message is not None and message.opcode() == dns.opcode.QUERY and len(message.question) == 1:
            asked = message.question[0]
            exchange = Exchange(
                server=server,
                transport=transport,
                question=Question(asked.name, asked.rdtype),
                asked_at=seconds,
                recursive=bool(message.flags & dns.flags.RD),
                identification=identification,
                edns=message.edns >= 0,
            )
            found.append(exchange)
            waiting.setdefault(key, []).append(exchange)
    return found


def _settle(open_ones: list[Exchange], message: dns.message.Message | None, fault: str, seconds: float) -> None:
    for exchange in open_ones:
        if message is None or not message.question or message.question[0].name == exchange.question.name:
            exchange.answer, exchange.answered_at, exchange.malformed = message, seconds, fault
            open_ones.remove(exchange)
            return


def referred_zone(message: dns.message.Message | None) -> dns.name.Name | None:
    """The zone that a message refers to: it has name servers in the authority section, no answer, and no authority itself."""
    if message is None or message.flags & dns.flags.AA or message.answer:
        return None
    return next((each.name for each in message.authority if each.rdtype == dns.rdatatype.NS), None)
