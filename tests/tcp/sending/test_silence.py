"""After a long silence a sender begins as at the beginning (RFC 5681 section 4.1)."""

from tests.tcp.sending.flying import SIZE, at, sending


def grown():
    """All of ten segments is acknowledged, and the window has grown."""
    hand = sending(10, nagle=False)
    for number in range(2, 62):
        hand.comes("A", 1, at(number), window=65_000)
    assert not len(hand.endpoint.block.sender.books.flight)
    hand.out.clear()
    return hand


def test_the_window_is_the_initial_one_again():
    hand = grown()
    assert hand.endpoint.block.sender.books.control.window > 10
    hand.now += 2 * hand.endpoint.block.sender.books.round_trip.timeout
    hand.send(bytes(40 * SIZE))
    assert len(hand.out) == 10
    assert [each.rule for each in hand.events].count("window.restart") == 1


def test_a_short_silence_changes_nothing():
    hand = grown()
    window = hand.endpoint.block.sender.books.control.window
    hand.now += hand.endpoint.block.sender.books.round_trip.timeout / 2
    hand.send(bytes(100 * SIZE))
    assert len(hand.out) == min(window, 65)
    assert "window.restart" not in [each.rule for each in hand.events]
