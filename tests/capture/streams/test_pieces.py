"""A stream in its pieces: each byte is new once, each policy has what a plain model has, and what came is counted and called right."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netkit.capture.streams.following import CLIENT, SERVER, follow
from netkit.capture.streams.pieces import pieces_of, record_stream
from netkit.packet.overlap import TCP_POLICIES
from netkit.tcp.reassembly import PIECE_COST
from tests.capture.streams.making import FIN, SYN, opened, opening, segment
from tests.overlap.model import TCP, TCP_MERGING, Model

every_policy = pytest.mark.parametrize("policy", sorted(TCP_POLICIES))

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 14), st.booleans()), min_size=1, max_size=12)


def came(spans):
    """Segments of the client, each with letters of its own or those that the others have there."""
    for number, (start, size, own) in enumerate(spans):
        letters = bytes(97 + at % 26 for at in range(start, start + size))
        yield start, bytes([65 + number]) * size if own else letters


def pieces(packets, policy="first", side=CLIENT, **options):
    recorded, count = record_stream(opened(packets), 0, **options)
    assert count == 1
    return pieces_of(recorded, policy)[side]


@every_policy
@settings(max_examples=40, deadline=None)
@given(spans=SPANS, initial=st.sampled_from((0, 2**32 - 20, 2**31 - 9)))
def test_each_policy_has_what_the_model_has(policy, spans, initial):
    model = Model(TCP[policy], merging=policy in TCP_MERGING)
    packets = opening(initial, 900)
    for number, (start, data) in enumerate(came(spans), 1):
        model.put(number, start, data)
        packets.append(segment(initial + 1 + start, data, ack=901))
    found = pieces(packets, policy)
    held = {at: data[at - start] for start, data in found.data for at in range(start, start + len(data))}
    assert held == model.data
    assert {at: number for start, size, number in found.owners for at in range(start, start + size)} == model.owner
    covered = set()
    for number, ((start, data), arrival) in enumerate(zip(came(spans), found.arrivals, strict=True), 1):
        mine = set(range(start, start + len(data)))
        assert (arrival.push, arrival.numbers, arrival.start, arrival.length) == (
            number,
            (number + 3,),
            start,
            len(data),
        )
        assert (arrival.new, arrival.twice, arrival.left_out) == (len(mine - covered), len(mine & covered), 0)
        assert arrival.expected == next(at for at in range(99) if at not in covered)
        covered |= mine
        assert arrival.reached == next(at for at in range(99) if at not in covered)
    assert found.said == len(covered)
    holes = {at for start, end in found.holes for at in range(start, end)}
    assert holes == set(range(max(covered) + 1)) - covered
    twice = sum(arrival.twice for arrival in found.arrivals)
    assert sum(each.end - each.start for each in found.decisions) == twice
    followed, _ = follow(opened(packets), 0, policy=policy)
    assert found.data == followed.data[CLIENT]


def test_a_decision_says_whether_the_bytes_differ():
    packets = [*opening(0, 9), segment(1, b"abcd"), segment(3, b"cd"), segment(4, b"DE")]
    found = pieces(packets)
    assert [(each.start, each.end, each.new, each.old, each.differ) for each in found.decisions] == [
        (2, 4, 2, 1, False),
        (3, 4, 3, 1, True),
    ]
    assert found.bytes_at(0, 6) == [b"a", b"b", b"c", b"d", b"E", None]
    assert pieces(packets, "last").bytes_at(3, 4) == [b"D"]


def test_what_is_no_data_is_left_out_and_counted():
    keep_alive = segment(4, b"\0", ack=10)
    packets = [*opening(0, 9), segment(1, b"abcd", ack=10), keep_alive, segment(2**32 - 3, b"wxyzA", ack=10)]
    asked, early = pieces(packets).arrivals[1:]
    assert (asked.push, asked.new, asked.left_out) == (0, 0, 1)
    assert (early.push, early.start, early.new, early.twice, early.left_out) == (2, -4, 0, 1, 4)


def test_bytes_that_a_fin_knows_of_are_a_hole():
    packets = [*opening(0, 9), segment(1, b"abc"), segment(11, b"", flags=FIN | 16)]
    assert pieces(packets).holes == [(3, 10)]
    assert pieces(packets).end == 10


def test_the_other_side_is_apart():
    packets = [*opening(0, 9), segment(1, b"question"), segment(10, b"answer", ack=9, back=True)]
    recorded, _ = record_stream(opened(packets), 0)
    sides = pieces_of(recorded, "first")
    assert {side: found.data for side, found in sides.items()} == {CLIENT: [(0, b"question")], SERVER: [(0, b"answer")]}
    assert sides[SERVER].source == sides[CLIENT].destination == sides[CLIENT].followed.server


def test_what_is_kept_is_bounded():
    packets = [*opening(0, 9), *[segment(1 + at * 10, b"x" * 10) for at in range(50)]]
    recorded, _ = record_stream(opened(packets), 0, limit=20 * (10 + PIECE_COST))
    assert len(recorded.came) <= 20 + 3
    assert recorded.left_out == (53 - len(recorded.came)) * 10
    found = pieces_of(recorded, "first")[CLIENT]
    assert found.said + recorded.left_out == 500


def test_a_stream_that_is_not_there_is_none():
    recorded, count = record_stream(opened([segment(1, flags=SYN)]), 3)
    assert (pieces_of(recorded, "first"), count) == (None, 1)
