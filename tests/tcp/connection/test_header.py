"""What stands in the header of which segment, and what is read from it."""

from __future__ import annotations

import pytest

from netkit.tcp import Flag, Segment, State
from tests.tcp.segments import Hand, reached

BOTH = pytest.mark.parametrize("profile", ["rfc", "linux"])
ALL: dict[str, object] = {"timestamps": True, "sack": True, "window_scaling": True, "congestion_marks": True}


def lived(profile: str) -> list[Segment]:
    """Everything that one sends from SYN to RST, with all options agreed on."""
    hand = Hand(profile=profile, **ALL)
    out = hand.connect()
    out += hand.comes("SAE", 0, 1, stamp=(1, 0), sack_permitted=True, shift=7, largest=1460)
    out += hand.send(bytes(5000))
    out += hand.comes("A", 1, 1461)
    out += hand.comes("A", 900, 1461, b"later")
    out += hand.comes("A", 1, 1461, bytes(899))
    out += hand.abort()
    return out


def test_a_window_is_a_number_without_sign() -> None:
    """MUST-1: the largest there can be, 65,535 times 2^14, lets a gibibyte be sent."""
    hand = Hand(window_scaling=True, receive_buffer=1 << 20)
    hand.establish(shift=14)
    hand.comes("A", 1, 1, window=0xFFFF)
    assert hand.endpoint.block.sender.window_end == 1 + (0xFFFF << 14)
    assert hand.send(b"x")


@BOTH
def test_options_of_the_handshake_stand_in_no_other_segment(profile: str) -> None:
    """MUST-65 (MSS), RFC 7323 section 2.2 (window scale), RFC 2018 section 2 (SACK permitted)."""
    first, *others = lived(profile)
    assert None not in (first.largest, first.shift)
    assert first.sack_permitted
    assert len(others) > 4
    for each in others:
        assert (each.largest, each.shift, each.sack_permitted) == (None, None, False)


@BOTH
def test_timestamps_stand_in_every_segment_and_echo_nothing_without_ack(profile: str) -> None:
    """RFC 7323 section 3.2: MUST in every segment, SHOULD in a reset; without ACK the echo is 0."""
    first, *others = lived(profile)
    assert first.timestamps is not None
    assert first.timestamps.echo == 0
    assert others[-1].flags & Flag.RST
    assert all(each.timestamps is not None and each.timestamps.echo == 1 for each in others)


def test_options_may_come_in_any_segment() -> None:
    """MUST-5: those of the handshake change nothing later; RFC 7323 section 2.2: a window scale without SYN is ignored."""
    hand = reached(State.ESTABLISHED)
    hand.send(b"x")
    hand.comes("A", 1, 2, b"data", largest=100, shift=3, sack_permitted=True, window=500)
    assert hand.read()[0] == b"data"
    assert hand.endpoint.block.sender.window_end == 502
    assert len(hand.send(bytes(400))[0].payload) == 400


def test_the_last_segment_of_what_was_given_is_pushed() -> None:
    """MUST-60, MUST-61: nothing is kept back for ever, and the last of it bears PSH."""
    hand = Hand(mss=1000, profile="rfc")
    hand.establish()
    out = hand.send(bytes(2500))
    out += hand.comes("A", 1, 2001)
    assert [(len(each.payload), bool(each.flags & Flag.PSH)) for each in out] == [
        (1000, False),
        (1000, False),
        (500, True),
    ]


@BOTH
def test_time_wait_lasts_twice_the_lifetime_of_a_segment(profile: str) -> None:
    """MUST-13: two minutes are the lifetime in RFC 9293 section 3.4.2, half a minute with Linux."""
    hand = reached(State.TIME_WAIT, profile=profile)
    lifetime = {"rfc": 120, "linux": 30}[profile]
    hand.wait(2 * lifetime - 1)
    assert hand.state is State.TIME_WAIT
    hand.wait(2 * lifetime)
    assert hand.state is State.CLOSED


@BOTH
def test_no_acknowledgment_waits_half_a_second(profile: str) -> None:
    """MUST-40, RFC 5681 section 4.2."""
    hand = Hand(profile=profile, quick_acknowledgments=0)
    hand.establish()
    assert hand.comes("A", 1, 1, b"x") == []
    start = hand.now
    while not hand.wait(hand.endpoint.next_deadline or 0):
        pass
    assert hand.now - start < 0.5


@BOTH
def test_a_segment_is_answered_by_one_ack_at_most(profile: str) -> None:
    """RFC 5681 section 4.2 (MUST NOT more): in order, out of order, twice, beyond the window."""
    hand = Hand(profile=profile, sack=True, receive_buffer=20_000)
    hand.establish(sack_permitted=True)
    for number in (1, 2921, 1461, 1, 4381, 8761, 5841, 50_000, 7301):
        assert len(hand.comes("A", number, 1, bytes(1460))) <= 1


def test_the_timestamp_clock_ticks_as_it_should() -> None:
    """RFC 7323 section 5.4: a tick lies between a millisecond and a second."""
    hand = Hand(timestamps=True)
    clocks = []
    for now in (0.0, 0.001, 0.5, 10.0):
        hand.endpoint.block.at(now)
        clocks.append(hand.endpoint.block.clock())
    steps = [(each - clocks[0]) % 2**32 for each in clocks]
    assert steps == [0, 1, 500, 10_000]
    assert all(10 <= steps[3] <= 10_000 for _ in steps)


def test_a_round_trip_is_measured_once_at_least() -> None:
    """RFC 6298 section 3: each round trip has a measurement, with timestamps or without."""
    for stamps in (False, True):
        hand = Hand(profile="rfc", timestamps=stamps, mss=1000, initial_window=2)
        hand.establish(took=0.1, stamp=(1, hand.endpoint.block.clock()) if stamps else None)
        hand.send(bytes(8000))
        trip = hand.endpoint.block.sender.books.round_trip
        for _ in range(2):
            before = trip.smoothed
            hand.now += 0.2
            echo = (hand.endpoint.block.clock() - 200) % 2**32
            hand.comes("A", 1, hand.endpoint.block.sender.books.next, stamp=(2, echo) if stamps else None)
            assert trip.smoothed != before
