"""Questions with their answers, from messages as they went by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import dns.flags
import dns.opcode
import dns.rcode
import dns.rdataclass
import dns.rdatatype

from netkit.dns.query import Question
from netkit.dns.wire import read_message

if TYPE_CHECKING:
    import dns.message
    import dns.name

__all__ = ["Exchange", "Observed", "aliases_from", "exchanges_of", "named_zone", "plain", "referred_zone"]

NANOSECONDS = 1_000_000_000

MOST_ALIASES = 16
"""Links of one answer that are followed."""

Observed = tuple[int, str, str, str, bytes]
"""When (nanoseconds since 1970), who asked (`address#port`), the server's address, `udp` or `tcp`, and the message's bytes."""


@dataclass(slots=True, eq=False, kw_only=True)
class Exchange:
    """A question to a server, and what came back (None if nothing did); times are in seconds.

    `asked` is the question as a message, `client` the address of whoever asked. `malformed` is why what came back can't be read ("" if it
    can, or nothing came).
    """

    client: str
    server: str
    transport: str
    question: Question
    asked: dns.message.Message
    asked_at: float
    answered_at: float | None = None
    answer: dns.message.Message | None = None
    malformed: str = ""

    @property
    def recursive(self) -> bool:
        """Whether the server was asked to do the walk itself (RD), and did not say that it does no such thing (RA)."""
        if not self.asked.flags & dns.flags.RD:
            return False
        return self.answer is None or bool(self.answer.flags & dns.flags.RA)


def exchanges_of(messages: Iterable[Observed]) -> list[Exchange]:
    """The exchanges, in the order in which they were asked.

    An answer belongs to the first open question with its asker, server, transport, number and question (RFC 5452 section 9.1); one to
    which none was seen is passed over, and so is what is no ordinary question.
    """
    found: list[Exchange] = []
    waiting: dict[tuple[str, str, str, int], list[Exchange]] = {}
    for time, client, server, transport, wire in messages:
        if len(wire) < 12:
            continue
        seconds = time / NANOSECONDS
        message, fault = read_message(wire)
        key = (client, server, transport, int.from_bytes(wire[:2], "big"))
        if wire[2] & 0x80:
            _settle(waiting.get(key, []), message, fault, seconds)
        elif message is not None and _ordinary(message):
            asked = message.question[0]
            exchange = Exchange(
                client=client.partition("#")[0],
                server=server,
                transport=transport,
                question=Question(asked.name, asked.rdtype),
                asked=message,
                asked_at=seconds,
            )
            found.append(exchange)
            waiting.setdefault(key, []).append(exchange)
    return found


def _ordinary(message: dns.message.Message) -> bool:
    if message.opcode() != dns.opcode.QUERY or len(message.question) != 1:
        return False
    return bool(message.question[0].rdclass == dns.rdataclass.IN)


def _settle(open_ones: list[Exchange], message: dns.message.Message | None, fault: str, seconds: float) -> None:
    for exchange in open_ones:
        if message is None or not message.question or message.question[0].name == exchange.question.name:
            exchange.answer, exchange.answered_at, exchange.malformed = message, seconds, fault
            open_ones.remove(exchange)
            return


def referred_zone(message: dns.message.Message | None) -> dns.name.Name | None:
    """The zone that a message refers to: it has name servers in the authority section, no answer, and no authority itself."""
    if message is None or message.flags & dns.flags.AA or message.answer or message.rcode() != dns.rcode.NOERROR:
        return None
    return next((each.name for each in message.authority if each.rdtype == dns.rdatatype.NS), None)


def aliases_from(message: dns.message.Message | None, name: dns.name.Name) -> list[dns.name.Name]:
    """The names that the CNAME records of an answer lead to, one after the other."""
    if message is None:
        return []
    aliases = {each.name: each[0].target for each in message.answer if each.rdtype == dns.rdatatype.CNAME and len(each)}
    found: list[dns.name.Name] = []
    while name in aliases and aliases[name] not in found and len(found) < MOST_ALIASES:
        name = aliases[name]
        found.append(name)
    return found


def named_zone(exchange: Exchange) -> dns.name.Name | None:
    """The zone whose servers an answer names for the way on: that of a referral, or the one into which an alias leads.

    Beside an alias the servers of a child of the same zone may stand (RFC 2317 section 4 shows one).
    """
    answer, name = exchange.answer, exchange.question.name
    if answer is None or not answer.answer:
        return referred_zone(answer)
    zone = next((each.name for each in answer.authority if each.rdtype == dns.rdatatype.NS), None)
    aliases = aliases_from(answer, name)
    if zone is None or len(zone) == 1 or not aliases or name.is_subdomain(zone) or not name.is_subdomain(zone.parent()):
        return None
    return zone if aliases[-1].is_subdomain(zone) else None


def plain(name: dns.name.Name) -> dns.name.Name:
    """The name without the underscore that BIND puts in front of a shortened one, so that nothing answers by chance."""
    return name.parent() if name.labels[:1] == (b"_",) else name
