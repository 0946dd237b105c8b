"""`netkit packet` as a learner uses it."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import pytest

from tests.system.program import CAPTURES, assert_error, netkit, report

PAGE = CAPTURES / "page-load-01.pcapng"

# RFC 791 and RFC 768 by hand: 192.0.2.1 to 192.0.2.2, TTL 64, UDP port 53 to 1234, no data, no UDP checksum.
HEX = "45 00 00 1c 00 01 00 00 40 11 f6 cc c0 00 02 01 c0 00 02 02 00 35 04 d2 00 08 00 00"


def fields(found: dict[str, object]) -> dict[str, dict[str, object]]:
    return {field["key"]: field for layer in found["layers"] for field in layer["fields"]}


def test_hex_is_taken_apart_and_its_kind_is_recognised() -> None:
    found = report("packet", "explain", HEX)
    assert found["schema"] == "netkit.packet.explain/1"
    assert [layer["key"] for layer in found["layers"]] == ["ip", "udp"]
    ttl = fields(found)["ip.ttl"]
    assert (ttl["value"], ttl["raw"], ttl["start_bit"], ttl["width_bits"], ttl["rfc"]) == (
        64,
        64,
        64,
        8,
        "RFC 791 §3.1",
    )
    assert fields(found)["ip.hdr_len"] | {"text": ""} == fields(found)["ip.hdr_len"] | {
        "value": 20,
        "raw": 5,
        "text": "",
    }
    assert found["problems"] == []


TSHARK_DUMP = """\
0000  45 00 00 1c 00 01 00 00  40 11 f6 cc c0 00 02 01   E.......@.......
0010  c0 00 02 02 00 35 04 d2  00 08 00 00   .....5......"""
XXD_DUMP = """\
00000000: 4500 001c 0001 0000 4011 f6cc c000 0201  E.......@.......
00000010: c000 0202 0035 04d2 0008 0000            .....5......"""
HEXDUMP_DUMP = """\
00000000  45 00 00 1c 00 01 00 00  40 11 f6 cc c0 00 02 01  |E.......@.......|
00000010  c0 00 02 02 00 35 04 d2  00 08 00 00              |.....5......|
0000001c"""
TCPDUMP_DUMP = """\
\t0x0000:  4500 001c 0001 0000 4011 f6cc c000 0201
\t0x0010:  c000 0202 0035 04d2 0008 0000"""


@pytest.mark.parametrize(
    "form",
    [
        HEX.replace(" ", ""),
        HEX.replace(" ", ":"),
        "0x" + HEX.replace(" ", ", 0x"),
        "\\x" + HEX.replace(" ", "\\x"),
        TSHARK_DUMP,
        XXD_DUMP,
        HEXDUMP_DUMP,
        TCPDUMP_DUMP,
    ],
)
def test_every_form_of_hex_is_the_same_packet(form: str, tmp_path: Path) -> None:
    path = tmp_path / "packet.txt"
    path.write_text(form)
    for done in (
        netkit("packet", "explain", path, "--json"),
        netkit("packet", "explain", "-", "--json", stdin=form.encode()),
    ):
        assert done.returncode == 0, done.stderr
        assert [layer["key"] for layer in json.loads(done.stdout)["layers"]] == ["ip", "udp"]
        assert fields(json.loads(done.stdout))["udp.dstport"]["value"] == 1234


def test_a_packets_own_bytes_may_come_from_a_pipe() -> None:
    done = netkit("packet", "explain", "-", "--json", stdin=bytes.fromhex(HEX))
    assert fields(json.loads(done.stdout))["ip.src"]["value"] == "192.0.2.1"


def test_a_packet_of_a_capture_has_its_number_and_time() -> None:
    found = report("packet", "explain", f"{PAGE}:3")
    assert found["number"] == 3
    assert len(found["time"].partition(".")[2]) == 9
    assert fields(found)["dns.qry.name"]["value"] == "www.harbour.test"


def test_a_compressed_name_shows_both_places() -> None:
    found = report("packet", "explain", f"{PAGE}:4")
    owner = next(field for layer in found["layers"] for field in layer["fields"] if field["key"] == "dns.resp.name")
    dns = next(layer["start"] for layer in found["layers"] if layer["key"] == "dns")
    assert owner["value"] == "www.harbour.test"
    assert owner["raw"] == "c00c"
    assert owner["width_bits"] == 16
    # the pointer 0x00c leads to the question's name, 12 bytes into the message: 18 bytes of labels
    assert owner["also"] == [{"start_bit": (dns + 12) * 8, "width_bits": 18 * 8}]


def test_the_screen_says_the_sentence_then_the_fields_then_the_bytes() -> None:
    done = netkit("packet", "explain", f"{PAGE}:10")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("Packet 10 · HTTP · 203.0.113.80 answers 192.0.2.37 with 200 OK")
    assert "Time to live 60 4 routers passed, if it left 22 with 64" in " ".join(done.stdout.split())
    assert done.stdout.index("Ethernet II") < done.stdout.index("IPv4") < done.stdout.index("0000  02 b2")
    assert "netkit packet explain" in lines[-2] + lines[-1] + done.stdout


def test_all_shows_what_every_field_is_for() -> None:
    shown = netkit("packet", "explain", HEX, "--all").stdout
    for label in ("Version", "Identification", "Fragment offset", "Reserved bit"):
        assert label in shown
    aloud = netkit("packet", "explain", HEX, "--all", "--plain").stdout
    assert "marks the fragments that belong together" in " ".join(aloud.lower().split())


def test_a_field_can_be_pointed_at_and_a_slip_is_named() -> None:
    assert "^^ Time to live" in netkit("packet", "explain", HEX, "--mark", "ip.ttl").stdout
    assert_error(netkit("packet", "explain", HEX, "--mark", "ip.tll"), 2, "ip.tll", "ip.ttl")
    assert_error(netkit("packet", "explain", HEX, "--mark", "tcp.window_size_value"), 2, "this packet has no field")


def test_a_bad_checksum_is_shown_with_the_right_one() -> None:
    found = report("packet", "explain", HEX.replace("f6 cc", "f6 cd"))
    assert [problem["rule"] for problem in found["problems"]] == ["ipv4.checksum.bad"]
    assert "0xf6cc" in found["problems"][0]["text"]
    assert found["problems"][0]["start_bit"] == 80


def test_a_broken_packet_is_explained_as_far_as_it_goes() -> None:
    found = report("packet", "explain", HEX[:35])
    assert [problem["rule"] for problem in found["problems"]] == ["ipv4.truncated"] or found["problems"]
    shown = netkit("packet", "explain", HEX.replace("00 1c", "05 dc", 1), "--link-type", "101").stdout
    assert "1500" in shown
    assert "28 are there" in shown


@pytest.mark.parametrize(
    ("words", "code", "parts"),
    [
        (["45 0g"], 3, ["'g' is no hex digit", "column 5", "hint:"]),
        (["450"], 3, ["odd number", "hint:"]),
        ([""], 3, ["empty"]),
        ([], 2, ["which packet?", "hint:"]),
        (["nothing-here.pcap"], 2, ["does not exist", "hint:"]),
        (["nothing-here.pcap:3"], 2, ["nothing-here.pcap"]),
        ([f"{PAGE}:999"], 2, ["no packet 999", "its last packet is 16"]),
        ([f"{PAGE}:0"], 2, ["no packet 0", "counted from 1"]),
        ([str(PAGE)], 2, ["which packet of", "several packets"]),
    ],
)
def test_a_users_mistake_gets_what_where_why_and_what_next(words: list[str], code: int, parts: list[str]) -> None:
    assert_error(netkit("packet", "explain", *words), code, *parts)


def test_an_empty_file_and_a_picture_are_told_apart_from_packets(tmp_path: Path) -> None:
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "holiday.jpg").write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(100))
    assert_error(netkit("packet", "explain", tmp_path / "empty"), 3, "empty")
    assert_error(netkit("packet", "explain", tmp_path / "holiday.jpg"), 3, "ff d8 ff e0", "JPEG")
    assert_error(netkit("packet", "explain", "-", stdin=b""), 3, "0 bytes")


def test_escape_sequences_of_a_packet_never_reach_the_terminal() -> None:
    name = b"\x08\x1b[2J\x1b]0;\x07\xe2\x80\xaeabc\x00"
    name = bytes([len(name) - 2]) + name[1:-1] + b"\0"
    message = struct.pack("!6H", 7, 0x0100, 1, 0, 0, 0) + name + struct.pack("!2H", 16, 1)
    udp = struct.pack("!4H", 40000, 53, 8 + len(message), 0) + message
    packet = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0, b"\xc0\0\2\1", b"\xc0\0\2\2") + udp
    for option in ((), ("--plain",), ("--json",), ("--all",)):
        done = netkit("packet", "explain", packet.hex(), *option)
        assert done.returncode == 0
        assert not [character for character in done.stdout if ord(character) < 0x20 and character != "\n"]
        assert "\u202e" not in done.stdout


def test_diagrams_have_the_widths_of_the_rfc() -> None:
    drawn = netkit("packet", "diagram", "ipv4").stdout.splitlines()
    # RFC 791 §3.1: 32 bits a row, each two characters wide, and a closing bar
    assert " 0                   1                   2                   3" in [line.rstrip() for line in drawn]
    assert sum(line == "+-" * 32 + "+" for line in drawn) >= 6
    found = report("packet", "diagram", "tcp")
    assert [field["start_bit"] for field in found["headers"][0]["fields"]][:5] == [0, 16, 32, 64, 96]


def test_diagram_of_a_packet_has_its_values_and_a_list_of_names() -> None:
    assert "192.0.2.1" in netkit("packet", "diagram", HEX).stdout
    assert "router-advertisement" in netkit("packet", "diagram").stdout
    assert_error(netkit("packet", "diagram", "tpc"), 2, "tcp")


def test_explaining_imports_neither_scapy_nor_numpy(tmp_path: Path) -> None:
    done = netkit("packet", "explain", f"{PAGE}:3", PYTHONPROFILEIMPORTTIME="1")
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert (
        "netkit.packet.reading" in loaded
    )  # what is loaded by name at the first use, such as dissection itself, is not listed
    assert not {name for name in loaded if name.partition(".")[0] in ("scapy", "numpy", "rich", "dns")}


def test_a_long_packet_in_one_word_is_hex_and_no_file_name() -> None:
    data = bytes.fromhex(HEX)[:2] + (1400).to_bytes(2, "big") + bytes(1396)
    for form in (data.hex(), data.hex(" ")):
        done = netkit("packet", "explain", form, "--json")
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["length"] == 1400


def test_the_bytes_alone_say_nothing_of_what_they_mean() -> None:
    shown = netkit("packet", "explain", f"{PAGE}:3", "--bytes").stdout
    assert "0010  " in shown
    for told in ("Time to live", "192.0.2.37", "UDP", "33836"):
        assert told not in shown


def test_an_answer_without_an_answer_says_why() -> None:
    shown = netkit("capture", "show", CAPTURES / "dns-tcp.pcapng", COLUMNS="160").stdout
    assert "truncated, it did not fit" in shown
    assert "no such record" not in shown
