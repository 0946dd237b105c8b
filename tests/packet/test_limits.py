"""Length fields that lie, and packets of which a part was kept: where a packet ends, and what may still be said of it."""

import pytest

from netkit.packet import dissect
from tests.packet.invariants import broken_promises
from tests.packet.making import ipv4, ipv6, pseudo, slow_sum

ETHERNET = bytes.fromhex("0200000000020200000000010800")
ETHERNET_IPV6 = ETHERNET[:12] + b"\x86\xdd"
UDP = bytes.fromhex("c0de 07d1 000b 0000") + b"abc"
TCP = bytes.fromhex("c0de 0050 00000001 00000000 5010 ffff 0000 0000") + b"hello"


def keys(dissection):
    return [field.key for field in dissection.fields]


def rules(dissection):
    return [problem.rule for problem in dissection.problems]


def with_sum(packet, protocol, segment, at):
    before = pseudo(packet, protocol, len(segment))
    right = slow_sum(before + segment) ^ 0xFFFF
    return segment[:at] + right.to_bytes(2, "big") + segment[at + 2 :]


@pytest.mark.parametrize("trailer", [b"", b"\0" * 15, b"\0" * 100, b"trailer", b"\0" * 15 + b"\1\2\3\4"])
def test_what_lies_behind_the_ip_packet_is_the_frames(trailer):
    packet = ETHERNET + ipv4(17, UDP) + trailer
    dissection = dissect(packet)
    assert dissection.problems == []
    assert dissection.value("udp.payload") == b"abc".hex()
    zeros, rest = dissection.value("eth.padding"), dissection.value("eth.trailer")
    assert (zeros or "") + (rest or "") == trailer.hex()
    if trailer == b"\0" * 15:  # 45 bytes of frame and packet, padded to 60
        assert (zeros, rest) == (trailer.hex(), None)
    if trailer == b"\0" * 100:
        assert (zeros, rest) == (bytes(15).hex(), bytes(85).hex())


@pytest.mark.parametrize("cut", [False, True])
def test_bytes_inside_a_packet_that_is_too_long_are_no_trailer_of_the_frame(cut):
    """The total length reaches beyond what is there: the bytes behind the datagram are still inside of the IP packet."""
    for packet in (
        ETHERNET + ipv4(17, UDP + b"more inside IP", total_length=200),
        ETHERNET_IPV6 + ipv6(17, UDP + b"more inside IP", payload_length=200),
    ):
        dissection = dissect(packet, original_length=len(packet) + 150 if cut else None)
        assert "eth.trailer" not in keys(dissection)
        assert dissection.value("udp.payload") == b"abc".hex()
        assert dissection.value("data.data") == b"more inside IP".hex()
        assert broken_promises(dissection, packet) == []


def test_what_lies_between_datagram_and_packet_is_neither():
    packet = ETHERNET + ipv4(17, UDP + b"between") + b"behind"
    dissection = dissect(packet)
    assert dissection.value("udp.payload") == b"abc".hex()
    assert dissection.value("data.data") == b"between".hex()
    assert dissection.value("eth.trailer") == b"behind".hex()


def test_a_packet_that_is_whole_is_judged_though_the_frame_was_cut_behind_it():
    """Only the frame's trailer is missing (tshark: checksum good): every byte that the checksum covers is there."""
    whole = ipv4(6, TCP)
    right = with_sum(whole, 6, TCP, 16)
    good = ETHERNET + ipv4(6, right) + b"\0\0"
    dissection = dissect(good, original_length=len(good) + 4)
    assert rules(dissection) == ["packet.cut"]
    assert dissection.field("tcp.checksum").note == "right"
    bad = ETHERNET + ipv4(6, right[:16] + b"\x12\x34" + right[18:]) + b"\0\0"
    assert "tcp.checksum.bad" in rules(dissect(bad, original_length=len(bad) + 4))


@pytest.mark.parametrize("stop", range(1, 26))
def test_a_packet_that_was_cut_has_no_problem_but_that(stop):
    packet = ETHERNET + ipv4(6, with_sum(ipv4(6, TCP), 6, TCP, 16))
    part = packet[: len(packet) - stop]
    assert rules(dissect(part, original_length=len(packet))) == ["packet.cut"]
    assert rules(dissect(part))


def test_lengths_that_cannot_be():
    for length, rule in (
        (0, "ipv4.total_length.zero"),
        (19, "ipv4.total_length.short"),
        (21 + len(UDP), "ipv4.total_length.long"),
    ):
        assert rules(dissect(ipv4(17, UDP, total_length=length), 101)) == [rule]
    for length, rule in ((0, "udp.length.short"), (7, "udp.length.short"), (12, "udp.length.long")):
        segment = UDP[:4] + length.to_bytes(2, "big") + UDP[6:]
        assert rules(dissect(ipv4(17, segment), 101)) == [rule]
    assert rules(dissect(ipv6(17, UDP, payload_length=len(UDP) + 1), 101))[0] == "ipv6.payload_length.long"
    for words in range(5):
        head = bytearray(ipv4(17, UDP))
        head[0] = 0x40 | words
        assert rules(dissect(bytes(head), 101)) == ["ipv4.header_length.short"]
        segment = bytearray(TCP)
        segment[12] = words << 4
        assert rules(dissect(ipv4(6, bytes(segment)), 101)) == ["tcp.header_length.short"]


def test_a_header_whose_options_break_off_says_so():
    segment = bytearray(TCP)
    segment[12] = 0xF0
    dissection = dissect(ipv4(6, bytes(segment)), 101)
    assert "tcp.truncated" in rules(dissection)
    assert dissection.value("tcp.hdr_len") == 60
    assert dissection.value("tcp.options.rest") == b"hello".hex()
    packet = bytearray(ipv4(17, b""))
    packet[0] = 0x4F
    assert "ipv4.total_length.short" in rules(dissect(bytes(packet), 101))
    packet[2:4] = (60).to_bytes(2, "big")
    assert "ipv4.total_length.long" in rules(dissect(bytes(packet), 101))


def test_fragments():
    first = bytearray(ipv4(17, UDP + bytes(-len(UDP) % 8)))
    first[6:8] = b"\x20\0"
    later = bytearray(ipv4(17, UDP))
    later[6:8] = b"\0\1"
    for packet in (first, later):
        packet[10:12] = b"\0\0"
        packet[10:12] = (slow_sum(packet[:20]) ^ 0xFFFF).to_bytes(2, "big")
    assert dissect(bytes(first), 101).value("udp.srcport") == 0xC0DE
    assert dissect(bytes(later), 101).value("udp.srcport") is None
    assert dissect(bytes(later), 101).value("data.data") == UDP.hex()
    assert rules(dissect(bytes(first), 101)) == rules(dissect(bytes(later), 101)) == []


# ARP


def arp(hardware=1, protocol=0x0800, hardware_length=6, protocol_length=4, addresses=None):
    head = hardware.to_bytes(2, "big") + protocol.to_bytes(2, "big") + bytes([hardware_length, protocol_length, 0, 1])
    size = 2 * (hardware_length + protocol_length)
    return ETHERNET[:12] + b"\x08\x06" + head + (bytes(range(1, size + 1)) if addresses is None else addresses)


@pytest.mark.parametrize(
    ("hardware", "protocol", "hardware_length", "protocol_length", "ethernet", "internet"),
    [
        (1, 0x0800, 6, 4, True, True),
        (1, 0x0801, 6, 4, True, False),
        (1, 0x0800, 6, 16, True, False),
        (6, 0x0800, 6, 4, True, True),
        (15, 0x0800, 2, 4, False, True),
        (1, 0x0800, 8, 4, False, True),
        (15, 0x0801, 3, 2, False, False),
    ],
)
def test_each_address_of_arp_is_read_by_its_own_type_and_length(
    hardware, protocol, hardware_length, protocol_length, ethernet, internet
):
    packet = arp(hardware, protocol, hardware_length, protocol_length)
    found = [key for key in keys(dissect(packet)) if key.startswith(("arp.src", "arp.dst"))]
    link, net = ("hw_mac" if ethernet else "hw"), ("proto_ipv4" if internet else "proto")
    assert found == [f"arp.src.{link}", f"arp.src.{net}", f"arp.dst.{link}", f"arp.dst.{net}"]
    assert broken_promises(dissect(packet), packet) == []


@pytest.mark.parametrize(
    ("hardware", "protocol", "lengths"),
    [(1, 0x0800, (6, 4)), (1, 0x0801, (6, 4)), (15, 0x0800, (2, 4)), (15, 1, (7, 9))],
)
def test_an_arp_packet_that_breaks_off_says_so(hardware, protocol, lengths):
    packet = arp(hardware, protocol, *lengths)
    assert dissect(packet).problems == []
    for stop in range(15, len(packet)):
        dissection = dissect(packet[:stop])
        assert len(dissection.problems) == 1, f"{stop} of {len(packet)} bytes"
        assert dissection.problems[0].key.startswith(("arp", "eth"))
        assert broken_promises(dissection, packet[:stop]) == []


# What a person is told


@pytest.mark.parametrize(("ttl", "most"), [(1, 0), (2, 1), (20, 19), (65, 64)])
def test_how_far_a_packet_may_still_go(ttl, most):
    """A router takes one away and passes on only what has more than 0 left (RFC 1812 §5.3.1): TTL 1 is passed on by nobody."""
    packet = bytearray(ipv4(253, b""))
    packet[8] = ttl
    note = dissect(bytes(packet), 101).field("ip.ttl").note
    if note.startswith("at most"):
        assert f"at most {most} more router" in note or (not most and "no" in note)
    assert not (ttl == 1 and "1 more" in note)


def test_a_note_does_not_depend_on_what_was_asked_for_before():
    packet = bytes.fromhex("4500001c00010000401100000000000100000002003504d200080000")
    assert dissect(packet, 101).field("ip.checksum").note.startswith("wrong: 0x")
    judged = dissect(packet, 101)
    assert [problem.rule for problem in judged.problems] == ["ipv4.checksum.bad"]
    assert judged.field("ip.checksum").note == dissect(packet, 101).field("ip.checksum").note


def test_what_a_segment_carries_has_its_key_whoever_takes_it_apart():
    request = b"GET / HTTP/1.1\r\nHost: www.example.test\r\n\r\n"
    packet = dissect(ipv4(6, bytes.fromhex("c0de0050 00000001 00000002 5018 1000 0000 0000") + request), 101)
    assert packet.value("http.request.method") == "GET"
    assert packet.values("tcp.payload") == [request.hex()]
    assert (
        dissect(ipv4(6, bytes.fromhex("c0de0050 00000001 00000002 5010 1000 0000 0000")), 101).values("tcp.payload")
        == []
    )
