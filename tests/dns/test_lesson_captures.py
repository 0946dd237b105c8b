"""Each bundled lesson as a capture: tshark finds nothing wrong in it, and told from it the walk is the same."""

import json
import os
from ipaddress import ip_address
from operator import itemgetter

import pytest

from netkit.dns.made_up import MadeUpInternet
from netkit.dns.packets import CLIENT, packets_of
from netkit.dns.replay import exchanges_of, retell
from tests.dns.replay.observing import observed
from tests.dns.replay.tools import trace
from tests.dns.test_lessons import walked
from tests.oracle import tshark

LESSONS = MadeUpInternet().lessons
LONG = bool(os.environ.get("NETKIT_WHOLE_CORPUS"))
MTU = 1500
OURS, OURS6 = (ip_address(CLIENT[version]).packed for version in (4, 6))


@pytest.fixture(scope="module")
def walks():
    return {lesson.slug: walked(lesson.name, lesson.type, seed=1) for lesson in LESSONS}


def told(steps):
    return [
        (each.zone, each.question, each.server and each.server.address, each.transport, each.outcome) for each in steps
    ]


def test_tshark_finds_nothing_wrong_in_any(walks):
    packets = [each.data for walker in walks.values() for each in packets_of(walker.steps)]
    assert max(map(len, packets)) <= MTU + 14
    assert not tshark.experts(tshark.capture_of([(1, len(data), data) for data in packets]))


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda each: each.slug)
def test_told_from_its_packets_the_walk_is_the_same(lesson, walks):
    walker = walks[lesson.slug]
    retold = retell(walker.question, exchanges_of(sorted(observed(walker.steps), key=itemgetter(0))))
    assert told(retold.walker.steps) == told(walker.steps)
    assert not retold.missing
    assert retold.walker.result.rcode == walker.result.rcode
    assert list(retold.walker.result.answer) == list(walker.result.answer)


def test_each_question_has_a_port_of_its_own(walks):
    steps = [step for walker in walks.values() for step in walker.steps] * 2
    sent = [each.data for each in packets_of(steps) if each.data[12:14] == b"\x08\x00" and each.data[26:30] == OURS]
    sent6 = [each.data for each in packets_of(steps) if each.data[12:14] == b"\x86\xdd" and each.data[22:38] == OURS6]
    ports = [{data[start : start + 2] for data in packets} for packets, start in ((sent, 34), (sent6, 54))]
    assert not ports[0] & ports[1]
    assert sum(map(len, ports)) == sum(step.server is not None for step in steps)


COMMANDED = [
    each
    for each in LESSONS
    if LONG or each.slug in {"glue-missing", "no-tcp", "alias-loop", "large", "reverse-classless"}
]


@pytest.mark.parametrize("lesson", COMMANDED, ids=lambda each: each.slug)
def test_the_command_tells_what_it_wrote(lesson, tmp_path):
    path = tmp_path / "walk.pcapng"
    reports = []
    for words in (("--pcap", path), ("--capture", path)):
        code, report, _ = trace(lesson.name, lesson.type, *words, "--json")
        report = json.loads(report)
        for step in report["steps"]:
            # The names of the root's servers are in no packet, and what went over TCP to nobody is in none, either.
            step["server"] = step["server"] and step["server"]["address"]
            step["query_hex"] = step["response_hex"] and step["query_hex"]
        keys = ("zone", "question", "server", "transport", "outcome", "query_hex", "response_hex", "depth", "parent")
        reports.append((code, [[step[key] for key in keys] for step in report["steps"]], report["answer"]))
    assert reports[0] == reports[1]
