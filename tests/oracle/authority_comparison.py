"""netkit's answers beside those of the real servers: each part of a response must be what two of the three give, or a named difference."""

from collections import Counter
from dataclasses import dataclass, field, fields
from functools import partial

import dns.message
import dns.name

from netkit.dns.zones import Authority, read_zone
from tests.oracle.authority_differences import DIFFERENCES, Case, difference_of
from tests.oracle.name_servers import SERVERS, Question, Response, response_of, serving

__all__ = ["Compared", "compare"]


@dataclass
class Compared:
    """How many responses were compared, how many of them each server agreed with in all, and what is unlike the majority."""

    responses: int = 0
    agreed: Counter = field(default_factory=Counter)
    left_out: int = 0
    unloaded: Counter = field(default_factory=Counter)
    said: dict = field(default_factory=dict)
    named: Counter = field(default_factory=Counter)
    wrong: list = field(default_factory=list)


def netkit_wire(authority, question):
    """What netkit answers to the bytes of a question."""
    return authority.respond(dns.message.from_wire(question.wire), tcp=question.tcp).to_wire()


def compare(worlds, names=SERVERS, differences=DIFFERENCES, leaner=lambda _query, _ours, their, **_: their):
    """Ask netkit and the servers about worlds, each its zones and questions, one server after the other, and compare.

    `differences` are those that are meant; `leaner` takes from another's response what is no matter of this comparison.
    """
    zones = [zone for some, _ in worlds for zone in some]
    questions = [question for _, some in worlds for question in some]
    compared = Compared()
    answers, unloaded = {}, {}
    for name in names:
        with serving(name, zones) as server:
            assert len(server.unloaded) < len(zones), f"{name} has no zone: {server.said}"
            unloaded[name] = server.unloaded
            if server.unloaded:
                compared.unloaded[name] += len(server.unloaded)
                compared.said[name] = f"{sorted(server.unloaded)} {server.said}"
            answers[name] = iter(server.ask(questions))
    for some, asked in worlds:
        authority = Authority([read_zone(text, origin=dns.name.from_text(origin)) for text, origin in some])
        origins = {origin.lower() for _, origin in some}
        whole = not any(origin in unloaded[name] for name in names for _, origin in some)
        for question in asked:
            wires = {name: next(answers[name]) for name in names}
            if whole:
                _compare_one(compared, authority, question, wires, differences, partial(leaner, origins=origins))
            else:
                compared.left_out += 1
    return compared


def _compare_one(compared, authority, question, wires, differences, leaner):
    query = dns.message.from_wire(question.wire)
    ours = response_of(netkit_wire(authority, question))
    theirs = {name: leaner(query, ours, response_of(wire)) for name, wire in wires.items()}
    compared.responses += 1
    compared.agreed.update(name for name, each in theirs.items() if each == ours)
    values = {part.name: [getattr(each, part.name, None) for each in theirs.values()] for part in fields(Response)}
    unlike = [part for part, each in values.items() if each.count(getattr(ours, part)) < 2]
    if not unlike:
        return
    zone = authority.zone_of(query.question[0].name, query.question[0].rdtype)
    first = Authority([zone]) if zone else authority
    in_full = Question(question.wire, tcp=True)
    alone, whole, whole_alone = (
        response_of(netkit_wire(server, asked))
        for server, asked in ((first, question), (authority, in_full), (first, in_full))
    )
    known = difference_of(Case(query, question.tcp, ours, alone, whole, whole_alone, theirs), unlike, differences)
    if known is not None:
        compared.named[known] += 1
    else:
        compared.wrong.append((unlike, question, ours, theirs))
