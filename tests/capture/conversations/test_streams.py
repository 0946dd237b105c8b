"""Many segments at once are numbered as one after the other, whatever comes, and however they are cut into batches."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from netkit.capture.conversations.pairs import LEFT_OUT
from netkit.capture.conversations.tcp_streams import Segments, TcpStreams
from netkit.capture.streams.numbers import Segment, StreamNumbers

ENDS = st.integers(0, 2)
NUMBERS = st.sampled_from([0, 1, 2, 5, 6, 2**32 - 1])
SEGMENTS = st.lists(
    st.tuples(ENDS, ENDS, st.sampled_from([0, 2, 16, 18, 4, 17]), NUMBERS, NUMBERS, st.booleans()), max_size=40
)


def one_by_one(rows):
    numbers = StreamNumbers()
    return [
        numbers.take(
            Segment(bytes([one]), bytes([two]), one, two, flags, sequence, answer, 0 if whole else None, 0)
        ).stream
        for one, two, flags, sequence, answer, whole in rows
    ]


def at_once(streams, rows):
    columns = np.array(rows, np.int64).reshape(-1, 6).T
    return streams.take(Segments(*columns[:5], columns[5] != 0)).tolist()


@given(SEGMENTS, st.lists(st.integers(0, 40), max_size=4))
def test_batches_of_segments_are_numbered_as_single_ones(rows, cuts):
    streams, found = TcpStreams(1000), []
    edges = [0, *sorted(min(cut, len(rows)) for cut in cuts), len(rows)]
    for first, last in pairwise(edges):
        found += at_once(streams, rows[first:last])
    assert found == one_by_one(rows)
    assert streams.count == max(found, default=-1) + 1


@given(SEGMENTS)
def test_beyond_the_limit_nothing_is_numbered_and_the_others_are_as_before(rows):
    found = at_once(TcpStreams(2), rows)
    pairs = {}
    for one, two, *_ in rows:
        pairs.setdefault(frozenset((one, two)), len(pairs))
    for (one, two, *_), stream in zip(rows, found, strict=True):
        assert (stream == LEFT_OUT) == (pairs[frozenset((one, two))] >= 2)
