"""`netkit dns zones` as a student runs it."""

import shlex
import shutil
import subprocess

import dns.zone
import pytest

from tests.system.program import assert_error, netkit, report


@pytest.fixture(scope="module")
def everything():
    return report("dns", "zones")


def test_every_lesson_stands_there_with_its_command(everything):
    assert everything["schema"] == "netkit.dns.zones/1"
    shown = netkit("dns", "zones").stdout
    words = " ".join(shown.split())
    for lesson in everything["lessons"]:
        assert f"{lesson['slug']} {lesson['title']} {lesson['command']}" in words
    for zone in everything["zones"]:
        assert (zone["name"].rstrip(".") or ".") in shown.partition("The tree of zones")[2].split()
    assert all(len(line) <= 80 or "ip6.arpa" in line for line in shown.splitlines())


def test_the_tree_says_who_delegates_and_who_serves(everything):
    zones = {zone["name"]: zone for zone in everything["zones"]}
    assert [name for name, zone in zones.items() if zone["parent"] is None] == ["."]
    assert zones["a.b.c.deep.test."]["parent"] == "b.c.deep.test."
    lame = {server["name"]: server["behaviours"] for server in zones["lame.test."]["servers"]}
    assert lame == {"ns1.lame.test.": ["refuses"], "ns2.lame.test.": ["upward"]}
    assert zones["slow.test."]["servers"][0]["round_trip"] == "0.400000000"


def test_a_lesson_tells_story_servers_and_records():
    told = report("dns", "zones", "half-lame")
    assert told["lesson"]["outcome"] == "answer"
    assert [zone["name"] for zone in told["zones"]] == ["test.", "half-lame.test."]
    shown = " ".join(netkit("dns", "zones", "half-lame").stdout.split())
    assert told["lesson"]["story"] in shown
    assert "refuses every question (REFUSED)" in shown
    assert "www IN A 192.0.2.40" in shown
    assert told["lesson"]["command"] in shown


def test_a_lesson_s_command_walks_it():
    command = report("dns", "zones", "half-silent")["lesson"]["command"]
    walk = report(*shlex.split(command)[1:])
    assert "timeout" in [step["outcome"] for step in walk["steps"]]
    assert [each["data"] for each in walk["answer"]["records"]] == ["192.0.2.43"]


def test_read_aloud_there_is_no_drawing():
    shown = netkit("dns", "zones", "--plain").stdout
    assert "·" not in shown
    assert "delegated from: deep.test" in " ".join(shown.split())


def test_the_master_file_alone(tmp_path):
    done = netkit("dns", "zones", "--file", "example.test")
    assert done.stderr == ""
    zone = dns.zone.from_text(done.stdout, origin="example.test.", relativize=False)
    assert zone.get_rdataset("www.example.test.", "A")[0].to_text() == "192.0.2.80"
    assert report("dns", "zones", "--file", "example.test")["zone"]["text"] == done.stdout
    assert netkit("dns", "zones", "--file", "root").stdout == netkit("dns", "zones", "--file", ".").stdout
    if checker := shutil.which("named-checkzone"):
        file = tmp_path / "zone"
        file.write_text(done.stdout, encoding="utf-8")
        checked = subprocess.run([checker, "example.test", file], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stdout


def test_a_lesson_about_trust():
    told = report("dns", "zones", "expired")["lesson"]
    assert (told["security"], told["extended_error"]) == ("bogus", 7)
    assert told["command"] == "netkit dns trace www.expired.test --dnssec"
    shown = " ".join(netkit("dns", "zones", "expired").stdout.split())
    assert "Think first: Why does a signature have an end" in shown
    assert "7 signature expired" in shown


def test_the_file_as_it_is_served():
    told = report("dns", "zones", "--signed", "--file", "nsec3.test")["zone"]
    zone = dns.zone.from_text(told["text"], origin="nsec3.test.", relativize=False)
    assert zone.get_rdataset("nsec3.test.", "DNSKEY")[0].algorithm == told["signed"]["keys"][0]["algorithm"] == 15
    assert zone.get_rdataset("www.nsec3.test.", "RRSIG", "A")
    assert zone.get_rdataset("nsec3.test.", "NSEC3PARAM")
    assert_error(netkit("dns", "zones", "--signed"), 2, "--signed needs a zone")


def test_a_zone():
    told = report("dns", "zones", "Example.Test.")
    assert told["zone"]["name"] == "example.test."
    assert "first-walk" in netkit("dns", "zones", "example.test").stdout


@pytest.mark.parametrize(
    ("words", "meant"),
    [(("half-lam",), "half-lame"), (("exmple.test",), "example.test"), (("--file", "exmple.test"), "example.test")],
)
def test_a_slip(words, meant):
    assert_error(netkit("dns", "zones", *words), 2, f"did you mean {meant}?")


def test_what_cannot_be_meant():
    assert_error(netkit("dns", "zones", "\x1b[31m" + "x" * 500), 2, "netkit dns zones shows them all")
    assert_error(netkit("dns", "zones", "mail", "--file", "example.test"), 2, "one word too many")
