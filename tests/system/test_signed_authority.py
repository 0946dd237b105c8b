"""What netkit answers from signed zones, beside NSD, Knot and BIND with the same signed zones on loopback.

NETKIT_MANY_ZONES=1 has it compare hundreds of zones and prints how often each server agreed.
"""

import os
import random
from collections import Counter
from dataclasses import replace

import dns.flags
import dns.message
import dns.name
import dns.rdatatype
import pytest

from netkit.dns.made_up import ORIGIN
from netkit.dns.signing import Nsec, Nsec3, key_from_seed, sign_zone
from netkit.dns.zones import Authority, read_zone
from netkit.dns.zones.writing import write_zone
from tests.oracle.authority_comparison import netkit_wire
from tests.oracle.name_servers import SERVERS, Question, response_of, serving
from tests.oracle.zone_generator import questions_of, world_of

MANY = os.environ.get("NETKIT_MANY_ZONES") == "1"
YEAR = 365 * 86_400
LINKS = 16
DENIALS = {
    "NSEC": Nsec(),
    "NSEC3": Nsec3(),
    "NSEC3 with salt": Nsec3(iterations=5, salt=b"\xab\xcd"),
    "NSEC3 with opt-out": Nsec3(opt_out=True),
}


def signed(text, origin, denial):
    """The zone of a text, signed, and its master file."""
    zone = read_zone(text, origin=dns.name.from_text(origin))
    key = key_from_seed(b"tests", dns.name.from_text(origin))
    made = sign_zone(zone, [key], inception=ORIGIN - YEAR, expiration=ORIGIN + 20 * YEAR, denial=denial)
    return made, write_zone(made)


def wanting_signatures(question, chance):
    """The same question with DO, mostly over TCP so that all is there; some ask for what signing makes."""
    query = dns.message.from_wire(question.wire)
    rdtype = query.question[0].rdtype
    if chance.random() < 0.15:
        rdtype = chance.choice(["DS", "DNSKEY", "NSEC", "NSEC3PARAM"])
    if rdtype == dns.rdatatype.ANY:  # of which each server gives what it likes (RFC 8482)
        rdtype = "TXT"
    asked = dns.message.make_query(query.question[0].name, rdtype, use_edns=0, want_dnssec=True, payload=1232)
    asked.flags = 0
    return Question(asked.to_wire(), tcp=chance.random() < 0.8)


def without_servers(response, origin):
    """The response without the zone's own servers, which NSD and BIND put beside every answer, and others do not."""
    if response is None or not response.answer:
        return response
    own = dns.name.from_text(origin).to_text().lower()
    kept = [each for each in response.authority if not (each[0].lower() == own and "NS" in (each[1], covered(each)))]
    return replace(response, authority=frozenset(kept))


def covered(record):
    """The type that a signature covers, "" for other records."""
    return dns.rdatatype.to_text(int.from_bytes(record[3][:2], "big")) if record[1] == "RRSIG" else ""


def difference(ours, theirs, unlike):
    """The name of a difference that is meant, None for one that is not.

    `cut`: what does not fit into a datagram is cut off at different places; TC says so. `long-chain`: a DNAME below which the new name lies
    again is followed 16 times, others give up sooner. `empty-wildcard`: the wildcard that stands for the name exists only because something
    lies below it, so the name has no data; netkit proves that, too, others leave that record out (RFC 4035 section 3.1.3.4).
    """
    answered = [each for each in theirs.values() if each is not None]
    if "TC" in ours.flags.split():
        return "cut"
    aliases = sum(each[1] == "CNAME" for each in ours.answer)
    if aliases == LINKS and all(each.answer < ours.answer for each in answered):
        return "long-chain"
    if unlike == ["authority"] and ours.rcode == "NOERROR":
        same = [each for each in answered if proofs(each) == proofs(ours)]
        if same and all(proofs(each) <= proofs(ours) for each in answered):
            return "empty-wildcard"
    return None


def proofs(response):
    """The authority section without the SOA, which BIND gives with no time to live where it was asked for."""
    return frozenset(each for each in response.authority if "SOA" not in (each[1], covered(each)))


@pytest.mark.parametrize("denial", DENIALS if MANY else ["NSEC", "NSEC3 with opt-out"])
def test_signed_zones_are_served_as_by_real_servers(denial, capsys):
    chance = random.Random(denial)
    made, questions = [], []
    for number in range(120 if MANY else 14):
        world = world_of(f"signed {denial}", number)
        text, origin = world.zones[0]
        made.append((*signed(text, origin, DENIALS[denial]), origin))
        inside = [each for each in questions_of(world, denial, 60 if MANY else 40) if _inside(each, origin)]
        questions.append([wanting_signatures(each, chance) for each in inside])
    answers, unloaded = {}, set()
    for name in SERVERS:
        with serving(name, [(text, origin) for _, text, origin in made]) as server:
            unloaded |= set(server.unloaded)
            answers[name] = iter(server.ask([each for some in questions for each in some]))
    asked, agreed, named, wrong = 0, Counter(), Counter(), []
    for (zone, _, origin), some in zip(made, questions, strict=True):
        authority = Authority([zone])
        for question in some:
            theirs = {name: without_servers(response_of(next(answers[name])), origin) for name in SERVERS}
            if origin in unloaded:
                continue
            ours = without_servers(response_of(netkit_wire(authority, question)), origin)
            asked += 1
            agreed.update(name for name, each in theirs.items() if each == ours)
            unlike = [
                part
                for part in ("rcode", "flags", "answer", "authority")
                if [getattr(each, part, None) for each in theirs.values()].count(getattr(ours, part)) < 2
            ]
            if unlike:
                known = difference(ours, theirs, unlike)
                named[known] += 1
                if known is None:
                    wrong.append((dns.message.from_wire(question.wire).question[0], question.tcp, unlike, ours, theirs))
    if MANY:
        with capsys.disabled():
            print(f"\n{denial}: {asked} responses; the same in all as {dict(agreed)}; named {dict(named)}")  # noqa: T201
    assert not wrong, _told(wrong, asked)
    assert asked > 200


def _inside(question, origin):
    return dns.message.from_wire(question.wire).question[0].name.is_subdomain(dns.name.from_text(origin))


def _told(wrong, asked):
    lines = [f"{len(wrong)} of {asked} are unlike"]
    for question, tcp, unlike, ours, theirs in wrong[:12]:
        lines.append(f"{question} {'TCP' if tcp else 'UDP'}")
        for part in unlike:
            for name, each in {"netkit": ours, **theirs}.items():
                value = getattr(each, part, None)
                if isinstance(value, frozenset):
                    value = "; ".join(" ".join(map(str, [*one[:2], covered(one), one[2]])) for one in sorted(value))
                lines.append(f"  {part} {name}: {value}")
    return "\n".join(lines)
