"""Walks of dig, drill, Unbound, BIND, PowerDNS and Knot Resolver, told from captures of them (`captures/record/`)."""

import functools
import json

import dns.message
import dns.name
import dns.rdatatype
import pytest

from tests.dns.replay.captures.record.scenes import SCENES
from tests.dns.replay.tools import asked_servers, listed, path_of, printed, rdata_of, trace, zones_above

BY_NAME = {each.name: each for each in SCENES}
WALKS = [
    pytest.param(scene, each, id=f"{scene.name}-{each.name}-{each.type}") for scene in SCENES for each in printed(scene)
]
SINGLE = [scene for scene in SCENES if len({(each.name, each.type) for each in printed(scene)}) == 1]

KEYS = {dns.rdatatype.DS, dns.rdatatype.DNSKEY}
LED_TO = {"outer.example.test": "www.other.example", "www.old.example.test": "www.other.example"}
SERVER_OF_ANOTHER_ZONE = {
    "glueless.test.": "ns.other.example",
    "lame.test.": "ns.other.example",
    "quiet.test.": "ns.other.example",
}


def told(*words):
    """The code with which `netkit dns trace` ends, and its report."""
    code, report, _ = trace(*words, "--json")
    return code, json.loads(report)


@pytest.fixture(scope="module")
def by_tshark():
    return functools.cache(listed)


@pytest.fixture(scope="module")
def walk():
    kept = {}

    def walked(scene, asked):
        key = scene.name, asked.name, asked.type
        if key not in kept:
            kept[key] = told(asked.name, asked.type, "--capture", path_of(scene.name))
        return kept[key]

    return walked


@pytest.mark.parametrize("scene", SCENES, ids=lambda each: each.name)
def test_the_walks_of_a_capture_are_those_that_were_asked_for(scene):
    code, report = told("--capture", path_of(scene.name))
    asked = {(each.name, each.type) for each in printed(scene)}
    found = report["walks"] if "walks" in report else [report["question"]]
    assert {(each["name"], each["type"]) for each in found} == asked
    assert code == 0


@pytest.mark.parametrize(("scene", "asked"), WALKS)
def test_the_answer_is_what_the_tool_printed(walk, scene, asked):
    code, report = walk(scene, asked)
    assert code == 0
    assert report["answer"]["rcode"] == asked.rcode
    found = {
        (each["name"].lower().rstrip("."), each["type"], rdata_of(each["type"], each["data"]))
        for each in report["answer"]["records"]
    }
    assert found == asked.records


@pytest.mark.parametrize(("scene", "asked"), WALKS)
def test_each_step_is_an_exchange_that_tshark_lists(walk, by_tshark, scene, asked):
    exchanges = list(by_tshark(scene.name))
    for step in walk(scene, asked)[1]["steps"]:
        query = dns.message.from_wire(bytes.fromhex(step["query_hex"]))
        answer = None
        if step["response_hex"] is not None:
            response = dns.message.from_wire(bytes.fromhex(step["response_hex"]))
            header = bytes.fromhex(step["response_hex"])[6:12]
            assert response.id == query.id
            counts = (int.from_bytes(header[at : at + 2], "big") for at in (0, 2, 4))
            answer = (int(response.rcode()) & 15, *counts)
        (question,) = query.question
        assert (question.name, question.rdtype) == (
            dns.name.from_text(step["question"]["name"]),
            dns.rdatatype.from_text(step["question"]["type"]),
        )
        (found,) = (
            each
            for each in exchanges
            if (each.server, each.transport, each.identification, each.name, each.type, each.answer)
            == (step["server"]["address"], step["transport"], query.id, question.name, question.rdtype, answer)
        )
        assert found.name.labels == question.name.labels, "capital letters, too"
        exchanges.remove(found)


@pytest.mark.parametrize(("scene", "asked"), WALKS)
def test_it_leads_through_the_zones_that_there_are(walk, scene, asked):
    steps = walk(scene, asked)[1]["steps"]
    expected = zones_above(asked.name)
    if asked.name in LED_TO:
        expected = [*expected, *zones_above(LED_TO[asked.name])]
    zones = [dns.name.from_text(each["zone"]) for each in steps if each["depth"] == 0]
    assert list(dict.fromkeys(zones)) == list(dict.fromkeys(expected))
    below = [dns.name.from_text(each["zone"]) for each in steps if each["depth"] == 1]
    elsewhere = SERVER_OF_ANOTHER_ZONE.get(str(expected[-1]))
    if below:
        assert list(dict.fromkeys(below)) == zones_above(elsewhere)


@pytest.mark.parametrize("name", ["dig-trace", "dig-trace-tcp"])
def test_the_servers_of_dig_are_those_that_it_names(walk, name):
    scene = BY_NAME[name]
    steps = walk(scene, printed(scene)[0])[1]["steps"]
    assert [each["server"]["address"] for each in steps if each["depth"] == 0] == asked_servers(scene)


@pytest.mark.parametrize("scene", SINGLE, ids=lambda each: each.name)
def test_what_is_not_told_is_none_of_the_walk(walk, by_tshark, scene):
    """The root's own servers, keys, look-ups of servers' addresses, and the same once more."""
    (asked,) = printed(scene)
    steps = walk(scene, asked)[1]["steps"]
    ids = {dns.message.from_wire(bytes.fromhex(each["query_hex"])).id for each in steps}
    names = {dns.name.from_text(each["question"]["name"]) for each in steps}
    for each in by_tshark(scene.name):
        about_servers = each.name == dns.name.root or any(
            dns.name.from_text(top).is_subdomain(each.name) or each.name.is_subdomain(dns.name.from_text(top))
            for top in ("nic.test", "root.test", "ns1.example.test", "ns2.example.test", "ns.other.example")
        )
        assert each.recursive or each.identification in ids or about_servers or each.type in KEYS or each.name in names


def test_a_lame_and_a_silent_server_are_told(walk):
    scene = BY_NAME["unbound-troubled"]
    outcomes = [[each["outcome"] for each in walk(scene, asked)[1]["steps"]] for asked in printed(scene)]
    assert outcomes[0].count("refused") == 1
    assert outcomes[1].count("timeout") == 1


def test_an_answer_in_fragments_and_one_over_tcp_are_told(walk, by_tshark):
    scene = BY_NAME["named-fragments"]
    _, fragments, tcp = printed(scene)
    assert [each["outcome"] for each in walk(scene, fragments)[1]["steps"]][-1] == "answer"
    assert [each["outcome"] for each in walk(scene, tcp)[1]["steps"]][-2:] == ["truncated", "answer"]
    assert [each["transport"] for each in walk(scene, tcp)[1]["steps"]][-2:] == ["udp", "tcp"]
