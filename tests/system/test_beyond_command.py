"""`netkit packet explain` of what netkit has no table for, as a process: scapy is asked, and what it says is marked as its own."""

import importlib.util
import json

import pytest

from tests.oracle.requirement import missing
from tests.packet.making import ipv4, over_udp
from tests.system.program import assert_error, netkit, report

if importlib.util.find_spec("scapy") is None:
    missing("scapy", "pip install scapy")

NTP = over_udp(bytes.fromhex("23020a00" + "00" * 8 + "c0000209" + "00" * 32), 123).hex()
NOTHING = over_udp(b"nothing that anybody knows", 7).hex()


def test_a_person_is_told_who_reads():
    done = netkit("packet", "explain", NTP)
    assert done.returncode == 0
    assert done.stderr == ""
    heading = next(line for line in done.stdout.splitlines() if line.startswith("NTPHeader (scapy)"))
    assert "as scapy reads it" in heading
    assert "3 (client)" in done.stdout
    aloud = netkit("packet", "explain", NTP, "--plain")
    assert "as scapy reads it" in aloud.stdout


def test_a_program_is_told_who_reads():
    layers = report("packet", "explain", NTP)["layers"]
    assert [layer.get("source") for layer in layers] == [None, None, "scapy"]
    fields = {field["key"]: field for field in layers[2]["fields"]}
    assert (fields["scapy.ntpheader.mode"]["value"], fields["scapy.ntpheader.mode"]["start_bit"]) == (3, 28 * 8 + 5)


def test_a_field_of_scapys_is_pointed_at():
    done = netkit("packet", "explain", NTP, "--mark", "scapy.ntpheader.stratum")
    assert done.returncode == 0, done.stderr
    assert_error(netkit("packet", "explain", NTP, "--mark", "scapy.ntpheader.nothing"), 2, "this packet has no field")


@pytest.mark.parametrize("packet", [NOTHING, ipv4(250, b"unknown").hex()])
def test_what_nobody_knows_loads_nothing(packet):
    done = netkit("packet", "explain", packet, PYTHONPROFILEIMPORTTIME="1")
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert "netkit.packet.beyond.bridge" in loaded
    assert not {name for name in loaded if name.partition(".")[0] == "scapy"}


def test_what_goes_wrong_is_trouble_and_no_failure():
    done = netkit("packet", "explain", ipv4(89, b"\2\1\0").hex(), "--json")
    assert done.returncode == 0, done.stderr
    assert [problem["rule"] for problem in json.loads(done.stdout)["problems"]] == ["scapy.dissection.failed"]
