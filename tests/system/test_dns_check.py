"""`netkit dns check` as a student runs it."""

import json

import pytest

from tests.system.program import CAPTURES, assert_error, netkit, report


def rules(told):
    return [each["rule"] for each in told["faults"]]


def test_a_healthy_zone_is_told_so_in_a_few_lines():
    done = netkit("dns", "check", "example.test")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("example.test is in good order")
    assert len(done.stdout.splitlines()) < 20
    told = " ".join(done.stdout.split())
    for word in ("delegation", "addresses", "answers", "TCP", "EDNS", "serial number 2026010100"):
        assert word in told


def test_a_fault_is_a_story():
    done = netkit("dns", "check", "half-lame.test")
    assert done.returncode == 1
    told = " ".join(done.stdout.split())
    for part in (
        "half-lame.test: 1 fault",
        "delegation.lame",
        "ns1.half-lame.test (203.0.113.72, 2001:db8:53::48) refused",
        "breaks",
        "to mend",
        "the registrar",
        "RFC 1912 §2.8",
    ):
        assert part in told


def test_the_report_for_programs():
    told = report("dns", "check", "disagree.test")
    assert told["schema"] == "netkit.dns.check/1"
    assert (told["zone"], told["parent"]) == ("disagree.test", "test")
    assert sorted(rules(told)) == ["delegation.differs", "delegation.lame", "server.name-missing"]
    lame = next(each for each in told["faults"] if each["rule"] == "delegation.lame")
    assert lame["severity"] == "fault"
    assert lame["who"] == ["operator", "owner", "parent"]
    assert {each["address"] for each in lame["servers"]} == {"203.0.113.39", "2001:db8:53::27"}
    named = {each["name"]: (each["by_parent"], each["by_zone"]) for each in told["name_servers"]}
    assert named == {
        "old.disagree.test": (True, False),
        "ns1.disagree.test": (True, True),
        "ns2.disagree.test": (False, True),
    }
    assert {each["standing"] for each in told["servers"]} == {"good", "lame"}


def test_remarks_are_no_faults():
    done = netkit("dns", "check", "deep.test", "--json")
    assert done.returncode == 0
    assert rules(json.loads(done.stdout)) == ["delegation.one-server"]


def test_a_name_inside_a_zone():
    done = netkit("dns", "check", "www.example.test")
    assert done.returncode == 0
    assert "www.example.test is no zone of its own: it lies in example.test" in done.stdout


def test_it_reads_well_aloud():
    done = netkit("dns", "check", "no-tcp.test", "--plain")
    assert done.returncode == 1
    assert "server.no-tcp" in done.stdout
    assert not set(done.stdout) & set("✓✗│─")


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (("exmple.test",), ("there is no zone", "did you mean example.test?")),
        ((), ("which zone?",)),
        (("a.test", "b.test"), ("one zone is checked at a time",)),
        (("--capture", "x.pcapng", "--pcap", "y.pcapng"), ("exclude each other",)),
    ],
    ids=str,
)
def test_words_that_mean_nothing(words, parts):
    assert_error(netkit("dns", "check", *words), 2, *parts)


@pytest.mark.parametrize("zone", ["truncates.test"])
def test_its_own_packets_show_the_same(zone, tmp_path):
    path = tmp_path / "check.pcapng"
    asked = report("dns", "check", zone, "--pcap", path)
    shown = report("dns", "check", zone, "--capture", path)
    assert set(rules(shown)) == set(rules(asked))
    assert shown["where"] == f"told from {path}"


def test_what_a_walk_does_not_show_is_said(tmp_path):
    path = tmp_path / "walk.pcapng"
    assert netkit("dns", "trace", "www.sibling.test", "--pcap", path).returncode == 0
    done = netkit("dns", "check", "sibling.test", "--capture", path)
    assert done.returncode == 3
    told = " ".join(done.stdout.split())
    assert "no fault in what could be seen" in told
    assert "whether the servers speak TCP" in told
    listed = netkit("dns", "check", "--capture", path)
    assert listed.returncode == 0
    assert "sibling.test" in listed.stdout


def test_captures_that_show_no_delegation():
    assert_error(netkit("dns", "check", "--capture", CAPTURES / "dns-types.pcapng"), 3, "shows no delegation")
    assert_error(
        netkit("dns", "check", "example.test", "@192.0.2.1", "--capture", CAPTURES / "dns-types.pcapng"), 2, "exclude"
    )
