"""`netkit packet diff` as a student runs it."""

import json

import pytest

from tests.system.program import CAPTURES, assert_error, netkit, report

PAGE = "page-load-01.pcapng"
HEX = "45 00 00 1c 00 01 00 00 40 11 8e 99 c0 00 02 01 c6 33 64 02 04 d2 00 35 00 08 00 00"
ROUTED = HEX.replace("40 11 8e 99", "3f 11 8f 99")


def test_a_question_and_its_answer():
    found = report("packet", "diff", f"{PAGE}:3", ":4")
    assert found["schema"] == "netkit.packet.diff/1"
    assert (found["same"], found["conclusion"]["kind"]) == (False, "answer")
    assert [found[side]["title"] for side in "ab"] == [f"{PAGE}:3", f"{PAGE}:4"]
    fields = {(layer["key"], field["key"]): field for layer in found["layers"] for field in layer["fields"]}
    source = fields["ip", "ip.src"]
    assert (source["a"]["value"], source["b"]["value"]) == ("192.0.2.37", "198.51.100.53")
    assert source["a"]["start_bit"] == source["b"]["start_bit"] == (14 + 12) * 8
    assert fields["dns", "dns.cname"]["a"] is None
    assert ("ip", "ip.proto") not in fields


def test_the_next_router_of_a_packet_in_hex():
    for words in ([HEX, ROUTED], [*HEX.split(), "vs", *ROUTED.split()]):
        shown = " ".join(netkit("packet", "diff", *words).stdout.split())
        assert "The same packet, 1 router further on." in shown
        assert "64 → 63" in shown
        assert "1 router passed it on in between" in shown
        assert "0x8e99 → 0x8f99" in shown


def test_equal_packets_and_different_ones_both_end_well():
    same = netkit("packet", "diff", HEX, HEX)
    assert same.returncode == 0
    assert "no difference" in same.stdout
    other = netkit("packet", "diff", HEX, ROUTED)
    assert (other.returncode, other.stderr) == (0, "")


def test_forms_of_packets_may_be_mixed(tmp_path):
    (tmp_path / "packet.bin").write_bytes(bytes.fromhex(ROUTED))
    done = netkit("packet", "diff", "-", tmp_path / "packet.bin", "--json", stdin=HEX.encode())
    assert json.loads(done.stdout)["conclusion"]["kind"] == "forwarded"


def test_every_form_fits_the_page_and_reads_aloud():
    for other in (":4", ":6", ":11", ":1"):
        shown = netkit("packet", "diff", f"{PAGE}:3", other).stdout
        assert max(map(len, shown.splitlines())) <= 80
        assert netkit("packet", "diff", f"{PAGE}:3", other, "--plain").returncode == 0


@pytest.mark.parametrize(
    ("words", "code", "parts"),
    [
        ([], 2, ["which two packets?"]),
        ([f"{PAGE}:3"], 2, ["which packet to compare it with?", "hint:"]),
        (HEX.split(), 2, ["where does the first packet end?", "28 words", "in quotes"]),
        ([HEX, ":4"], 2, [":4 is a packet of the same capture", "names none"]),
        (["-", "-"], 2, ["both packets can't come from standard input"]),
        ([f"{PAGE}:3", f"{PAGE}:999"], 2, ["no packet 999"]),
        ([HEX, "45 0g"], 3, ["'g' is no hex digit"]),
    ],
)
def test_a_slip_is_named(words, code, parts):
    assert_error(netkit("packet", "diff", *words), code, *parts)


def test_names_from_the_wire_reach_no_terminal_unsafe():
    name = b"\x08\x1b[2J\x1b]0;\x07\xe2\x80\xaeabc\x00"
    name = bytes([len(name) - 2]) + name[1:-1] + b"\0"
    message = bytes.fromhex("0007 0100 0001 0000 0000 0000") + name + bytes.fromhex("0010 0001")
    udp = bytes.fromhex("9c40 0035") + (8 + len(message)).to_bytes(2, "big") + b"\0\0" + message
    head = (
        bytes.fromhex("4500")
        + (20 + len(udp)).to_bytes(2, "big")
        + bytes.fromhex("0000 0000 40 11 0000 c0000201 c0000202")
    )
    done = netkit("packet", "diff", (head + udp).hex(), HEX)
    assert done.returncode == 0
    assert not [character for character in done.stdout if ord(character) < 0x20 and character != "\n"]
    assert "\u202e" not in done.stdout


def test_captures_that_ship_are_named_without_their_folder():
    assert (CAPTURES / PAGE).exists()
    assert netkit("packet", "diff", f"{PAGE}:5", ":6").stdout.startswith(f"{PAGE}:5 → {PAGE}:6")
