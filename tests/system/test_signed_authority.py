"""What netkit answers from signed zones, beside NSD, Knot and BIND with the same files, which BIND, ldns, Knot and netkit signed.

NETKIT_MANY_ZONES=1 has it compare hundreds of zones and prints how often each server agreed.
"""

import os
from collections import Counter

import dns.message
import pytest

from tests.oracle.authority_comparison import compare
from tests.oracle.authority_differences import DIFFERENCES
from tests.oracle.name_servers import Question
from tests.oracle.signed_differences import SIGNED_DIFFERENCES, covered, without_servers
from tests.oracle.signed_worlds import ALL_SIGNERS, signed_world
from tests.oracle.zone_signers import DENIALS, SIGNERS, signed_by

MANY = os.environ.get("NETKIT_MANY_ZONES") == "1"
KINDS = len(ALL_SIGNERS) * len(DENIALS)


@pytest.mark.parametrize("part", range(6 if MANY else 1))
def test_signed_zones_are_served_as_by_real_servers(part, capsys):
    worlds = [
        signed_world(f"signed {part}", number, 60 if MANY else 24) for number in range(KINDS * (4 if MANY else 1))
    ]
    compared = compare(worlds, differences=SIGNED_DIFFERENCES, leaner=without_servers)
    if MANY:
        with capsys.disabled():
            zones = sum(len(zones) for zones, _ in worlds)
            print(  # noqa: T201 - the numbers are what the long form is run for
                f"\n{zones} zones, {compared.responses} responses; the same in all as {dict(compared.agreed)}; "
                f"named differences {dict(compared.named)}; left out {compared.left_out}; wrong {len(compared.wrong)}"
            )
    assert not compared.wrong, told(compared)
    assert compared.left_out < compared.responses / 5, compared.said


def told(compared):
    """What is wrong, for people: the question, and each unlike part of each response, its records by name and type."""
    lines = [f"{len(compared.wrong)} of {compared.responses} responses are unlike:"]
    for unlike, question, ours, theirs in compared.wrong[:8]:
        asked = dns.message.from_wire(question.wire)
        lines.append(f"{asked.question[0]} over {'TCP' if question.tcp else 'UDP'}, EDNS {asked.edns} {asked.payload}")
        for part in unlike:
            for name, each in {"netkit": ours, **theirs}.items():
                value = getattr(each, part, None)
                if isinstance(value, frozenset):
                    value = "; ".join(" ".join(map(str, [*one[:2], covered(one), one[2]])) for one in sorted(value))
                lines.append(f"  {part} of {name}: {value}")
    return "\n".join(lines)


ZONE = """$TTL 3600
zone. SOA ns.zone. host.zone. 1 2 3 4 60
zone. NS ns.zone.
zone. MX 1 mail.zone.
ns.zone. A 192.0.2.1
*.zone. A 192.0.2.2
alias.zone. CNAME ns.zone.
old.zone. DNAME elsewhere.
plain.zone. NS ns.plain.zone.
ns.plain.zone. A 192.0.2.3
signed.zone. NS ns.signed.zone.
signed.zone. DS 1 13 2 abababababababababababababababababababababababababababababababab
ns.signed.zone. A 192.0.2.3
a.b.zone. TXT b
u.v.zone. NS ns.elsewhere.
"""
ASKED = (
    ("zone", "DS"),
    ("zone", "MX"),
    ("zone", "DNSKEY"),
    ("alias.zone", "NSEC"),
    ("alias.zone", "RRSIG"),
    ("below.old.zone", "A"),
    ("plain.zone", "DS"),
    ("below.plain.zone", "A"),
    ("signed.zone", "DS"),
    ("below.signed.zone", "A"),
    ("b.zone", "A"),
    ("no.b.zone", "A"),
    ("made.zone", "A"),
    ("made.zone", "TXT"),
    ("no.v.zone", "A"),
    ("u.v.zone", "A"),
    ("u.v.zone", "DS"),
)


@pytest.mark.parametrize("denial", DENIALS if MANY else ["NSEC", "NSEC3 with opt-out"])
def test_each_kind_of_answer_is_as_by_real_servers_whoever_signed(denial):
    zones = [(signed_by(signer, ZONE, "zone.", DENIALS[denial]), "zone.") for signer in SIGNERS]
    asked = [
        Question(dns.message.make_query(name, rdtype, want_dnssec=wanted, flags=0).to_wire(), tcp=True)
        for name, rdtype in ASKED
        for wanted in (True, False)
    ]
    for zone in zones[:: 1 if MANY else 2]:
        compared = compare([([zone], asked)], differences=SIGNED_DIFFERENCES, leaner=without_servers)
        assert not compared.wrong, told(compared)
        assert not compared.named.keys() - {"not-listed"}, compared.named


def test_each_difference_has_a_name_of_its_own():
    assert SIGNED_DIFFERENCES[: len(DIFFERENCES)] == DIFFERENCES
    assert not [each for each, count in Counter(one.id for one in SIGNED_DIFFERENCES).items() if count > 1]
    assert all(each.what and each.who and each.why for each in SIGNED_DIFFERENCES)
