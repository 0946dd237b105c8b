"""What is found about many segments at once is what is found about them one by one."""

import itertools

import numpy as np
import pytest

import netkit.capture
from bench.capture_peers.transfers import generate
from netkit.capture.analysis.at_once import following as at_once
from netkit.capture.analysis.side import Side
from netkit.capture.columnar.frames import frames_of
from netkit.capture.columnar.plain import PlainBatch
from netkit.capture.columnar.quick import QuickBatch
from netkit.capture.columnar.tracked import TRACKED
from netkit.capture.interface import Interface
from netkit.capture.record import Record
from netkit.capture.streams.tracking import Tracking
from tests.capture.analysis.exchanges import RAW, records
from tests.capture.streams.making import ACK, SYN, datagram, segment


@pytest.fixture
def eager(monkeypatch):
    """Has every run looked at at once, however short."""
    monkeypatch.setattr(at_once, "SHORTEST", 1)
    monkeypatch.setattr(at_once, "FEWEST", 1)


def assert_alike(packets, sizes):
    """All keys, in batches of some sizes, against the plain way."""
    expected = Tracking(TRACKED).columns(PlainBatch(packets))
    for size in sizes:
        found = tracked(packets, size)
        for key, column in expected.items():
            rows, values = found[key]
            differs = [
                (packets[row].number, value, theirs)
                for row, value, theirs in itertools.zip_longest(rows.tolist(), values.tolist(), column.values.tolist())
                if value != theirs
            ]
            assert not differs[:5], (key, size)
            assert np.array_equal(rows, column.rows), (key, size)


def tracked(packets, size):
    """For each key the packets and values that come out of batches of this size."""
    tracking = Tracking(TRACKED)
    parts = [
        (first, tracking.columns(QuickBatch(frames_of(packets[first : first + size]))))
        for first in range(0, len(packets), size)
    ]
    return {
        key: (
            np.concatenate([columns[key].rows + first for first, columns in parts]),
            np.concatenate([columns[key].values for _, columns in parts]),
        )
        for key in TRACKED
    }


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_between_two(seed, eager):
    assert_alike(records(seed), (101, 10**6))


def test_the_connections_are_left_alike(eager):
    """Also what no column shows: gaps, clocks, what waits."""
    packets = records(10)
    plain, quick = Tracking(["tcp.analysis"]), Tracking(["tcp.analysis"])
    plain.columns(PlainBatch(packets))
    for first in range(0, len(packets), 300):
        quick.columns(QuickBatch(frames_of(packets[first : first + 300])))
    expected, found = plain._one_by_one._analysis.connections, quick._together._analysis
    assert [state(found._connection(stream)) for stream in range(len(expected))] == [state(each) for each in expected]


def state(connection):
    sides = [{name: getattr(side, name) for name in Side.__slots__} for side in connection.sides]
    for side in sides:
        side["waiting"] = sorted(side["waiting"])
        side["sent"] = list(side["sent"].items())
    return connection.opened_at, connection.initial_rtt, sides


def test_runs_that_are_worth_it():
    assert_alike(records(99), (700, 10**6))


def transfers(tmp_path, packets, seed):
    path = tmp_path / "transfers.pcap"
    generate(path, packets, seed)
    with netkit.capture.open(path) as capture:
        return list(capture)


def test_transfers_with_loss(tmp_path):
    assert_alike(transfers(tmp_path, 20_000, 3), (3000, 10**6))


def test_short_runs_of_transfers(tmp_path, eager):
    assert_alike(transfers(tmp_path, 3000, 4), (400,))


def numbered(packets, times=None):
    interface = Interface(0, RAW, 0)
    return [
        Record(number, time, packet, len(packet), interface)
        for (number, packet), time in zip(enumerate(packets, 1), times or itertools.count(1), strict=False)
    ]


STORIES = {
    "with itself": [segment(n, b"a", ports=(80, 80))[:12] + b"\x7f\0\0\1" * 2 + segment(n, b"a", ports=(80, 80))[20:] for n in range(40)],
    "only one side": [segment(5 + n, b"a", ack=9) for n in range(40)],
    "the first again and again": [segment(n * 100, ports=(n % 7 + 1, 80), ack=3) for n in range(40)],
    "begun on the way back, then a SYN": [
        segment(3, ack=4, back=True),
        segment(4, ack=3),
        *[segment(4 + n, b"a", ack=3) for n in range(20)],
        segment(9000, flags=SYN),
        segment(1, ack=9001, flags=SYN | ACK, back=True),
        *[segment(9001 + n, b"a", ack=2) for n in range(20)],
    ],
    "a SYN that seems to acknowledge": [
        segment(9, ack=5, flags=SYN),
        segment(4, ack=10, flags=SYN | ACK, back=True),
        *[segment(10 + n, b"a", ack=5) for n in range(20)],
    ],
    "as many as there are that wait": [
        segment(3, ack=1, back=True),
        *[segment(1 + n, b"a", ack=3) for n in range(10_050)],
        *[segment(3, ack=1 + n, back=True) for n in range(0, 10_050, 9)],
    ],
    "half the numbers apart": [segment(n * 2**31 + n // 2, b"a", ack=n * 2**30, back=bool(n % 2)) for n in range(60)],
    "nothing of TCP": [datagram(b"a")],
}  # fmt: skip


@pytest.mark.parametrize("story", STORIES)
def test_the_edges(story, eager):
    assert_alike(numbered(STORIES[story]), (7, 10**6) if len(STORIES[story]) < 1000 else (9_000,))


def test_times_that_are_years_apart(eager):
    """The first and the last moment that a file can name."""
    packets = [segment(1 + n, b"a", ack=3) if n % 2 else segment(3, ack=1 + n, back=True) for n in range(40)]
    times = itertools.cycle([0, 1 << 61, -(1 << 61), 5])
    assert_alike(numbered(packets, times), (7, 100))
