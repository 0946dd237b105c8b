"""The application's calls: each in a wrong state is a UsageError that says why, and changes nothing (RFC 9293 section 3.10)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from netkit.errors import UsageError
from netkit.tcp import PROFILES, Endpoint, State
from tests.tcp.network import A, B
from tests.tcp.segments import Hand, reached

S = State
OPENING = {S.CLOSED, S.LISTEN}
WRONG: dict[str, tuple[Callable[[Hand], object], set[State]]] = {
    "connect": (Hand.connect, set(S) - {S.CLOSED, S.LISTEN}),
    "listen": (Hand.listen, set(S) - {S.CLOSED}),
    "send": (lambda hand: hand.send(b"x"), set(S) - {S.SYN_SENT, S.SYN_RECEIVED, S.ESTABLISHED, S.CLOSE_WAIT}),
    "close": (Hand.close, set(S) - {S.LISTEN, S.SYN_SENT, S.SYN_RECEIVED, S.ESTABLISHED, S.CLOSE_WAIT}),
    "abort": (Hand.abort, {S.CLOSED}),
}


@pytest.mark.parametrize("state", S, ids=lambda each: each.value)
@pytest.mark.parametrize("call", WRONG)
def test_a_call_in_a_wrong_state(call: str, state: State) -> None:
    act, wrong = WRONG[call]
    hand = reached(state)
    if state not in wrong:
        act(hand)
        return
    with pytest.raises(UsageError) as caught:
        act(hand)
    assert state.value in caught.value.why
    assert hand.state is state
    assert not hand.out


@pytest.mark.parametrize("call", ["connect", "listen", "send", "close", "abort"])
def test_a_connection_that_is_over_stays_so(call: str) -> None:
    hand = reached(S.ESTABLISHED)
    hand.comes("A", 1, 1, b"last words")
    hand.comes("R", 11)
    with pytest.raises(UsageError):
        WRONG[call][0](hand)
    assert hand.read()[0] == b"last words"
    assert hand.read() == (b"", [])


def test_a_second_close_before_the_handshake_is_over_is_an_error_too() -> None:
    hand = reached(S.SYN_RECEIVED)
    hand.send(b"x")
    hand.close()
    with pytest.raises(UsageError):
        hand.close()
    with pytest.raises(UsageError):
        hand.send(b"y")


def test_reading_takes_what_is_there() -> None:
    hand = reached(S.ESTABLISHED)
    assert hand.read() == (b"", [])
    hand.comes("A", 1, 1, b"0123456789")
    assert hand.read(0)[0] == b""
    assert hand.read(3)[0] == b"012"
    assert hand.read(100)[0] == b"3456789"
    with pytest.raises(UsageError, match="-1"):
        hand.read(-1)


def test_sending_nothing_sends_nothing() -> None:
    hand = reached(S.ESTABLISHED)
    assert hand.send(b"") == []


@pytest.mark.parametrize(
    "changes",
    [{"mss": 0}, {"mss": -5}, {"mss": 70_000}, {"profile": "solaris"}, {"congestion": "magic"}, {"nonsense": 1}],
    ids=str,
)
def test_what_cannot_be_is_said_at_once(changes: dict[str, object]) -> None:
    with pytest.raises(UsageError) as caught:
        Endpoint(A, B, **changes)  # type: ignore[arg-type]
    assert caught.value.what
    assert caught.value.why


def test_a_profile_of_ones_own() -> None:
    profile = PROFILES["rfc"]
    assert Endpoint(A, B, profile=profile, initial_window=3).block.profile.initial_window == 3


def test_time_never_goes_back() -> None:
    hand = reached(S.ESTABLISHED)
    hand.now = 5.0
    hand.comes("A", 1, 1, b"x")
    hand.now = 2.0
    hand.comes("A", 2, 1, b"x")
    times = [each.time for each in hand.events]
    assert times == sorted(times)
