"""What netkit answers from zones, beside NSD, Knot and BIND with the same zones on loopback.

NETKIT_MANY_ZONES=1 has it compare thousands of zones, which takes some minutes, and prints how often each server agreed.
"""

import os
from collections import Counter

import dns.message
import pytest

from netkit.dns.made_up.tables import zone_names, zone_text
from netkit.dns.zones import Authority, read_zone
from tests.oracle.authority_comparison import compare, netkit_wire
from tests.oracle.authority_differences import DIFFERENCES
from tests.oracle.authority_odd_queries import ODD, ODD_DIFFERENCES, ZONE
from tests.oracle.name_servers import SERVERS, response_of, serving
from tests.oracle.zone_generator import World, questions_of, world_of

MANY = os.environ.get("NETKIT_MANY_ZONES") == "1"


def told(compared):
    """What is wrong, for people: the question, and each unlike part of each response."""
    lines = []
    for unlike, question, ours, theirs in compared.wrong[:5]:
        asked = dns.message.from_wire(question.wire)
        lines.append(f"{asked.question[0]} over {'TCP' if question.tcp else 'UDP'}, EDNS {asked.edns} {asked.payload}")
        for part in unlike:
            for name, each in {"netkit": ours, **theirs}.items():
                value = getattr(each, part, None)
                lines.append(f"  {part} of {name}: {sorted(value) if isinstance(value, frozenset) else value}")
    return "\n".join([f"{len(compared.wrong)} of {compared.responses} responses are unlike:", *lines])


def test_the_made_up_internet_is_served_as_by_real_servers():
    zones = tuple((zone_text(origin), origin) for origin in zone_names())
    names = [f"{label}{origin}".replace("..", ".") for origin in zone_names() for label in ("", "www.", "a.b.", "ns1.")]
    compared = compare([(zones, questions_of(World("made up", zones, tuple(names)), "seed", 400))])
    assert not compared.said, compared.said
    assert not compared.wrong, told(compared)
    assert compared.responses == 400
    assert all(compared.agreed[name] > 200 for name in SERVERS), compared.agreed


@pytest.mark.parametrize("part", range(12 if MANY else 1))
def test_generated_zones_are_served_as_by_real_servers(part, capsys):
    worlds = [world_of(f"part {part}", number) for number in range(100 if MANY else 14)]
    compared = compare([(world.zones, questions_of(world, part, 60 if MANY else 40)) for world in worlds])
    if MANY:
        with capsys.disabled():
            zones = sum(len(world.zones) for world in worlds)
            print(  # noqa: T201 - the numbers are what the long form is run for
                f"\n{zones} zones, {compared.responses} responses; the same in all as {dict(compared.agreed)}; "
                f"named differences {dict(compared.named)}; left out {compared.left_out}; wrong {len(compared.wrong)}"
            )
    assert not compared.wrong, told(compared)
    assert compared.left_out < compared.responses / 5, compared.said


def test_odd_queries_are_answered_as_by_real_servers():
    answers = {}
    for name in SERVERS:
        with serving(name, [(ZONE, "zone.")]) as server:
            answers[name] = [response_of(wire) for wire in server.ask(list(ODD.values()), tries=1, wait=0.2)]
    authority = Authority([read_zone(ZONE)])
    named = {what: rcodes for one in ODD_DIFFERENCES for what, rcodes in one.rcodes.items()}
    unlike = {}
    for number, (what, question) in enumerate(ODD.items()):
        ours = response_of(netkit_wire(authority, question))
        theirs = [answers[name][number] for name in SERVERS]
        parts = ("rcode", "flags", "edns", "answer", "authority")
        if any([getattr(each, part, None) for each in theirs].count(getattr(ours, part)) < 2 for part in parts):
            unlike[what] = tuple(getattr(each, "rcode", None) for each in theirs)
    assert unlike == named


def test_each_difference_has_a_name_of_its_own():
    differences = [*DIFFERENCES, *ODD_DIFFERENCES]
    assert not [each for each, count in Counter(one.id for one in differences).items() if count > 1]
    assert all(each.what and each.who and each.why for each in differences)
