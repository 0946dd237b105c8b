"""`netkit packet fragment` and `netkit packet reassemble` as a learner uses them."""

from __future__ import annotations

import json

import pytest

from tests.fragments.making import ether, ipv4, pieces_of
from tests.fragments.test_reassembly import SEEN
from tests.oracle.tshark import capture_of
from tests.system.program import CAPTURES, assert_error, netkit, report

FRAGMENTS = CAPTURES / "fragments.pcapng"


def test_a_packet_is_cut_and_the_picture_says_where() -> None:
    done = netkit("packet", "fragment", f"{FRAGMENTS}:3", "--mtu", "576")
    assert done.returncode == 0
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert lines[0] == "Packet 3 · ICMP · 1,500 bytes do not fit an MTU of 576: 3 fragments"
    assert [line.split() for line in lines if line.strip().startswith(("1  0", "2  5", "3  1"))] == [
        ["1", "0–551", "552", "0", "yes", "572"],
        ["2", "552–1103", "552", "69", "yes", "572"],
        ["3", "1104–1479", "376", "138", "yes", "396"],
    ]
    assert "69 of them, 552 bytes; 4 stay unused (RFC 791 §3.2)" in " ".join(done.stdout.split())
    assert "the last of them still says that more follow" in " ".join(done.stdout.split())
    assert max(map(len, lines)) <= 80


def test_the_report_for_programs_has_the_fragments_bytes() -> None:
    found = report("packet", "fragment", f"{FRAGMENTS}:3", "--size", "400")
    assert found["schema"] == "netkit.packet.fragment/1"
    assert (found["mtu"], found["size"], found["cut"], found["length"]) == (None, 400, True, 1500)
    assert [each["offset"] for each in found["fragments"]] == [0, 50, 100, 150]
    assert [each["offset_bytes"] for each in found["fragments"]] == [0, 400, 800, 1200]
    assert [each["length"] for each in found["fragments"]] == [400, 400, 400, 280]
    assert [each["packet_length"] for each in found["fragments"]] == [420, 420, 420, 300]
    again = report("packet", "reassemble", *(each["hex"] for each in found["fragments"]))
    assert again["policies"][0]["reason"] == "the last fragment has not come"  # it is a fragment itself
    assert again["policies"][0]["pieces"][-1] == {"start": 1200, "length": 280, "fragment": 4}


def test_a_packet_that_fits_is_left_alone() -> None:
    done = netkit("packet", "fragment", f"{CAPTURES / 'ping.pcapng'}:3")
    assert done.stdout == "Packet 3 · ICMP · it fits an MTU of 1,500 as it is, so nobody cuts it\n"
    found = report("packet", "fragment", f"{CAPTURES / 'ping.pcapng'}:3")
    assert (found["cut"], len(found["fragments"])) == (False, 1)


def test_sizes_that_can_not_be_are_refused_with_what_would_be_right() -> None:
    packet = f"{FRAGMENTS}:3"
    assert_error(
        netkit("packet", "fragment", packet, "--size", "100"), 2, "no multiple of 8", "RFC 791 §3.2", "96 or 104"
    )
    assert_error(netkit("packet", "fragment", packet, "--mtu", "60"), 2, "too small for IPv4", "at least 68")
    forbidden = f"{CAPTURES / 'page-load-01.pcapng'}:10"
    assert_error(
        netkit("packet", "fragment", forbidden, "--mtu", "576"), 2, "must not be cut", "Don't Fragment", "--anyway"
    )
    assert "3 fragments" in netkit("packet", "fragment", forbidden, "--mtu", "576", "--anyway").stdout
    assert_error(netkit("packet", "fragment", f"{FRAGMENTS}:1"), 3, "only an IP packet")


def test_fragments_of_a_capture_become_a_packet_in_any_order() -> None:
    for order in ("3-5", "5,3,4"):
        done = netkit("packet", "reassemble", f"fragments.pcapng:{order}")
        assert "3 fragments make a packet of 4,028 bytes" in done.stdout
        assert "ICMP · echo request from 203.0.113.19 to 192.0.2.115" in done.stdout
        assert max(map(len, done.stdout.splitlines())) <= 80
    backwards = report("packet", "reassemble", f"{FRAGMENTS}:5-3")
    assert [each["name"] for each in backwards["fragments"]] == ["packet 5", "packet 4", "packet 3"]
    (policy,) = backwards["policies"]
    assert (policy["policy"], policy["outcome"], policy["length"]) == ("bsd", "reassembled", 4028)
    assert len(policy["packet"]) == 2 * 4028


def test_what_is_missing_is_said() -> None:
    done = netkit("packet", "reassemble", f"{FRAGMENTS}:3,5")
    assert "! bytes 1480–2959 are missing   RFC 791 §3.2" in done.stdout
    (policy,) = report("packet", "reassemble", f"{FRAGMENTS}:3,5")["policies"]
    assert (policy["outcome"], policy["packet"], policy["holes"]) == ("incomplete", None, [[1480, 2960]])
    assert (policy["reason_rule"], policy["reason_rfc"]) == ("fragments.missing", "RFC 791 §3.2")


def test_a_capture_of_several_packets_is_listed() -> None:
    done = netkit("packet", "reassemble", FRAGMENTS)
    assert "4 packets came in fragments" in done.stdout
    assert f"next: netkit packet reassemble {FRAGMENTS}:3-5" in " ".join(done.stdout.split())
    found = report("packet", "reassemble", FRAGMENTS)
    assert found["schema"] == "netkit.packet.fragments/1"
    assert [each["packets"] for each in found["packets"]] == [[3, 4, 5], [6, 7, 8], [9, 10, 11], [12, 13, 14]]
    assert {each["outcome"] for each in found["packets"]} == {"reassembled"}
    piped = netkit("packet", "reassemble", "-", stdin=FRAGMENTS.read_bytes())
    assert piped.stdout.startswith("Standard input · 4 packets came in fragments")
    none = netkit("packet", "reassemble", CAPTURES / "ping.pcapng")
    assert none.stdout.endswith("ping.pcapng · no packet came in fragments\n")


FIGURE = {
    "first": "111422333767988",
    "last": "144442555777999",
    "bsd": "111442333777999",
    "bsd-right": "144422555777999",
    "linux-2007": "111442555777999",
    "linux-6": None,
    "windows": "111422333777988",
    "solaris": "111422333777999",
    "rfc5722": None,
}
"""Whose each block of the example is: by the table, by hand."""


def test_the_example_comes_out_differently_under_every_policy() -> None:
    for policy, owners in SEEN.items():
        assert FIGURE[policy].startswith(owners[:9])  # the blocks that were published
    found = report("packet", "reassemble", "--example", "--policy", "all")
    whose = {}
    for policy in found["policies"]:
        blocks = "".join(str(each["fragment"]) * (each["length"] // 8) for each in policy["pieces"])
        whose[policy["policy"]] = blocks if policy["outcome"] == "reassembled" else None
    assert whose == FIGURE
    done = netkit("packet", "reassemble", "--example", "--policy", "all")
    for policy, owners in FIGURE.items():
        drawn = next(line for line in done.stdout.splitlines() if line.startswith(f"  {policy} "))
        wanted = "".join(sign * 4 for sign in owners) if owners else "the whole packet is dropped"
        assert drawn.split(maxsplit=1)[1] == wanted
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_one_policy_gives_its_reasons() -> None:
    done = netkit("packet", "reassemble", "--example", "--policy", "windows")
    assert "stay those of fragment 2, not 4" in done.stdout
    assert "windows: the old one wins, unless the new one starts before it and ends behind it." in " ".join(
        done.stdout.split()
    )
    dropped = netkit("packet", "reassemble", "--example", "--policy", "linux-6")
    assert "! bytes 8–23 came twice, in fragment 1 and in fragment 4" in dropped.stdout
    assert_error(
        netkit("packet", "reassemble", "--example", "--policy", "linux6"), 2, "no policy linux6", "did you mean linux-6"
    )


def test_read_aloud_there_are_sentences_and_no_picture() -> None:
    done = netkit("packet", "reassemble", "--example", "--policy", "solaris", "--plain")
    assert "fragment 4: bytes 8 to 39 fragment 4" in done.stdout
    assert "whole: bytes 0 to 23 of fragment 1; bytes 24 to 31 of fragment 4" in " ".join(done.stdout.split())
    assert "1111" not in done.stdout


def test_others_are_left_out_and_named() -> None:
    frames = [ether(ipv4(data, start, more)) for start, data, more in pieces_of(bytes(range(48)), 16)]
    capture = capture_of([(1, len(frame), frame) for frame in [frames[2], ether(ipv4(b"alone")), *frames[:2]]])
    done = netkit("packet", "reassemble", "-", stdin=capture)
    assert "3 fragments make a packet of 68 bytes" in done.stdout
    assert "packet 2  it is no fragment" in done.stdout


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ((), ("which fragments?", "--example")),
        (("--example", "x"), ("--example brings fragments of its own",)),
        ((f"{FRAGMENTS}:3,99",), ("has no packet 99", "numbered from 1 to 14")),
        ((f"{FRAGMENTS}:1-99999",), ("names 99,999 packets", "at most 10,000")),
        (("nosuch.pcapng:3",), ("no file nosuch.pcapng",)),
    ],
)
def test_what_can_not_be_found_is_an_error_that_helps(words: tuple[str, ...], parts: tuple[str, ...]) -> None:
    done = netkit("packet", "reassemble", *words)
    assert_error(done, done.returncode, *parts)
    assert done.returncode in (2, 3)


def test_names_in_a_capture_can_not_steer_the_terminal() -> None:
    hostile = netkit("packet", "reassemble", "\x1b[31m45")
    assert "\x1b" not in hostile.stdout + hostile.stderr
    found = json.loads(netkit("packet", "reassemble", "4500", "--json").stdout)
    assert found["packets"] == []
