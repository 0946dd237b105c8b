"""Losses with SACK: RFC 6675, RACK and tail loss probes (RFC 8985), rate reduction (RFC 9937), undoing (RFC 3708)."""

from __future__ import annotations

import pytest

from netkit.tcp.event import EventKind, Trigger
from netkit.tcp.sending.rack import Rack
from tests.tcp.segments import Hand
from tests.tcp.sending.flying import SIZE, again, at, numbers, sending

SACK: dict[str, object] = {"sack": True, "rack": False, "tail_loss_probe": False}
RACK: dict[str, object] = {"sack": True, "rack": True, "tail_loss_probe": False}


def held(*ranges: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    """SACK blocks from one segment up to before another."""
    return tuple((at(start), at(end)) for start, end in ranges)


# RFC 6675


def test_three_segments_behind_it_make_one_lost() -> None:
    hand = sending(**SACK)
    hand.comes("A", 1, 1, sack=held((2, 3)))
    hand.comes("A", 1, 1, sack=held((2, 4)))
    assert again(hand) == []
    hand.comes("A", 1, 1, sack=held((2, 5)))
    assert again(hand) == [(1, Trigger.FAST)]


def test_holes_are_mended_in_their_order() -> None:
    """RFC 6675 section 4, NextSeg (1): the smallest number that is lost and was not sent again; 1, 3 and 5 are lost."""
    hand = sending(20, **SACK)
    for blocks in (
        held((2, 3)), held((4, 5), (2, 3)), held((6, 7), (4, 5), (2, 3)), held((6, 8), (4, 5), (2, 3)),
        held((6, 9), (4, 5), (2, 3)), held((6, 10), (4, 5), (2, 3)), held((6, 12), (4, 5), (2, 3)),
        held((6, 16), (4, 5), (2, 3)), held((6, 21), (4, 5), (2, 3)),
    ):  # fmt: skip
        hand.comes("A", 1, 1, sack=blocks)
    assert [number for number, _ in again(hand)] == [1, 3, 5]
    assert len([each for each in hand.events if each.kind is EventKind.LOSS]) == 1


def test_what_the_receiver_has_is_not_sent_again() -> None:
    hand = sending(20, **SACK)
    for end in range(4, 21):
        hand.comes("A", 1, 1, sack=held((3, end)))
    hand.now += 0.1
    hand.comes("A", 1, at(2), sack=held((3, 21)))
    assert [number for number, _ in again(hand)] == [1, 2]


def test_an_ack_that_says_nothing_new_is_still_no_loss() -> None:
    hand = sending(**SACK)
    for _ in range(10):
        hand.comes("A", 1, 1, sack=held((2, 3)))
    assert again(hand) == []


def test_a_receiver_that_takes_back_what_it_had_gets_it_again() -> None:
    """Reneging (RFC 2018 section 8): after the timer nothing that SACK told counts."""
    hand = sending(**SACK, forward_recovery=False)
    hand.comes("A", 1, 1, sack=held((2, 11)))
    hand.wait(hand.now + 2)
    hand.comes("A", 1, at(2))
    hand.wait(hand.now + 10)
    for number in range(2, 11):
        hand.comes("A", 1, at(number + 1))
    assert {number for number, _ in again(hand)} >= set(range(1, 11))


# RFC 9937


@pytest.mark.parametrize("rack", [False, True])
def test_the_window_comes_down_as_segments_leave(rack: bool) -> None:
    """Reno, 20 under way, threshold 10: no more goes out than half of what arrives, and at the end the window is 10."""
    hand = sending(20, sack=True, rack=rack, tail_loss_probe=False, congestion="reno")
    sent = [len(numbers(hand, hand.comes("A", 1, 1, sack=held((2, end))))) for end in range(3, 22)]
    control, reduction = hand.endpoint.block.sender.books.control, hand.endpoint.block.sender.recovery.reduction
    assert control.threshold == 10
    assert reduction is not None
    assert sum(sent[2:]) <= -(-17 * 10 // 20) + 1
    assert max(sent[3:]) <= 1
    hand.now += 0.1
    hand.comes("A", 1, hand.endpoint.block.sender.recovery.point)
    assert control.window == 10


# RACK


def racing(count: int = 10, **changes: object) -> Hand:
    return sending(count, **{**RACK, **changes})


def test_a_quarter_of_a_round_trip_is_allowed_for_reordering() -> None:
    """RFC 8985 section 6.2, steps 4 and 5: 0.1 s and 0.025 s after it was sent, if no later news has come."""
    hand = racing()
    sent_at = hand.now - 0.1
    hand.comes("A", 1, 1, sack=held((2, 3)))
    assert again(hand) == []
    assert hand.endpoint.next_deadline == pytest.approx(sent_at + 0.1 + 0.025)
    hand.wait(sent_at + 0.1249)
    assert again(hand) == []
    hand.wait(sent_at + 0.1251)
    assert again(hand) == [(1, Trigger.SACK)]


def test_one_that_comes_in_that_time_was_not_lost() -> None:
    hand = racing()
    hand.comes("A", 1, 1, sack=held((2, 3)))
    hand.now += 0.01
    hand.comes("A", 1, at(3))
    hand.wait(hand.now + 0.5)
    assert again(hand) == []


def test_three_behind_it_need_no_waiting_before_any_reordering() -> None:
    """RFC 8985 section 6.2, step 4: without reordering seen, DupThresh counts as well."""
    hand = racing()
    for end in (3, 4, 5):
        hand.comes("A", 1, 1, sack=held((2, end)))
    assert again(hand) == [(1, Trigger.SACK)]


def test_a_copy_that_is_lost_is_noticed_too() -> None:
    """RFC 8985 section 3.1: where what was sent after the copy arrives, the copy is lost."""
    hand = racing(20)
    for end in range(3, 21):
        hand.comes("A", 1, 1, sack=held((2, end)))
    assert again(hand) == [(1, Trigger.SACK)]
    copied = next(number for number, each in enumerate(hand.events) if each.kind is EventKind.RETRANSMIT)
    after = [each for each in hand.events[copied:] if each.kind is EventKind.SEND]
    assert after
    hand.now += 0.1
    hand.comes("A", 1, 1, sack=(*held((2, 21)), (after[0].sequence, after[0].sequence + SIZE)))
    hand.wait(hand.now + 0.1)
    assert [number for number, _ in again(hand)][:2] == [1, 1]


def test_a_loss_at_the_very_end_needs_no_third_segment() -> None:
    """Only one segment is behind it: time is enough for RACK, where counting would wait for the timer."""
    for rack, expected in ((True, Trigger.SACK), (False, Trigger.TIMER)):
        hand = Hand(profile="rfc", sack=True, rack=rack, tail_loss_probe=False, mss=SIZE)
        hand.establish(took=0.1, sack_permitted=True)
        hand.send(bytes(2 * SIZE))
        hand.now += 0.1
        hand.comes("A", 1, 1, sack=held((2, 3)))
        hand.wait(hand.now + 1.5)
        assert again(hand)[0] == (1, expected)


# tail loss probes


def tail(count: int, **changes: object) -> Hand:
    """`count` segments and nothing behind; a round trip of 0.1 s; they went out at 0.1 s."""
    hand = Hand(**{"profile": "rfc", "sack": True, "mss": SIZE, **changes})
    hand.establish(took=0.1, sack_permitted=True)
    hand.send(bytes(count * SIZE))
    return hand


def test_the_last_segment_is_the_probe() -> None:
    """RFC 8985 section 7.2: after two smoothed round trips (and 8 ms of both clocks), long before the timer."""
    hand = tail(5)
    assert hand.endpoint.next_deadline == pytest.approx(0.1 + 0.2, abs=0.01)
    hand.wait(0.35)
    assert again(hand) == [(5, Trigger.PROBE)]
    assert hand.endpoint.next_deadline == pytest.approx(hand.events[-1].time + 1.0)


def test_one_segment_waits_for_a_delayed_ack_too() -> None:
    """RFC 8985 section 7.2: with one under way, as much longer as an ACK may be delayed."""
    hand = tail(1)
    assert hand.endpoint.next_deadline == pytest.approx(0.1 + 0.2 + 0.2)
    hand.wait(0.55)
    assert again(hand) == [(1, Trigger.PROBE)]


def test_new_data_is_the_better_probe() -> None:
    """RFC 8985 section 7.3: new data if there is any and the receiver's window allows."""
    hand = sending(5, sack=True, rack=True)
    out = hand.wait(0.35)
    assert numbers(hand, out) == [6]
    assert again(hand) == []
    assert "send.probe" in hand.rules()


def test_a_probe_that_mends_the_loss_costs_half_of_the_window() -> None:
    """RFC 8985 section 7.4.2: acknowledged, and no D-SACK says that the original had arrived."""
    hand = tail(5)
    hand.wait(0.35)
    hand.now += 0.1
    hand.comes("A", 1, at(6))
    assert [each.rule for each in hand.events if each.kind is EventKind.LOSS] == ["loss.probe"]


def test_a_probe_that_was_not_needed_costs_nothing() -> None:
    hand = tail(5)
    hand.wait(0.35)
    hand.comes("A", 1, at(6))
    hand.events.clear()
    hand = tail(5)
    hand.wait(0.35)
    hand.now += 0.1
    hand.comes("A", 1, at(6), sack=held((5, 6)))
    assert not [each for each in hand.events if each.kind is EventKind.LOSS]


def test_a_probe_shows_losses_before_it() -> None:
    """Segments 3 and 4 are lost with it: the SACK of the probe lets RACK find them."""
    hand = tail(5)
    hand.comes("A", 1, at(3))
    hand.wait(0.35)
    hand.now += 0.1
    hand.comes("A", 1, at(3), sack=held((5, 6)))
    hand.wait(hand.now + 0.1)
    hand.comes("A", 1, at(4), sack=held((5, 6)))
    assert [number for number, trigger in again(hand) if trigger is Trigger.SACK] == [3, 4]


def test_there_is_one_probe_and_then_the_timer() -> None:
    """RFC 8985 section 7.3: not another until the first is answered."""
    hand = tail(5)
    hand.wait(1.25)
    assert again(hand) == [(5, Trigger.PROBE)]
    hand.wait(1.45)
    assert again(hand)[1] == (1, Trigger.TIMER)


@pytest.mark.parametrize("off", ["tail_loss_probe", "rack", "sack"])
def test_without_what_it_needs_there_is_no_probe(off: str) -> None:
    hand = tail(5, **{off: False})
    hand.wait(1.05)
    assert again(hand) == []


# undoing


def test_a_fast_retransmit_that_was_not_needed_is_taken_back() -> None:
    """RFC 3708: segment 1 was only late; a D-SACK says that its copy came twice."""
    hand = sending(**SACK)
    for end in (3, 4, 5):
        hand.comes("A", 1, 1, sack=held((2, end)))
    control = hand.endpoint.block.sender.books.control
    assert control.threshold == 5
    hand.comes("A", 1, at(5))
    hand.comes("A", 1, at(5), sack=held((1, 2)))
    assert "undo.sack" in hand.rules()
    assert control.window >= 10
    assert control.threshold > 1000


def test_a_loss_that_was_one_stays_one() -> None:
    hand = sending(**SACK)
    for end in (3, 4, 5, 6, 7, 8, 9, 10, 11):
        hand.comes("A", 1, 1, sack=held((2, end)))
    hand.now += 0.1
    hand.comes("A", 1, hand.endpoint.block.sender.books.next)
    assert not [each for each in hand.events if each.kind is EventKind.UNDO]
    assert hand.endpoint.block.sender.books.control.threshold == 5


def test_new_data_that_arrives_does_not_make_a_timeout_wrong() -> None:
    """RFC 5682 section 3.1: only what was sent before the timer ran out can show that it ran out too early."""
    hand = sending(3, **SACK)
    hand.wait(hand.now + 1.0)
    hand.now += 0.1
    hand.comes("A", 1, at(2))
    new = [each for each in hand.events if each.kind is EventKind.SEND][3:]
    assert new
    hand.now += 0.1
    hand.comes("A", 1, at(2), sack=held((4, 5)))
    assert not [each for each in hand.events if each.kind is EventKind.UNDO]


def test_only_what_is_lost_is_sent_again() -> None:
    """After a second loss in a row (RFC 6675 section 5, step 4.3: the first segment goes once, when recovery begins)."""
    hand = sending(20, **SACK)
    for end in range(3, 22):
        hand.comes("A", 1, 1, sack=held((2, end)))
    hand.now += 0.1
    upto = hand.endpoint.block.sender.recovery.point // SIZE
    for number in range(21, upto + 1):
        hand.comes("A", 1, at(number))
    assert again(hand) == [(1, Trigger.FAST)]


def test_once_reordering_was_seen_three_behind_are_no_proof() -> None:
    """RFC 8985 section 6.2, steps 3 and 4: what came late, and was sent once, shows it; then a quarter of 0.1 s is waited."""
    hand = racing(20)
    hand.comes("A", 1, 1, sack=held((2, 4)))
    hand.comes("A", 1, at(4))
    assert hand.endpoint.block.sender.recovery.losses.rack.reordering_seen
    for end in range(6, 12):
        hand.comes("A", 1, at(4), sack=held((5, end)))
    assert again(hand) == []
    hand.wait(hand.now + 0.0249)
    assert again(hand) == []
    hand.wait(hand.now + 0.0002)
    assert [number for number, _ in again(hand)] == [4]


def test_a_copy_that_comes_late_is_no_reordering() -> None:
    hand = racing(20)
    for end in range(3, 21):
        hand.comes("A", 1, 1, sack=held((2, end)))
    hand.now += 0.1
    hand.comes("A", 1, at(20))
    hand.comes("A", 1, at(21), sack=held((24, 25), (22, 23)))
    assert not hand.endpoint.block.sender.recovery.losses.rack.reordering_seen


def test_each_round_with_a_d_sack_allows_for_more_reordering() -> None:
    """RFC 8985 section 6.2, step 4: one quarter more, once a round; after 16 recoveries without one it is one quarter again."""
    rack = Rack()
    rack.repeated(1, 1000)
    rack.repeated(500, 1500)
    assert rack.steps == 2
    rack.repeated(1000, 2000)
    assert rack.steps == 3
    for _ in range(15):
        rack.recovered()
    assert rack.steps == 3
    rack.recovered()
    assert rack.steps == 1


def test_the_d_sack_of_a_probe_says_nothing_of_reordering() -> None:
    """RFC 8985 section 7.4: the probe is sent without knowing of a loss."""
    hand = tail(5)
    hand.wait(0.35)
    hand.now += 0.1
    hand.comes("A", 1, at(6), sack=held((5, 6)))
    assert hand.endpoint.block.sender.recovery.losses.rack.steps == 1


def test_what_went_out_just_before_the_timer_is_not_called_lost() -> None:
    """RFC 8985 section 6.3: 7 went out a moment before, and its ACK can't have come; of the others the timer is right."""
    hand = Hand(profile="rfc", sack=True, tail_loss_probe=False, mss=SIZE, nagle=False, initial_window=20)
    hand.establish(took=0.1, sack_permitted=True)
    hand.send(bytes(SIZE))
    hand.now += 0.1
    hand.comes("A", 1, at(2))
    hand.send(bytes(5 * SIZE))
    hand.wait(hand.now + 0.98)
    hand.send(bytes(SIZE))
    hand.wait(hand.now + 0.05)
    lost = [(sent.start - 1) // SIZE + 1 for sent in hand.endpoint.block.sender.books.flight if sent.lost]
    assert lost == [2, 3, 4, 5, 6]


def test_each_probe_needs_a_measurement_of_its_own() -> None:
    """RFC 8985 section 7.3: the ACK of a segment that went out twice measures nothing, so the next time the timer is waited for."""
    hand = tail(1)
    hand.wait(0.55)
    assert again(hand) == [(1, Trigger.PROBE)]
    hand.comes("A", 1, at(2))
    hand.send(bytes(SIZE))
    hand.wait(hand.now + 3)
    assert [trigger for _, trigger in again(hand)][1] is Trigger.TIMER
