"""Attempts at questions of DNS as captures: what a tool would have sent, and what some servers answer to it."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import dns.flags
import dns.message

from netkit.dns.attempt import Attempt
from netkit.dns.attempt_packets import packets_of_attempts
from netkit.dns.query import Server
from netkit.dns.wire import read_message
from netkit.lab.made.generated import captured

__all__ = ["Answering", "Ask", "attempt"]

Answering = Callable[[bytes, str, bool], bytes | None]
"""What the server at an address sends back for a message, over TCP or not; None where nothing comes."""

ROUND_TRIP = 0.02
PATIENCE = 5.0
"""Seconds after which a question without an answer is given up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One question as a tool puts it: to the server at an address, some seconds after the one before.

    `payload` is what the answer may have over UDP (None: no EDNS, and with it no DO); the flags are those of the header.
    """

    name: str
    type: str = "A"
    server: str
    wait: float = 3.0
    tcp: bool = False
    recursion: bool = True
    authentic: bool = True
    checking_disabled: bool = False
    signatures: bool = False
    payload: int | None = 1232


def attempt(asks: Iterable[Ask], answering: Answering, *, client: Sequence[str], begins: int) -> bytes:
    """A capture of questions and answers, as seen by the one who asks.

    `client` are the asker's addresses, of which the one of the server's version is used; `begins` is in nanoseconds. The same questions
    give the same bytes.
    """
    at, found = begins / 1e9, []
    for number, ask in enumerate(asks):
        at += ask.wait if number else 0.0
        found.append(_put(ask, answering, client, at, number))
    return captured(packets_of_attempts(found))


def _put(ask: Ask, answering: Answering, client: Sequence[str], at: float, number: int) -> Attempt:
    lots = zlib.crc32(f"{number} {ask} {client}".encode())
    query = _query(ask, lots & 0xFFFF)
    sent = query.to_wire()
    came = answering(sent, ask.server, ask.tcp)
    version6 = ":" in ask.server
    made = Attempt(
        query=query,
        sent=sent,
        server=Server(None, ask.server),
        port=53,
        transport="tcp" if ask.tcp else "udp",
        time=at,
        ended=at + (PATIENCE if came is None else ROUND_TRIP),
        local=(next(each for each in client if (":" in each) is version6), 32768 + (lots >> 16) % 28000),
        failure="timeout" if came is None else "",
    )
    if came is not None:
        made.received.append((made.ended, came))
        made.response, _ = read_message(came)
        made.wire = came
    return made


def _query(ask: Ask, identification: int) -> dns.message.Message:
    flags = (
        (dns.flags.RD if ask.recursion else 0)
        | (dns.flags.AD if ask.authentic else 0)
        | (dns.flags.CD if ask.checking_disabled else 0)
    )
    return dns.message.make_query(
        ask.name,
        ask.type,
        use_edns=0 if ask.payload is not None else False,
        payload=ask.payload,
        want_dnssec=ask.signatures,
        id=identification,
        flags=flags,
    )


def retry_over_tcp(ask: Ask) -> list[Ask]:
    """A question, and the same over TCP at once, as tools do when the answer is cut."""
    return [ask, replace(ask, tcp=True, wait=0.05)]
