"""Losses without SACK: limited transmit, fast retransmit, NewReno (RFC 3042, 5681, 6582); ten segments are under way."""

from __future__ import annotations

import pytest

from netkit.tcp.event import EventKind, Trigger
from tests.tcp.segments import Hand
from tests.tcp.sending.flying import SIZE, again, at, numbers, sending


def test_the_third_duplicate_and_no_other_sends_again() -> None:
    """RFC 5681 section 3.2; the first two let one new segment out each (RFC 3042 section 2)."""
    hand = sending()
    assert numbers(hand, hand.comes("A", 1, 1)) == [11]
    assert numbers(hand, hand.comes("A", 1, 1)) == [12]
    assert again(hand) == []
    assert hand.endpoint.block.sender.books.control.window == 10
    assert numbers(hand, hand.comes("A", 1, 1))[0] == 1
    assert again(hand) == [(1, Trigger.FAST)]
    assert hand.endpoint.block.sender.books.control.threshold == 5
    for _ in range(6):
        hand.comes("A", 1, 1)
    assert again(hand) == [(1, Trigger.FAST)]


@pytest.mark.parametrize("count", [1, 2])
def test_fewer_duplicates_are_reordering(count: int) -> None:
    hand = sending()
    for _ in range(count):
        hand.comes("A", 1, 1)
    hand.comes("A", 1, at(4))
    assert again(hand) == []
    assert not [each for each in hand.events if each.kind is EventKind.LOSS]


def test_what_is_no_duplicate() -> None:
    """RFC 5681 section 2: data, another window, an older ACK, or nothing under way."""
    hand = sending()
    for number in range(4):
        hand.comes("A", 1 + number, 1, b"x")
    for number in range(1, 5):
        hand.comes("A", 5, 1, window=65_000 - number)
    assert again(hand) == []
    hand.comes("A", 5, at(6), window=65_000)
    for _ in range(4):
        hand.comes("A", 5, at(3), window=65_000)
    assert again(hand) == []
    assert hand.rules().count("acknowledged.duplicate") == 0


def test_one_loss_costs_half_of_the_window() -> None:
    """Segment 1 is lost; its copy is acknowledged with all that was under way: the window is the threshold."""
    hand = sending()
    for _ in range(9):
        hand.comes("A", 1, 1)
    hand.now += 0.1
    hand.comes("A", 1, hand.endpoint.block.sender.books.next)
    hand.comes("A", 1, hand.endpoint.block.sender.books.next)
    assert again(hand) == [(1, Trigger.FAST)]
    assert hand.endpoint.block.sender.books.control.threshold == 5
    assert "recovered" in hand.rules()


def test_a_partial_ack_sends_the_next_hole() -> None:
    """RFC 6582 section 3.2, step 3: segments 1, 4 and 7 are lost; the next goes out as soon as rate reduction allows."""
    hand = sending()
    for _ in range(7):
        hand.comes("A", 1, 1)
    for upto in (4, 7):
        hand.now += 0.1
        assert upto in numbers(hand, hand.comes("A", 1, at(upto)) + hand.comes("A", 1, at(upto)))
    assert again(hand) == [(1, Trigger.FAST), (4, Trigger.PARTIAL_ACK), (7, Trigger.PARTIAL_ACK)]
    losses = [each for each in hand.events if each.kind is EventKind.LOSS]
    assert len(losses) == 1


def test_duplicates_after_a_recovery_start_no_second_one() -> None:
    """RFC 6582 section 4.1: ACKs of what was sent again below the point of recovery are not new losses."""
    hand = sending()
    for _ in range(9):
        hand.comes("A", 1, 1)
    point = hand.endpoint.block.sender.recovery.point
    hand.now += 0.1
    hand.comes("A", 1, point)
    for _ in range(3):
        hand.comes("A", 1, point)
    assert len([each for each in hand.events if each.kind is EventKind.LOSS]) == 1


def test_a_whole_window_lost_is_mended_by_the_timer() -> None:
    hand = sending(forward_recovery=False)
    out = hand.wait(hand.now + 1.0)
    assert numbers(hand, out) == [1]
    assert numbers(hand, hand.comes("A", 1, at(2))) == [2, 3]
    assert {each for _, each in again(hand)} == {Trigger.TIMER}
    numbers_again = [each for each, _ in again(hand)]
    assert numbers_again == [1, 2, 3]


def test_after_a_timeout_old_duplicates_are_no_loss() -> None:
    """RFC 6582 section 3.2, step 6: no fast retransmit for what was under way at the timeout."""
    hand = sending(forward_recovery=False)
    hand.wait(hand.now + 1.0)
    for _ in range(5):
        hand.comes("A", 1, 1)
    assert [each for each, trigger in again(hand) if trigger is Trigger.FAST] == []


def test_a_timeout_that_was_too_early_is_taken_back() -> None:
    """F-RTO (RFC 5682 section 2.1): two ACKs of what was sent once, and new data goes out in between."""
    hand = sending()
    hand.wait(hand.now + 1.0)
    assert again(hand) == [(1, Trigger.TIMER)]
    out = hand.comes("A", 1, at(2))
    assert numbers(hand, out) == [11, 12]
    hand.comes("A", 1, at(3))
    assert "undo.forward" in hand.rules()
    control = hand.endpoint.block.sender.books.control
    assert control.window >= 10
    assert again(hand) == [(1, Trigger.TIMER)]


def test_an_early_timeout_is_seen_by_timestamps() -> None:
    """Eifel (RFC 3522, RFC 4015): the echo is that of the first copy."""
    hand = Hand(profile="rfc", timestamps=True, mss=SIZE + 12)
    hand.establish(took=0.1, stamp=(1, 0))
    first = hand.send(bytes(SIZE))[0]
    hand.wait(1.4)
    assert again(hand) == [(1, Trigger.TIMER)]
    assert first.timestamps is not None
    hand.comes("A", 1, at(2), stamp=(2, first.timestamps.value))
    assert "undo.timestamps" in hand.rules()
    control = hand.endpoint.block.sender.books.control
    assert (control.window, control.threshold > 1000) == (10, True)


def test_where_undoing_is_switched_off_nothing_is_undone() -> None:
    hand = sending(undo=False, forward_recovery=False)
    hand.wait(hand.now + 1.0)
    hand.comes("A", 1, at(11))
    assert not [each for each in hand.events if each.kind is EventKind.UNDO]


def test_a_window_that_is_not_used_does_not_grow() -> None:
    """RFC 7661 section 4.3: an application that sends little has proved little."""
    hand = Hand(profile="rfc", mss=SIZE)
    hand.establish()
    for count in range(30):
        hand.send(bytes(SIZE))
        hand.now += 0.1
        hand.comes("A", 1, at(count + 2))
    assert hand.endpoint.block.sender.books.control.window <= 12


def test_slow_start_doubles_and_avoidance_adds_one() -> None:
    """RFC 5681 section 3.1, with an ACK for each segment."""
    hand = Hand(profile="rfc", mss=SIZE, initial_window=2, congestion="reno")
    hand.establish()
    control = hand.endpoint.block.sender.books.control
    control.threshold = 8
    hand.send(bytes(200 * SIZE))
    windows, done = [], 0
    for _ in range(5):
        hand.now += 0.1
        for _ in range(len(hand.endpoint.block.sender.books.flight)):
            done += 1
            hand.comes("A", 1, at(done + 1))
        windows.append(control.window)
    assert windows == [4, 8, 9, 10, 11]


def test_a_timeout_that_was_needed_is_not_taken_back() -> None:
    """RFC 5682 section 2.1: the copy of segment 1 lets the ACK jump over what had arrived; that proves nothing without SACK."""
    hand = sending()
    hand.wait(hand.now + 1.0)
    assert again(hand) == [(1, Trigger.TIMER)]
    hand.now += 0.1
    hand.comes("A", 1, at(11))
    assert not [each for each in hand.events if each.kind is EventKind.UNDO]
    assert hand.endpoint.block.sender.books.control.threshold == 5


def test_one_ack_lets_the_window_grow_by_one_segment_in_slow_start() -> None:
    """RFC 5681 section 3.1 (MUST), however much it acknowledges; Linux counts what it acknowledges."""
    for profile, expected in (("rfc", 11), ("linux", 14)):
        hand = sending(profile=profile, congestion="reno")
        hand.comes("A", 1, at(5))
        assert hand.endpoint.block.sender.books.control.window == expected
