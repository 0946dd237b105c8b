"""The numbers of streams, and relative sequence numbers, beside tshark: every opening by hand, many at random, and what ships."""

import random

import pytest

import netkit.capture
from netkit.capture.columnar.plain import PlainBatch
from netkit.capture.columnar.tracked import TRACKED
from netkit.capture.streams.numbers import Segment, StreamNumbers
from netkit.capture.streams.tracking import Tracking
from tests.capture.streams import asking
from tests.capture.streams.making import ACK, FIN, PSH, RST, SYN, datagram, file_of, fragments, ipv4, opened, segment
from tests.oracle.tshark import capture_of
from tests.packet.steps import steps
from tests.system.program import CAPTURES

SCALE_4, SCALE_0, SCALE_20 = b"\x03\x03\x04\x01", b"\x03\x03\x00\x01", b"\x03\x03\x14\x01"


def there(*words, **more):
    return segment(*words, **more)


def back(*words, **more):
    return segment(*words, back=True, **more)


STORIES = {
    "a reset, and the same SYN again": [there(9, flags=SYN), back(7, ack=10, flags=RST | ACK), there(9, flags=SYN)],
    "a reset, and another SYN": [
        there(9, flags=SYN),
        back(0, ack=10, flags=RST | ACK),
        there(50, flags=SYN),
        back(1, ack=51),
    ],
    "closed, and the same SYN again": [there(9, flags=SYN), there(10, ack=3, flags=FIN | ACK), there(9, flags=SYN)],
    "the answer first": [back(7, ack=10, flags=SYN | ACK), there(9, flags=SYN), there(10, ack=8)],
    "no opening, then one": [
        back(7, b"x", ack=10),
        there(900, flags=SYN),
        back(70, ack=901, flags=SYN | ACK),
        there(901, ack=71),
    ],
    "another answer": [
        there(9, flags=SYN),
        back(7, ack=10, flags=SYN | ACK),
        back(99, ack=10, flags=SYN | ACK),
        there(10, ack=8),
    ],
    "SYN of both": [
        there(9, flags=SYN),
        back(7, flags=SYN),
        there(9, ack=8, flags=SYN | ACK),
        back(300, flags=SYN),
        there(10, ack=301),
    ],
    "no ACK": [there(9, b"ab", ack=5, flags=0), back(5, flags=RST), there(11, ack=6, flags=PSH), there(11, ack=3)],
    "odd flags": [
        there(9, b"ab", flags=SYN | FIN),
        there(12, b"x", flags=RST | FIN),
        there(40, flags=SYN | RST),
        there(41, ack=1),
    ],
    "both scale": [
        there(9, flags=SYN, options=SCALE_4),
        back(7, ack=10, flags=SYN | ACK, options=SCALE_20),
        there(10, ack=8),
        back(8, ack=10),
    ],
    "only one scales": [
        there(9, flags=SYN, options=SCALE_4),
        back(7, ack=10, flags=SYN | ACK),
        there(10, ack=8),
        back(8, ack=10),
    ],
    "only the answer scales": [there(9, flags=SYN), back(7, ack=10, flags=SYN | ACK, options=SCALE_4), back(8, ack=10)],
    "half seen": [there(9, flags=SYN, options=SCALE_4), there(10, ack=8), back(8, ack=10)],
    "an option that came late": [there(9, ack=5, options=SCALE_4), there(9, ack=5), back(5, ack=9)],
    "no shift": [
        there(9, flags=SYN, options=SCALE_0),
        back(7, ack=10, flags=SYN | ACK, options=SCALE_4),
        there(10, ack=8),
        back(8, ack=10),
    ],
    "around the end": [
        there(2**32 - 1, flags=SYN),
        back(0, ack=2**32, flags=SYN | ACK),
        there(0, b"abc", ack=1),
        back(1, ack=3),
    ],
    "to itself": [
        ipv4(there(9, flags=SYN, ports=(7, 7))[20:], destination=b"\xc0\x00\x02\x01"),
        ipv4(there(10, ack=10, ports=(7, 7))[20:], destination=b"\xc0\x00\x02\x01"),
    ],
    "quoted in an error": [
        there(9, flags=SYN),
        ipv4(b"\x0b\0\0\0\0\0\0\0" + there(44, flags=SYN), protocol=1),
        ipv4(b"\x0b\0\0\0\0\0\0\0" + back(44, ports=(5, 6)), protocol=1),
        there(1, ports=(8, 9)),
    ],
    "a header in fragments": [*fragments(there(9, bytes(60), flags=SYN), 40), there(10, ack=1), there(5, ports=(3, 4))],
    "in a tunnel": [ipv4(there(9, flags=SYN), protocol=4), there(10, ack=1)],
    "datagrams": [
        datagram(b"a"),
        datagram(b"b", back=True),
        datagram(b"c", ports=(1, 2)),
        datagram(b"", ports=(5, 6), stated=7),
        datagram(b"", ports=(5, 9)),
    ],
}


def netkit_says(capture):
    """Every value of each key by frame, as tests.capture.streams.asking has it, through `Tracking` in batches of seven."""
    tracking = Tracking(asking.KEYS)
    records = list(capture)
    found = {}
    for start in range(0, len(records), 7):
        batch = PlainBatch(records[start : start + 7])
        columns = tracking.columns(batch)
        rows = {record.number: [[] for _ in asking.KEYS] for record in batch.records}
        for place, key in enumerate(asking.KEYS):
            for row, value in zip(columns[key].rows, columns[key].values, strict=True):
                rows[batch.records[row].number][place].append(int(value))
        found |= rows
    return found


@pytest.mark.parametrize("story", STORIES)
def test_every_story_is_told_as_tshark_tells_it(story, tmp_path):
    path = asking.written(tmp_path, file_of(STORIES[story]))
    assert netkit_says(netkit.capture.open(path)) == asking.numbers(path)


def test_a_header_that_breaks_off_is_of_no_stream(tmp_path):
    """tshark shows the sequence number of one, as it was sent, but no stream; netkit shows neither."""
    quoted = ipv4(b"\x0b\0\0\0\0\0\0\0" + there(44, flags=SYN)[:28], protocol=1)
    path = asking.written(tmp_path, file_of([quoted, there(1, ports=(8, 9))]))
    mine, tsharks = netkit_says(netkit.capture.open(path)), asking.numbers(path)
    assert (mine[1], tsharks[1]) == ([[]] * 6, [[], [44], [], [], [], []])
    assert mine[2] == tsharks[2]


def at_random(seed, count=2500):
    chance = random.Random(seed)
    flags = [SYN, SYN | ACK, ACK, ACK, ACK, FIN | ACK, RST, RST | ACK, 0, PSH | ACK]
    options = [b"", b"", b"", SCALE_4, SCALE_0, SCALE_20]
    isn = [0, 1, 2**32 - 1, 2**32 - 11, 5000]
    return [
        segment(
            chance.choice(isn) + chance.randrange(3),
            bytes(chance.randrange(4)),
            ack=chance.choice(isn) + chance.randrange(3),
            flags=chance.choice(flags),
            back=chance.random() < 0.5,
            ports=(chance.randrange(60), 80),
            options=chance.choice(options),
        )
        for _ in range(count)
    ]


@pytest.mark.parametrize("seed", range(3))
def test_anything_is_numbered_as_tshark_numbers_it(seed, tmp_path):
    path = asking.written(tmp_path, file_of(at_random(seed)))
    assert netkit_says(netkit.capture.open(path)) == asking.numbers(path)


def test_what_ships_is_numbered_as_tshark_numbers_it(tmp_path):
    """All captures as one, for which tshark starts once: where they use the same ports again, that is to be noticed, too."""
    records = [
        (record.link_type, record.original_length, record.data)
        for path in sorted(CAPTURES.glob("*.pcapng"))
        for record in netkit.capture.open(path)
    ]
    path = asking.written(tmp_path, capture_of(records))
    assert netkit_says(netkit.capture.open(path)) == asking.numbers(path)


def test_times_count_from_the_first_packet_and_from_the_one_before(make, tmp_path):
    path = tmp_path / "times.pcap"
    packet = segment(1)
    path.write_bytes(
        make.pcap_header(link_type=101)
        + b"".join(make.pcap_record(packet, seconds, fraction) for seconds, fraction in ((5, 10), (6, 0), (5, 999_999)))
    )
    tracking = Tracking(["frame.time_delta", "frame.time_relative"])
    records = list(netkit.capture.open(path))
    first, second = tracking.columns(PlainBatch(records[:1])), tracking.columns(PlainBatch(records[1:]))
    assert first["frame.time_relative"].spelled() == first["frame.time_delta"].spelled() == ["0.000000000"]
    assert second["frame.time_relative"].spelled() == ["0.999990000", "0.999989000"]
    assert second["frame.time_delta"].spelled() == ["0.999990000", "-0.000001000"]


def test_a_key_that_is_not_tracked_is_a_key_error():
    with pytest.raises(KeyError, match=r"tcp\.len"):
        Tracking(["tcp.stream", "tcp.len"])
    assert set(Tracking(TRACKED).columns(PlainBatch([]))) == set(TRACKED)


def test_the_work_for_a_segment_does_not_grow():
    def work(count):
        numbers = StreamNumbers()
        segments = [
            Segment(b"\1\2\3\4", b"\5\6\7\x08", at % 60000, at // 60000, ACK, at, at, 10, 100) for at in range(count)
        ]
        calls, _ = steps(lambda: [numbers.take(each) for each in segments])
        return calls / count

    assert work(20_000) < 1.2 * work(2_000)


def test_a_batch_may_be_empty_and_packets_broken():
    assert netkit_says(opened([b"", b"\x45", segment(1)[:30], segment(1)[:20]])) is not None
