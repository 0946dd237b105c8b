"""Recovery by SACK without RACK, where nothing is known to be lost: rules 3 and 4 of NextSeg (RFC 6675 section 4)."""

from __future__ import annotations

from netkit.tcp.event import EventKind
from tests.tcp.segments import Hand
from tests.tcp.sending.flying import SIZE, again, at, numbers


def ten(**changes: object) -> Hand:
    """Ten segments are under way, and there is no more to send; the first is lost, the next four have arrived: recovery."""
    hand = Hand(profile="rfc", rack=False, tail_loss_probe=False, sack=True, initial_window=10, mss=SIZE, **changes)
    hand.establish(took=0.1, sack_permitted=True)
    hand.send(bytes(10 * SIZE))
    hand.now += 0.1
    for last in (3, 4, 5):
        hand.comes("A", 1, 1, sack=((at(2), at(last + 1)),))
    assert numbers(hand, hand.out[10:]) == [1]
    hand.out.clear()
    return hand


def rules(hand: Hand) -> list[str]:
    return [each.rule for each in hand.events if each.kind is EventKind.RETRANSMIT]


def test_a_loss_at_the_end_is_rescued_once() -> None:
    """Rule 4: the tail is lost, too; when the ACK passes the first copy, the last segment goes out, and never twice in a recovery."""
    hand = ten()
    for last in (6, 7, 8):
        assert numbers(hand, hand.comes("A", 1, 1, sack=((at(2), at(last + 1)),))) == []
    out = hand.comes("A", 1, at(9))
    assert numbers(hand, out) == [10]
    assert rules(hand)[-1] == "again.rescue"
    assert hand.comes("A", 1, at(9)) == []
    assert numbers(hand, hand.comes("A", 1, at(9), sack=((at(10), at(11)),))) == [9], "now 9 is a hole"
    assert hand.comes("A", 1, at(9)) == []


def test_the_rescue_is_not_counted_as_under_way() -> None:
    hand = ten()
    hand.comes("A", 1, at(9))
    assert hand.endpoint.block.sender.books.flight.under_way == 2


def test_without_it_the_timer_would_be_waited_for() -> None:
    hand = ten(last_resort=False)
    assert hand.comes("A", 1, at(9)) == []
    hand.wait(hand.now + 5)
    assert rules(hand)[-1] == "again.timer"


def test_a_hole_with_little_behind_it_goes_out_for_want_of_better() -> None:
    """Rule 3: 9 and 10 have arrived behind 8, too few to call it lost; nothing new is there to be sent."""
    hand = ten()
    hand.comes("A", 1, 1, sack=((at(2), at(8)), (at(9), at(11))))
    assert again(hand)[-1][0] == 8
    assert rules(hand)[-1] == "again.hole"


def test_new_data_comes_first() -> None:
    """Rule 2 before rule 3."""
    hand = ten()
    hand.send(bytes(5 * SIZE))
    hand.comes("A", 1, 1, sack=((at(2), at(8)), (at(9), at(11))))
    assert set(numbers(hand, hand.out)) >= {11, 12}
    assert "again.hole" not in rules(hand)


def test_with_rack_time_decides() -> None:
    hand = Hand(profile="rfc", sack=True, initial_window=10, mss=SIZE)
    hand.establish(took=0.1, sack_permitted=True)
    hand.send(bytes(10 * SIZE))
    hand.now += 0.1
    for last in (3, 4, 5):
        hand.comes("A", 1, 1, sack=((at(2), at(last + 1)),))
    hand.comes("A", 1, at(9))
    assert not {"again.rescue", "again.hole"} & set(rules(hand))
