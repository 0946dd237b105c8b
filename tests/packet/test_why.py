"""What each value makes the network do: sentences for every packet, and claims whose numbers are worked out here."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import netkit.capture
from netkit.packet import dissect
from netkit.packet.pictures import KEYS, tables
from netkit.packet.why import sentences
from netkit.packet.why.broken import RECEIVERS
from netkit.packet.why.protocols import EFFECTS
from tests.packet.making import ipv4, ipv6, over_udp, pseudo, slow_sum
from tests.packet.mutating import mutations
from tests.packet.telling import broken_sentences
from tests.vectors.reading import vectors

ROOT = Path(__file__).parents[2]
UNKNOWN = ".".join("0000")
SHIPPED = sorted((ROOT / "captures").glob("*.pcapng"))


@pytest.mark.parametrize("vector", vectors(), ids=repr)
def test_the_sentences_of_every_vector_keep_their_promises(vector):
    packet = dissect(vector.data, vector.link_type)
    assert broken_sentences(packet) == []
    assert sentences(packet)


def test_the_sentences_of_shipped_captures_keep_their_promises():
    for path in SHIPPED[::2]:
        for record in netkit.capture.open(path):
            packet = dissect(record.data, record.link_type, original_length=record.original_length)
            assert broken_sentences(packet) == [], (path.name, record.number)


@settings(deadline=None)
@given(st.sampled_from(vectors()), st.integers(0, 10**6))
def test_the_sentences_of_broken_packets_keep_their_promises(vector, seed):
    packet = dissect(mutations(vector, seed), vector.link_type)
    assert broken_sentences(packet) == []


def test_every_shorter_packet_has_its_sentences():
    for vector in vectors()[::9]:
        for stop in range(0, len(vector.data), 9):
            assert broken_sentences(dissect(vector.data[:stop], vector.link_type)) == []


def test_a_long_list_is_told_in_time():
    """Each sentence looks its neighbours up; looking through all of them each time would take minutes here."""
    records = b"".join(b"\xc0\x0c\0\1\0\1\0\0\0\1\0\4" + number.to_bytes(4, "big") for number in range(3000))
    answer = over_udp(bytes.fromhex("1234 8180 0001 0bb8 0000 0000") + b"\3www\0\0\1\0\1" + records)
    start = time.perf_counter()
    assert len(sentences(dissect(answer, 101))) > 6000
    assert time.perf_counter() - start < 20


def test_every_protocol_has_sentences_and_they_hang_on_fields_that_there_are():
    assert {table.key for table in tables() if table.key} - {"data"} == set(EFFECTS)
    for protocol, effects in EFFECTS.items():
        unknown = {key for key in [*effects.by_key, *effects.silent] if key not in KEYS}
        assert unknown == set(), protocol
        assert not set(effects.by_key) & effects.silent, protocol
        for effect in (each for found in effects.by_key.values() for each in found):
            assert set(effect.also) <= set(KEYS), (protocol, effect.key)


def test_what_receivers_do_is_told_of_rules_that_there_are():
    page = (ROOT / "docs" / "problems.md").read_text(encoding="utf-8")
    assert {rule for rule in RECEIVERS if f"### `{rule}`" not in page} == set()


# --- claims: what a sentence must say, with numbers that are worked out here


def told(data, key, link_type=101):
    """Everything that is said of the fields with this key, in one text."""
    return " · ".join(why.text for why in sentences(dissect(data, link_type)) if why.key == key)


def ttl(value, source="192.0.2.1", destination="198.51.100.2", protocol=253, payload=b"x"):
    packet = bytearray(ipv4(protocol, payload))
    packet[8] = value
    packet[12:16] = bytes(map(int, source.split(".")))
    packet[16:20] = bytes(map(int, destination.split(".")))
    packet[10:12] = b"\0\0"
    packet[10:12] = (slow_sum(bytes(packet[:20])) ^ 0xFFFF).to_bytes(2, "big")
    return bytes(packet)


@pytest.mark.parametrize("value", [2, 3, 64, 128, 255])
def test_a_time_to_live_says_what_the_next_router_makes_of_it_and_how_many_can_pass_it_on(value):
    routers, left = 0, value
    while (left := left - 1) > 0:
        routers += 1
    said = told(ttl(value), "ip.ttl")
    assert f"sends it on with {value - 1};" in said
    assert f"after {routers} router{'s' if routers > 1 else ''} the one behind drops it" in said
    assert "ICMP time exceeded" in said


def test_the_last_router_and_what_is_never_passed_on():
    assert "the next router drops it and sends ICMP time exceeded back" in told(ttl(1), "ip.ttl")
    for destination in ("224.0.0.251", "255.255.255.255", "127.0.0.1", "169.254.3.4"):
        assert "no router passes on" in told(ttl(64, destination=destination), "ip.ttl")
    group = told(ttl(1, destination="239.1.2.3"), "ip.ttl")
    assert "drops it" in group
    assert "time exceeded" not in group  # RFC 1812 §5.3.1: not for a multicast address
    error = bytes([11, 0, 0, 0, 0, 0, 0, 0]) + ipv4(17, bytes(8))
    assert "time exceeded" not in told(ttl(1, protocol=1, payload=error), "ip.ttl")  # RFC 1122 §3.2.2


@pytest.mark.parametrize(
    ("source", "destination", "of_source", "of_destination"),
    [
        ("192.0.2.1", "198.51.100.2", "answers go there", "longest prefix"),
        ("10.1.2.3", "172.16.9.9", "NAT", "private"),
        (UNKNOWN, "255.255.255.255", "no address yet", "every host on this link"),
        ("172.15.0.1", "172.32.0.1", "answers go there", "longest prefix"),
        ("192.0.2.1", "239.1.2.3", "answers go there", "joined the group"),
        ("224.0.0.1", "127.0.0.1", "a group can't send", "never leaves"),
    ],
)
def test_addresses_say_who_takes_the_packet(source, destination, of_source, of_destination):
    packet = ttl(64, source, destination)
    assert of_source in told(packet, "ip.src")
    assert of_destination in told(packet, "ip.dst")


def fragment(flags_and_offset, size):
    packet = bytearray(ipv4(17, bytes(size)))
    packet[6:8] = flags_and_offset.to_bytes(2, "big")
    packet[10:12] = b"\0\0"
    packet[10:12] = (slow_sum(bytes(packet[:20])) ^ 0xFFFF).to_bytes(2, "big")
    return bytes(packet)


def test_fragments_say_where_their_data_belong():
    middle, last, first = fragment(0x2000 | 185, 1480), fragment(370, 48), fragment(0x2000, 1480)
    assert f"bytes {185 * 8:,} to {185 * 8 + 1480 - 1:,}" in told(middle, "ip.frag_offset")
    assert f"the whole has {370 * 8 + 48:,}" in told(last, "ip.frag_offset")
    assert "first" in told(first, "ip.flags.mf")
    assert "fragmentation needed" in told(fragment(0x4000, 8), "ip.flags.df")
    assert "may cut it" in told(fragment(0, 8), "ip.flags.df")
    assert told(middle, "ip.flags.df") == ""


def segment(flags, sequence=1000, acknowledgment=5000, window=500, options=b"", data=b"", ports=b"\xc0\xde\0\x50"):
    size = 20 + len(options)
    head = ports + sequence.to_bytes(4, "big") + acknowledgment.to_bytes(4, "big")
    tcp = head + bytes([size // 4 << 4, flags]) + window.to_bytes(2, "big") + bytes(4) + options + data
    before = pseudo(ipv4(6, tcp), 6, len(tcp))
    tcp = tcp[:16] + (slow_sum(before + tcp) ^ 0xFFFF).to_bytes(2, "big") + tcp[18:]
    return ipv4(6, tcp)


FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16


@pytest.mark.parametrize("sequence", [1000, 0, 2**32 - 1, 2**32 - 3])
def test_sequence_numbers_are_counted_modulo_2_to_the_32(sequence):
    first = (sequence + 1) % 2**32
    assert f"first byte of data will be number {first:,}" in told(segment(SYN, sequence), "tcp.seq_raw")
    data = told(segment(ACK, sequence, data=b"12345"), "tcp.seq_raw")
    assert f"have the numbers {sequence:,} to {(sequence + 4) % 2**32:,}" in data
    assert f"the answer acknowledges {(sequence + 5) % 2**32:,}" in data
    fin = told(segment(FIN | ACK, sequence, data=b"12345"), "tcp.seq_raw")
    assert f"FIN uses up the number {(sequence + 5) % 2**32:,}" in fin
    assert f"the answer acknowledges {(sequence + 6) % 2**32:,}" in fin
    assert "no number is used up" in told(segment(ACK, sequence), "tcp.seq_raw")


def test_a_capture_that_is_cut_changes_no_number():
    whole = segment(FIN | ACK, 1000, data=b"x" * 500)
    cut = dissect(whole[:60], 101, original_length=len(whole))
    said = [why.effect for why in sentences(cut) if why.key == "tcp.seq_raw"]
    assert said == [why.effect for why in sentences(dissect(whole, 101)) if why.key == "tcp.seq_raw"]
    assert f"acknowledges {1000 + 500 + 1:,}" in said[0]


def test_a_fragment_of_a_segment_does_not_say_how_long_it_is():
    packet = bytearray(segment(ACK, data=b"x" * 12))
    packet[6] = 0x20
    assert told(bytes(packet), "tcp.seq_raw") == ""


def test_acknowledgments_say_what_has_arrived_and_what_is_expected():
    said = told(segment(ACK, acknowledgment=0), "tcp.ack_raw")
    assert f"up to number {2**32 - 1:,} has arrived" in said
    assert "0 is expected next" in said
    assert told(segment(SYN), "tcp.ack_raw") == ""
    assert "other side's SYN, number 4,999" in told(segment(SYN | ACK), "tcp.ack_raw")


def test_flags_are_read_together():
    assert "a connection is asked for" in told(segment(SYN), "tcp.flags.syn")
    assert "accepted" in told(segment(SYN | ACK), "tcp.flags.syn")
    assert "no program listens" in told(segment(RST | ACK), "tcp.flags.reset")
    assert "no program listens" not in told(segment(RST), "tcp.flags.reset")
    assert "no more data" in told(segment(FIN | ACK), "tcp.flags.fin")
    assert told(segment(PSH | ACK), "tcp.flags.push") == ""
    assert "to the program now" in told(segment(PSH | ACK, data=b"x"), "tcp.flags.push")
    assert "RST comes back" in told(segment(SYN), "tcp.dstport")
    assert "names the connection" in told(segment(ACK), "tcp.dstport")


def test_windows_are_honest_about_the_scale():
    assert "never scaled" in told(segment(SYN, window=64240), "tcp.window_size_value")
    assert "times the scale that only the SYNs told" in told(segment(ACK), "tcp.window_size_value")
    assert "no room" in told(segment(ACK, window=0), "tcp.window_size_value")


@pytest.mark.parametrize("shift", [0, 1, 7, 14])
def test_a_window_scale_says_how_large_windows_can_get(shift):
    said = told(segment(SYN, options=bytes([1, 3, 3, shift])), "tcp.options.wscale.shift")
    if not shift:
        assert "mean what they say" in said
    else:
        factor = 2**shift
        assert f"times {factor:,}: up to {65535 * factor:,} bytes" in said


def test_a_window_scale_that_is_too_large_counts_as_14():
    """RFC 7323 §2.3."""
    assert "counts with 14" in told(segment(SYN, options=bytes([1, 3, 3, 200])), "tcp.options.wscale.shift")


def test_sack_blocks_name_what_came_and_what_came_twice():
    block = (6000).to_bytes(4, "big") + (7000).to_bytes(4, "big")
    gap = told(segment(ACK, acknowledgment=5000, options=b"\1\1\5\x0a" + block), "tcp.options.sack_le")
    assert "6,000 to 6,999 are here" in gap
    twice = told(segment(ACK, acknowledgment=8000, options=b"\1\1\5\x0a" + block), "tcp.options.sack_le")
    assert "have come twice" in twice


def test_options_of_a_syn():
    options = bytes([2, 4, 5, 180, 4, 2, 1, 1])
    assert "at most 1,460 bytes" in told(segment(SYN, options=options), "tcp.options.mss_val")
    assert "with SACK" in told(segment(SYN, options=options), "tcp.option_kind")


def test_a_datagram_is_one_message():
    data = over_udp(b"x" * 30, port=9999)
    assert "30 bytes of data" in told(data, "udp.length")
    assert "ICMP port unreachable" in told(data, "udp.dstport")
    assert "damaged or not" in told(data, "udp.checksum")


def test_hop_limits_of_neighbor_discovery():
    solicitation = bytes([135, 0, 0, 0, 0, 0, 0, 0]) + bytes.fromhex("20010db8") + bytes(12)
    packet = bytearray(ipv6(58, solicitation))
    packet[7] = 255
    assert "from this very link" in told(bytes(packet), "ipv6.hlim")
    packet[7] = 64
    assert "drops it: only 255" in told(bytes(packet), "ipv6.hlim")


def message(flags, counts=(1, 0, 0, 0), rest=b""):
    head = bytes.fromhex("1234") + flags.to_bytes(2, "big") + b"".join(count.to_bytes(2, "big") for count in counts)
    return over_udp(head + b"\3www\7example\0\0\1\0\1" + rest)


def test_flags_of_dns():
    assert "other servers itself" in told(message(0x0100), "dns.flags.recdesired")
    assert "what it knows itself" in told(message(0x0000), "dns.flags.recdesired")
    assert "over TCP" in told(message(0x8380), "dns.flags.truncated")
    assert "does not exist" in told(message(0x8183), "dns.flags.rcode")
    assert "does not do that" in told(message(0x8100), "dns.flags.recavail")
    assert told(message(0x0100), "dns.flags.rcode") == ""
    alias = b"\xc0\x0c\0\5\0\1" + (300).to_bytes(4, "big") + b"\0\2\xc0\x10"
    answer = message(0x8180, (1, 1, 0, 0), alias)
    assert "1 record answers" in told(answer, "dns.count.answers")
    assert "300 seconds" in told(answer, "dns.resp.ttl")
    assert "the resolver goes on with example" in told(answer, "dns.cname")


def test_no_such_record_is_told_from_a_referral():
    start = (
        b"\xc0\x10\0\6\0\1"
        + (900).to_bytes(4, "big")
        + b"\0\x18\0\0"
        + b"".join(n.to_bytes(4, "big") for n in (1, 2, 3, 4, 60))
        + b"\0\0"
    )
    nodata = message(0x8180, (1, 0, 1, 0), start)
    assert "no records of this type" in told(nodata, "dns.count.answers")
    assert f"remembered for {min(900, 60)} seconds" in told(nodata, "dns.soa.minimum_ttl")
    referral = message(0x8000, (1, 0, 1, 0), b"\xc0\x10\0\2\0\1\0\0\1\0\0\5\2ns\xc0\x10")
    assert "whom to ask" in told(referral, "dns.count.answers")
    assert "go on to this server" in told(referral, "dns.ns")


def response(length):
    return segment(
        ACK, data=b"HTTP/1.1 200 OK\r\nContent-Length: " + length + b"\r\n\r\nhello", ports=bytes.fromhex("0050c0de")
    )


def test_content_lengths_say_how_much_of_the_content_is_here():
    assert "9 bytes of content" in told(response(b"9"), "http.content_length_header")
    assert "5 of them are in this packet" in told(response(b"9"), "http.content_length_header")
    assert "in this packet" not in told(response(b"5"), "http.content_length_header")
    for malformed in (b"", b"-1", b"9x", b"9, 9", b"9" * 5000, b"\xb2"):
        assert broken_sentences(dissect(response(malformed), 101)) == []


def arp(operation, sender, target):
    fixed = bytes.fromhex("ffffffffffff 02000000000a 0806 0001 0800 06 04") + operation.to_bytes(2, "big")
    asker = bytes.fromhex("02000000000a") + bytes(map(int, sender.split(".")))
    return fixed + asker + bytes(6) + bytes(map(int, target.split(".")))


@pytest.mark.parametrize(
    ("operation", "sender", "target", "claim"),
    [
        (1, "192.0.2.1", "192.0.2.9", "only who has 192.0.2.9 answers"),
        (1, UNKNOWN, "192.0.2.9", "wants to take 192.0.2.9"),
        (1, "192.0.2.9", "192.0.2.9", "nobody is asked"),
        (2, "192.0.2.9", "192.0.2.1", "has its answer"),
    ],
)
def test_what_arp_does(operation, sender, target, claim):
    assert claim in told(arp(operation, sender, target), "arp.opcode", 1)


def test_broken_packets_say_what_their_receiver_does():
    packet = bytearray(segment(ACK, data=b"hello"))
    packet[-1] ^= 1
    (why,) = [why for why in sentences(dissect(bytes(packet), 101)) if why.trouble]
    assert (why.key, why.rfc) == ("tcp.checksum", "RFC 9293 §3.1")
    assert "drops it without a word" in why.effect
    assert [why.key for why in sentences(dissect(bytes(packet), 101))].count("tcp.checksum") == 1
    packet[10] ^= 1
    assert "next router or host drops it" in told(bytes(packet), "ip.checksum")


def test_what_a_network_card_fills_in_later_is_not_called_lost():
    packet = segment(ACK, data=b"hello")
    tcp = packet[20:]
    alone = slow_sum(pseudo(packet, 6, len(tcp)))
    packet = ipv4(6, tcp[:16] + alone.to_bytes(2, "big") + tcp[18:])
    assert "drops" not in told(packet, "tcp.checksum")


def test_a_quoted_packet_has_no_sentences():
    error = bytes([11, 0, 0, 0, 0, 0, 0, 0]) + ttl(1, protocol=17, payload=bytes.fromhex("c0de 82bb 0008 0000"))
    packet = dissect(ipv4(1, error), 101)
    assert [layer.key for layer in packet.layers if layer.quoted] == ["ip", "udp"]
    assert not any(why.layer.quoted for why in sentences(packet))
    assert f"from 192.0.2.1 to 198.51.100.2, whose source port {0xC0DE}" in told(ipv4(1, error), "icmp.type")
