"""Questions about signed zones: those of the generator, with DO and without, and the types and names that signing adds."""

import random

import dns.flags
import dns.message
import dns.rdatatype
import dns.zonefile

from tests.oracle.name_servers import Question
from tests.oracle.zone_generator import questions_of

__all__ = ["signed_questions"]

TYPES = ("DS", "DNSKEY", "NSEC", "NSEC3", "NSEC3PARAM", "CDS", "RRSIG")


def signed_questions(world, zones, seed, count):
    """That many questions about a world whose signed zones these are, each its text and origin."""
    chance = random.Random(f"{seed}/{world.label}/signed")
    hashed = [line.split()[0] for text, _ in zones for line in text.splitlines() if "\tNSEC3\t" in line or " NSEC3 " in line]
    return [_question(chance, question, hashed) for question in questions_of(world, seed, count)]


def _question(chance, question, hashed):
    query = dns.message.from_wire(question.wire)
    (asked,) = query.question
    name, rdtype = asked.name, asked.rdtype
    if chance.random() < 0.2:
        rdtype = dns.rdatatype.from_text(chance.choice(TYPES))
    if hashed and chance.random() < 0.03:
        name = chance.choice(["", "a."]) + chance.choice(hashed)
    made = dns.message.make_query(name, rdtype)
    made.flags = query.flags | (dns.flags.CD if chance.random() < 0.1 else 0) | (dns.flags.AD if chance.random() < 0.1 else 0)
    if chance.random() < 0.85:
        payload = chance.choice([512, 1232, 1232, 4096])
        made.use_edns(0, dns.flags.DO if chance.random() < 0.9 else 0, payload)
    return Question(made.to_wire(), tcp=chance.random() < 0.6)
