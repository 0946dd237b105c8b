"""`netkit packet explain --why` as a student runs it."""

import json

from tests.system.program import CAPTURES, assert_error, netkit, report

PAGE = "page-load-01.pcapng"


def test_the_sentences_come_beside_what_the_report_has_anyway():
    plain, found = report("packet", "explain", f"{PAGE}:5"), report("packet", "explain", f"{PAGE}:5", "--why")
    why = found.pop("why")
    assert found == plain
    fields = {
        (field["key"], field["start_bit"], field["width_bits"]): field
        for layer in plain["layers"]
        for field in layer["fields"]
    }
    for each in why:
        assert each["rfc"]
        field = fields[each["key"], each["start_bit"], each["width_bits"]]
        assert each["text"].startswith(field["name"])
        assert each["text"].endswith(each["effect"])
    (ttl,) = [each for each in why if each["key"] == "ip.ttl"]
    assert (ttl["start_bit"], ttl["width_bits"], ttl["rfc"]) == ((14 + 8) * 8, 8, "RFC 1812 §5.3.1")
    assert "sends it on with 63" in ttl["text"]
    (syn,) = [each for each in why if each["key"] == "tcp.flags.syn"]
    assert [other["key"] for other in syn["also"]] == ["tcp.flags.ack"]


def test_the_screen_tells_layer_by_layer_in_80_columns():
    shown = netkit("packet", "explain", f"{PAGE}:5", "--why").stdout
    assert shown.index("Ethernet II") < shown.index("IPv4") < shown.index("TCP   bytes")
    assert "a connection is asked for" in shown
    assert max(map(len, shown.splitlines())) <= 80
    aloud = " ".join(netkit("packet", "explain", f"{PAGE}:5", "--why", "--plain").stdout.split())
    assert "Time to live 64: The next router sends it on with 63" in aloud


def test_a_broken_packet_says_what_becomes_of_it():
    whole = "45 00 00 1c 00 01 00 00 40 11 f6 cc c0 00 02 01 c6 33 64 02 04 d2 00 35 00 08 00 00"
    found = json.loads(netkit("packet", "explain", whole.replace("f6 cc", "f6 cd"), "--why", "--json").stdout)
    (bad,) = [each for each in found["why"] if each["key"] == "ip.checksum"]
    assert bad["rfc"] == "RFC 1122 §3.2.1.2"
    assert "drops it" in bad["text"]
    assert "0xf6cd" in bad["text"]


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
    done = netkit("packet", "explain", (head + udp).hex(), "--why")
    assert done.returncode == 0
    assert not [character for character in done.stdout if ord(character) < 0x20 and character != "\n"]
    assert "\u202e" not in done.stdout


def test_every_shipped_capture_has_a_first_packet_that_can_be_told():
    for path in sorted(CAPTURES.glob("*.pcapng"))[::10]:
        assert netkit("packet", "explain", f"{path.name}:1", "--why").returncode == 0


def test_bytes_alone_and_sentences_exclude_each_other():
    assert_error(netkit("packet", "explain", f"{PAGE}:5", "--why", "--bytes"), 2, "--why and --bytes", "hint:")
