"""`netkit dns serve` as a student runs it: a process of its own, and real tools that ask it."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager

import dns.message
import dns.query
import pytest

from netkit.dns.zones import Authority, read_zone
from tests.oracle.requirement import missing
from tests.system.program import ROOT, assert_error, netkit

ZONE = "$ORIGIN example.test.\n$TTL 300\n@ SOA ns1 host 1 2 3 4 5\n@ NS ns1\nns1 A 192.0.2.1\nwww A 192.0.2.80\n"
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has all of 127.0.0.0/8 on loopback")


@pytest.fixture
def zone_file(tmp_path):
    path = tmp_path / "example.test.zone"
    path.write_text(ZONE, "utf-8")
    return path


@contextmanager
def serving(*words):
    """`netkit dns serve WORDS` while it answers, at any free port."""
    command = [sys.executable, "-m", "netkit", "dns", "serve", "--port", "0", *map(str, words)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200", "PYTHONIOENCODING": "utf-8"}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, encoding="utf-8"
    )
    try:
        process.said = process.stderr.readline()
        process.port = int(re.search(r"port (\d+)", process.said)[1])
        yield process
    finally:
        process.kill()
        process.communicate(timeout=10)


def test_it_answers_as_the_zone_says_and_ends_on_ctrl_c(zone_file):
    query = dns.message.make_query("www.example.test", "A")
    with serving(zone_file) as process:
        expected = Authority([read_zone(ZONE)]).respond(query)
        assert dns.query.udp(query, "127.0.0.1", port=process.port, timeout=5) == expected
        assert dns.query.tcp(query, "127.0.0.1", port=process.port, timeout=5) == expected
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 130
        assert process.stdout.read() == ""
        told = process.stderr.read()
        assert "example.test: 3 names" in told
        assert f"dig @127.0.0.1 -p {process.port} example.test SOA" in told
        assert "Traceback" not in told


def test_each_question_is_explained_and_no_escape_reaches_the_terminal(zone_file):
    with serving(zone_file, "--explain", "--for", "60") as process:
        query = dns.message.make_query(r"\027[31mred.example.test", "A")
        dns.query.udp(query, "127.0.0.1", port=process.port, timeout=5)
        told = process.stdout.readline()
        assert "red.example.test A → NXDOMAIN, 0 records" in told
        assert "\x1b" not in told


def test_each_question_is_a_line_of_json(zone_file):
    with serving(zone_file, "--json") as process:
        dns.query.udp(dns.message.make_query("www.example.test", "A"), "127.0.0.1", port=process.port, timeout=5)
        told = json.loads(process.stdout.readline())
    assert told["schema"] == "netkit.dns.serve/1"
    assert told["question"] == {"name": "www.example.test", "type": "A"}
    assert (told["rcode"], told["answers"], told["transport"]) == ("NOERROR", 1, "udp")
    assert [each["rule"] for each in told["reasons"]] == ["authority.data"]


def test_it_ends_by_itself(zone_file):
    assert netkit("dns", "serve", zone_file, "--port", "0", "--for", "0.1").returncode == 0
    assert netkit("dns", "serve", "--port", "0", "--for", "0.1", "--one-address").returncode == 0


@on_linux
def test_a_walk_over_real_sockets(tmp_path):
    hints, anchors = tmp_path / "root.hints", tmp_path / "root.key"
    with serving("--hints", hints, "--anchors", anchors) as process:
        assert "a.root.test. 3600000 A 127.53.0.1\n" in hints.read_text("ascii")
        assert re.fullmatch(r"\. \d+ IN DS \d+ 13 2 [0-9a-f]{64}\n", anchors.read_text("ascii"))
        done = netkit(
            "dns", "trace", "www.glueless.test", "--live", "@127.53.0.1", "--port", str(process.port), "--json"
        )
        told = json.loads(done.stdout)
        assert done.returncode == 0
        assert [each["data"] for each in told["answer"]["records"]] == ["192.0.2.31"]
        assert all(each["server"]["address"].startswith("127.53.0.") for each in told["steps"])


def test_dig_gets_an_answer(zone_file):
    dig = shutil.which("dig") or missing("dig", "apt install bind9-dnsutils")
    with serving(zone_file) as process:
        for options in ([], ["+tcp"], ["+noedns"], ["+nocookie", "+dnssec"]):
            words = [dig, "@127.0.0.1", "-p", str(process.port), "www.example.test", "+short", *options]
            assert subprocess.run(words, capture_output=True, text=True, check=True).stdout == "192.0.2.80\n"


def test_what_can_not_be_served(zone_file, tmp_path):
    wrong = tmp_path / "wrong.zone"
    wrong.write_text(ZONE + "mail AA 192.0.2.3\n", "utf-8")
    assert_error(netkit("dns", "serve", wrong), 3, "line 7: mail AA 192.0.2.3", "there is no record type AA")
    latin = tmp_path / "latin.zone"
    latin.write_bytes(ZONE.encode() + b'@ TXT "\xfc"\n')
    assert_error(netkit("dns", "serve", latin), 3, "no text in UTF-8", "line 7")
    assert_error(netkit("dns", "serve", tmp_path / "none.zone"), 2, "none.zone")
    twin = tmp_path / "twin.zone"
    twin.write_text(ZONE, "utf-8")
    assert_error(netkit("dns", "serve", zone_file, twin), 2, "two files are for the zone example.test")
    assert_error(netkit("dns", "serve", zone_file, zone_file), 2, "two files are for the zone example.test")


def test_where_it_may_not_answer(zone_file):
    assert_error(netkit("dns", "serve", zone_file, "--address", "192.0.2.1"), 2, "no loopback address", "--anywhere")
    assert_error(
        netkit("dns", "serve", zone_file, "--address", "192.0.2.1", "--anywhere"), 4, "no address of this machine"
    )
    assert_error(netkit("dns", "serve", zone_file, "--address", "localhost"), 2, "no address to answer at")
    assert_error(netkit("dns", "serve", "--address", "127.0.0.1"), 2, "an address of its own", "--one-address")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        port = str(other.getsockname()[1])
        assert_error(netkit("dns", "serve", zone_file, "--port", port), 4, f"port {port} is taken")
