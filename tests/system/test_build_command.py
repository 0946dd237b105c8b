"""`netkit packet build` as a learner uses it."""

import json

from netkit import capture
from tests.system.program import CAPTURES, assert_error, netkit, report

LINE = "ipv4 destination=198.51.100.7 ttl=3 / udp dport=53 / dns question=www.example.test"
HEX = (
    "4500003e000000000311cb73c0000201c6336407c0000035002a9fb1"
    "000101000001000000000000" + "03777777076578616d706c6504746573740000010001"
)
PAGE = CAPTURES / "page-load-01.pcapng"


def test_the_packet_is_shown_as_explain_shows_it_with_what_was_filled_in():
    done = netkit("packet", "build", LINE)
    assert done.returncode == 0
    assert done.stderr == ""
    said = " ".join(done.stdout.split())
    assert "A of www.example.test?" in said
    assert "filled in: IPv4 internet header length, total length, protocol, checksum; UDP length, checksum" in said
    assert "chosen, since you did not say: IPv4 source; UDP source port; DNS identification, recursion desired" in said
    assert "Time to live" in said
    assert "filled in; right" in said
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_the_report_for_programs():
    found = report("packet", "build", LINE)
    assert found["schema"] == "netkit.packet.build/1"
    assert found["hex"] == HEX
    assert found["link_type"] == 101
    assert found["text"] == (
        'ipv4 time_to_live=3 destination=198.51.100.7 / udp destination_port=53 / dns question="www.example.test A"'
    )
    assert found["python"].startswith("ipv4(time_to_live=3, destination='198.51.100.7') / udp(")
    assert [layer["key"] for layer in found["layers"]] == ["ip", "udp", "dns"]
    assert found["problems"] == []
    filled = {field["key"]: field["how"] for field in found["filled"]}
    assert filled["ip.len"] == filled["udp.checksum"] == filled["dns.count.queries"] == "filled"
    assert filled["ip.src"] == filled["udp.srcport"] == "chosen"
    assert "ip.ttl" not in filled
    assert "udp.dstport" not in filled
    # What explain says of the same bytes is the same.
    explained = report("packet", "explain", HEX, "--link-type", "101")
    assert found["layers"] == explained["layers"]


def test_forms_for_pipes():
    assert netkit("packet", "build", LINE, "--hex").stdout == HEX + "\n"
    assert netkit("packet", "build", *LINE.split(), "--hex").stdout == HEX + "\n"
    assert netkit("packet", "build", "-", "--hex", stdin=LINE.encode()).stdout == HEX + "\n"
    text = netkit("packet", "build", LINE, "--text").stdout
    assert netkit("packet", "build", text, "--hex").stdout == HEX + "\n"
    assert netkit("packet", "build", LINE, "--python").stdout.startswith("ipv4(")


def test_from_a_packet_of_a_capture_and_back():
    line = netkit("packet", "build", "--from", f"{PAGE}:10", "--text").stdout
    assert line.startswith("ethernet destination=")
    with capture.open(PAGE) as records:
        (data,) = [record.data for record in records if record.number == 10]
    assert netkit("packet", "build", "-", "--hex", stdin=line.encode()).stdout.strip() == data.hex()
    assert netkit("packet", "build", "--from", HEX, "--text").stdout.startswith("ipv4 time_to_live=3")


def test_into_a_capture(tmp_path):
    target = tmp_path / "question.pcapng"
    done = netkit("packet", "build", LINE, "--write", target)
    assert done.returncode == 0
    assert done.stdout == ""
    assert "62 bytes" in done.stderr
    with capture.open(target) as records:
        (record,) = records
    assert (record.data.hex(), record.link_type) == (HEX, 101)
    assert netkit("packet", "build", "ethernet / arp", "--write", tmp_path / "arp.pcap", "--hex").stdout.startswith(
        "0200"
    )


def test_errors_point_at_the_word():
    done = netkit("packet", "build", "ipv4 dst=198.51.100.7 ttll=3 / udp")
    assert_error(done, 3, "ipv4 has no field ttll", "did you mean ttl?")
    lines = done.stderr.splitlines()
    at = next(number for number, line in enumerate(lines) if "^" in line)
    assert lines[at - 1][lines[at].index("^") : lines[at].rindex("^") + 1] == "ttll"
    assert_error(netkit("packet", "build", "ipv4 total_length=5 / udp"), 3, "total_length can't be 5", "wrong(5)")
    assert_error(
        netkit("packet", "build", "ipv4 / tcp syn fin"), 3, "SYN opens the connection", "RFC 9293 §3.5", "wrong(1)"
    )
    assert_error(netkit("packet", "build", "udp / arp"), 3, "can't carry")
    assert_error(netkit("packet", "build", "dns question=a.test"), 3, "does not begin with dns")
    assert_error(netkit("packet", "build"), 2, "which packet?")
    assert_error(netkit("packet", "build", "ipv4", "--from", HEX), 2, "two packets")
    assert_error(netkit("packet", "build", "ipv4 t\x1btl=3 / udp"), 3, "no field")
    assert "\x1b" not in netkit("packet", "build", "ipv4 t\x1btl=3 / udp").stderr


def test_it_reads_well_aloud_and_in_a_pipe_and_in_ascii():
    assert "filled in" in netkit("packet", "build", LINE, "--plain").stdout
    assert netkit("packet", "build", LINE, PYTHONIOENCODING="ascii").returncode == 0
    assert netkit("packet", "build", "ipv4 ttl=é", PYTHONIOENCODING="ascii").returncode == 3


def test_wrong_on_purpose_is_shown_as_wrong():
    found = report("packet", "build", 'ipv4 / udp checksum=wrong(0x1234) / data "hello"')
    assert [problem["rule"] for problem in found["problems"]] == ["udp.checksum.bad"]


def test_help_leads_with_examples_that_work():
    done = netkit("packet", "build", "--help")
    assert done.stdout.index("netkit packet build 'ip dst") < done.stdout.index("Usage:")
    assert json.loads(netkit("packet", "build", "ip dst=198.51.100.7 / tcp dport=80 syn mss=1460", "--json").stdout)[
        "hex"
    ]


def test_protocols_complete():
    from netkit.cli.packet_build import LineWord

    found = {item.value for item in LineWord().shell_complete(None, None, "ud")}
    assert "udp" in found
    assert {item.value for item in LineWord().shell_complete(None, None, "ipv4 ttl=3 / ud")} >= {"ipv4 ttl=3 / udp"}
