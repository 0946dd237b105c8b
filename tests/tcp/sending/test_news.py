"""What an ACK tells of, and what it does not: D-SACK, echoes, probes, and what comes after a timeout."""

from __future__ import annotations

import pytest

from netkit.tcp.event import EventKind, Trigger
from tests.tcp.segments import Hand
from tests.tcp.sending.flying import SIZE, again, at, numbers, sending


def test_an_old_ack_with_its_blocks_is_no_d_sack() -> None:
    """RFC 2883 section 5 (MUST NOT): a block is compared with the ACK beside it; that ACK was overtaken by a later one."""
    hand = sending(5, sack=True)
    hand.comes("A", 1, at(6))
    rack = hand.endpoint.block.sender.recovery.losses.rack
    assert rack.steps == 1
    hand.comes("A", 1, 1, sack=((at(2), at(3)),))
    assert rack.steps == 1
    hand.comes("A", 1, at(6), sack=((at(2), at(3)),))
    assert rack.steps == 2


def test_an_echo_measures_only_where_the_ack_advances() -> None:
    """RFC 7323 section 4.1: a duplicate ACK echoes what came long before."""
    hand = Hand(profile="rfc", timestamps=True, mss=SIZE + 12)
    hand.establish(took=0.1, stamp=(1, 0))
    hand.send(bytes(5 * SIZE))
    trip = hand.endpoint.block.sender.books.round_trip
    before = trip.smoothed
    hand.now += 0.7
    hand.comes("A", 1, 1, stamp=(2, (hand.endpoint.block.clock() - 700) % 2**32))
    assert trip.smoothed == before
    hand.comes("A", 1, SIZE + 1, stamp=(3, (hand.endpoint.block.clock() - 700) % 2**32))
    assert trip.smoothed != before


def test_no_probe_is_due_where_sack_has_told_of_something_or_in_recovery() -> None:
    """RFC 8985 section 7.2 (SHOULD): reordering and losses have timers of their own."""
    hand = sending(10, sack=True)
    sender = hand.endpoint.block.sender
    assert sender.probe_at is not None
    hand.comes("A", 1, at(2), sack=((at(4), at(5)),))
    assert sender.probe_at is None
    for last in (6, 7, 8):
        hand.comes("A", 1, at(2), sack=((at(4), at(last)),))
    hand.comes("A", 1, at(3), sack=((at(4), at(8)),))
    assert sender.probe_at is None


def test_after_a_timeout_no_recovery_begins_before_all_that_was_sent_has_arrived() -> None:
    """RFC 6675 section 5.1 (MUST NOT): the blocks that come then show what the timer has dealt with already."""
    hand = sending(10, sack=True, rack=False, forward_recovery=False)
    hand.wait(hand.now + 1.0)
    for last in (4, 5, 6, 7):
        hand.comes("A", 1, at(2), sack=((at(3), at(last)),))
    losses = [each.rule for each in hand.events if each.kind is EventKind.LOSS]
    assert losses == ["loss.timer"]
    assert {trigger for _, trigger in again(hand)} == {Trigger.TIMER}


def test_an_ack_whose_blocks_tell_nothing_new_lets_no_new_segment_out() -> None:
    """RFC 3042 section 2 (SHOULD NOT)."""
    hand = sending(10, sack=True, rack=False)
    assert numbers(hand, hand.comes("A", 1, 1, sack=((at(2), at(3)),))) == [11]
    for _ in range(5):
        assert numbers(hand, hand.comes("A", 1, 1, sack=((at(2), at(3)),))) == []


def test_the_timer_stops_when_all_is_acknowledged() -> None:
    """RFC 6298 section 5, rules 5.1 and 5.2."""
    hand = Hand(profile="rfc")
    hand.establish(took=0.1)
    sender = hand.endpoint.block.sender
    assert sender.timer_at is None
    hand.send(b"x")
    assert sender.timer_at == hand.now + sender.books.round_trip.timeout
    hand.comes("A", 1, 2)
    assert sender.timer_at is None


def test_many_measurements_in_a_round_trip_weigh_as_one() -> None:
    """RFC 7323 section 4.2 and appendix G: with ten under way five ACKs are expected, so each weighs a fifth of RFC 6298's eighth."""
    for profile, weight in (("rfc", 1 / 8 / 5), ("linux", 1 / 8)):
        hand = Hand(profile=profile, timestamps=True, mss=SIZE + 12, initial_window=10)
        hand.establish(took=0.1, stamp=(1, 0))
        hand.send(bytes(10 * SIZE))
        trip = hand.endpoint.block.sender.books.round_trip
        before, sent_at = trip.smoothed or 0.0, hand.endpoint.block.clock()
        hand.now += 0.5
        hand.comes("A", 1, SIZE + 1, stamp=(2, sent_at))
        assert trip.smoothed == pytest.approx(before + weight * (0.5 - before), rel=1e-3)
