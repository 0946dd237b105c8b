"""How far and how fast the window comes down: RFC 5681 section 3.1 (equation 4), RFC 9937 section 6."""

from __future__ import annotations

from netkit.tcp.sending.reduction import Reduction
from tests.tcp.segments import Hand
from tests.tcp.sending.flying import SIZE, at, numbers


def limited(profile: str, congestion: str = "reno") -> Hand:
    """The window is 20, and the application gives six segments."""
    hand = Hand(profile=profile, congestion=congestion, initial_window=20, mss=SIZE, nagle=False)
    hand.establish(took=0.1)
    hand.send(bytes(6 * SIZE))
    hand.now += 0.1
    return hand


def test_what_is_under_way_is_halved_not_the_window() -> None:
    """Equation 4 (MUST): a loss says something of no more than was under way. Linux halves the window."""
    for profile, expected in (("rfc", 3), ("linux", 10)):
        hand = limited(profile)
        for _ in range(3):
            hand.comes("A", 1, 1)
        assert hand.endpoint.block.sender.books.control.threshold == expected


def test_so_it_is_by_the_timer_and_for_cubic() -> None:
    """RFC 9438 section 4.6: seven tenths of what was under way."""
    hand = limited("rfc")
    hand.wait(hand.now + 2)
    assert hand.endpoint.block.sender.books.control.threshold == 3
    hand = limited("rfc", "cubic")
    for _ in range(3):
        hand.comes("A", 1, 1)
    assert hand.endpoint.block.sender.books.control.threshold == 4


def test_limited_transmit_does_not_count() -> None:
    """RFC 5681 section 3.2, step 2: ten were under way, two more went out for the first two duplicates; half of ten is five."""
    hand = Hand(profile="rfc", initial_window=10, mss=SIZE)
    hand.establish(took=0.1)
    hand.send(bytes(30 * SIZE))
    hand.now += 0.1
    for _ in range(3):
        hand.comes("A", 1, 1)
    assert len(hand.endpoint.block.sender.books.flight) == 12
    assert hand.endpoint.block.sender.books.control.threshold == 5


def test_in_proportion_above_the_threshold() -> None:
    """RFC 9937 section 6.2: 20 were under way, 10 are wanted: of every two that arrive one may follow, rounded up."""
    reduction, under_way, sent = Reduction(20, 10), 20, []
    for _ in range(8):
        under_way -= 1
        count = reduction.window(1, under_way, advanced=False, more_lost=False) - under_way
        reduction.sent += count
        under_way += count
        sent.append(count)
    assert sent == [1, 0, 1, 0, 1, 0, 1, 0]


def test_below_the_threshold_as_much_as_arrives_and_one_more_after_a_good_ack() -> None:
    """PRR-CRB, and PRR-SSRB where the ACK advanced and showed no more losses; never beyond the threshold."""
    assert Reduction(20, 10).window(1, 4, advanced=False, more_lost=False) == 4 + 1
    assert Reduction(20, 10).window(1, 4, advanced=True, more_lost=True) == 4 + 1
    assert Reduction(20, 10).window(1, 4, advanced=True, more_lost=False) == 4 + 2
    assert Reduction(20, 10).window(8, 9, advanced=True, more_lost=False) == 10


def test_the_first_retransmission_is_not_kept_back() -> None:
    """Nothing was sent yet in the recovery, and by the numbers nothing might be: one segment may."""
    reduction = Reduction(20, 10)
    assert reduction.window(0, 15, advanced=False, more_lost=True) == 16
    reduction.sent = 1
    assert reduction.window(0, 15, advanced=False, more_lost=False) == 15


def test_what_had_arrived_before_recovery_is_not_counted_again() -> None:
    """RFC 9937 section 6.1: of ten under way three had arrived before the ACK that began recovery, so seven are to be delivered in it."""
    hand = Hand(profile="rfc", sack=True, rack=False, initial_window=10, mss=SIZE)
    hand.establish(took=0.1, sack_permitted=True)
    hand.send(bytes(10 * SIZE))
    hand.now += 0.1
    for last in (2, 3, 4):
        hand.comes("A", 1, 1, sack=((at(2), at(last + 1)),))
    reduction = hand.endpoint.block.sender.recovery.reduction
    assert reduction is not None
    assert reduction.before == 10 - 2
    assert numbers(hand, hand.out)[-1] == 1


def test_at_the_end_the_window_is_the_threshold() -> None:
    """RFC 9937 section 6.4; from then on it grows again, with the very ACK that ends the recovery."""
    hand = Hand(profile="rfc", sack=True, initial_window=10, mss=SIZE)
    hand.establish(took=0.1, sack_permitted=True)
    hand.send(bytes(10 * SIZE))
    hand.now += 0.1
    for last in (2, 3, 4):
        hand.comes("A", 1, 1, sack=((at(2), at(last + 1)),))
    hand.now += 0.1
    hand.comes("A", 1, at(11))
    control = hand.endpoint.block.sender.books.control
    assert control.threshold == 5
    assert 5 <= control.window <= 6
