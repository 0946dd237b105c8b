"""A question that `netkit dns serve` was asked, told: what came, what was sent, why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dns.rdatatype

from netkit.dns.name_text import name_text
from netkit.view import Paragraph, Sentence

if TYPE_CHECKING:
    from netkit.live.dns.serving import Asked
    from netkit.view import Block, Json

__all__ = ["event_blocks", "event_data"]


def event_blocks(asked: Asked) -> list[Block]:
    """A sentence for the question and what was sent, and one for each reason."""
    served = asked.served
    question = "no question that can be read"
    if served.question is not None:
        question = f"{name_text(served.question.name)} {dns.rdatatype.to_text(served.question.type)}"
    if served.wire is None:
        outcome = "nothing sent"
    else:
        count = f"{served.records} record{'' if served.records == 1 else 's'}"
        outcome = f"{served.rcode}, {count}, {len(served.wire):,} bytes{', TC' if served.truncated else ''}"
    way = "TCP" if asked.tcp else "UDP"
    head = f"{question} → {outcome} · {way} from {asked.client[0]} port {asked.client[1]} to {asked.address}"
    because = [f"because: {each.text}{f' ({each.rfc})' if each.rfc else ''}" for each in served.reasons]
    return [Sentence(text=head), *(Paragraph(text=text, quiet=True) for text in because)]


def event_data(asked: Asked, began: float) -> dict[str, Json]:
    """The same for programs; `time` is in seconds since the server began."""
    served = asked.served
    question: Json = None
    if served.question is not None:
        question = {"name": name_text(served.question.name), "type": dns.rdatatype.to_text(served.question.type)}
    return {
        "time": f"{asked.time - began:.9f}",
        "client": {"address": asked.client[0], "port": asked.client[1]},
        "server": asked.address,
        "transport": "tcp" if asked.tcp else "udp",
        "question": question,
        "query_length": asked.length,
        "response_length": None if served.wire is None else len(served.wire),
        "rcode": served.rcode or None,
        "truncated": served.truncated,
        "answers": served.records,
        "delay": f"{served.delay:.9f}",
        "reasons": [{"rule": each.rule, "text": each.text, "rfc": each.rfc} for each in served.reasons],
    }
