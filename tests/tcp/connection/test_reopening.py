"""A new SYN for a connection in TIME-WAIT (RFC 9293 section 3.6.1: MAY-2 and SHLD-4; RFC 6191 section 2)."""

from __future__ import annotations

import pytest

from netkit.tcp import State
from tests.tcp.segments import Hand, reached

LAST = 4
"""The number behind the other side's FIN: its SYN is 0, then three bytes, then FIN."""


def over(*, stamps: bool = False, offers: bool = False) -> Hand:
    """One that had listened: three bytes came, five went, both have closed, and the last timestamp was 700.

    `stamps` says that timestamps were agreed on, `offers` that this side would agree to them.
    """
    hand = Hand(timestamps=stamps or offers, profile="rfc")
    hand.listen()
    hand.comes("S", 0, stamp=(500, 0) if stamps else None)
    hand.comes("A", 1, 1, b"abc")
    hand.send(b"hello")
    hand.close()
    hand.comes("FA", 4, 7, stamp=(700, 0) if stamps else None)
    assert hand.state is State.TIME_WAIT
    hand.read()
    hand.theirs += LAST + 1
    hand.out.clear()
    return hand


@pytest.mark.parametrize(
    ("had", "stamp", "number", "taken"),
    [
        (False, None, 0, True),
        (False, None, -1, False),
        (False, (1, 0), -1, True),
        (True, (701, 0), -1, True),
        (True, (700, 0), 0, True),
        (True, (700, 0), -1, False),
        (True, (699, 0), 100, False),
        (True, None, 0, True),
        (True, None, -1, False),
    ],
)
def test_whether_a_syn_is_new(had: bool, stamp: tuple[int, int] | None, number: int, taken: bool) -> None:
    """RFC 6191 section 2, rule by rule; `number` counts from the one behind the old connection's FIN. An old SYN gets no answer."""
    hand = over(stamps=had, offers=stamp is not None)
    answer = hand.comes("S", number, stamp=stamp)
    assert hand.state is (State.SYN_RECEIVED if taken else State.TIME_WAIT)
    assert [hand.shape(each)[0] for each in answer] == (["SA"] if taken else [])


def test_the_new_connection_carries_data_and_begins_beyond_the_old_numbers() -> None:
    """MAY-2 (1): the new first number is larger than all that were used."""
    hand = over()
    [answer] = hand.comes("S", 900)
    assert (answer.sequence - hand.ours) % 2**32 > 7 - 1
    assert (answer.acknowledgment - hand.theirs) % 2**32 == 901
    hand.ours = answer.sequence
    hand.comes("A", 901, 1, b"again")
    assert hand.state is State.ESTABLISHED
    assert hand.read()[0] == b"again"
    assert [each.payload for each in hand.send(b"well")] == [b"well"]


def test_a_clock_that_has_gone_further_counts() -> None:
    hand = over()
    hand.now += 2.0
    [answer] = hand.comes("S", 900)
    assert (answer.sequence - hand.endpoint.block._hashed) % 2**32 == 500_000


def test_an_old_syn_leads_back_to_time_wait() -> None:
    """MAY-2 (2): the other side answers with a reset, for it knows of no new connection."""
    hand = over()
    until = hand.endpoint.block.quiet_at
    hand.comes("S", 900)
    hand.comes("R", 901)
    assert hand.state is State.TIME_WAIT
    hand.theirs -= LAST + 1
    [answer] = hand.comes("FA", 4, 7)
    assert hand.shape(answer) == ("A", 7, LAST + 1, 0)
    assert hand.endpoint.block.quiet_at is not None
    assert until is not None
    assert hand.wait(hand.now + 240) == []
    assert hand.state is State.CLOSED


def test_one_that_had_connected_and_one_with_unread_data_stay() -> None:
    """Nobody listens there, or the old stream is not read yet: the SYN is asked back like any other (RFC 5961 section 4.2)."""
    hand = reached(State.TIME_WAIT, profile="rfc")
    assert [hand.shape(each)[0] for each in hand.comes("S", 900)] == ["A"]
    assert hand.state is State.TIME_WAIT
    unread = Hand(profile="rfc")
    unread.listen()
    unread.comes("S", 0)
    unread.comes("A", 1, 1, b"abc")
    unread.close()
    unread.comes("FA", 4, 2)
    assert [unread.shape(each)[0] for each in unread.comes("S", 900)] == ["A"]
    assert unread.state is State.TIME_WAIT


def test_what_is_no_plain_syn_does_not_reopen() -> None:
    for marks in ("SA", "SF", "SR"):
        hand = over()
        hand.comes(marks, 900)
        assert hand.state in (State.TIME_WAIT, State.CLOSED)
