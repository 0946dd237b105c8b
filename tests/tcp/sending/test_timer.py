"""The retransmission timer and all that ends a connection on which nothing gets through: RFC 6298, RFC 9293 section 3.8.3."""

from __future__ import annotations

import pytest

from netkit.tcp import PROFILES, State
from netkit.tcp.event import EventKind, Trigger
from netkit.tcp.sending.round_trip import RoundTrip
from tests.tcp.network import Network, pair
from tests.tcp.segments import Hand, reached

PROFILES_BOTH = pytest.mark.parametrize("profile", ["rfc", "linux"])


@pytest.mark.parametrize(
    ("profile", "samples", "expected"),
    [
        # SRTT = R, RTTVAR = R/2, RTO = SRTT + 4 RTTVAR
        ("rfc", [0.5], 0.5 + 4 * 0.25),
        ("linux", [0.5], 0.5 + 4 * 0.25),
        # RTTVAR = 3/4 0.25 + 1/4 |0.5 - 0.7| = 0.2375; SRTT = 7/8 0.5 + 1/8 0.7 = 0.525
        ("rfc", [0.5, 0.7], 0.525 + 4 * 0.2375),
        ("linux", [0.5, 0.7], 0.525 + 4 * 0.2375),
        # RTTVAR = 3/4 0.2375 + 1/4 |0.525 - 0.1| = 0.284375; SRTT = 7/8 0.525 + 1/8 0.1 = 0.471875
        ("rfc", [0.5, 0.7, 0.1], 0.471875 + 4 * 0.284375),
        # 0.01 + 4 * 0.005 = 0.03: the RFC rounds the whole up to a second, Linux lays 0.2 s under the variance
        ("rfc", [0.01], 1.0),
        ("linux", [0.01], 0.21),
        # the variance dies away: SRTT is 0.1
        ("rfc", [0.1] * 60, 1.0),
        ("linux", [0.1] * 60, 0.3),
        ("rfc", [3.0] * 60, 3.001),
        ("rfc", [50.0], 60.0),
        ("linux", [50.0], 120.0),
        ("rfc", [], 1.0),
        ("linux", [], 1.0),
    ],
)
def test_vectors_by_hand(profile: str, samples: list[float], expected: float) -> None:
    """RFC 6298 section 2, with a clock of 1 ms."""
    trip = RoundTrip(PROFILES[profile])
    for each in samples:
        trip.sample(each)
    assert trip.timeout == pytest.approx(expected, abs=1e-5)


def test_a_round_trip_is_measured_through_the_endpoint() -> None:
    hand = Hand(profile="rfc")
    hand.establish(took=0.5)
    hand.send(b"x")
    hand.now = 0.5 + 0.7
    hand.comes("A", 1, 2)
    assert hand.endpoint.block.sender.books.round_trip.timeout == pytest.approx(0.525 + 4 * 0.2375)


def again(hand: Hand, until: float) -> list[float]:
    start = len(hand.events)
    hand.wait(until)
    return [each.time for each in hand.events[start:] if each.kind is EventKind.RETRANSMIT]


def test_the_timer_doubles_up_to_its_end_in_profile_rfc() -> None:
    """RFC 6298 section 5.5; 60 s at most; the user timeout of 300 s ends it (RFC 9293 section 3.8.3)."""
    hand = reached(State.ESTABLISHED, profile="rfc")
    hand.send(b"x")
    assert again(hand, 1e5) == pytest.approx([1, 3, 7, 15, 31, 63, 123, 183, 243])
    assert (hand.state, hand.events[-1].time) == (State.CLOSED, 300)
    assert hand.rules(EventKind.RESET) == ["reset.user-timeout"]


def test_the_timer_doubles_up_to_its_end_in_profile_linux() -> None:
    """15 retransmissions from 0.2 s on, 120 s at most: the 924.6 s of tcp(7), tcp_retries2."""
    hand = reached(State.ESTABLISHED, profile="linux")
    hand.send(b"x")
    times = again(hand, 1e5)
    assert len(times) == 15
    assert times[:4] == pytest.approx([0.2, 0.6, 1.4, 3.0])
    assert hand.state is State.CLOSED
    assert hand.events[-1].time == pytest.approx(924.6)
    assert hand.rules(EventKind.RESET) == ["reset.retries"]


@PROFILES_BOTH
def test_a_syn_is_sent_again_for_as_long_as_it_should(profile: str) -> None:
    """RFC 9293 section 3.8.3: three minutes at least; Linux is content with 127 s (tcp_syn_retries is 6)."""
    hand = reached(State.SYN_SENT, profile=profile)
    times = again(hand, 1e4)
    assert times == [1, 3, 7, 15, 31, 63] + ([123] if profile == "rfc" else [])
    assert (hand.state, hand.events[-1].time) == (State.CLOSED, 183 if profile == "rfc" else 127)
    assert {letters for letters, *_ in hand.shapes(hand.out)} == {"S"}


@PROFILES_BOTH
def test_the_answer_to_a_syn_is_sent_again_too(profile: str) -> None:
    hand = reached(State.SYN_RECEIVED, profile=profile)
    assert hand.shapes(hand.wait(3.5)) == [("SA", 0, 1, 0)] * 2
    hand.comes("A", 1, 1)
    assert hand.state is State.ESTABLISHED


@PROFILES_BOTH
def test_a_syn_that_was_lost_makes_the_timer_careful(profile: str) -> None:
    """RFC 6298 section 5.7: three seconds when data begins; and nothing is measured (section 3, Karn)."""
    hand = reached(State.SYN_SENT, profile=profile)
    hand.wait(1.5)
    hand.comes("SA", 0, 1)
    trip = hand.endpoint.block.sender.books.round_trip
    assert (trip.smoothed, trip.timeout) == (None, 3.0)
    hand.send(b"x")
    assert again(hand, 4.6) == pytest.approx([4.5])


def test_a_lost_syn_makes_the_window_small_in_profile_rfc() -> None:
    """RFC 5681 section 3.1; Linux forgives one (net/ipv4/tcp_input.c, tcp_init_cwnd after more than one)."""
    for profile, expected in (("rfc", 1), ("linux", 10)):
        hand = reached(State.SYN_SENT, profile=profile)
        hand.wait(1.5)
        hand.comes("SA", 0, 1)
        assert len([each for each in hand.send(bytes(50_000)) if each.payload]) == expected


@PROFILES_BOTH
def test_what_was_sent_twice_is_not_measured_and_the_backoff_stays(profile: str) -> None:
    """Karn: RFC 6298 sections 3 and 5; the backed-off timer lasts until a new measurement."""
    hand = Hand(profile=profile)
    hand.establish(took=0.1)
    trip = hand.endpoint.block.sender.books.round_trip
    base = trip.timeout
    hand.send(b"x")
    hand.wait(hand.endpoint.next_deadline or 0)
    assert trip.timeout == pytest.approx(2 * base)
    hand.now += 0.05
    hand.comes("A", 1, 2)
    assert trip.smoothed == pytest.approx(0.1)
    assert trip.timeout == pytest.approx(2 * base)
    sent = hand.now
    hand.send(b"y")
    assert hand.endpoint.next_deadline == pytest.approx(sent + 2 * base)
    hand.now += 0.1
    hand.comes("A", 1, 3)
    assert trip.timeout <= base


def test_the_timer_starts_anew_with_each_ack_of_new_data() -> None:
    """RFC 6298 section 5.3, and 5.2: with nothing under way it stops."""
    hand = Hand(profile="rfc", tail_loss_probe=False)
    hand.establish(took=0.1)
    hand.send(bytes(2920))
    hand.now = 0.6
    hand.comes("A", 1, 1461)
    trip = hand.endpoint.block.sender.books.round_trip.timeout
    assert hand.endpoint.next_deadline == pytest.approx(0.6 + trip)
    hand.now = 0.7
    hand.comes("A", 1, 1461)
    assert hand.endpoint.next_deadline == pytest.approx(0.6 + trip)
    hand.comes("A", 1, 2921)
    assert hand.endpoint.next_deadline is None


def test_after_the_timer_the_oldest_goes_first_and_the_window_is_one() -> None:
    """RFC 5681 section 3.1: threshold max(FlightSize / 2, 2), loss window one segment, then slow start."""
    hand = Hand(profile="rfc", forward_recovery=False)
    hand.establish()
    hand.send(bytes(14_600))
    out = hand.wait(1.5)
    assert hand.shapes(out) == [("A", 1, 1, 1460)]
    control = hand.endpoint.block.sender.books.control
    assert (control.threshold, control.window) == (5, 1)
    retransmitted = [each for each in hand.events if each.kind is EventKind.RETRANSMIT]
    assert [(each.sequence, each.trigger) for each in retransmitted] == [(1, Trigger.TIMER)]
    assert [each[1] for each in hand.shapes(hand.comes("A", 1, 1461))] == [1461, 2921]
    assert [each[1] for each in hand.shapes(hand.comes("A", 1, 4381))][:2] == [4381, 5841]


@PROFILES_BOTH
def test_a_user_timeout_ends_a_handshake_and_a_transfer(profile: str) -> None:
    """RFC 9293 section 3.10.8: in any state."""
    for state, timeout in ((State.SYN_SENT, 20.0), (State.SYN_RECEIVED, 20.0), (State.ESTABLISHED, 20.0)):
        hand = reached(state, profile=profile, user_timeout=timeout)
        if state is State.ESTABLISHED:
            hand.send(b"x")
        hand.wait(1000)
        assert hand.state is State.CLOSED
        assert hand.events[-1].time == 20
        assert hand.rules(EventKind.RESET) == ["reset.user-timeout"]
        assert [each[0] for each in hand.shapes(hand.out[-1:])] == (["S"] if state is State.SYN_SENT else ["RA"])


def test_progress_puts_the_user_timeout_off() -> None:
    hand = reached(State.ESTABLISHED, user_timeout=20.0)
    hand.send(bytes(14_600))
    for count in range(1, 10):
        hand.wait(15.0 * count)
        hand.comes("A", 1, 1 + 1460 * count)
    assert hand.state is State.ESTABLISHED


# keep-alive (RFC 9293 section 3.8.4)


def test_by_default_nothing_is_probed() -> None:
    assert reached(State.ESTABLISHED).endpoint.next_deadline is None


@pytest.mark.parametrize("state", [State.ESTABLISHED, State.CLOSE_WAIT, State.FIN_WAIT_2], ids=lambda each: each.value)
def test_an_idle_connection_is_probed_and_given_up(state: State) -> None:
    """A probe carries the number before the next and no data; nine without answer, 75 s apart, are the end."""
    hand = reached(state, keep_alive=60.0)
    books = hand.endpoint.block.sender.books
    expected = hand.endpoint.block.receiver.expected
    probes = hand.wait(60 + 8 * 75.0)
    assert hand.shapes(probes) == [("A", books.next - 1, expected, 0)] * 9
    assert hand.state is state
    hand.wait(60 + 9 * 75.0)
    assert (hand.state, hand.rules(EventKind.RESET)) == (State.CLOSED, ["reset.keep-alive"])


def test_a_probe_is_answered_by_the_other_side_and_all_is_well() -> None:
    a, b = pair(keep_alive=60.0)
    network = Network(a, b)
    for side in network.sides.values():
        side.closes = False
    network.open()
    network.run(until=1000)
    assert (a.state, b.state) == (State.ESTABLISHED, State.ESTABLISHED)
    assert 10 < len(network.seen) < 100


def test_no_probe_while_data_is_under_way() -> None:
    hand = reached(State.ESTABLISHED, keep_alive=10.0)
    hand.send(b"x")
    hand.wait(100)
    assert "ack.keep-alive" not in hand.rules()


def test_the_application_is_told_of_trouble_before_the_end() -> None:
    """MUST-20 (a), SHLD-9, SHLD-10: after three retransmissions (R1), once, and long before the connection is given up (R2)."""
    hand = Hand(profile="rfc")
    hand.establish(took=0.1)
    hand.send(b"x")
    hand.wait(1000)
    kinds = [each.kind for each in hand.events]
    trouble = kinds.index(EventKind.TIMEOUT)
    assert kinds.count(EventKind.TIMEOUT) == 1
    assert sum(each is EventKind.RETRANSMIT for each in kinds[:trouble]) == 3
    assert hand.events[trouble].time < hand.events[kinds.index(EventKind.RESET)].time - 100


@pytest.mark.parametrize("state", [State.SYN_SENT, State.SYN_RECEIVED], ids=lambda each: each.value)
def test_trouble_with_a_handshake_is_told_as_well(state: State) -> None:
    """MUST-22: the same for a SYN and for its answer."""
    hand = reached(state, profile="rfc")
    hand.wait(1000)
    assert [each.kind for each in hand.events].count(EventKind.TIMEOUT) == 1
