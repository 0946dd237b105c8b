"""Made-up zones, signed by one signer or another, and questions about them, with DO and without, for what signing adds as well."""

import random

import dns.flags
import dns.message
import dns.name
import dns.rdatatype

from netkit.dns.signing import Nsec, Nsec3, key_from_seed, sign_zone
from netkit.dns.zones import read_zone
from netkit.dns.zones.writing import write_zone
from tests.oracle.name_servers import Question
from tests.oracle.zone_generator import questions_of, world_of
from tests.oracle.zone_signers import DENIALS, SIGNERS, signed_by

__all__ = ["ALL_SIGNERS", "signed_world"]

ALL_SIGNERS = (*SIGNERS, "netkit")
TYPES = ("DS", "DNSKEY", "NSEC", "NSEC3", "NSEC3PARAM", "CDS", "RRSIG")
FROM, TO = 1_750_000_000, 2_140_000_000


def signed_world(seed, number, count):
    """A world's zones, each its text and origin, and that many questions; the number says who signs and how.

    One zone in seven is left unsigned.
    """
    signer = ALL_SIGNERS[number % len(ALL_SIGNERS)]
    denial = list(DENIALS.values())[number // len(ALL_SIGNERS) % len(DENIALS)]
    world = world_of(seed, number)
    chance = random.Random(f"{seed}/{number}/signed")
    zones = [
        (text if chance.random() < 1 / 7 else _signed(signer, text, origin, denial), origin)
        for text, origin in world.zones
    ]
    hashed = [line.split()[0] for text, _ in zones for line in text.splitlines() if "NSEC3" in line.split()[2:4]]
    return zones, [_question(chance, question, hashed) for question in questions_of(world, seed, count)]


def _signed(signer, text, origin, denial):
    if signer != "netkit":
        return signed_by(signer, text, origin, denial)
    name = dns.name.from_text(origin)
    how = Nsec()
    if denial.nsec3:
        how = Nsec3(iterations=denial.iterations, salt=bytes.fromhex(denial.salt), opt_out=denial.opt_out)
    keys = [key_from_seed(b"tests", name)]
    return write_zone(sign_zone(read_zone(text, origin=name), keys, inception=FROM, expiration=TO, denial=how))


def _question(chance, question, hashed):
    """The same question, or one for a type or (`hashed`) an owner that signing makes."""
    query = dns.message.from_wire(question.wire)
    name, rdtype = query.question[0].name, query.question[0].rdtype
    if chance.random() < 0.2:
        rdtype = dns.rdatatype.from_text(chance.choice(TYPES))
    if hashed and chance.random() < 0.03:
        name = chance.choice(["", "a."]) + chance.choice(hashed)
    asked = dns.message.make_query(name, rdtype)
    asked.flags = query.flags
    for flag in (dns.flags.CD, dns.flags.AD):
        asked.flags |= flag if chance.random() < 0.1 else 0
    if chance.random() < 0.85:
        flags = dns.flags.DO if chance.random() < 0.9 else 0
        asked.use_edns(0, flags, chance.choice([512, 1232, 1232, 4096]))
    return Question(asked.to_wire(), tcp=chance.random() < 0.6)
