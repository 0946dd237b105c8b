"""The lab dns-walk and netkit's own walker: what the lab has for right is what the walker makes of the same messages."""

import re

import dns.message
import dns.name
import pytest

from netkit.dns.query import Question
from netkit.dns.walking.reading import read_reply
from tests.lab.students import IDS, LABS, answer_key, canonical, variant, with_own_words
from tests.solutions.key import frames_of

STUDENTS = IDS[:12]


def read(frame, zone):
    """A response as the walker reads it that asked a server of a zone."""
    message = dns.message.from_wire(frame[42:])
    asked = message.question[0]
    return read_reply(message, Question(asked.name, asked.rdtype), dns.name.from_text(zone))


def text(name):
    return name.to_text(omit_final_dot=True)


def right(student, task):
    found = LABS["dns-walk"].task(task)
    return canonical(with_own_words(found, variant("dns-walk", student)), answer_key("dns-walk", student)[task].right)


@pytest.mark.parametrize("student", STUDENTS)
def test_the_walker_believes_what_the_lab_has_for_right(student):
    situation = variant("dns-walk", student).situation
    files, facts = situation.all_files, situation.facts
    offered = read(frames_of(files["offered.pcapng"])[1], facts["o_zone"])
    assert {text(rrset.name) for rrset in offered.glue} == right(student, "8")
    referral = read(frames_of(files["first-steps.pcapng"])[-1], facts["tld"])
    inside = {text(each.target) for each in referral.servers if each.target.is_subdomain(referral.servers.name)}
    assert inside == right(student, "3")


@pytest.mark.parametrize("student", STUDENTS)
def test_the_walker_tells_the_kinds_of_responses_as_the_lab_does(student):
    situation = variant("dns-walk", student).situation
    frames = frames_of(situation.all_files["walk.pcapng"])
    for number, kind in re.findall(r"(\d+)=(\w+)", answer_key("dns-walk", student)["2"].right):
        frame = frames[int(number) - 1]
        # the zone of a server that answers is that of the SOA record, or above the name; a referral comes from above the zone
        message = dns.message.from_wire(frame[42:])
        zone = message.authority[0].name.to_text() if kind in ("NODATA", "NXDOMAIN") else situation.facts["tld"]
        if kind == "referral":
            zone = dns.name.from_text(text(message.authority[0].name)).parent().to_text()
        assert read(frame, zone).outcome.value == kind.lower(), number


def test_every_shape_of_the_walk_is_drawn():
    shapes = {answer_key("dns-walk", student)["2"].right for student in IDS}
    assert len(shapes) == 4
    kept = {right(student, "5") for student in IDS}
    assert {0, 1, 2} <= kept
