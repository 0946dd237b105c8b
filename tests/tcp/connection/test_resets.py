"""Resets, challenges and refusals: RFC 9293 sections 3.5.2, 3.5.3 and 3.10.7, RFC 5961."""

from __future__ import annotations

import pytest

from netkit.tcp import Endpoint, Segment, State
from tests.tcp.network import A, B, flags
from tests.tcp.segments import OURS, THEIRS, Hand, reached

S = State
SYNCHRONIZED = [
    S.ESTABLISHED, S.FIN_WAIT_1, S.FIN_WAIT_2, S.CLOSE_WAIT, S.CLOSING, S.LAST_ACK, S.TIME_WAIT,
]  # fmt: skip


def expected(hand: Hand) -> int:
    return hand.endpoint.block.receiver.expected


def next_number(hand: Hand) -> int:
    return hand.endpoint.block.sender.books.next


def test_a_closed_endpoint_refuses_with_a_reset_that_is_believed() -> None:
    """RFC 9293 section 3.10.7.1: with an ACK the reset takes its number from there, else it acknowledges all that came."""
    hand = Hand()
    [answer] = hand.comes("A", 50, 77)
    assert (answer.sequence, answer.flags) == (OURS + 77, flags("R"))
    [answer] = hand.comes("S", 0, data=b"abc")
    assert (answer.sequence, answer.acknowledgment, answer.flags) == (0, THEIRS + 1 + 3, flags("RA"))
    [answer] = hand.comes("F", 10)
    assert (answer.sequence, answer.acknowledgment, answer.flags) == (0, THEIRS + 11, flags("RA"))
    assert hand.comes("R", 0) == hand.comes("RA", 0, 1) == []
    assert hand.state is S.CLOSED


def test_a_connection_that_is_refused_ends() -> None:
    a, b = Endpoint(A, B, seed=1), Endpoint(B, A, seed=2)
    [syn] = a.connect(now=0).segments
    [answer] = b.receive(syn, now=0).segments
    output = a.receive(answer, now=0)
    assert (output.segments, a.state, a.next_deadline) == ([], S.CLOSED, None)
    assert "reset.received" in [each.rule for each in output.events]


def test_one_that_listens_passes_over_a_reset_and_refuses_an_ack() -> None:
    hand = reached(S.LISTEN)
    assert hand.comes("R", 5) == []
    [answer] = hand.comes("A", 5, 9)
    assert (answer.sequence, answer.flags, hand.state) == (OURS + 9, flags("R"), S.LISTEN)
    assert hand.comes("F", 5) == hand.comes("", 5) == []
    assert hand.state is S.LISTEN


@pytest.mark.parametrize("upto", [0, 2, 100, -5])
def test_one_that_connects_refuses_an_ack_of_what_it_never_sent(upto: int) -> None:
    """RFC 9293 section 3.10.7.3: <SEQ=SEG.ACK><CTL=RST>, and nothing at all for a reset."""
    hand = reached(S.SYN_SENT)
    [answer] = hand.comes("SA", 0, upto)
    assert (answer.sequence, answer.flags, hand.state) == (OURS + upto, flags("R"), S.SYN_SENT)
    assert hand.comes("RA", 0, upto) == []
    assert hand.state is S.SYN_SENT


def test_a_reset_that_acknowledges_nothing_does_not_stop_one_that_connects() -> None:
    hand = reached(S.SYN_SENT)
    assert hand.comes("R", 0) == []
    assert hand.state is S.SYN_SENT
    hand.comes("RA", 0, 1)
    assert hand.state is S.CLOSED


@pytest.mark.parametrize("upto", [0, 2, 50])
def test_a_wrong_ack_of_the_syn_is_refused_while_the_right_one_is_awaited(upto: int) -> None:
    hand = reached(S.SYN_RECEIVED)
    [answer] = hand.comes("A", 1, upto)
    assert (answer.sequence, answer.flags, hand.state) == (OURS + upto, flags("R"), S.SYN_RECEIVED)


@pytest.mark.parametrize("state", SYNCHRONIZED, ids=lambda each: each.value)
def test_only_the_very_number_that_is_expected_resets(state: State) -> None:
    """RFC 5961 section 3.2: outside of the window nothing, within it a challenge ACK, at its left edge the end."""
    hand = reached(state)
    at = expected(hand)
    for outside in (at - 1, at - 30_000, at + (1 << 21), at + (1 << 30)):
        assert hand.comes("R", outside) == []
        assert hand.state is state
    assert hand.shapes(hand.comes("R", at + 1)) == [("A", next_number(hand), at, 0)]
    assert hand.state is state
    assert hand.comes("R", at) == []
    assert (hand.state, hand.endpoint.next_deadline) == (S.CLOSED, None)


def test_a_reset_that_answers_a_challenge_is_believed() -> None:
    """RFC 5961 section 3.2: the challenge ACK makes a peer that has lost its memory reset with the right number."""
    hand = reached(S.ESTABLISHED)
    [challenge] = hand.comes("R", 10)
    again = Endpoint(B, A).receive(challenge, now=0).segments[0]
    hand.take(hand.endpoint.receive(again, now=0))
    assert hand.state is S.CLOSED


def test_a_reset_counts_even_where_the_window_is_shut_or_it_carries_data() -> None:
    """RFC 9293 section 3.10.7.4 (MUST-66) and section 3.5.3 (SHLD-2)."""
    hand = reached(S.ESTABLISHED, receive_buffer=1000)
    hand.comes("A", 1, 1, bytes(1000))
    assert hand.out[-1].window == 0
    hand.comes("R", 1001, data=b"diagnosis")
    assert hand.state is S.CLOSED


@pytest.mark.parametrize("state", SYNCHRONIZED, ids=lambda each: each.value)
@pytest.mark.parametrize("number", [0, 1, 5, -1000, 1 << 30])
def test_a_syn_within_a_connection_is_challenged_wherever_it_lies(state: State, number: int) -> None:
    """RFC 5961 section 4.2."""
    for marks in ("S", "SA"):
        hand = reached(state)
        out = hand.comes(marks, number, 1)
        assert hand.shapes(out) == [("A", next_number(hand), expected(hand), 0)]
        assert hand.state is state
        assert not out[0].sack


@pytest.mark.parametrize("state", [S.ESTABLISHED, S.FIN_WAIT_2, S.CLOSE_WAIT], ids=lambda each: each.value)
def test_an_ack_of_what_was_never_sent_or_long_ago_is_challenged(state: State) -> None:
    """RFC 5961 section 5.2: (SND.UNA - MAX.SND.WND) <= SEG.ACK <= SND.NXT; the data of others is thrown away."""
    hand = reached(state)
    una, largest = next_number(hand), 65_535
    for upto in (una + 1, una + 5000, una - largest - 1, una - (1 << 30)):
        hand.now += 1
        assert hand.shapes(hand.comes("A", expected(hand), upto, b"forged")) == [("A", una, expected(hand), 0)]
        assert hand.read()[0] == b""
    hand.now += 1
    hand.comes("A", expected(hand), una - largest, b"late")
    assert hand.read()[0] == (b"" if state is S.CLOSE_WAIT else b"late")


def test_challenges_are_few() -> None:
    """RFC 5961 section 7: a flood of forged segments is no flood of ACKs."""
    hand = reached(S.ESTABLISHED)
    assert len([each for number in range(2, 300) for each in hand.comes("R", number)]) == 1
    hand.now += 1
    assert len(hand.comes("R", 7)) == 1


def test_what_lies_outside_of_the_window_is_answered_with_what_is_expected() -> None:
    hand = reached(S.ESTABLISHED, receive_buffer=4000)
    for number, data in ((4001, b"x"), (60_000, b"abc"), (-50, b"")):
        assert hand.shapes(hand.comes("A", number, 1, data)) == [("A", 1, 1, 0)]
    assert hand.read()[0] == b""


def test_data_that_reaches_beyond_the_window_is_taken_as_far_as_it_goes() -> None:
    hand = reached(S.ESTABLISHED, receive_buffer=1000)
    hand.comes("FA", 1, 1, bytes(900) + b"x" * 200)
    assert hand.read()[0] == bytes(900) + b"x" * 100
    assert hand.state is S.ESTABLISHED


def test_the_same_syn_again_is_answered_by_the_same_answer() -> None:
    hand = reached(S.SYN_RECEIVED)
    hand.now = 0.5
    assert hand.shapes(hand.comes("S", 0)) == [("SA", 0, 1, 0)]
    assert hand.state is S.SYN_RECEIVED
    hand.comes("A", 1, 1)
    assert hand.state is S.ESTABLISHED


def test_another_syn_before_the_handshake_is_over_is_challenged() -> None:
    hand = reached(S.SYN_RECEIVED)
    assert hand.shapes(hand.comes("S", 500)) == [("A", 1, 1, 0)]
    assert hand.state is S.SYN_RECEIVED


def test_data_with_a_syn_arrives_once() -> None:
    """RFC 9293 section 3.5: it may be carried, and is not handed on before the connection stands; here it comes again."""
    hand = reached(S.LISTEN)
    [answer] = hand.comes("S", 0, data=b"early")
    assert hand.shape(answer) == ("SA", 0, 1, 0)
    assert hand.read()[0] == b""
    hand.comes("A", 1, 1)
    hand.comes("A", 1, 1, b"early bird")
    assert hand.read()[0] == b"early bird"


def test_data_and_finish_with_the_answer_to_a_syn_arrive() -> None:
    hand = reached(S.SYN_SENT)
    hand.comes("SA", 0, 1, b"hello")
    hand.comes("FA", 1, 1, b"hello")
    assert hand.read()[0] == b"hello"
    assert hand.state is S.CLOSE_WAIT


def test_what_waits_at_a_listener_begins_anew_after_a_reset() -> None:
    """Nothing of the first attempt is left: numbers, options, timers."""
    hand = reached(S.SYN_RECEIVED, offers={"shift": 7, "sack_permitted": True, "stamp": (5, 0)}, sack=True,
                   timestamps=True, window_scaling=True)  # fmt: skip
    hand.comes("R", 1)
    assert (hand.state, hand.endpoint.next_deadline) == (S.LISTEN, None)
    [answer] = hand.comes("S", 0)
    assert (answer.shift, answer.sack_permitted, answer.timestamps) == (None, False, None)
    hand.comes("A", 1, 1)
    assert hand.state is S.ESTABLISHED
    assert len(hand.send(bytes(50_000))) == 10


def test_an_old_segment_of_a_connection_that_is_over_is_refused() -> None:
    hand = reached(S.ESTABLISHED)
    hand.comes("R", 1)
    [answer] = hand.comes("A", 1, 1, b"x")
    assert (answer.sequence, answer.flags) == (OURS + 1, flags("R"))


def test_a_close_before_the_handshake_is_over_goes_out_at_once() -> None:
    """RFC 9293 section 3.10.4, SYN-RECEIVED: with nothing to send the FIN goes out, else it waits for ESTABLISHED."""
    hand = reached(S.SYN_RECEIVED)
    assert hand.shapes(hand.close()) == [("FA", 1, 1, 0)]
    assert hand.state is S.FIN_WAIT_1
    assert [each[0] for each in hand.shapes(hand.wait(1.5))] == ["SA", "FA"]
    hand.comes("A", 1, 1)
    assert hand.state is S.FIN_WAIT_1
    hand.comes("A", 1, 2)
    assert hand.state is S.FIN_WAIT_2

    hand = reached(S.SYN_RECEIVED)
    hand.send(b"queued")
    assert hand.close() == []
    assert hand.state is S.SYN_RECEIVED
    assert hand.shapes(hand.comes("A", 1, 1)) == [("FPA", 1, 1, 6)]
    assert hand.state is S.FIN_WAIT_1


def test_what_waits_is_sent_when_the_connection_stands() -> None:
    hand = reached(S.SYN_SENT)
    assert hand.send(b"queued") == []
    assert hand.shapes(hand.comes("SA", 0, 1))[-1] == ("PA", 1, 1, 6)


def test_segments_without_ack_are_dropped_in_a_connection() -> None:
    hand = reached(S.ESTABLISHED)
    assert hand.comes("", 1, data=b"no") == hand.comes("F", 1) == []
    assert hand.read()[0] == b""
    assert hand.state is S.ESTABLISHED


def test_a_mark_that_something_is_urgent_changes_nothing() -> None:
    hand = reached(S.ESTABLISHED)
    segment = Segment(
        sequence=THEIRS + 1,
        acknowledgment=OURS + 1,
        flags=flags("A") | flags("").__class__(0x20),
        window=9,
        payload=b"u",
    )
    hand.take(hand.endpoint.receive(segment, now=0))
    assert hand.read()[0] == b"u"


def test_an_ack_from_the_right_edge_of_the_window_counts() -> None:
    """RFC 9293 appendix A.2: one whose window is used up sends its ACKs from there; else two such would answer each other for ever."""
    hand = reached(S.ESTABLISHED, receive_buffer=1000)
    hand.send(b"data")
    assert hand.comes("A", 1001, 5) == []
    assert hand.endpoint.block.sender.all_acknowledged
    assert hand.comes("A", 1002, 5) != []


def test_what_is_empty_and_outside_is_answered_now_and_then() -> None:
    """RFC 5961 section 7 limits challenge ACKs; an answer to an answer may be no better."""
    hand = reached(S.ESTABLISHED, receive_buffer=1000)
    assert len([each for _ in range(100) for each in hand.comes("A", 5000, 1)]) == 1
    assert len([each for _ in range(10) for each in hand.comes("A", 5000, 1, b"x")]) == 10
    hand.now += 1
    assert len(hand.comes("A", -5, 1)) == 1
