"""The reassembler beside a plain model, byte by byte: every policy, every overlap, every order, at every edge of the sequence space."""

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netkit.errors import UsageError
from netkit.packet.overlap import TCP_POLICIES, Decisions, page, store
from netkit.tcp import Reassembler
from netkit.tcp.reassembly import FURTHEST, PIECE_COST
from tests.overlap.model import TCP, TCP_MERGING, Model
from tests.packet.steps import steps

INITIAL = [0, 1, 2**31 - 5, 2**31, 2**32 - 11, 2**32 - 1]

every_policy = pytest.mark.parametrize("policy", sorted(TCP))

# Pieces short enough that they meet in every way.
SPAN = st.tuples(st.integers(0, 24), st.integers(1, 12))


def arrivals_of(spans):
    return [(start, bytes([65 + number % 190]) * size) for number, (start, size) in enumerate(spans)]


def model_of(policy):
    return Model(TCP[policy], merging=policy in TCP_MERGING)


def as_bytes(pieces):
    """Each held byte by its offset; each at most once."""
    found = {}
    for offset, data in pieces:
        for at, byte in enumerate(data, offset):
            assert at not in found
            found[at] = byte
    return found


def test_the_policies_are_those_that_are_promised():
    assert set(TCP_POLICIES) == set(TCP)


@every_policy
@settings(max_examples=120, deadline=None)
@given(spans=st.lists(SPAN, max_size=9), initial=st.sampled_from(INITIAL))
def test_every_overlap_is_decided_as_the_table_has_it(policy, spans, initial):
    model, stream = model_of(policy), Reassembler(initial, policy=policy)
    for number, (start, data) in enumerate(arrivals_of(spans), 1):
        model.put(number, start, data)
        stream.push((initial + 1 + start) % 2**32, data)
        check(model, stream)


@every_policy
@settings(max_examples=60, deadline=None)
@given(spans=st.lists(SPAN, max_size=8))
def test_pieces_that_lie_across_pages_are_no_other(policy, spans):
    model = model_of(policy)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page, "PAGE_BITS", 2)
        stream = Reassembler(7, policy=policy)
        for number, (start, data) in enumerate(arrivals_of(spans), 1):
            model.put(number, start, data)
            stream.push(8 + start, data)
            check(model, stream)


def check(model, stream):
    """The stream holds what the model holds, and says so in every way that it has."""
    held = model.data
    assert as_bytes(stream.pieces) == held
    assert [piece for piece, _ in stream.pieces] == [at for at in sorted(held) if at - 1 not in held]
    whose = {at: number for start, size, number in stream.owners for at in range(start, start + size)}
    assert whose == model.owner
    assert stream.held == len(held)
    reach = next(at for at in itertools.count() if at not in held)
    assert stream.next_offset == reach
    assert stream.next_sequence == (stream.initial_sequence + 1 + reach) % 2**32
    assert stream.contiguous == bytes(held[at] for at in range(reach))
    missing = {at for at in range(max(held, default=-1) + 1) if at not in held}
    assert {at for start, end in stream.holes for at in range(start, end)} == missing
    assert all(start < end and start - 1 not in missing and end not in missing for start, end in stream.holes)


@every_policy
@settings(max_examples=40, deadline=None)
@given(data=st.data(), initial=st.sampled_from(INITIAL))
def test_what_was_taken_is_frozen(policy, data, initial):
    """After a take the model begins anew with what is left: what arrives for the bytes that were taken is cut off first."""
    model, stream = model_of(policy), Reassembler(initial, policy=policy)
    given_away = b""
    for number, (start, size, take) in enumerate(
        data.draw(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 10), st.booleans()), max_size=10)), 1
    ):
        content = bytes([65 + number]) * size
        stream.push((initial + 1 + start) % 2**32, content)
        cut = max(0, len(given_away) - start)
        if content[cut:]:
            model.put(number, start + cut, content[cut:])
        if take:
            at = len(given_away)
            taken = stream.take()
            assert taken == bytes(model.data[each] for each in range(at, at + len(taken)))
            assert at + len(taken) not in model.data
            given_away += taken
            for each in range(at, at + len(taken)):
                del model.data[each], model.owner[each]
            assert stream.taken == len(given_away)
        assert as_bytes(stream.pieces) == model.data


@every_policy
@pytest.mark.parametrize("initial", INITIAL)
def test_segments_in_any_order_and_three_times_each_are_the_stream(policy, initial):
    chance = random.Random(f"{policy} {initial}")
    content = chance.randbytes(5000)
    cuts = sorted({0, 5000, *(chance.randrange(5000) for _ in range(40))})
    segments = [(start, content[start:end]) for start, end in itertools.pairwise(cuts)] * 3
    chance.shuffle(segments)
    stream = Reassembler(initial, policy=policy)
    for start, segment in segments:
        stream.push((initial + 1 + start) % 2**32, segment)
    assert stream.pieces == [(0, content)]
    assert stream.holes == []
    assert stream.take() == content
    assert stream.take() == b""
    assert (stream.pieces, stream.held, stream.contiguous) == ([], 0, b"")


@pytest.mark.parametrize("initial", INITIAL)
def test_what_comes_before_the_first_byte_is_cut_off(initial):
    stream = Reassembler(initial)
    stream.push(initial, b"xy")
    assert stream.pieces == [(0, b"y")]
    stream.push((initial - 3) % 2**32, b"abc")
    stream.push((initial + 2**31 + 5) % 2**32, b"abc")  # more than half way around: behind
    assert stream.pieces == [(0, b"y")]
    stream.push((initial + 2) % 2**32, b"z")
    assert stream.take() == b"yz"
    stream.push(initial + 1, b"YZ!")
    assert stream.pieces == [(2, b"!")]


def test_a_stream_longer_than_the_sequence_space_goes_on():
    """Sequence numbers are counted from where the stream is, not from where it began; the holes spare us the bytes."""
    stream, gap = Reassembler(2**32 - 11), 1 << 29
    for _ in range(20):
        stream.push(stream.next_sequence + gap, b"x")
        assert stream.skip() == gap
        assert stream.take() == b"x"
    assert stream.taken == 20 * (gap + 1) > 1 << 33
    stream.push(stream.next_sequence, b"end")
    assert stream.pieces == [(20 * (gap + 1), b"end")]


def test_two_gigabytes_that_nobody_takes_do_not_confuse_the_numbers():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page, "PAGE_BITS", 20)
        block = bytes(1 << 20)  # one and the same for all, so that it is in memory once
        stream, rounds = Reassembler(0), (1 << 31 | 1 << 29) // len(block)
        for number in range(rounds):
            stream.push((1 + number * len(block)) % 2**32, block)
        assert stream.next_offset == stream.held == rounds * len(block)
        assert not stream.refused


def test_what_no_window_can_reach_is_refused():
    stream = Reassembler(5)
    stream.push(6 + FURTHEST, b"far")
    assert (stream.pieces, stream.refused) == ([], 3)
    stream.push(6 + FURTHEST - 3, b"far")
    assert (stream.pieces, stream.refused) == ([(FURTHEST - 3, b"far")], 3)


def test_a_limit_holds_for_bytes_and_for_pieces():
    stream = Reassembler(0, limit=100 * PIECE_COST)
    for at in range(0, 10_000, 2):
        stream.push(1 + at, b"x")
    assert stream.cost <= 100 * PIECE_COST
    assert stream.held == 99
    assert stream.refused == 5000 - 99
    stream.push(2, b"y")
    assert stream.take()  # what was taken makes room
    stream.push(1 + 9999, b"z")
    assert stream.pieces[-1] == (9999, b"z")


def test_a_hole_can_be_given_up():
    stream = Reassembler(0)
    assert stream.skip() == 0
    stream.push(1, b"ab")
    stream.push(6, b"fg")
    assert stream.skip() == 0  # first what is there
    assert stream.take() == b"ab"
    assert stream.skip() == 3
    assert stream.take() == b"fg"
    assert (stream.taken, stream.holes) == (7, [])
    stream.push(3, b"CDE")
    assert stream.pieces == []


def test_empty_segments_and_other_kinds_of_bytes():
    stream = Reassembler(0)
    stream.push(1, b"")
    stream.push(4, b"")
    assert (stream.pieces, stream.holes, stream.owners) == ([], [], [])
    buffer = bytearray(b"abc")
    stream.push(1, buffer)
    buffer[0] = 0
    stream.push(4, memoryview(b"def"))
    assert stream.take() == b"abcdef"


def test_an_unknown_policy_is_named_with_the_near_ones():
    with pytest.raises(UsageError) as caught:
        Reassembler(0, policy="linux6")
    assert "linux-6" in caught.value.hint
    with pytest.raises(UsageError):
        Reassembler(0, policy="rfc5722")  # of IP alone
    with pytest.raises(UsageError):
        Reassembler(0, policy="bsd-right")


def test_each_decision_is_told():
    told = []
    stream = Reassembler(0, policy="bsd", tell=told.append)
    stream.push(5, b"EFGH")
    stream.push(3, b"cdef")
    stream.push(7, b"ghij")
    assert [(each.start, each.end, each.new, each.old, each.new_won, each.differ) for each in told] == [
        (4, 6, 2, 1, True, True),
        (6, 8, 3, 1, False, True),
    ]
    assert told[0].told("segment") == (
        "bytes 4–5 become those of segment 2, not 1 (bsd: the old one wins, unless the new one starts before it)"
    )
    assert told[1].told("segment").startswith("bytes 6–7 stay those of segment 1, not 3 (bsd: ")


def put_together(policy, pushes, most, few, monkeypatch):
    """Owners, decisions and how many more there were, with pieces compared one by one or all together."""
    monkeypatch.setattr(store, "FEW", few)
    told = Decisions(most)
    stream = Reassembler(0, policy=policy, tell=told)
    for start, data in pushes:
        stream.push(1 + start, data)
    return stream.owners, stream.pieces, told.kept, told.uncounted, stream.cost


@every_policy
@given(
    pushes=st.lists(st.tuples(st.integers(0, 60), st.binary(min_size=1, max_size=40)), max_size=30),
    most=st.sampled_from([0, 1, 5, 1000]),
    bits=st.sampled_from([3, 14]),
)
@settings(max_examples=60, deadline=None)
def test_many_pieces_asked_together_are_no_other_than_one_by_one(policy, pushes, most, bits):
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(page, "PAGE_BITS", bits)
        one_by_one = put_together(policy, pushes, most, 10**9, monkeypatch)
        together = put_together(policy, pushes, most, 0, monkeypatch)
    assert together == one_by_one


@pytest.mark.parametrize("policy", ["first", "linux-6"])
def test_large_segments_over_thousands_of_tiny_ones_cost_little_once_their_decisions_are_only_counted(policy):
    """Calls of functions: twenty times over five thousand pieces take hardly more than once."""

    def work(times):
        told = Decisions(0)
        stream = Reassembler(0, policy=policy, tell=told)
        for at in range(5000):
            stream.push(1 + at, b"x")

        def run():
            for _ in range(times):
                stream.push(1, bytes(5000))
            return told.uncounted

        calls, uncounted = steps(run)
        assert uncounted == 5000 * times
        return calls

    assert work(20) < 3000


@every_policy
def test_the_work_for_a_segment_does_not_grow_with_the_stream(policy):
    """Calls of functions, which no noisy neighbour changes: a stream ten times as long takes ten times as many."""

    def work(count):
        chance = random.Random(1)
        order = [each for each in range(count) for _ in range(3)]
        chance.shuffle(order)
        stream = Reassembler(9, policy=policy)
        block = bytes(1500)

        def run():
            for each in order:
                stream.push(10 + 1500 * each, block)
            return len(stream.take())

        calls, size = steps(run)
        assert size == 1500 * count
        return calls / count

    assert work(3000) < 1.3 * work(300)
