"""Whatever goes in, a verdict comes out; in bounded memory, and in time that grows as the segments do."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netkit.tcp import Flag, Segment, Tracker
from netkit.tcp.event import Trigger
from netkit.tcp.segment import Timestamps
from netkit.tcp.tracking.outstanding import MOST_OUTSTANDING, Outstanding, Sent
from netkit.tcp.tracking.ranges import MOST_RANGES, Ranges
from netkit.tcp.tracking.sentences import TOLD
from netkit.tcp.tracking.verdict import Kind
from tests.tcp.effort import examples

NUMBERS = st.one_of(st.integers(0, 2**32 - 1), st.integers(0, 6000), st.integers(2**32 - 4000, 2**32 - 1))
BLOCKS = st.lists(st.tuples(NUMBERS, NUMBERS), max_size=6).map(tuple)
SEGMENTS = st.builds(
    Segment,
    sequence=NUMBERS,
    acknowledgment=NUMBERS,
    flags=st.integers(0, 255).map(Flag),
    window=st.sampled_from([0, 1, 500, 65535]),
    payload=st.sampled_from([b"", b"", b"x", bytes(700), bytes(1400)]),
    largest=st.none() | st.integers(0, 65535),
    shift=st.none() | st.integers(0, 255),
    sack_permitted=st.booleans(),
    sack=BLOCKS,
    timestamps=st.none() | st.builds(Timestamps, value=NUMBERS, echo=NUMBERS),
)


@given(steps=st.lists(st.tuples(st.floats(-5, 100), st.integers(0, 1), SEGMENTS), max_size=60))
@examples(60)
def test_anything_gets_a_verdict(steps):
    tracker = Tracker()
    for number, (at, side, segment) in enumerate(steps):
        verdict = tracker.take(at, side, segment)
        assert (verdict.number, verdict.side, verdict.length) == (number, side, len(segment.payload))
        assert verdict.rule in TOLD
        assert "{" not in verdict.reason
        assert verdict.state.outstanding >= 0
        assert 0 <= verdict.sequence < 2**32
        if verdict.trigger is not None:
            assert verdict.kind is Kind.RETRANSMISSION
        assert all(each.number <= number for each in tracker.settled())
    for path in tracker.paths:
        assert len(path) <= 64


@given(stretches=st.lists(st.tuples(st.integers(0, 300), st.integers(0, 40), st.booleans()), max_size=60))
@examples(60)
def test_ranges_are_a_set_of_numbers(stretches):
    ranges, there = Ranges(), set()
    for start, length, drop in stretches:
        if drop:
            ranges.drop_below(start)
            there = {each for each in there if each >= start}
        elif length:
            fresh = ranges.add(start, start + length)
            new = set(range(start, start + length)) - there
            assert {each for low, high in fresh for each in range(low, high)} == new
            there |= new
        assert ranges.above(150) == sum(each >= 150 for each in there)
        assert ranges.covers(100, 110) == (set(range(100, 110)) <= there)


def test_no_more_is_kept_than_there_is_room_for():
    ranges, flight = Ranges(), Outstanding()
    for number in range(3 * MOST_RANGES):
        ranges.add(number * 10, number * 10 + 5)
    assert len(ranges.held) <= 16
    assert ranges.above(0) <= 5 * MOST_RANGES
    for number in range(3 * MOST_OUTSTANDING):
        flight.append(Sent(number, number + 1, 0.0, 0.0, number, None, None))
        flight.cut(number)
    assert len(flight) <= MOST_OUTSTANDING


def segment(sequence, payload=b"", *, acknowledgment=1, sack=(), flags=Flag.ACK, window=65535, **options):
    return Segment(
        sequence=sequence % 2**32, acknowledgment=acknowledgment % 2**32, flags=flags, window=window, payload=payload, sack=sack, **options
    )  # fmt: skip


def one_sided(count):
    """Data without an end, of which nothing is ever acknowledged."""
    for number in range(count):
        yield 0, segment(number * 1000, bytes(1000))


def shredded(count):
    """Blocks of SACK everywhere, and holes that are filled from behind."""
    for number in range(count // 2):
        yield 0, segment(1_000_000 + number * 100, bytes(100))
        at = 1_000_000 + (number * 7919 % 3000) * 100
        yield (
            1,
            segment(
                1, acknowledgment=1_000_000, sack=tuple((at + 300 * each, at + 300 * each + 50) for each in range(4))
            ),
        )


def again_and_again(count):
    """One window, sent over and over, from behind."""
    for number in range(count):
        yield 0, segment(5_000_000 - (number % 3000) * 100, bytes(100))


@pytest.mark.parametrize("made", [one_sided, shredded, again_and_again])
def test_time_grows_as_the_segments_do(made):
    def took(count):
        tracker, start = Tracker(), time.process_time()
        for number, (side, each) in enumerate(made(count)):
            tracker.take(number / 1000, side, each)
        return time.process_time() - start

    took(500)
    assert took(12_000) < 12 * took(3000) + 0.5


def test_numbers_that_wrap_are_numbers_as_any():
    start = 2**32 - 3000
    tracker = Tracker()
    tracker.take(0.0, 0, segment(start - 1, flags=Flag.SYN, sack_permitted=True))
    tracker.take(0.01, 1, segment(70, acknowledgment=start, flags=Flag.SYN | Flag.ACK, sack_permitted=True))
    tracker.take(0.01, 0, segment(start, acknowledgment=71))
    for number in range(5):
        assert (
            tracker.take(0.011, 0, segment(start + 1000 * number, bytes(1000), acknowledgment=71)).sequence
            == 1 + 1000 * number
        )
    for number in range(1, 5):
        blocks = ((((start + 1000) % 2**32), (start + 1000 + 1000 * number) % 2**32),)
        tracker.take(0.021, 1, segment(71, acknowledgment=start, sack=blocks))
    verdict = tracker.take(0.0212, 0, segment(start, bytes(1000), acknowledgment=71))
    assert (verdict.kind, verdict.trigger, verdict.sequence) == (Kind.RETRANSMISSION, Trigger.SACK, 1)


def test_ports_used_again_begin_anew():
    tracker = Tracker()
    for initial in (1000, 90_000_000):
        assert tracker.take(0.0, 0, segment(initial, flags=Flag.SYN)).kind is Kind.SYN
        tracker.take(0.01, 1, segment(5, acknowledgment=initial + 1, flags=Flag.SYN | Flag.ACK))
        verdict = tracker.take(0.02, 0, segment(initial + 1, b"x" * 10, acknowledgment=6))
        assert (verdict.kind, verdict.sequence) == (Kind.DATA, 1)
