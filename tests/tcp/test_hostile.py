"""Any segment in any state: no exception, bounded memory, no deadline in the past, no answer to an answer without end."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netkit.errors import UsageError
from netkit.tcp import Endpoint, Flag, Segment, State
from netkit.tcp.segment import Timestamps
from tests.tcp.effort import examples
from tests.tcp.network import A, B
from tests.tcp.segments import OURS, THEIRS, Hand, reached

NUMBERS = st.one_of(
    st.integers(0, 2**32 - 1),
    st.integers(-3, 3).map(lambda by: (OURS + by) % 2**32),
    st.integers(-3, 70_000).map(lambda by: (THEIRS + by) % 2**32),
    st.integers(-70_000, 20_000).map(lambda by: (OURS + by) % 2**32),
)
SEGMENTS = st.builds(
    Segment,
    sequence=NUMBERS,
    acknowledgment=NUMBERS,
    flags=st.one_of(
        st.integers(0, 255).map(Flag), st.sampled_from([Flag.ACK, Flag.ACK | Flag.FIN, Flag.SYN, Flag.ACK | Flag.RST])
    ),
    window=st.one_of(st.sampled_from([0, 1, 100, 65_535]), st.integers(0, 65_535)),
    payload=st.one_of(st.just(b""), st.binary(max_size=60), st.just(bytes(1_400))),
    largest=st.one_of(st.none(), st.sampled_from([0, 1, 12, 536, 65_535])),
    shift=st.one_of(st.none(), st.sampled_from([0, 7, 14, 15, 255])),
    sack_permitted=st.booleans(),
    sack=st.lists(st.tuples(NUMBERS, NUMBERS), max_size=4).map(tuple),
    timestamps=st.one_of(st.none(), st.builds(Timestamps, st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))),
    congestion=st.booleans(),
)
STEPS = st.lists(
    st.one_of(
        SEGMENTS,
        st.floats(0, 400, allow_nan=False),
        st.sampled_from(["send", "close", "abort", "read", "tick", "connect", "listen"]),
    ),
    max_size=25,
)


def step(hand: Hand, what: object) -> None:
    if isinstance(what, Segment):
        hand.take(hand.endpoint.receive(what, now=hand.now))
    elif isinstance(what, float):
        hand.now += what
        hand.take(hand.endpoint.tick(now=hand.now))
        left = hand.endpoint.next_deadline
        assert left is None or left > hand.now or left == hand.now == 0, "tick() has left something undone"
    elif what == "tick":
        hand.take(hand.endpoint.tick(now=hand.now))
    else:
        calls = {
            "send": lambda: hand.send(bytes(5_000)), "close": hand.close, "abort": hand.abort, "read": hand.read,
            "connect": hand.connect, "listen": hand.listen,
        }  # fmt: skip
        with suppress(UsageError):
            calls[str(what)]()


@pytest.mark.parametrize("state", State, ids=lambda each: each.value)
@examples(30)
@given(steps=STEPS, options=st.booleans(), profile=st.sampled_from(["rfc", "linux"]), congestion_marks=st.booleans())
def test_no_segment_in_any_state_breaks_anything(
    state: State, steps: list[object], options: bool, profile: str, congestion_marks: bool
) -> None:
    offers = {"sack_permitted": True, "shift": 7, "stamp": (1, 0)} if options else {}
    hand = reached(
        state, offers=offers, profile=profile, timestamps=options, sack=options, window_scaling=options,
        congestion_marks=congestion_marks, receive_buffer=20_000,
    )  # fmt: skip
    for each in steps:
        step(hand, each)
    receiver = hand.endpoint.block.receiver
    assert len(receiver.ready) + sum(len(piece) for _, piece in receiver._pieces) <= 2 * 20_000
    assert all(each.rfc and each.reason for each in hand.events)
    for number, segment in enumerate(hand.out):
        assert 0 <= segment.sequence < 2**32, number
        assert 0 <= segment.acknowledgment < 2**32
        assert 0 <= segment.window < 2**16


@pytest.mark.parametrize("state", State, ids=lambda each: each.value)
def test_every_combination_of_flags_in_every_state(state: State) -> None:
    for marks in range(64):
        for number in (THEIRS, THEIRS + 1, THEIRS + 2, THEIRS + 70_000, THEIRS - 1000):
            hand = reached(state)
            segment = Segment(
                sequence=number, acknowledgment=OURS + 1, flags=Flag(marks), window=10, payload=b"x" * (marks % 3)
            )
            out = hand.take(hand.endpoint.receive(segment, now=hand.now))
            assert len(out) <= 2
            if marks & Flag.RST:
                assert not any(each.flags & Flag.RST for each in out), "a reset was answered by a reset"


def test_two_endpoints_do_not_answer_each_other_without_end() -> None:
    """An odd segment put in between starts no storm of ACKs (RFC 5961 section 7)."""
    for marks, number in ((Flag.SYN, 5), (Flag.ACK, 10**6), (Flag.RST, 50), (Flag.ACK | Flag.FIN, -7)):
        a, b = Endpoint(A, B, seed=1), Endpoint(B, A, seed=2)
        b.listen()
        waiting = [(b, each) for each in a.connect(now=0).segments]
        waiting = [(a, each) for _, one in waiting for each in b.receive(one, now=0).segments]
        waiting = [(b, each) for _, one in waiting for each in a.receive(one, now=0).segments]
        sequence = (b.block.their_initial + 1 + number) % 2**32
        waiting.append((b, Segment(sequence=sequence, acknowledgment=(b.block.initial + 1) % 2**32, flags=marks)))
        count = 0
        while waiting:
            to, segment = waiting.pop(0)
            other = a if to is b else b
            waiting += [(other, each) for each in to.receive(segment, now=0.0).segments]
            count += 1
            assert count < 20


def test_tiny_pieces_behind_a_hole_take_no_more_than_was_set_aside() -> None:
    hand = Hand(receive_buffer=60_000)
    hand.establish()
    chance = random.Random(1)
    places = list(range(10, 30_000, 2))
    chance.shuffle(places)
    for place in places[:8_000]:
        hand.comes("A", place, 1, b"x")
    assert len(hand.endpoint.block.receiver._pieces) <= 2 * 60_000 // 128 + 1


def test_a_finish_in_the_wrong_place_ends_nothing() -> None:
    hand = reached(State.ESTABLISHED)
    hand.comes("A", 1, 1, b"0123456789")
    hand.comes("FA", 1, 1, b"0123")
    assert hand.state is State.ESTABLISHED
    hand.comes("A", 21, 1, b"abcdefghij")
    hand.comes("FA", 15, 1)
    hand.comes("A", 11, 1, b"----------")
    assert hand.state is State.ESTABLISHED
    assert hand.read()[0] == b"0123456789----------abcdefghij"
    hand.comes("FA", 31, 1)
    assert hand.state is State.CLOSE_WAIT


def test_nothing_comes_behind_a_finish() -> None:
    hand = reached(State.ESTABLISHED)
    hand.comes("FA", 6, 1)
    hand.comes("A", 1, 1, b"0123456789")
    assert hand.state is State.CLOSE_WAIT
    assert hand.read()[0] == b"01234"
    assert hand.shape(hand.out[-1]) == ("A", 1, 7, 0)
