"""The table of states: every way in it is gone by real calls and segments, and leads where RFC 9293 section 3.10 says."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from netkit.tcp import State
from netkit.tcp.connection.states import TRANSITIONS, Cause, Transition
from netkit.tcp.event import EventKind
from tests.tcp.segments import Hand, reached

S = State


def unheard(hand: Hand) -> None:
    """Long enough for the last retry of anything."""
    if hand.state in (S.ESTABLISHED, S.CLOSE_WAIT):
        hand.send(b"lost")
    hand.wait(hand.now + 5_000)


def new_connection(hand: Hand) -> None:
    hand.comes("S", 5000, window=500)


def refused_passive(hand: Hand) -> None:
    hand.comes("R", 1)


ACTIONS: dict[Cause, Callable[[Hand], object]] = {
    Cause.CONNECT: Hand.connect,
    Cause.LISTEN: Hand.listen,
    Cause.CLOSE: Hand.close,
    Cause.SYN: lambda hand: hand.comes("S", 0),
    Cause.SYN_ACK: lambda hand: hand.comes("SA", 0, 1),
    Cause.ACK_OF_SYN: lambda hand: hand.comes("A", 1, 1),
    Cause.FIN: lambda hand: hand.comes("FA", 1, 1 if hand.state is not S.FIN_WAIT_2 else 2),
    Cause.ACK_OF_FIN: lambda hand: hand.comes("A", 2 if hand.state in (S.CLOSING, S.LAST_ACK) else 1, 2),
    Cause.FIN_AND_ACK: lambda hand: hand.comes("FA", 1, 2),
    Cause.RST: lambda hand: hand.comes("RA", hand.endpoint.block.receiver.expected, 1),
    Cause.RST_OF_SYN: refused_passive,
    Cause.NEW_SYN: new_connection,
    Cause.OLD_SYN: lambda hand: hand.comes("R", 5001),
    Cause.ABORT: Hand.abort,
    Cause.GIVE_UP: unheard,
    Cause.QUIET: lambda hand: hand.wait(hand.now + 240),
}

PATHS = {
    (S.SYN_RECEIVED, Cause.RST): "opened by both sides at once",
    (S.FIN_WAIT_2, Cause.GIVE_UP): "probed by keep-alive only",
}


def over(*, reopened: bool) -> Hand:
    """One that had listened, in TIME-WAIT; perhaps a new connection begins."""
    hand = reached(S.LISTEN)
    hand.comes("S", 0)
    hand.comes("A", 1, 1)
    hand.close()
    hand.comes("FA", 1, 2)
    assert hand.state is S.TIME_WAIT
    if reopened:
        new_connection(hand)
        assert hand.state is S.SYN_RECEIVED
    hand.out.clear()
    return hand


def before(transition: Transition) -> Hand:
    if PATHS.get((transition.before, transition.cause)) == "opened by both sides at once":
        hand = reached(S.SYN_SENT)
        hand.comes("S", 0)
        assert hand.state is S.SYN_RECEIVED
        hand.out.clear()
        return hand
    if transition.cause in (Cause.NEW_SYN, Cause.OLD_SYN):
        return over(reopened=transition.cause is Cause.OLD_SYN)
    keep_alive = 60.0 if transition.before is S.FIN_WAIT_2 and transition.cause is Cause.GIVE_UP else 0.0
    return reached(transition.before, profile="rfc", keep_alive=keep_alive)


@pytest.mark.parametrize("transition", TRANSITIONS, ids=lambda each: f"{each.before.value}, {each.cause.name}")
def test_a_transition_is_gone_and_said(transition: Transition) -> None:
    hand = before(transition)
    hand.events.clear()
    ACTIONS[transition.cause](hand)
    said = [each.reason for each in hand.events if each.kind is EventKind.STATE]
    expected = f"{transition.cause.value}: from {transition.before.value} to {transition.after.value}"
    assert said[0] == expected
    if len(said) == 1:
        assert hand.state is transition.after
    if transition.cause is Cause.GIVE_UP:
        return
    sent = {letters for letters, *_ in hand.shapes(hand.out)}
    wanted = {"": set(), "SYN": {"S"}, "SYN, ACK": {"SA"}, "ACK": {"A"}, "FIN": {"FA"}, "RST": {"RA"}}
    assert sent == wanted[transition.sends]


def test_no_other_state_is_ever_reached() -> None:
    table = {(each.before, each.cause) for each in TRANSITIONS}
    assert len(table) == len(TRANSITIONS)
    assert {each.after for each in TRANSITIONS} == set(State)


SAID = {(f"{each.cause.value}: from {each.before.value} to {each.after.value}"): each for each in TRANSITIONS}


@pytest.mark.parametrize("cause", [Cause.SYN, Cause.SYN_ACK, Cause.FIN, Cause.FIN_AND_ACK], ids=lambda each: each.name)
@pytest.mark.parametrize("state", State, ids=lambda each: each.value)
def test_every_step_is_one_of_the_table(state: State, cause: Cause) -> None:
    """FIN at SYN-RECEIVED makes two: its ACK comes first (RFC 9293 section 3.10.7.4, fifth and eighth step)."""
    hand = reached(state)
    hand.events.clear()
    ACTIONS[cause](hand)
    here = state
    for event in hand.events:
        if event.kind is EventKind.STATE:
            assert SAID[event.reason].before is here
            here = SAID[event.reason].after
    assert here is hand.state


def test_an_aborted_open_connection_is_reset_from_the_next_number_on() -> None:
    """RFC 9293 section 3.10.5: <SEQ=SND.NXT><CTL=RST>; from CLOSING on nothing is said any more."""
    hand = reached(S.ESTABLISHED)
    hand.send(b"12345")
    assert hand.shapes(hand.abort()) == [("RA", 6, 1, 0)]
    for state in (S.CLOSING, S.LAST_ACK, S.TIME_WAIT, S.LISTEN, S.SYN_SENT):
        hand = reached(state)
        assert hand.abort() == []
        assert hand.state is S.CLOSED
        assert hand.endpoint.next_deadline is None


@pytest.mark.parametrize("profile", ["rfc", "linux"])
def test_time_wait_begins_anew_with_a_finish_that_comes_again(profile: str) -> None:
    """RFC 9293 section 3.10.7.4, eighth step."""
    hand = reached(S.TIME_WAIT, profile=profile)
    long = hand.endpoint.block.profile.time_wait
    hand.wait(long - 1)
    assert hand.state is S.TIME_WAIT
    assert hand.shapes(hand.comes("FA", 1, 2)) == [("A", 2, 2, 0)]
    hand.wait(2 * long - 1.5)
    assert hand.state is S.TIME_WAIT
    hand.wait(2 * long - 1)
    assert hand.state is S.CLOSED
