"""Payloads cut into segments: every byte in its place, no segment too large, each header right by a sum made by hand."""

import random
import re
import struct

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from netkit.errors import UsageError
from netkit.packet import dissect
from netkit.tcp import Reassembler
from netkit.tcp.segmentation import Exchange, segment, segment_size
from netkit.tcp.segmentation.cutting import LARGEST_PAYLOAD, MOST_SEGMENTS
from netkit.tcp.segmentation.ends import RECEIVER, SENDER, End, initial_sequence, parse_end
from netkit.tcp.segmentation.options import Options, parse_options

NEAR_THE_END = 2**32 - 300
NUMBERS = st.one_of(st.integers(0, 2**32 - 1), st.integers(NEAR_THE_END, 2**32 - 1), st.just(0))
OPTIONS = st.builds(
    Options, timestamps=st.booleans(), sack=st.booleans(), shift=st.one_of(st.none(), st.integers(0, 14))
)
FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16


def taken_apart(frame):
    """A frame's numbers, read by hand: (sequence, acknowledgment, flags, options, data); its checksums are right."""
    packet = frame[14:]
    if frame[12:14] == b"\x08\x00":
        head = (packet[0] & 15) * 4
        assert int.from_bytes(packet[2:4], "big") == len(packet)
        assert summed(packet[:head]) == 0xFFFF
        pseudo = packet[12:20] + struct.pack("!HH", 6, len(packet) - head)
    else:
        head = 40 + ((packet[41] + 1) * 8 if packet[6] == 60 else 0)
        assert int.from_bytes(packet[4:6], "big") == len(packet) - 40
        pseudo = packet[8:40] + struct.pack("!II", len(packet) - head, 6)
    tcp = packet[head:]
    assert summed(pseudo + tcp) == 0xFFFF
    offset = tcp[12] >> 4 << 2
    sequence, acknowledgment = struct.unpack("!II", tcp[4:12])
    return sequence, acknowledgment, tcp[13], tcp[20:offset], tcp[offset:]


def summed(data):
    """The one's complement sum, word by word."""
    total = 0
    for (word,) in struct.iter_unpack("!H", data + bytes(len(data) % 2)):
        total += word
        total = (total & 0xFFFF) + (total >> 16)
    return total


def exchange_of(payload, size, number=0, options=Options(), version=4):  # noqa: B008 - it is frozen
    return Exchange(
        segment(payload, size, number), (SENDER[version], RECEIVER[version]), options=options, receiver_number=7
    )


@settings(max_examples=120, deadline=None)
@given(payload=st.binary(min_size=1, max_size=400), mss=st.integers(1, 450), number=NUMBERS)
def test_the_portions_are_the_payload(payload, mss, number):
    cut = segment(payload, segment_size(mss=mss), number)
    assert b"".join(map(cut.data, cut)) == payload
    assert [each.number for each in cut] == list(range(1, len(cut) + 1))
    assert all(each.length == mss for each in cut[:-1])
    assert 1 <= cut[-1].length <= mss
    assert [each.push for each in cut] == [False] * (len(cut) - 1) + [True]
    at = 0
    assert list(cut) == cut[:] == [cut[place - len(cut)] for place in range(len(cut))]
    for each in cut:
        assert (each.start, each.relative) == (at, at + 1)
        assert each.sequence == (number + 1 + at) % 2**32
        at = each.end
    wrap = [each for each in cut if each.sequence == 0 or each.sequence + each.length > 2**32]
    assert cut.wraps_in == (wrap[0] if wrap else None)


@settings(max_examples=150, deadline=None)
@given(
    version=st.sampled_from((4, 6)),
    mss=st.one_of(st.none(), st.integers(1, 65535)),
    mtu=st.one_of(st.none(), st.integers(68, 2000), st.integers(68, 65535)),
    tcp_words=st.integers(0, 10),
    ip_units=st.integers(0, 5),
)
def test_a_segment_fits_the_receiver_and_the_way(version, mss, mtu, tcp_words, ip_units):
    assume(version == 4 or mtu is None or mtu >= 1280)
    options, ip_options = tcp_words * 4, ip_units * 8
    fixed = {4: 20, 6: 40}[version] + 20
    most = {4: 65535, 6: 65575}[version]
    told = mss if mss is not None else min((mtu or 1500) - fixed, 65535)
    # RFC 9293 §3.7.1: Eff.snd.MSS = min(SendMSS + 20, MMS_S) - TCPhdrsize - IPoptionsize; MMS_S is the MTU less the fixed IP header.
    largest = mtu if mtu is not None else 1500 if mss is None else most
    wanted = min(told + 20, largest - fixed + 20) - (20 + options) - ip_options
    if wanted < 1:
        with pytest.raises(UsageError, match="no room for data") as error:
            segment_size(version, mss=mss, mtu=mtu, tcp_options=options, ip_options=ip_options)
        asked = {"mss": mss, "mtu": mtu}
        for what, number in re.findall("(MSS|MTU) of ([0-9,]+)", error.value.hint):
            asked[what.lower()] = int(number.replace(",", ""))
        assert asked != {"mss": mss, "mtu": mtu}
        assert segment_size(version, **asked, tcp_options=options, ip_options=ip_options).data == 1
        return
    size = segment_size(version, mss=mss, mtu=mtu, tcp_options=options, ip_options=ip_options)
    assert size.data == wanted
    assert size.data + options + ip_options <= told
    assert size.data + size.overhead <= largest
    assert size.mss == told


@pytest.mark.parametrize(
    ("asked", "data"),
    [
        ({"mss": 1460}, 1460),
        ({"mss": 1460, "tcp_options": 12}, 1448),
        ({}, 1460),
        ({"version": 6}, 1440),
        ({"version": 6, "tcp_options": 12}, 1428),
        ({"mtu": 576}, 536),
        ({"version": 6, "mtu": 1280}, 1220),
        ({"mtu": 68}, 28),
        ({"mtu": 1492, "mss": 1460}, 1452),
        ({"mtu": 9000, "mss": 1460}, 1460),
        ({"mss": 536, "ip_options": 4, "tcp_options": 12}, 520),
        ({"mss": 65535}, 65495),
        ({"mss": 65535, "version": 6}, 65515),
        ({"mtu": 65575, "version": 6}, 65515),
    ],
)
def test_known_sizes(asked, data):
    assert segment_size(**asked).data == data


@settings(max_examples=60, deadline=None)
@given(
    payload=st.binary(min_size=1, max_size=300),
    mss=st.integers(20, 120),
    number=NUMBERS,
    options=OPTIONS,
    version=st.sampled_from((4, 6)),
    ip_options=st.sampled_from((0, 8)),
)
def test_each_packet_of_a_connection_is_right(payload, mss, number, options, version, ip_options):
    assume(mss > options.with_data + ip_options)
    size = segment_size(version, mss=mss, tcp_options=options.with_data, ip_options=ip_options)
    exchange = exchange_of(payload, size, number, options, version)
    packets = list(exchange.connection())
    stream, expected = Reassembler(number), [number % 2**32, 7]
    said, unacknowledged = b"", 0
    for at, sent in enumerate(packets):
        sequence, acknowledgment, flags, found, data = taken_apart(sent.data)
        side = 0 if sent.ours else 1
        assert not dissect(sent.data).problems
        assert sequence == expected[side]
        assert bool(flags & ACK) == (at > 0)
        assert acknowledgment == (expected[1 - side] if at else 0)
        assert len(data) + len(found) + ip_options <= mss or flags & SYN
        expected[side] = (sequence + len(data) + bool(flags & (SYN | FIN))) % 2**32
        if data:
            assert sent.ours
            assert len(found) == options.with_data
            stream.push(sequence, data)
            said += data
            unacknowledged += len(data)
            assert unacknowledged <= 65535
        elif not sent.ours:
            unacknowledged = 0
        assert bool(flags & PSH) == (said == payload and bool(data))
    assert [taken_apart(sent.data)[2] & ~ACK & ~PSH for sent in (*packets[:3], *packets[-4:])] == [
        SYN, SYN, 0, FIN, 0, FIN, 0,
    ]  # fmt: skip
    assert said == stream.take() == payload
    assert [sent.time for sent in packets] == sorted(sent.time for sent in packets)
    alone = exchange_of(payload, size, number, options, version).data()
    assert [taken_apart(sent.data)[4] for sent in alone] == [
        exchange.segmentation.data(each) for each in exchange.segmentation
    ]


def test_a_window_that_holds_one_segment_gets_one_at_a_time():
    exchange = exchange_of(bytes(200_000), segment_size(mss=65535))
    order = [(sent.ours, sent.portion is not None) for sent in exchange.connection()][3:-4]
    assert order == [(True, True), (False, False)] * 4


@settings(max_examples=60, deadline=None)
@given(payload=st.binary(min_size=1, max_size=300), mss=st.integers(1, 40), number=NUMBERS, chance=st.randoms())
def test_segments_in_any_order_and_twice_are_the_payload(payload, mss, number, chance):
    cut = segment(payload, segment_size(mss=mss), number)
    portions = list(cut) * 2
    chance.shuffle(portions)
    stream = Reassembler(number)
    for each in portions:
        stream.push(each.sequence, cut.data(each))
    assert stream.take() == payload


def test_the_bytes_of_all_values_of_a_checksum_come_out():
    """Data chosen so that the sum meets both zeros, and every carry."""
    chance = random.Random(9)
    size = segment_size(mss=2)
    payload = b"".join(
        struct.pack("!H", word) for word in (*range(0, 65536, 97), *[chance.randrange(65536) for _ in range(500)])
    )
    for sent in exchange_of(payload, size, 2**32 - 900).data():
        taken_apart(sent.data)


@pytest.mark.parametrize(
    ("asked", "parts"),
    [
        ({"mss": 0}, ("an MSS of 0 lets no byte through", "RFC 9293 §3.7.1")),
        ({"mss": -5}, ("lets no byte through",)),
        ({"mss": 65536}, ("can't be told", "16 bits")),
        ({"mss": 12, "tcp_options": 12}, ("an MSS of 12 leaves no room", "RFC 6691")),
        ({"mtu": 67}, ("an MTU of 67 is too small for IPv4", "RFC 791")),
        ({"mtu": 1279, "version": 6}, ("too small for IPv6", "RFC 8200")),
        ({"mtu": 65536}, ("more than a packet of IPv4 can have",)),
        ({"mtu": 65576, "version": 6}, ("more than a packet of IPv6 can have",)),
        ({"mtu": 68, "tcp_options": 40}, ("an MTU of 68 leaves no room", "options of TCP take 40 bytes")),
        ({"ip_options": 3}, ("can't have 3 bytes of options", "RFC 791")),
        ({"ip_options": 44}, ("can't have 44 bytes",)),
        ({"ip_options": 4, "version": 6}, ("can't have 4 bytes", "RFC 8200")),
        ({"tcp_options": 44}, ("can't have 44 bytes", "15 of them")),
    ],
)
def test_sizes_that_can_not_be_are_refused_with_the_rule(asked, parts):
    with pytest.raises(UsageError) as error:
        segment_size(**asked)
    told = str(error.value)
    assert all(part in told for part in parts), told
    assert error.value.why


@pytest.mark.parametrize(
    ("payload", "mss", "number", "part"),
    [
        (b"", 10, 0, "0 bytes"),
        (b"x", 10, -1, "no sequence number"),
        (b"x", 10, 2**32, "no sequence number"),
        (bytes(MOST_SEGMENTS + 1), 1, 0, "100,001 segments"),
        (bytes(LARGEST_PAYLOAD + 1), 1460, 0, "too large"),
    ],
)
def test_payloads_that_can_not_be_cut_are_refused(payload, mss, number, part):
    with pytest.raises(UsageError, match=part):
        segment(payload, segment_size(mss=mss), number)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", Options()),
        ("timestamps,sack", Options(timestamps=True, sack=True)),
        (" Window-Scale , sack,", Options(sack=True, shift=7)),
        ("window-scale=0", Options(shift=0)),
    ],
)
def test_options_are_read(text, wanted):
    assert parse_options(text) == wanted
    assert parse_options(",".join(wanted.names)) == wanted


@pytest.mark.parametrize(
    "text", ["timestamp", "sack=1", "window-scale=15", "window-scale=", "window-scale=99999999999", "mss", "\x1b[31m"]
)
def test_options_that_there_are_not_are_refused(text):
    with pytest.raises(UsageError):
        parse_options(text)


@pytest.mark.parametrize(
    ("text", "address", "port"),
    [
        ("192.0.2.1", "192.0.2.1", 9),
        ("192.0.2.1:8080", "192.0.2.1", 8080),
        ("2001:db8::1", "2001:db8::1", 9),
        ("[2001:db8::1]", "2001:db8::1", 9),
        ("[2001:DB8::1]:65535", "2001:db8::1", 65535),
    ],
)
def test_ends_are_read(text, address, port):
    end = parse_end(text, 9)
    assert (str(end.address), end.port) == (address, port)
    assert parse_end(str(end), 9) == end


@pytest.mark.parametrize(
    "text",
    ["", ":80", "192.0.2.1:", "192.0.2.1:0", "192.0.2.1:65536", "192.0.2.1:x", "[2001:db8::1", "[2001:db8::1]80", "[::1]:", "fe80::1%eth0",
     "192.0.2.300:80", "www.example.test:80"],
)  # fmt: skip
def test_ends_that_there_are_not_are_refused(text):
    with pytest.raises((UsageError, ValueError)):
        parse_end(text, 9)


def test_the_seed_and_both_ends_decide_the_first_number():
    here, there = SENDER[4], RECEIVER[4]
    number = initial_sequence("0", here, there)
    assert number == initial_sequence("0", here, there)
    others = {
        initial_sequence("1", here, there),
        initial_sequence("0", there, here),
        initial_sequence("0", End(here.address, 1), there),
    }
    assert number not in others
    assert len(others) == 3
