"""Glue and delegations are as the lessons say, computed from the zones; with its seed a lesson's walk shows its fault."""

import dns.message
import dns.name
import dns.rdatatype
import dns.zone
import pytest

from netkit.dns.made_up import MadeUpInternet
from netkit.dns.made_up.tables import zone_text
from netkit.dns.made_up.view import parent_of
from tests.dns.test_lessons import walked

INTERNET = MadeUpInternet()
ZONES = {name: dns.zone.from_text(zone_text(name), origin=name, relativize=False) for name in INTERNET.zones}
CUTS = [zone for zone in INTERNET.zones if zone != "."]


def targets(holder, cut):
    """The servers that a zone names for a cut."""
    return {each.target for each in ZONES[holder].get_rdataset(dns.name.from_text(cut), "NS") or ()}


def addresses(holder, name):
    """The addresses that a zone has for a name, of its own or as glue."""
    node = ZONES[holder].get_node(name)
    types = (dns.rdatatype.A, dns.rdatatype.AAAA)
    return {each.to_text() for rdataset in node or () if rdataset.rdtype in types for each in rdataset}


def glue_of(cut):
    """The kinds of glue of a delegation: (where the server lies, whether the parent knows its address)."""
    parent = parent_of(cut, INTERNET.zones)
    origin, above = dns.name.from_text(cut), dns.name.from_text(parent)
    found = set()
    for target in targets(parent, cut):
        where = "inside" if target.is_subdomain(origin) else "beside" if target.is_subdomain(above) else "elsewhere"
        found.add((where, bool(addresses(parent, target))))
    return found


@pytest.mark.parametrize(
    ("cut", "glue"),
    [
        ("example.test.", {("inside", True)}),
        ("sibling.test.", {("beside", True)}),
        ("glueless.test.", {("elsewhere", False)}),
        ("glue-missing.test.", {("inside", False)}),
        ("cyclic.test.", {("elsewhere", False)}),
        ("cyclic.example.", {("elsewhere", False)}),
    ],
)
def test_glue_is_as_the_lesson_says(cut, glue):
    assert glue_of(cut) == glue


@pytest.mark.parametrize("cut", CUTS)
def test_a_server_inside_its_zone_has_glue(cut):
    if cut != "glue-missing.test.":
        assert ("inside", False) not in glue_of(cut)


@pytest.mark.parametrize("cut", CUTS)
def test_parent_and_child_name_the_same_servers(cut):
    same = targets(parent_of(cut, INTERNET.zones), cut) == targets(cut, cut)
    assert same == (cut != "disagree.test.")


@pytest.mark.parametrize("cut", CUTS)
def test_glue_is_what_the_zone_itself_says(cut):
    parent = parent_of(cut, INTERNET.zones)
    inside = [each for each in targets(parent, cut) & targets(cut, cut) if each.is_subdomain(dns.name.from_text(cut))]
    differing = [each for each in inside if addresses(parent, each) != addresses(cut, each)]
    assert bool(differing) == (cut in {"glue-differs.test.", "glue-missing.test."})


def test_glue_leads_to_the_server_of_that_name():
    for cut in CUTS:
        parent = parent_of(cut, INTERNET.zones)
        for target in targets(parent, cut):
            for address in addresses(parent, target):
                assert INTERNET.servers[address].name == target.to_text()


@pytest.mark.parametrize(
    ("slug", "server", "outcome"),
    [
        ("half-lame", "ns1.half-lame.test.", "refused"),
        ("half-silent", "ns1.half-silent.test.", "timeout"),
        ("disagree", "old.disagree.test.", "refused"),
        ("slow", "ns1.slow.test.", "answer"),
    ],
)
def test_with_its_seed_a_lesson_shows_its_fault(slug, server, outcome):
    lesson = INTERNET.lesson(slug)
    assert f"--seed {lesson.seed}" in lesson.command
    walker = walked(lesson.name, lesson.type, seed=lesson.seed)
    steps = [(str(step.server.name), step.outcome.value) for step in walker.steps if step.server is not None]
    assert (server, outcome) in steps
    assert walker.result.rcode.name == "NOERROR"


@pytest.mark.parametrize("signed", [False, True])
def test_a_walk_reads_the_zones_that_it_needs(signed):
    internet = MadeUpInternet()
    read = []
    zone = internet.unsigned_zone
    internet.unsigned_zone = lambda name: read.append(name) or zone(name)
    for address in ("198.51.100.4", "203.0.113.53", "203.0.113.10"):
        internet.respond(dns.message.make_query("www.example.test", "A", want_dnssec=signed), address)
    assert set(read) == {".", "test.", "example.test."}
