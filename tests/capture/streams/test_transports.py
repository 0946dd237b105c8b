"""What is tracked from columns is what is tracked packet by packet."""

import itertools
import random

import numpy as np
import pytest

import netkit.capture
from netkit.capture.columnar.frames import frames_of
from netkit.capture.columnar.plain import PlainBatch
from netkit.capture.columnar.quick import QuickBatch
from netkit.capture.columnar.tracked import TRACKED
from netkit.capture.interface import Interface
from netkit.capture.record import Record
from netkit.capture.streams.tracking import Tracking
from tests.fuzz.mutation import mutated
from tests.fuzz.seeds import capture_files, packets


def assert_tracked_alike(records, size):
    quick, plain = Tracking(TRACKED), Tracking(TRACKED)
    for first in range(0, len(records), size):
        part = records[first : first + size]
        ours, theirs = quick.columns(QuickBatch(frames_of(part))), plain.columns(PlainBatch(part))
        assert ours.keys() == theirs.keys() == TRACKED.keys()
        for key, column in ours.items():
            assert column.rows.tolist() == theirs[key].rows.tolist(), key
            assert column.spelled() == theirs[key].spelled(), key


@pytest.mark.parametrize("path", list(capture_files(None)), ids=lambda path: path.name)
def test_shipped_captures(path):
    with netkit.capture.open(path) as capture:
        assert_tracked_alike(list(itertools.islice(capture, 600)), 50)


@pytest.mark.parametrize("seed", range(3))
def test_mutated_packets(seed):
    chance = random.Random(seed)
    seeds = [case for case in packets() if case.data]
    made = [
        Record(
            number,
            number,
            mutated(case.data, chance.choice(seeds).data, chance) if chance.random() < 0.5 else case.data,
            len(case.data) + chance.choice((0, 0, 0, 9)),
            Interface(0, case.link_type, 0),
        )
        for number, case in enumerate(chance.choices(seeds, k=1500), 1)
    ]
    for record in made:
        record.original_length = max(record.original_length, len(record.data))
    assert_tracked_alike(made, 400)


def test_times_count_from_the_first_packet_that_has_one():
    interface = Interface(0, 1, 0)
    times = [None, 5_000_000_000, None, 5_000_000_007, 4_999_999_999]
    records = [Record(number, time, bytes(60), 60, interface) for number, time in enumerate(times, 1)]
    tracking = Tracking(["frame.time_relative", "frame.time_delta"])
    first = tracking.columns(QuickBatch(frames_of(records[:2])))
    second = tracking.columns(QuickBatch(frames_of(records[2:])))
    assert first["frame.time_relative"].spelled() == ["0.000000000"]
    assert second["frame.time_relative"].spelled() == ["0.000000007", "-0.000000001"]
    assert second["frame.time_delta"].values.tolist() == [7, -8]
    assert np.array_equal(second["frame.time_delta"].rows, [1, 2])
