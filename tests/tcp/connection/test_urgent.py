"""The urgent pointer (RFC 9293 section 3.8.5: MUST-30 to MUST-33, MUST-62, MUST-66)."""

from __future__ import annotations

import pytest

from netkit.errors import UsageError
from netkit.tcp import Flag, Segment, State
from netkit.tcp.event import EventKind
from tests.tcp.network import pair, transfer
from tests.tcp.segments import OURS, THEIRS, Hand, reached


def urgent(hand: Hand, number: int, data: bytes, pointer: int, *, upto: int = 1) -> list[Segment]:
    segment = Segment(
        sequence=THEIRS + number,
        acknowledgment=OURS + upto,
        flags=Flag.ACK | Flag.URG,
        window=9,
        payload=data,
        urgent=pointer,
    )
    return hand.take(hand.endpoint.receive(segment, now=hand.now))


def told(hand: Hand) -> list[str]:
    return [each.reason.split(" ")[0] for each in hand.events if each.kind is EventKind.URGENT]


def test_the_application_is_told_once_and_again_when_the_pointer_advances() -> None:
    """MUST-32; a pointer never recedes."""
    hand = reached(State.ESTABLISHED)
    urgent(hand, 1, b"hello", 3)
    assert told(hand) == ["3"]
    urgent(hand, 6, b"more", 1)
    assert told(hand) == ["3", "6"]
    urgent(hand, 10, b"x", 0)
    hand.comes("A", 11, 1, b"y")
    assert told(hand) == ["3", "6", "9"]
    urgent(hand, 12, b"z", 0xFFFF)
    urgent(hand, 13, b"z", 100)
    assert told(hand) == ["3", "6", "9", str(11 + 0xFFFF)]


def test_how_much_is_left_can_be_asked() -> None:
    """MUST-33: whether it has come or not, until it is read."""
    hand = reached(State.ESTABLISHED)
    assert hand.endpoint.urgent == 0
    urgent(hand, 1, b"hello", 7)
    assert hand.endpoint.urgent == 7
    hand.read(4)
    assert hand.endpoint.urgent == 3
    hand.comes("A", 6, 1, b"worlds")
    hand.read()
    assert hand.endpoint.urgent == 0
    urgent(hand, 12, b"again", 2)
    assert told(hand) == ["7", "2"]


def test_a_shut_window_hides_no_pointer() -> None:
    """MUST-66: URG and RST count at any window; MUST-31: the data it points at may be longer than any window."""
    hand = reached(State.ESTABLISHED, receive_buffer=1000)
    hand.comes("A", 1, 1, bytes(1000))
    assert hand.endpoint.block.receiver.window == 0
    urgent(hand, 1001, b"x", 60_000)
    assert hand.endpoint.urgent == 61_000
    urgent(hand, 1001, b"", 60_001)
    assert hand.endpoint.urgent == 61_001


@pytest.mark.parametrize("state", [State.CLOSE_WAIT, State.LAST_ACK, State.TIME_WAIT], ids=lambda each: each.value)
def test_after_a_finish_it_is_ignored(state: State) -> None:
    hand = reached(state)
    urgent(hand, 2, b"", 50, upto=hand.endpoint.block.sender.books.acknowledged)
    assert told(hand) == []


def test_the_pointer_that_is_sent_is_that_of_the_byte_behind() -> None:
    """MUST-62: added to the segment's number it is the number behind the urgent data; every segment before that carries it."""
    hand = Hand(profile="rfc", mss=1000)
    hand.establish()
    hand.send(bytes(500))
    out = hand.take(hand.endpoint.send(bytes(2500), now=hand.now, urgent=True))
    out += hand.comes("A", 1, 501)
    out += hand.comes("A", 1, 2501)
    assert [(hand.shape(each)[1], each.urgent) for each in out if each.flags & Flag.URG] == [
        (501, 2500),
        (1501, 1500),
        (2501, 500),
    ]
    assert not any(each.flags & Flag.URG for each in hand.send(b"calm"))


def test_more_than_a_pointer_can_say_is_said_as_far_as_it_goes() -> None:
    """MUST-31: the pointer has 16 bits, the data none."""
    a, b = pair(profile="linux", initial_window=100)
    network = transfer(a, b)
    assert network.sides["b"].got == b""
    hand = Hand(profile="rfc", mss=1460, initial_window=100)
    hand.establish(window=65_535)
    out = hand.take(hand.endpoint.send(bytes(100_000), now=0.0, urgent=True))
    assert out[0].urgent == 0xFFFF
    assert out[0].flags & Flag.URG


def test_both_ends_agree_on_what_is_urgent() -> None:
    a, b = pair()
    b.listen()
    segments = a.connect(now=0).segments
    segments = b.receive(segments[0], now=0).segments
    segments = a.receive(segments[0], now=0).segments
    b.receive(segments[0], now=0)
    for each in a.send(b"look!", now=0, urgent=True).segments:
        b.receive(each, now=0)
    assert b.urgent == 5
    b.read(now=0)
    assert b.urgent == 0


def test_nothing_can_not_be_urgent() -> None:
    """To say that something is urgent takes a byte of it."""
    hand = reached(State.ESTABLISHED)
    with pytest.raises(UsageError, match="urgent"):
        hand.endpoint.send(b"", now=0.0, urgent=True)
