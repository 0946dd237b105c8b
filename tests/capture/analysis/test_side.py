"""What a side remembers: segments until they are acknowledged, gaps until they are filled, both within limits."""

from hypothesis import given
from hypothesis import strategies as st

from netkit.capture.analysis.side import MOST_GAPS, MOST_WAITING, Side

RANGES = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 10)), max_size=12)
SKIPS = st.lists(st.tuples(st.integers(0, 6), st.integers(1, 10)), max_size=12)


@given(SKIPS, RANGES)
def test_gaps_are_the_bytes_that_were_missed_and_not_filled(missed, filled):
    side, missing = Side(), set()
    end = 0
    for skip, size in missed:  # gaps come one behind the other
        side.miss(end + skip, end + skip + size)
        missing |= set(range(end + skip, end + skip + size))
        end += skip + size
    for start, size in filled:
        wanted = set(range(start, start + size))
        gap = any(first <= start and start + size <= after for first, after in side.gaps)
        assert side.lacks(start, start + size) == gap
        side.fill(start, start + size)
        missing -= wanted
    assert {each for first, after in side.gaps for each in range(first, after)} == missing


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)), min_size=1, max_size=20), st.integers(0, 70))
def test_an_acknowledgment_lets_go_of_what_it_covers(segments, acknowledged):
    side = Side()
    for packet, (first, size) in enumerate(segments, 1):
        side.remember(first, first + size, packet * 10, packet)
    exact = [packet for packet, (first, size) in enumerate(segments, 1) if first + size == acknowledged]
    left = {packet for packet, (first, size) in enumerate(segments, 1) if first + size > acknowledged}
    assert side.forget(acknowledged) == ((exact[0], exact[0] * 10) if exact else None)
    assert {packet for *_, packet in side.waiting} == left == set(side.sent)
    assert all(first >= acknowledged for first, *_ in side.waiting)
    eldest = side.eldest()
    assert eldest == ((min(left), min(left) * 10) if left else None)


def test_what_is_remembered_is_bounded():
    side = Side()
    for number in range(MOST_WAITING + 10):
        side.remember(number, number + 1, 0, number)
    for number in range(MOST_GAPS + 10):
        side.miss(2 * number, 2 * number + 1)
    assert len(side.waiting) == len(side.sent) == MOST_WAITING
    assert len(side.gaps) == MOST_GAPS
