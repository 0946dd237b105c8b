"""`netkit packet checksum` as a student runs it."""

import json

import pytest

from netkit.capture import open as open_capture
from tests.packet.following import follow
from tests.system.program import CAPTURES, assert_error, netkit, report

PAGE = "page-load-01.pcapng"

# from 192.0.2.1 to 198.51.100.2, TTL 64, UDP without data and without a checksum
HEADER = "45 00 00 1c 00 01 00 00 40 11 8e 99 c0 00 02 01 c6 33 64 02 04 d2 00 35 00 08 00 00"


def packet(number):
    with open_capture(CAPTURES / PAGE) as records:
        return [record.data for record in records][number - 1]


def test_the_working_as_json_can_be_followed_line_by_line():
    found = report("packet", "checksum", f"{PAGE}:10")
    assert found["schema"] == "netkit.packet.checksum/1"
    assert [each["layer"] for each in found["checksums"]] == ["ip", "tcp"]
    for each in found["checksums"]:
        at = each["start_bit"] // 8
        assert follow(each, packet(10)) == int.from_bytes(packet(10)[at : at + 2], "big") == each["stored"]
    words = [line for line in found["checksums"][1]["lines"] if line["step"] == "add"]
    assert len(words) == 6 + (len(packet(10)) - 34 + 1) // 2


def test_the_screen_shows_header_words_and_sums_long_data_up():
    shown = netkit("packet", "checksum", f"{PAGE}:10", "--layer", "tcp").stdout
    assert "Sequence number" in shown
    assert "720 more words of data add" in shown
    assert len(shown.splitlines()) < 60
    everything = netkit("packet", "checksum", f"{PAGE}:10", "--layer", "tcp", "--all").stdout
    assert len(everything.splitlines()) > 750
    assert "more words" not in everything
    for line in (shown + everything).splitlines():
        assert len(line) <= 80, line


def test_the_words_that_are_summed_up_add_what_the_line_says():
    shown = netkit("packet", "checksum", f"{PAGE}:10", "--layer", "tcp").stdout
    line = next(line for line in shown.splitlines() if "more words" in line)
    first, last = (int(text) for text in line.split()[0].split("–"))
    data = packet(10)
    added = sum(int.from_bytes(data[at : at + 2], "big") for at in range(first, last + 1, 2))
    assert int(line.split()[-1], 16) == added
    assert (last + 1 - first) // 2 == 720


def test_a_wrong_checksum_is_a_result_and_no_error():
    done = netkit("packet", "checksum", HEADER.replace("8e 99", "8e 98"))
    assert done.returncode == 0
    assert "wrong, 0x8e99 would be right" in " ".join(done.stdout.split())
    assert "the sender made none" in done.stdout


def test_a_change_is_worked_from_the_old_checksum():
    found = report("packet", "checksum", HEADER, "--change", "ip.ttl=63")
    (update,) = found["updates"]
    assert (update["before"], update["after"], update["full_sum"], update["agrees"]) == (0x8E99, 0x8F99, 0x8F99, True)
    (word,) = update["words"]
    assert (word["old"], word["new"], word["start_bit"]) == (0x4011, 0x3F11, 64)
    shown = netkit("packet", "checksum", HEADER, "--change", "time_to_live=63").stdout
    assert "64 → 63" in shown
    assert "0x8f99" in shown
    assert "RFC 1624 §3" in shown


def test_two_changes_at_once_and_one_that_no_checksum_covers():
    found = report("packet", "checksum", f"{PAGE}:10", "--change", "ip.src=10.0.0.1", "--change", "ip.ttl=1")
    assert [update["key"] for update in found["updates"]] == ["ip.checksum", "tcp.checksum"]
    assert [len(update["words"]) for update in found["updates"]] == [3, 2]
    done = netkit("packet", "checksum", f"{PAGE}:10", "--change", "eth.src=02:00:00:00:00:01")
    assert "None of the checksums covers what changes" in " ".join(done.stdout.split())


@pytest.mark.parametrize("number", [3, 10])
def test_it_reads_well_aloud(number):
    shown = netkit("packet", "checksum", f"{PAGE}:{number}", "--plain").stdout
    assert "word: 4500" in shown
    assert "all ones" in shown


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ([f"{PAGE}:10", "--layer", "icmp"], ["no ICMP checksum", "ip, tcp", "hint:"]),
        ([f"{PAGE}:1"], ["no checksum", "IPv4, ICMP"]),
        ([f"{PAGE}:10", "--change", "ip.tll=3"], ["ip.tll", "did you mean ip.ttl"]),
        ([f"{PAGE}:10", "--change", "ip.ttl"], ["no change", "--change ip.ttl=63"]),
        ([f"{PAGE}:10", "--change", "ip.ttl=300"], ["can't be", "0 to 255", "60"]),
        ([f"{PAGE}:10", "--change", "ip.len=40"], ["moves what the checksums cover", "RFC 1624"]),
        ([f"{PAGE}:10", "--change", "http.response.code=404"], ["no field http.response.code of a fixed length"]),
    ],
)
def test_a_slip_is_named(words, parts):
    assert_error(netkit("packet", "checksum", *words), 2, *parts)


def test_json_of_a_large_packet_is_whole():
    data = (
        b"\x45\0" + (65535).to_bytes(2, "big") + bytes.fromhex("0000 0000 40 fd 0000 c0000201 c6336402") + bytes(65515)
    )
    found = json.loads(netkit("packet", "checksum", "-", "--json", stdin=data).stdout)
    assert found["checksums"][0]["right"] is False
