"""What can be wrong in options, extension headers, flags and control messages: each in bytes that have it, beside bytes that don't."""

import pytest

from netkit.packet import dissect
from tests.packet.invariants import broken_promises
from tests.packet.making import ipv4, ipv6, pseudo, slow_sum

RAW = 101


def hexed(text):
    return bytes.fromhex(text)


UDP = hexed("03e8 07d0 0009 0000 78")


def checked(packet, at, protocol):
    """The packet with the right checksum of what it carries, at byte `at` behind its fixed header."""
    start = 20 if packet[0] >> 4 == 4 else 40
    before = pseudo(packet, protocol, len(packet) - start) if protocol != 1 else b""
    right = slow_sum(before + packet[start:]) ^ 0xFFFF
    return packet[: start + at] + right.to_bytes(2, "big") + packet[start + at + 2 :]


def with_options(text):
    return ipv4(17, UDP, hexed(text))


def segment(flags, options="", reserved=0, data=b""):
    """A TCP segment in an IPv4 packet, with a right checksum."""
    inside = hexed(options)
    words = 5 + len(inside) // 4
    head = hexed("03e8 07d0 00000001 00000002") + (words << 12 | reserved << 9 | flags).to_bytes(2, "big")
    return checked(ipv4(6, head + hexed("1000 0000 0000") + inside + data), 16, 6)


def six(next_header, text, behind, payload_length=None):
    """An IPv6 packet with an extension header before a UDP datagram, or what else is `behind`."""
    return ipv6(next_header, hexed(text) + behind, payload_length)


UDP6 = hexed("03e8 07d0 0009 0001 78")
QUOTE = ipv4(17, UDP)
LONG_QUOTE = QUOTE + bytes(128 - len(QUOTE))


def icmp(text, behind=b""):
    return checked(ipv4(1, hexed(text) + behind), 2, 1)


def icmpv6(text, behind=b""):
    return checked(ipv6(58, hexed(text) + behind), 2, 58)


SYN, ACK, FIN, RST = 2, 16, 1, 4

# name: (packet, rule, first bit behind the fixed header's start, width in bits, the packet without it)
CASES = {
    "an IPv4 option of length 0": (with_options("07000000"), "ipv4.option.length", 21, 8, with_options("01010100")),
    "an IPv4 option beyond the header": (with_options("07080400"), "ipv4.option.length", 21, 8, with_options("94040000")),
    "an IPv4 option too short for its kind": (with_options("94030000"), "ipv4.option.length", 21, 8, with_options("94040000")),
    "an IPv4 option without a length": (with_options("01010107"), "ipv4.option.truncated", 23, 8, with_options("01010100")),
    "a pointer into an address": (
        with_options("070706 00000000 00"), "ipv4.option.pointer", 22, 8, with_options("070704 00000000 00"),
    ),
    "padding behind the end": (with_options("00000001"), "ipv4.padding.not_zero", 21, 24, with_options("00000000")),
    "SYN and FIN": (segment(SYN | FIN | ACK), "tcp.flags.syn_fin", 33.875, 1, segment(SYN | ACK)),
    "SYN and RST": (segment(SYN | RST | ACK), "tcp.flags.syn_rst", 33.625, 1, segment(RST | ACK)),
    "no ACK": (segment(FIN), "tcp.flags.no_ack", 33.375, 1, segment(FIN | ACK)),
    "no flag at all": (segment(0), "tcp.flags.no_ack", 33.375, 1, segment(RST)),
    "reserved bits": (segment(ACK, reserved=1), "tcp.reserved.set", 32.5, 3, segment(ACK)),
    "a maximum segment size without SYN": (
        segment(ACK, "020405b4"), "tcp.option.without_syn", 40, 8, segment(SYN, "020405b4"),
    ),
    "a window scale of 15": (segment(SYN, "0303 0f00"), "tcp.option.window_scale.large", 42, 8, segment(SYN, "0303 0e00")),
    "a TCP option of length 1": (segment(ACK, "08010000"), "tcp.option.length", 41, 8, segment(ACK, "01010000")),
    "timestamps too short": (segment(ACK, "0806 00000000 0000"), "tcp.option.length", 41, 8, segment(ACK, "0101080a 0000000000000000")),
    "a TCP option without a length": (segment(ACK, "01010108"), "tcp.option.truncated", 43, 8, segment(ACK, "01010101")),
    "padding behind the end of TCP options": (segment(ACK, "00000001"), "tcp.padding.not_zero", 41, 24, segment(ACK, "00000000")),
    "an IPv6 option beyond its header": (
        six(0, "1100 0509 00000000", UDP6), "ipv6.option.length", 42, 16, six(0, "1100 0502 0000 0100", UDP6),
    ),
    "padding that says something": (
        six(60, "1100 0104 00000001", UDP6), "ipv6.padding.not_zero", 44, 32, six(60, "1100 0104 00000000", UDP6),
    ),
    "hop-by-hop behind another header": (
        six(60, "0000 0104 00000000 1100 0104 00000000", UDP6), "ipv6.hop_by_hop.place", 48, 8,
        six(0, "3c00 0104 00000000 1100 0104 00000000", UDP6),
    ),
    "a jumbo option in a usual packet": (
        six(0, "1100 c204 00010000", UDP6), "ipv6.jumbo.needless", 44, 32, six(0, "1100 0104 00000000", UDP6),
    ),
    "no jumbo option": (
        six(0, "1100 0104 00000000", UDP6, 0), "ipv6.jumbo.missing", 4, 16, six(0, "1100 0104 00000000", UDP6),
    ),
    "a jumbo payload that is none": (six(0, "1100 c204 00000011", UDP6, 0), "ipv6.jumbo.short", 44, 32, six(17, "", UDP6)),
    "routing type 0": (
        six(43, "1102 0000 00000000" + "20010db8" + "00" * 12, UDP6), "ipv6.routing.deprecated", 42, 8,
        six(43, "1102 0200 00000000" + "20010db8" + "00" * 12, UDP6),
    ),
    "more segments left than listed": (
        six(43, "1102 0402 00000000" + "20010db8" + "00" * 12, UDP6), "ipv6.routing.segments", 43, 8,
        six(43, "1102 0400 00000000" + "20010db8" + "00" * 12, UDP6),
    ),
    "an IPv6 fragment of 9 bytes that goes on": (
        six(44, "1100 0001 00000001", UDP6), "ipv6.fragment.length", 43.875, 1, six(44, "1100 0001 00000001", UDP6[:8]),
    ),
    "an IPv6 fragment beyond 65,535": (
        six(44, "1100 fff8 00000001", UDP6), "ipv6.fragment.large", 42, 13, six(44, "1100 ffe8 00000001", UDP6),
    ),
    "an authentication header of 8 bytes": (
        six(51, "1100 0000 00000001 00000001", UDP6), "ah.length.short", 41, 8,
        six(51, "1101 0000 00000001 00000001", UDP6),
    ),
    "a quote that is shorter than it says": (
        icmp("0b00 0000 0021 0000", LONG_QUOTE), "icmp.length.long", 25, 8, icmp("0b00 0000 0020 0000", LONG_QUOTE),
    ),
    "extensions of version 1": (
        icmp("0b00 0000 0020 0000", LONG_QUOTE + hexed("10000000")), "icmp.extensions.version", 156, 4,
        icmp("0b00 0000 0020 0000", LONG_QUOTE + hexed("2000dfff")),
    ),
    "extensions with a wrong sum": (
        icmp("0b00 0000 0020 0000", LONG_QUOTE + hexed("20001234")), "icmp.extensions.checksum.bad", 158, 16,
        icmp("0b00 0000 0020 0000", LONG_QUOTE + hexed("2000dfff")),
    ),
    "an object longer than the extensions": (
        icmp("0b00 0000 0020 0000", LONG_QUOTE + hexed("20000000 0009 f701 00000000")), "icmp.extensions.length", 160, 16,
        icmp("0b00 0000 0020 0000", LONG_QUOTE + hexed("20000000 0008 f701 00000000")),
    ),
    "an option of neighbour discovery of length 0": (
        icmpv6("8500 0000 00000000 0100 000000000000"), "icmpv6.option.length", 48, 16,
        icmpv6("8500 0000 00000000 0101 000000000000"),
    ),
    "an option of neighbour discovery beyond the message": (
        icmpv6("8500 0000 00000000 0102 000000000000"), "icmpv6.option.length", 48, 16,
        icmpv6("8500 0000 00000000 0101 000000000000"),
    ),
    "a prefix of 8 bytes": (
        icmpv6("8500 0000 00000000 0301 000000000000"), "icmpv6.option.short", 48, 64,
        icmpv6("8500 0000 00000000 0501 0000 000005dc"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("packet", "rule", "byte", "width", "without"), CASES.values(), ids=CASES)
def test_the_problem_is_found_where_it_is_and_only_there(packet, rule, byte, width, without):
    dissection = dissect(packet, RAW)
    assert broken_promises(dissection, packet) == []
    found = [problem for problem in dissection.problems if problem.rule == rule]
    assert [(problem.start_bit, problem.width_bits) for problem in found] == [(round(byte * 8), width)]
    assert found[0].text
    assert found[0].rfc
    assert rule not in {problem.rule for problem in dissect(without, RAW).problems}
    assert broken_promises(dissect(without, RAW), without) == []


@pytest.mark.parametrize("packet", [case[0] for case in CASES.values()], ids=CASES)
def test_every_shorter_packet_keeps_the_promises(packet):
    for length in range(len(packet)):
        for original in (None, len(packet)):
            dissection = dissect(packet[:length], RAW, original_length=original)
            assert broken_promises(dissection, packet[:length]) == []


def test_a_fragment_of_ipv4_is_a_whole_number_of_blocks_and_ends_inside_a_packet():
    more = bytearray(ipv4(17, UDP))
    more[6:8] = 0x20, 0  # MF
    assert "ipv4.fragment.length" in {problem.rule for problem in dissect(bytes(more), RAW).problems}
    eight = bytearray(ipv4(17, UDP[:8]))
    eight[6:8] = 0x20, 0
    assert "ipv4.fragment.length" not in {problem.rule for problem in dissect(bytes(eight), RAW).problems}
    last = bytearray(ipv4(17, bytes(71)))
    last[6:8] = (8183).to_bytes(2, "big")  # 8183 × 8 + 71 + 20 > 65,535
    assert "ipv4.fragment.large" in {problem.rule for problem in dissect(bytes(last), RAW).problems}
    fits = bytearray(ipv4(17, bytes(8)))
    fits[6:8] = (8183).to_bytes(2, "big")
    assert "ipv4.fragment.large" not in {problem.rule for problem in dissect(bytes(fits), RAW).problems}


def test_a_routing_header_changes_the_address_that_checksums_count():
    """RFC 8200 §8.1: while segments are left, the pseudo-header has the address of the last."""
    last = hexed("20010db8000000000000000000000009")
    inside = six(43, "1102 0201 00000000", last + UDP6)
    right = slow_sum(inside[8:24] + last + hexed("00000009 00000011") + UDP6[:6] + b"\0\0" + UDP6[8:]) ^ 0xFFFF
    good = inside[:-3] + right.to_bytes(2, "big") + UDP6[8:]
    assert dissect(good, RAW).field("udp.checksum").note == "right"


def test_a_jumbogram_ends_where_its_option_says():
    payload = bytes(70_000)
    length = 8 + 8 + len(payload)
    udp = hexed("03e8 07d0 0000 0001") + payload
    packet = ipv6(0, hexed("1100 c204") + length.to_bytes(4, "big") + udp, 0)
    dissection = dissect(packet + b"behind", RAW)
    assert dissection.value("ipv6.opt.jumbo") == length
    assert dissection.layers[-1].start == len(packet)
    assert "udp.length.short" not in {problem.rule for problem in dissection.problems}
    assert len(dissection.value("udp.payload")) == 2 * len(payload)
    assert broken_promises(dissection, packet + b"behind") == []
