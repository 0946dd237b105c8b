"""Two packets compared: every field of both is accounted for, and what is said of a difference is worked out here."""

import json
import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netkit.packet import dissect
from netkit.packet.change import changed
from netkit.packet.comparing import Comparison, conclusion
from netkit.packet.comparing.alignment import align
from netkit.packet.comparing.view import differences
from tests.packet.making import ipv4, over_udp, pseudo, slow_sum
from tests.packet.mutating import mutations
from tests.vectors.reading import vectors

ACK, PSH, SYN, FIN = 16, 8, 2, 1


def compared(a, b, link_type=101):
    return Comparison(dissect(a, link_type), dissect(b, link_type))


def report(comparison):
    return json.loads(json.dumps(differences(comparison, ("A", "B")).data))


def changes(a, b, link_type=101):
    """What is said of each key that differs."""
    found = report(compared(a, b, link_type))
    return {field["key"]: field["text"] for layer in found["layers"] for field in layer["fields"]}


def kind(a, b, link_type=101):
    found = report(compared(a, b, link_type))["conclusion"]
    return found and found["kind"]


# --- alignment


def accounted(comparison):
    """The fields that the pairs have on each side, as often as they are there."""
    pairs = [pair for layer in align(comparison.a, comparison.b) for pair in layer.pairs]
    sides = [[field for field in side if field is not None] for side in ([p.a for p in pairs], [p.b for p in pairs])]
    return [Counter((field.key, field.start_bit) for field in side) for side in sides]


some = st.sampled_from(vectors())


@settings(deadline=None)
@given(some, some, st.integers(0, 1000), st.booleans())
def test_every_field_of_both_is_in_one_pair_and_what_is_equal_is_not_reported(one, other, seed, broken):
    second = mutations(one, seed) if broken else other.data
    comparison = Comparison(
        dissect(one.data, one.link_type), dissect(second, one.link_type if broken else other.link_type)
    )
    for counted, packet in zip(accounted(comparison), (comparison.a, comparison.b), strict=True):
        assert counted == Counter((field.key, field.start_bit) for field in packet.fields)
    found = report(comparison)
    for layer in found["layers"]:
        for field in layer["fields"]:
            a, b = field["a"], field["b"]
            assert a is None or b is None or (a["raw"], a["width_bits"]) != (b["raw"], b["width_bits"])
    assert found["same"] == (one.data == second and comparison.a.link_type == comparison.b.link_type)
    if not found["same"] and comparison.a.data != comparison.b.data:
        assert found["layers"]


@settings(deadline=None, max_examples=50)
@given(some)
def test_a_packet_does_not_differ_from_itself(vector):
    found = report(Comparison(dissect(vector.data, vector.link_type), dissect(vector.data, vector.link_type)))
    assert (found["same"], found["conclusion"]["kind"], found["layers"]) == (True, "same", [])


def segment(
    flags=ACK, sequence=1000, acknowledgment=5000, options=b"", data=b"", ports=(49374, 80), swapped=False, ttl=64
):
    size = 20 + len(options)
    source, destination = ports[::-1] if swapped else ports
    head = source.to_bytes(2, "big") + destination.to_bytes(2, "big") + sequence.to_bytes(4, "big")
    head += acknowledgment.to_bytes(4, "big") + bytes([size // 4 << 4, flags]) + b"\1\xf4" + bytes(4)
    return packet_with(head + options + data, 6, 16, swapped=swapped, ttl=ttl)


def packet_with(segment, protocol, at, swapped=False, ttl=64, addresses=None):
    """An IPv4 packet with right checksums, back if `swapped`, with other addresses if given."""
    packet = bytearray(ipv4(protocol, segment))
    if addresses:
        packet[12:20] = addresses
    if swapped:
        packet[12:20] = packet[16:20] + packet[12:16]
    packet[8] = ttl
    packet[10:12] = b"\0\0"
    packet[10:12] = (slow_sum(bytes(packet[:20])) ^ 0xFFFF).to_bytes(2, "big")
    body = segment[:at] + b"\0\0" + segment[at + 2 :]
    before = pseudo(bytes(packet), protocol, len(body)) if protocol != 1 else b""
    right = (slow_sum(before + body) ^ 0xFFFF).to_bytes(2, "big")
    return bytes(packet[:20]) + body[:at] + right + body[at + 2 :]


def test_an_option_that_is_put_in_moves_none_of_the_others():
    mss, sack, scale = bytes([2, 4, 5, 180]), bytes([4, 2]), bytes([3, 3, 7])
    a = segment(SYN, options=mss + scale + b"\1")
    b = segment(SYN, options=mss + sack + b"\1\1" + scale + b"\1")
    found = report(compared(a, b))
    (tcp,) = [layer for layer in found["layers"] if layer["key"] == "tcp"]
    both = {field["key"] for field in tcp["fields"] if field["a"] and field["b"]}
    assert "tcp.options.mss_val" not in both
    assert "tcp.options.wscale.shift" not in both
    added = [field["b"]["value"] for field in tcp["fields"] if field["a"] is None and field["key"] == "tcp.option_kind"]
    assert 4 in added


def test_a_long_list_is_compared_in_time():
    records = b"".join(b"\xc0\x0c\0\1\0\1\0\0\0\1\0\4" + number.to_bytes(4, "big") for number in range(1500))
    head = bytes.fromhex("1234 8180 0001 05dc 0000 0000") + b"\3www\0\0\1\0\1"
    a, b = over_udp(head + records), over_udp(head + records[16 * 40 :])
    start = time.perf_counter()
    assert report(compared(a, b))["layers"]
    assert time.perf_counter() - start < 30


# --- what the two are to one another


def hop(packet, routers):
    twin = bytearray(packet)
    twin[8] -= routers
    twin[10:12] = b"\0\0"
    twin[10:12] = (slow_sum(bytes(twin[:20])) ^ 0xFFFF).to_bytes(2, "big")
    return bytes(twin)


@pytest.mark.parametrize("routers", [1, 3, 60])
def test_a_packet_further_on_is_known_by_its_time_to_live_and_its_checksum(routers):
    a = segment(data=b"hello")
    b = hop(a, routers)
    assert kind(a, b) == "forwarded"
    said = changes(a, b)
    assert set(said) == {"ip.ttl", "ip.checksum"}
    assert f"{routers} router{'s' if routers > 1 else ''} passed it on" in said["ip.ttl"]
    assert said["ip.checksum"].startswith("just what the words that changed make of it (time to live")
    assert "earlier" in changes(b, a)["ip.ttl"]
    frames = [bytes.fromhex("02000000000a 02000000000b 0800"), bytes.fromhex("02000000000c 02000000000d 0800")]
    assert kind(frames[0] + a, frames[1] + b, 1) == "forwarded"
    assert "frame of its own" in changes(frames[0] + a, frames[1] + b, 1)["eth.src"]
    assert kind(frames[0] + a, frames[1] + a, 1) == "link"


def test_what_no_router_does_is_not_called_passed_on():
    a = segment(data=b"hello")
    unfit = bytearray(hop(a, 1))
    unfit[11] ^= 1
    assert kind(a, bytes(unfit)) is None
    assert "does not fit what changed" in changes(a, bytes(unfit))["ip.checksum"]
    other = hop(segment(data=b"hallo"), 1)
    assert kind(a, other) is None
    assert "1 fewer router can pass" in changes(a, other)["ip.ttl"]


def translated(data=b"hello", ports=(49374, 80), source=(10, 0, 0, 5), protocol=6):
    addresses = bytes([*source, 198, 51, 100, 2])
    head = ports[0].to_bytes(2, "big") + ports[1].to_bytes(2, "big")
    if protocol == 17:
        return packet_with(head + (8 + len(data)).to_bytes(2, "big") + b"\0\0" + data, 17, 6, addresses=addresses)
    return packet_with(head + bytes.fromhex("000003e8 00001388 5018 01f4 0000 0000") + data, 6, 16, addresses=addresses)


@pytest.mark.parametrize("protocol", [6, 17])
def test_a_nat_is_named_where_the_checksums_fit_the_new_address_and_port(protocol):
    inside = translated(protocol=protocol)
    outside = hop(translated(source=(203, 0, 113, 9), ports=(61000, 80), protocol=protocol), 1)
    found = report(compared(inside, outside))["conclusion"]
    assert found["kind"] == "translated"
    for part in ("10.0.0.5 replaced by 203.0.113.9", "49374 replaced by 61000", "NAT"):
        assert part in found["text"]
    assert found["rfc"] == "RFC 3022 §4.1"


def test_a_nat_is_not_named_where_the_bytes_do_not_prove_it():
    inside = translated()
    other_data = translated(source=(203, 0, 113, 9), data=b"hallo")
    assert kind(inside, other_data) is None
    bad = bytearray(translated(source=(203, 0, 113, 9)))
    bad[36] ^= 1
    assert kind(inside, bytes(bad)) is None


def test_a_nat_keeps_a_wrong_checksum_wrong_by_as_much():
    """RFC 1624: the equation does not repair what was damaged before, and that proves who changed the addresses how."""
    good_in, good_out = translated(), translated(source=(203, 0, 113, 9))
    wrong_in = bytearray(good_in)
    wrong_in[-1] ^= 1
    wrong_out = bytearray(good_out)
    wrong_out[-1] ^= 1
    assert kind(bytes(wrong_in), bytes(wrong_out)) == "translated"
    assert "both are wrong, by as much" in changes(bytes(wrong_in), bytes(wrong_out))["tcp.checksum"]


def test_answers_are_told_from_questions():
    syn = segment(SYN, sequence=7, acknowledgment=0)
    assert kind(syn, segment(SYN | ACK, sequence=99, acknowledgment=8, swapped=True)) == "answer"
    assert kind(syn, segment(SYN | ACK, sequence=99, acknowledgment=9, swapped=True)) == "opposite"
    data = segment(PSH | ACK, sequence=2**32 - 2, data=b"hello")
    assert kind(data, segment(ACK, sequence=5000, acknowledgment=3, swapped=True)) == "answer"
    ping = packet_with(bytes.fromhex("08 00 0000 1234 0001") + b"x", 1, 2)
    pong = packet_with(bytes.fromhex("00 00 0000 1234 0001") + b"x", 1, 2, swapped=True)
    late = packet_with(bytes.fromhex("00 00 0000 1234 0002") + b"x", 1, 2, swapped=True)
    assert kind(ping, pong) == "answer"
    assert kind(ping, late) == "opposite"


def dns(flags, identification, swapped=False):
    message = (
        identification.to_bytes(2, "big")
        + flags.to_bytes(2, "big")
        + bytes.fromhex("0001 0000 0000 0000")
        + b"\1a\0\0\1\0\1"
    )
    ports = (53, 40000) if swapped else (40000, 53)
    head = ports[0].to_bytes(2, "big") + ports[1].to_bytes(2, "big") + (8 + len(message)).to_bytes(2, "big") + b"\0\0"
    return packet_with(head + message, 17, 6, swapped=swapped)


def test_an_answer_of_dns_has_the_number_of_its_question():
    assert kind(dns(0x0100, 7), dns(0x8183, 7, swapped=True)) == "answer"
    assert kind(dns(0x0100, 7), dns(0x8183, 8, swapped=True)) == "opposite"
    assert kind(dns(0x8183, 7, swapped=True), dns(0x0100, 7)) == "opposite"


def test_the_same_bytes_again_and_those_that_follow():
    first = segment(PSH | ACK, sequence=1000, data=b"hello")
    again = segment(PSH | ACK, sequence=1000, acknowledgment=6000, data=b"hello")
    assert kind(first, again) == "again"
    assert "1,000 more bytes have arrived" in changes(first, again)["tcp.ack_raw"]
    following = segment(PSH | ACK, sequence=1005, data=b"world")
    assert kind(first, following) == "next"
    assert changes(first, following)["tcp.seq_raw"] == "the second goes on where the first ends"
    assert "995 bytes further on" in changes(first, segment(ACK, sequence=1995))["tcp.seq_raw"]
    assert "10 bytes back" in changes(first, segment(ACK, sequence=990))["tcp.seq_raw"]
    assert "6 bytes further on" in changes(segment(sequence=2**32 - 1), segment(sequence=5))["tcp.seq_raw"]


def test_lengths_say_where_the_bytes_went():
    said = changes(segment(data=b"hello"), segment(data=b"hello, world"))
    assert said["ip.len"] == "7 bytes more in the second: its data are as much longer"
    options = bytes([1, 1, 8, 10]) + bytes(8)
    said = changes(segment(data=b"hello"), segment(data=b"hey", options=options))
    assert said["ip.len"] == "10 bytes more in the second: +12 of header and −2 of data"
    assert said["tcp.checksum"] == "each fits its own packet, for what it covers differs"


def test_bytes_of_data_are_compared_one_by_one():
    a, b = ipv4(253, b"abcdefghij"), ipv4(253, b"abXdefgYijkl")
    said = changes(a, b)["data.data"]
    assert said == "2 of 10 bytes differ, the first 2 bytes in: 63 → 58; 2 bytes more in the second"


def test_a_flag_says_what_it_changes():
    a, b = segment(ACK, data=b"x"), segment(FIN | ACK, data=b"x")
    assert changes(a, b)["tcp.flags.fin"].startswith("second: the sender has no more data")


def test_changing_one_field_reports_that_field():
    packet = dissect(segment(data=b"hello"), 101)
    for field in packet.fields:
        if not field.field.width_bits or field.key in ("ip.version", "ip.hdr_len", "tcp.hdr_len", "ip.proto"):
            continue
        twin = changed(packet, field, int(field.raw_value) ^ 1)
        found = report(Comparison(packet, twin))
        keys = [each["key"] for layer in found["layers"] for each in layer["fields"]]
        assert field.key in keys, field
        assert conclusion(Comparison(packet, twin)) is None, field
