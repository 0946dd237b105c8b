"""netkit's answers beside those of the real servers: each part of a response must be what two of the three give, or a named difference."""

import contextlib
from collections import Counter
from dataclasses import dataclass, field, fields

import dns.message
import dns.name

from netkit.dns.zones import Authority, read_zone
from tests.oracle.name_servers import SERVERS, Response, response_of, serving

__all__ = ["Compared", "compare"]


@dataclass
class Compared:
    """How many responses were compared, how many of them each server agreed with in all, and what is unlike the majority."""

    responses: int = 0
    agreed: Counter = field(default_factory=Counter)
    unloaded: Counter = field(default_factory=Counter)
    named: Counter = field(default_factory=Counter)
    wrong: list = field(default_factory=list)


def netkit_wire(authority, question):
    """What netkit answers to the bytes of a question."""
    return authority.respond(dns.message.from_wire(question.wire), tcp=question.tcp).to_wire()


def compare(zones, questions, names=SERVERS, explain=None):
    """Ask netkit and the servers, one after the other, and compare."""
    authority = Authority([read_zone(text, origin=dns.name.from_text(origin)) for text, origin in zones])
    compared = Compared()
    answers = {}
    for name in names:
        with serving(name, zones) as server:
            assert len(server.unloaded) < len(zones), f"{name} has no zone: {server.said}"
            compared.unloaded[name] = len(server.unloaded)
            answers[name] = server.ask(questions)
            if server.unloaded:
                compared.wrong.append((name, sorted(server.unloaded), server.said))
    for number, question in enumerate(questions):
        ours = response_of(netkit_wire(authority, question))
        theirs = {name: response_of(wires[number]) for name, wires in answers.items()}
        compared.responses += 1
        compared.agreed.update(name for name, each in theirs.items() if each == ours)
        for part in fields(Response):
            values = [getattr(each, part.name, None) for each in theirs.values()]
            mine = getattr(ours, part.name)
            if values.count(mine) >= 2:
                continue
            known = explain(part.name, question, ours, theirs) if explain else None
            if known is not None:
                compared.named[known] += 1
            else:
                compared.wrong.append((part.name, question, ours, theirs))
    return compared
