"""The Internet checksum against a plain loop over words, and what a wrong one is said to mean."""

import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from netkit.packet import dissect
from netkit.packet.checksum import checksum, number_checksum, pseudo_header, word_sum
from netkit.packet.reading import Network
from tests.packet.making import ipv4, ipv6, pseudo, slow_sum

RFC_1071 = bytes.fromhex("0001f203f4f5f6f7")
"""The example of RFC 1071 §3, whose sum is ddf2."""


def test_the_example_of_the_rfc():
    assert slow_sum(RFC_1071) == word_sum(RFC_1071) == 0xDDF2
    assert checksum(RFC_1071) == 0x220D


@given(st.binary(max_size=200))
@example(b"")
@example(b"\0")
@example(b"\0" * 40)
@example(b"\xff")
@example(b"\xff" * 40)
@example(b"\xff" * 41)
@example(b"\xff\xff\0\1")
@example(b"\xff\xfe\0\1")
@example(b"\0\0\xff\xff")
@example(b"\x80\0" * 2)
def test_the_sum_is_that_of_a_plain_loop(data):
    assert word_sum(data) == slow_sum(data)
    assert checksum(data) == slow_sum(data) ^ 0xFFFF


@given(st.lists(st.binary(max_size=60).map(lambda data: data[: len(data) & ~1]), max_size=4))
def test_a_number_is_as_good_as_its_words_in_whichever_order(pieces):
    whole = b"".join(pieces)
    assert number_checksum(int.from_bytes(whole, "big")) == checksum(whole)
    assert number_checksum(sum(int.from_bytes(piece, "big") for piece in pieces)) == checksum(whole)


@given(st.binary(max_size=2000), st.integers(0, 3))
def test_bytes_that_are_no_exact_multiple_of_a_word(data, zeros):
    assert word_sum(data + b"\0" * zeros) == slow_sum(data + b"\0" * zeros)


@pytest.mark.parametrize("size", [0, 1, 19, 20, 191, 192, 193, 194, 1448, 1535, 1536, 1537, 3072, 9001, 65535, 200_000])
def test_lengths_at_which_the_sum_goes_another_way(size):
    chance = random.Random(size)
    for data in (chance.randbytes(size), b"\xff" * size, b"\0" * size, b"\0" * max(0, size - 1) + b"\1" * min(size, 1)):
        assert word_sum(data) == slow_sum(data)


def test_every_pair_of_words():
    edges = [0, 1, 0x7FFF, 0x8000, 0xFFFE, 0xFFFF]
    for first in edges:
        for second in edges:
            for third in edges:
                data = b"".join(word.to_bytes(2, "big") for word in (first, second, third))
                assert word_sum(data) == slow_sum(data)


def test_a_checksum_put_in_its_place_makes_the_sum_all_ones():
    for data in (RFC_1071, b"\1\2\3", bytes(8), b"\xff" * 8):
        whole = (data + b"\0" * (len(data) % 2)) + checksum(data).to_bytes(2, "big")
        assert word_sum(whole) == 0xFFFF


def test_the_pseudo_headers():
    ipv4 = Network(4, bytes([192, 0, 2, 1]), bytes([198, 51, 100, 2]))
    assert pseudo_header(ipv4, 17, 0x1234) == bytes.fromhex("c0000201 c6336402 00 11 1234")
    ipv6 = Network(6, bytes(range(16)), bytes(range(16, 32)))
    assert pseudo_header(ipv6, 58, 0x12345) == bytes(range(32)) + bytes.fromhex("00012345 000000 3a")


TCP = bytes.fromhex("c0de 0050 00000001 00000000 5002 ffff 0000 0000")
UDP = bytes.fromhex("c0de 07d1 000b 0000") + b"odd"
PING = bytes.fromhex("08 00 0000 1234 0001") + b"hello"
PING6 = bytes.fromhex("80 00 0000 1234 0001") + b"hello"

CASES = {
    "TCP over IPv4": (ipv4, 6, TCP + b"hello", 16, True, "tcp.checksum.bad"),
    "TCP over IPv6": (ipv6, 6, TCP + b"hello", 16, True, "tcp.checksum.bad"),
    "UDP over IPv4": (ipv4, 17, UDP, 6, True, "udp.checksum.bad"),
    "UDP over IPv6": (ipv6, 17, UDP, 6, True, "udp.checksum.bad"),
    "ICMP": (ipv4, 1, PING, 2, False, "icmp.checksum.bad"),
    "ICMPv6": (ipv6, 58, PING6, 2, True, "icmpv6.checksum.bad"),
}

every_case = pytest.mark.parametrize(
    ("wrap", "protocol", "segment", "at", "with_pseudo", "rule"), CASES.values(), ids=CASES
)


def with_checksum(segment, at, value):
    return segment[:at] + value.to_bytes(2, "big") + segment[at + 2 :]


def sums(wrap, protocol, segment, with_pseudo):
    """The checksum that is right for a segment whose field is 0, and the sum over the pseudo-header alone."""
    before = pseudo(wrap(protocol, segment), protocol, len(segment)) if with_pseudo else b""
    return slow_sum(before + segment) ^ 0xFFFF, slow_sum(before)


@every_case
def test_only_the_right_checksum_is_right(wrap, protocol, segment, at, with_pseudo, rule):
    right, offloaded = sums(wrap, protocol, segment, with_pseudo)
    edges = {right, right ^ 1, right ^ 0x8000, (right + 1) & 0xFFFF, offloaded, offloaded ^ 0xFFFF, 0xFFFF, 1, 0}
    for value in sorted(edges | set(range(0, 0x10000, 257))):
        dissection = dissect(wrap(protocol, with_checksum(segment, at, value)), 101)
        rules = {problem.rule for problem in dissection.problems}
        field = next(f for f in dissection.fields if f.key == rule.removesuffix(".bad"))
        if protocol == 17 and not value:
            assert field.note != "right"
            assert rules == ({"udp.checksum.missing"} if wrap is ipv6 else set())
        elif value == right:
            assert rules == set()
            assert field.note == "right"
        else:
            assert rules == {rule}
            (problem,) = dissection.problems
            assert (problem.start_bit, problem.width_bits, problem.key) == (field.start_bit, 16, field.key)
            assert f"0x{value:04x}" in problem.text
            assert f"0x{right:04x}" in problem.text
            assert f"0x{right:04x}" in field.note


@every_case
def test_offloading_is_named_only_where_the_bytes_prove_it(wrap, protocol, segment, at, with_pseudo, rule):
    right, offloaded = sums(wrap, protocol, segment, with_pseudo)
    for value in {offloaded, offloaded ^ 0xFFFF, offloaded ^ 1, right ^ 1, 0x1234, 0xFFFF} - {0, right}:
        dissection = dissect(wrap(protocol, with_checksum(segment, at, value)), 101)
        (problem,) = dissection.problems
        proved = with_pseudo and value == offloaded
        assert bool(problem.details) == proved
        assert ("pseudo-header" in " ".join(problem.details)) == proved


def test_a_udp_sum_of_zero_is_sent_as_all_ones():
    """RFC 768: the transmitted 0 means that there is no checksum, so a computed 0 is sent as ffff."""
    for wrap in (ipv4, ipv6):
        segment = UDP + b"?"
        segment = segment[:4] + len(segment).to_bytes(2, "big") + segment[6:]
        missing, _ = sums(wrap, 17, segment + b"\0\0", True)
        # Words are chosen so that everything else sums to ffff.
        body = segment + b"\0\0"
        body = body[:4] + len(body).to_bytes(2, "big") + body[6:]
        missing, _ = sums(wrap, 17, body, True)
        body = body[:-2] + missing.to_bytes(2, "big")
        assert sums(wrap, 17, body, True)[0] == 0
        assert dissect(wrap(17, with_checksum(body, 6, 0xFFFF)), 101).problems == []
        (problem,) = dissect(wrap(17, with_checksum(body, 6, 0x1234)), 101).problems
        assert "right would be 0xffff" in problem.text


def test_the_header_checksum_of_ipv4_covers_its_options_and_nothing_else():
    for options in (b"", bytes([7, 7, 4, 0, 0, 0, 0, 0])):
        right = int.from_bytes(ipv4(253, b"payload", options)[10:12], "big")
        for value in (right, right ^ 1, 0, 0xFFFF):
            packet = ipv4(253, b"payload", options, checksum=value)
            rules = [problem.rule for problem in dissect(packet, 101).problems]
            assert rules == ([] if value == right else ["ipv4.checksum.bad"])
        packet = ipv4(253, b"payload", options)
        assert dissect(packet[:-1] + b"!", 101).problems == []


def test_a_checksum_over_bytes_that_are_not_there_is_not_judged():
    packet = ipv4(6, TCP + b"hello")
    for stop in range(41, len(packet)):
        rules = {problem.rule for problem in dissect(packet[:stop], 101, original_length=len(packet)).problems}
        assert rules == {"packet.cut"}


def test_an_icmp_message_of_zeros_has_a_wrong_checksum():
    """The sum of zeros is 0, so its checksum is ffff; Linux and Wireshark both take 0 for wrong here."""
    message = bytes(8)
    assert slow_sum(message) ^ 0xFFFF == 0xFFFF
    (problem,) = dissect(ipv4(1, message), 101).problems
    assert problem.rule == "icmp.checksum.bad"
    assert dissect(ipv4(1, with_checksum(message, 2, 0xFFFF)), 101).problems == []
