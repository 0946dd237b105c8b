"""One question to one server, and its answer, for a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import dns.flags
import dns.rcode

from netkit.dns.durations import seconds_text
from netkit.dns.name_text import name_text
from netkit.dns.verdict import judge
from netkit.dns.view.asked_json import SCHEMA, asked_json
from netkit.dns.view.edns_facts import edns_facts
from netkit.dns.view.finding import finding_block
from netkit.dns.view.records import data_text, type_text
from netkit.view import Block, Bytes, Document, Fact, Facts, Heading, Next, Paragraph, Sentence, Table

if TYPE_CHECKING:
    import dns.message
    import dns.rrset

    from netkit.dns.attempt import Attempt
    from netkit.dns.interception import Finding
    from netkit.dns.query import Question

__all__ = ["asked_view"]

RCODES = {
    dns.rcode.NOERROR: "no error",
    dns.rcode.FORMERR: "the question was not understood",
    dns.rcode.SERVFAIL: "the server failed",
    dns.rcode.NXDOMAIN: "there is no such name",
    dns.rcode.NOTIMP: "this kind of question is not known",
    dns.rcode.REFUSED: "the server does not want to answer",
    dns.rcode.NOTAUTH: "the server is not responsible",
    dns.rcode.BADVERS: "this version of EDNS is not known",
}
FLAGS = (
    ("AA", dns.flags.AA, "the server is responsible for the name", "the server does not claim to be responsible"),
    ("TC", dns.flags.TC, "cut: it did not fit", "whole"),
    ("RD", dns.flags.RD, "you asked the server to look it up if need be", "you asked for what the server knows itself"),
    ("RA", dns.flags.RA, "the server looks things up for you", "the server looks nothing up for you"),
    ("AD", dns.flags.AD, "the server has checked the signatures", "nobody has checked signatures"),
    (
        "CD",
        dns.flags.CD,
        "you asked for answers with wrong signatures, too",
        "the server may hold back what it finds wrong",
    ),
)
TRANSPORTS = {"udp": "UDP", "tcp": "TCP", "tls": "TLS (RFC 7858)", "https": "HTTPS (RFC 8484)"}
SECTIONS = ("answer", "authority", "additional")
LONGEST = 64


def asked_view(
    question: Question,
    attempts: Sequence[Attempt],
    *,
    where: str = "",
    raw: bool = False,
    messages: bool = False,
    findings: Sequence[Finding] = (),
    next_commands: Sequence[tuple[str, str]] = (),
) -> Document:
    """The last of `attempts`, which has an answer, and what went before; `raw` shows the bytes, `messages` explains each."""
    last = attempts[-1]
    message = last.response
    assert message is not None  # noqa: S101 - who calls has seen to that
    verdict = judge(message, question)
    blocks: list[Block] = [
        Sentence(text=f"{question}? · {last.server}{f' · {where}' if where else ''}"),
        Paragraph(text=f"{verdict.sentence[0].upper()}{verdict.sentence[1:]}. [{verdict.rfc}]"),
    ]
    blocks += [finding_block(each) for each in findings]
    if len(attempts) > 1:
        blocks += [
            Heading(text="How it went"),
            Facts(rows=[_try(number, each) for number, each in enumerate(attempts, 1)]),
        ]
    blocks += [*_sections(message), Heading(text="Header"), Facts(rows=list(_header(message)))]
    blocks += [Heading(text="EDNS", source="RFC 6891"), Facts(rows=edns_facts(last.query, message))]
    blocks += [Heading(text="How it came"), Facts(rows=list(_way(last)))]
    for what, wire in (("question", last.sent), ("answer", last.wire)):
        if messages:
            from netkit.dns.view.message import message_view  # noqa: PLC0415 - loads every dissector

            blocks += message_view(wire, title=f"The {what}").blocks
        elif raw:
            blocks += [Heading(text=f"The {what}'s bytes"), Bytes(data=wire)]
    if next_commands:
        blocks.append(Next(commands=next_commands))
    return Document(
        schema=SCHEMA, data=asked_json(question, attempts, verdict, where=where, findings=findings), blocks=blocks
    )


def attempt_text(attempt: Attempt) -> str:
    """What came of one attempt, in words."""
    if attempt.failure:
        return f"{failure_text(attempt.failure)} after {duration_text(attempt.seconds)}"
    cut = ", cut (TC): asked again over TCP" if attempt.cut and attempt.transport == "udp" else ""
    return f"{len(attempt.wire):,} bytes after {duration_text(attempt.seconds)}{cut}"


def failure_text(failure: str) -> str:
    """Why there is no answer, in words."""
    word, _, detail = failure.partition(": ")
    known = {
        "timeout": "no answer",
        "refused-connection": "nobody listens there",
        "unreachable": "there is no way to it",
    }
    return known.get(word) or detail or failure


def duration_text(seconds: float) -> str:
    """`0.4 ms`, `31 ms`, `2 s`."""
    return f"{seconds * 1000:.3g} ms" if seconds < 1 else seconds_text(round(seconds, 2))


def _try(number: int, attempt: Attempt) -> Fact:
    return Fact(
        label=str(number),
        value=f"over {TRANSPORTS[attempt.transport]}",
        note=attempt_text(attempt),
        trouble=bool(attempt.failure),
    )


def _sections(message: dns.message.Message) -> Iterator[Block]:
    for name in SECTIONS:
        sets: list[dns.rrset.RRset] = getattr(message, name)
        rows = [
            (name_text(rrset.name), type_text(rrset.rdtype), seconds_text(rrset.ttl), _short(data_text(rdata)))
            for rrset in sets
            for rdata in rrset
        ]
        if rows:
            yield Heading(text=f"{name.capitalize()} ({len(rows)})")
            yield Table(columns=("name", "type", "good for", "data"), rows=rows, right=(2,))
    empty = [name for name in SECTIONS if not getattr(message, name)]
    if empty:
        yield Paragraph(text=f"Nothing in: {', '.join(empty)}.", quiet=True)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _header(message: dns.message.Message) -> Iterator[Fact]:
    rcode = message.rcode()
    yield Fact(label="rcode", value=dns.rcode.to_text(rcode), note=RCODES.get(rcode, "something went wrong"))
    for name, flag, on, off in FLAGS:
        is_set = bool(message.flags & flag)
        yield Fact(label=name, value="yes" if is_set else "no", note=on if is_set else off)
    yield Fact(label="id", value=f"0x{message.id:04x}", note="the question's number, repeated")


def _way(attempt: Attempt) -> Iterator[Fact]:
    yield Fact(label="server", value=str(attempt.server), note=f"port {attempt.port}")
    yield Fact(label="transport", value=TRANSPORTS[attempt.transport], note=attempt.secured)
    yield Fact(label="time", value=duration_text(attempt.seconds))
    yield Fact(label="size", value=f"{len(attempt.wire):,} bytes", note=f"the question had {len(attempt.sent):,}")
    for reason in attempt.passed_over:
        yield Fact(label="passed over", value="a message", note=reason.text, source=reason.rfc, trouble=True)
