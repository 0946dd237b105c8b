"""Checksums worked by hand: a program that follows the lines comes to the value in the field, and a change to that of the full sum."""

import json
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

import netkit.capture
from netkit.errors import BadFieldError
from netkit.packet import dissect
from netkit.packet.change import changed, fields_named, raw_of
from netkit.packet.checksum import fold, updated, words
from netkit.packet.summing import Working, covered, slips, updates
from netkit.packet.summing.view import checksums
from tests.packet.following import follow, places
from tests.packet.making import ipv4, ipv6, pseudo, slow_sum

SHIPPED = sorted((Path(__file__).parents[2] / "captures").glob("*.pcapng"))

TCP = bytes.fromhex("c0de 0050 00000001 00000000 5002 ffff 0000 0000")
UDP = bytes.fromhex("c0de 07d1")
PING = bytes.fromhex("08 00 0000 1234 0001")
PING6 = bytes.fromhex("80 00 0000 1234 0001")


def udp(data):
    return UDP + (8 + len(data)).to_bytes(2, "big") + b"\0\0" + data


CASES = {
    "TCP over IPv4": (ipv4, 6, lambda data: TCP + data, 16, True),
    "TCP over IPv6": (ipv6, 6, lambda data: TCP + data, 16, True),
    "UDP over IPv4": (ipv4, 17, udp, 6, True),
    "UDP over IPv6": (ipv6, 17, udp, 6, True),
    "ICMP": (ipv4, 1, lambda data: PING + data, 2, False),
    "ICMPv6": (ipv6, 58, lambda data: PING6 + data, 2, True),
}

every_case = pytest.mark.parametrize(("wrap", "protocol", "make", "at", "with_pseudo"), CASES.values(), ids=CASES)


def put(segment, at, value):
    return segment[:at] + value.to_bytes(2, "big") + segment[at + 2 :]


def report(packet):
    """The checksums as a program reads them."""
    return json.loads(json.dumps(checksums("Packet", covered(packet)).data))["checksums"]


def made(case, data, stored=None):
    """A packet of a case with a right checksum or the one given, and the one that is right."""
    wrap, protocol, make, at, with_pseudo = case
    segment = make(data)
    before = pseudo(wrap(protocol, segment), protocol, len(segment)) if with_pseudo else b""
    right = slow_sum(before + segment) ^ 0xFFFF
    if protocol == 17 and not right:
        right = 0xFFFF
    return wrap(protocol, put(segment, at, right if stored is None else stored)), right


@every_case
@settings(deadline=None, max_examples=40)
@given(data=st.binary(max_size=70))
@example(data=b"")
@example(data=b"\xff" * 33)
def test_the_lines_lead_to_the_right_checksum(wrap, protocol, make, at, with_pseudo, data):
    packet, right = made((wrap, protocol, make, at, with_pseudo), data)
    found = report(dissect(packet, 101))[-1]
    assert found["right"]
    assert follow(found, packet) == found["computed"] == found["stored"] == right
    assert found["check"]["folded"] == 0xFFFF
    start = len(packet) - len(make(data))
    assert places(found, "message") == list(range(start, len(packet)))


@every_case
def test_the_pseudo_header_is_addresses_protocol_and_length(wrap, protocol, make, at, with_pseudo):
    """RFC 9293 §3.1, RFC 768 and RFC 8200 §8.1: the words in their order, and each at its place in the packet."""
    packet, _ = made((wrap, protocol, make, at, with_pseudo), b"odd")
    found = report(dissect(packet, 101))[-1]
    before = [line for line in found["lines"] if line["step"] == "add" and line["part"] == "pseudo-header"]
    if not with_pseudo:
        assert before == []
        return
    size = len(make(b"odd"))
    assert [line["word"] for line in before] == words(pseudo(packet, protocol, size))
    addresses, carried = (range(12, 20), 9) if wrap is ipv4 else (range(8, 40), 6)
    stated = [24, 25] if protocol == 17 else [None]
    if wrap is ipv4:
        assert places(found) == [*addresses, carried, *stated]
    else:
        stated = [44, 45] if protocol == 17 else [None]
        assert places(found) == [*addresses, None, *stated, None, carried]


def test_every_shipped_checksum_comes_out_of_its_lines():
    count = 0
    for path in SHIPPED:
        for record in netkit.capture.open(path):
            packet = dissect(record.data, record.link_type, original_length=record.original_length)
            for found in report(packet):
                if found["lines"]:
                    assert found["right"], (path.name, record.number, found["key"])
                    at = found["start_bit"] // 8
                    stored = int.from_bytes(record.data[at : at + 2], "big")
                    assert follow(found, record.data) == stored, (path.name, record.number, found["key"])
                    count += 1
    assert count > 1000


def test_each_word_names_the_fields_in_it():
    packet, _ = made(CASES["TCP over IPv4"], b"hello")
    lines = {line["start_bit"]: line for line in report(dissect(packet, 101))[0]["lines"] if line["step"] == "add"}
    assert lines[0]["fields"] == ["ip.version", "ip.hdr_len", "ip.dsfield.dscp", "ip.dsfield.ecn"]
    assert lines[64]["fields"] == ["ip.ttl", "ip.proto"]
    assert lines[80]["counts_as_zero"]
    assert [bit for bit, line in lines.items() if line["counts_as_zero"]] == [80]


def test_the_options_of_ipv4_are_covered_and_what_follows_is_not():
    packet = ipv4(253, b"payload", bytes([7, 7, 4, 0, 0, 0, 0, 0]))
    (found,) = report(dissect(packet, 101))
    assert places(found, "message") == list(range(28))
    assert follow(found, packet) == found["stored"]


def test_a_header_whose_total_length_ends_before_its_options_is_summed_whole():
    packet = ipv4(253, b"payload", bytes([7, 7, 4, 0, 0, 0, 0, 0]), total_length=1)
    (found,) = report(dissect(packet, 101))
    assert places(found, "message") == list(range(28))
    assert found["right"]
    assert follow(found, packet) == found["stored"]


def test_a_udp_sum_of_zero_becomes_all_ones():
    body = udp(b"\0\0")
    missing = slow_sum(pseudo(ipv4(17, body), 17, len(body)) + body) ^ 0xFFFF
    packet, right = made(CASES["UDP over IPv4"], missing.to_bytes(2, "big"))
    assert right == 0xFFFF
    found = report(dissect(packet, 101))[-1]
    assert [line["step"] for line in found["lines"]][-2:] == ["complement", "not zero"]
    assert follow(found, packet) == 0xFFFF
    assert found["right"]


def routed(routing_type, segments_left, payload):
    """A UDP datagram behind a routing header with two addresses, whose checksum counts the last node (RFC 8200 §8.1)."""
    nodes = [bytes.fromhex("20010db8") + bytes(11) + bytes([last]) for last in (0xAA, 0xBB)]
    middle = bytes([1, 0, 0, 0]) if routing_type == 4 else bytes(4)
    header = bytes([17, 4, routing_type, segments_left]) + middle + b"".join(nodes)
    packet = ipv6(43, header + payload)
    final = packet[24:40] if not segments_left else nodes[0 if routing_type == 4 else -1]
    return packet, 40 + len(header), packet[8:24] + final


@pytest.mark.parametrize(("routing_type", "segments_left"), [(0, 2), (0, 0), (4, 1), (4, 0)])
def test_the_last_node_of_a_route_is_the_destination_that_counts(routing_type, segments_left):
    datagram = udp(b"hello")
    _, _, addresses = routed(routing_type, segments_left, datagram)
    before = addresses + len(datagram).to_bytes(4, "big") + bytes([0, 0, 0, 17])
    right = slow_sum(before + datagram) ^ 0xFFFF
    packet, start, _ = routed(routing_type, segments_left, put(datagram, 6, right))
    found = report(dissect(packet, 101))[-1]
    assert found["right"]
    assert follow(found, packet) == right
    assert places(found, "message")[0] == start
    assert [line["word"] for line in found["lines"] if line.get("part") == "pseudo-header"] == words(before)


def test_a_mobile_sender_counts_with_its_address_at_home():
    """RFC 6275 §11.3.1."""
    home = bytes.fromhex("20010db8000000000000000000000099")
    options = bytes([17, 2, 1, 2, 0, 0, 201, 16]) + home
    datagram = udp(b"hi")
    packet = ipv6(60, options + datagram)
    before = home + packet[24:40] + len(datagram).to_bytes(4, "big") + bytes([0, 0, 0, 17])
    right = slow_sum(before + datagram) ^ 0xFFFF
    packet = ipv6(60, options + put(datagram, 6, right))
    found = report(dissect(packet, 101))[-1]
    assert found["right"]
    assert places(found)[:16] == list(range(48, 64))


# --- wrong ones


@every_case
def test_a_wrong_checksum_is_worked_to_the_right_one(wrap, protocol, make, at, with_pseudo):
    case = (wrap, protocol, make, at, with_pseudo)
    _, right = made(case, b"hello")
    packet, _ = made(case, b"hello", right ^ 0x0101)
    found = report(dissect(packet, 101))[-1]
    assert not found["right"]
    assert follow(found, packet) == found["computed"] == right
    assert found["check"]["folded"] != 0xFFFF


@pytest.mark.parametrize("name", ["TCP over IPv4", "UDP over IPv6", "ICMPv6"])
def test_offloading_is_said_where_the_field_is_the_sum_over_the_pseudo_header(name):
    case = CASES[name]
    wrap, protocol, make, *_ = case
    alone = slow_sum(pseudo(wrap(protocol, make(b"hello")), protocol, len(make(b"hello"))))
    for stored, offloaded in ((alone, True), (alone ^ 0xFFFF, False), (alone ^ 1, False)):
        packet, _ = made(case, b"hello", stored)
        found = report(dissect(packet, 101))[-1]
        assert found["offloaded"] is offloaded
        assert found["pseudo_header_sum"] == alone
    packet, _ = made(case, b"hello", alone)
    shown = checksums("Packet", covered(dissect(packet, 101))).blocks
    assert "network card" in str(shown)


def test_slips_have_the_values_of_their_formulas():
    """The formulas of the internet-checksum lab: `S` the sum of the words, `fold(S)` with its carries added in."""
    packet, right = made(CASES["UDP over IPv4"], b"odd", 0x1234)
    datagram = put(packet[20:], 6, 0)
    before = pseudo(packet, 17, len(datagram))
    total = sum(words(before + datagram))
    (_, working) = (Working(each) for each in covered(dissect(packet, 101)))
    found = {slip.slug: slip.value for slip in slips(working)}
    assert found["no-pseudo-header"] == slow_sum(datagram) ^ 0xFFFF
    assert found["header-only"] == slow_sum(before + datagram[:8]) ^ 0xFFFF
    assert found["pseudo-header-only"] == slow_sum(before)
    assert found["not-inverted"] == 0xFFFF ^ right
    assert found["twos-complement"] == right + 1
    assert found["carry-dropped"] == 0xFFFF - total % 65536
    assert found["odd-byte-low"] == slow_sum(before + datagram[:-1] + b"\0" + datagram[-1:]) ^ 0xFFFF
    assert found["checksum-counted"] == slow_sum(before + packet[20:]) ^ 0xFFFF
    assert right not in found.values()
    assert len(set(found.values())) == len(found)


def test_a_slip_is_named_where_it_explains_the_value():
    case = CASES["UDP over IPv4"]
    packet, _ = made(case, b"odd")
    bare = slow_sum(put(packet[20:], 6, 0)) ^ 0xFFFF
    packet, _ = made(case, b"odd", bare)
    assert report(dissect(packet, 101))[-1]["slips"] == ["no-pseudo-header"]
    packet, _ = made(case, b"odd", bare ^ 0x0400)
    assert report(dissect(packet, 101))[-1]["slips"] == []


WHOLE = ipv4(17, put(udp(b"odd"), 6, 0x1234))


@pytest.mark.parametrize(
    ("packet", "length", "reason"),
    [
        (ipv4(17, udp(b"odd")), None, "sender made none"),
        (WHOLE[:-1], len(WHOLE), "kept a part"),
        (put(WHOLE, 6, 0x2000), None, "fragment"),
        (ipv4(17, WHOLE[20:-1], total_length=len(WHOLE)), None, "not all of the bytes"),
    ],
)
def test_what_can_not_be_worked_says_why(packet, length, reason):
    found = report(dissect(packet, 101, original_length=length))[-1]
    assert found["key"] == "udp.checksum"
    assert reason in found["reason"]
    assert (found["lines"], found["right"]) == ([], None)


# --- the incremental update


def test_the_examples_of_rfc_1624():
    """RFC 1624 §4: from 0xdd2f, a word 0x5555 that becomes 0x3285; the older equation gives 0xffff, the new one 0."""
    assert updated(0xDD2F, 0x5555, 0x3285) == 0x0000
    assert fold(0xDD2F + 0x5555 + (0xFFFF ^ 0x3285)) == 0xFFFF


@given(st.binary(min_size=4, max_size=60), st.data())
def test_an_update_is_the_sum_over_all_words(data, draw):
    """For a header that is not all zeros before or after, as no header of IP is (RFC 1624 §3)."""
    data += b"\0" * (len(data) % 2)
    at = draw.draw(st.integers(0, len(data) // 2 - 1)) * 2
    new = draw.draw(st.integers(0, 0xFFFF))
    old = int.from_bytes(data[at : at + 2], "big")
    assume(old != new)
    after = put(data, at, new)
    assume(any(data) and any(after))
    assert updated(slow_sum(data) ^ 0xFFFF, old, new) == slow_sum(after) ^ 0xFFFF


@every_case
@settings(deadline=None, max_examples=40)
@given(data=st.binary(min_size=3, max_size=9), draw=st.data())
def test_any_change_of_fields_that_moves_nothing_is_exchanged_word_by_word(
    wrap, protocol, make, at, with_pseudo, data, draw
):
    before = dissect(made((wrap, protocol, make, at, with_pseudo), data)[0], 101)
    keys = {"ip.ttl", "ip.src", "ip.dst", "ip.id", "ipv6.hlim", "ipv6.dst", "tcp.window_size_value", "icmp.seq"}
    field = draw.draw(st.sampled_from([field for field in before.fields if field.key in keys]))
    raw = draw.draw(st.integers(0, (1 << field.width_bits) - 1))
    after = changed(before, field, raw)
    for update in updates(covered(before), covered(after)):
        assert update.before.right
        assert update.agrees or {update.checksum, update.after.result} == {0, 0xFFFF}
        at = update.before.covered.field.start_bit // 8
        fixed = put(after.data, at, update.checksum)
        key = update.before.covered.guard.key
        found = next(each for each in report(dissect(fixed, 101)) if each["key"] == key)
        assert found["right"] or not update.agrees


def test_a_wrong_checksum_stays_wrong():
    packet, right = made(CASES["TCP over IPv4"], b"hello", 0x1234)
    before = dissect(packet, 101)
    after = changed(before, before.field("tcp.window_size_value"), 7)
    (update,) = updates(covered(before), covered(after))
    assert not update.agrees
    assert fold(update.checksum + (0xFFFF ^ update.after.result)) == fold(0x1234 + (0xFFFF ^ right))


def test_a_change_that_moves_what_is_covered_is_refused():
    before = dissect(made(CASES["TCP over IPv4"], b"hello")[0], 101)
    for key, raw in (("ip.hdr_len", 6), ("ip.len", 40), ("ip.proto", 17), ("ip.frag_offset", 3)):
        after = changed(before, before.field(key), raw)
        with pytest.raises(ValueError, match="what the checksums cover"):
            updates(covered(before), covered(after))


# --- a field's new value


@pytest.mark.parametrize(
    ("name", "text", "raw"),
    [
        ("ip.ttl", "63", 63),
        ("time_to_live", "0x3f", 63),
        ("ip.time_to_live", " 63 ", 63),
        ("ip.src", "10.0.0.1", 0x0A000001),
        ("ip.flags.df", "set", 1),
        ("ip.flags.df", "false", 0),
        ("ip.hdr_len", "24", 6),
        ("tcp.hdr_len", "32", 8),
        ("tcp.srcport", "80", 80),
        ("tcp.checksum", "0xffff", 0xFFFF),
    ],
)
def test_a_value_is_read_as_its_field_shows_it(name, text, raw):
    packet = dissect(made(CASES["TCP over IPv4"], b"")[0], 101)
    field = next(fields_named(packet, name))
    assert raw_of(field, text) == raw
    twin = changed(packet, field, raw)
    assert len(twin.data) == len(packet.data)
    assert sum(a != b for a, b in zip(twin.data, packet.data, strict=True)) <= (field.width_bits + 7) // 8


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ip.ttl", "256"),
        ("ip.ttl", "-1"),
        ("ip.ttl", "x"),
        ("ip.src", "10.0.0"),
        ("ip.hdr_len", "21"),
        ("ip.hdr_len", "64"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(name, text):
    packet = dissect(made(CASES["TCP over IPv4"], b"")[0], 101)
    with pytest.raises(BadFieldError):
        raw_of(next(fields_named(packet, name)), text)
