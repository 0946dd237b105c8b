"""Flow control: windows that shut, are asked for, grow in steps and shrink; Nagle and delayed ACKs (RFC 9293 sections 3.7.4, 3.8.6)."""

from __future__ import annotations

from itertools import pairwise

import pytest

from netkit.tcp import Segment, State
from netkit.tcp.event import EventKind
from netkit.tcp.segment import Flag
from tests.tcp.network import Network, Seen, pair
from tests.tcp.segments import Hand

PROFILES = pytest.mark.parametrize("profile", ["rfc", "linux"])


def established(window: int = 65_535, **changes: object) -> Hand:
    hand = Hand(**changes)  # type: ignore[arg-type]
    hand.establish(window=window)
    return hand


def data(segments: list[Segment]) -> list[int]:
    return [len(each.payload) for each in segments if each.payload]


# what is offered is never exceeded


@pytest.mark.parametrize("window", [1, 100, 1459, 1460, 1461, 5000, 65_535])
def test_no_more_is_sent_than_is_offered(window: int) -> None:
    hand = established(window, initial_window=60)
    hand.send(bytes(100_000))
    hand.wait(1.5)
    new = [each for each in hand.events if each.kind is EventKind.SEND]
    assert max((each.sequence + each.length for each in new), default=1) <= 1 + window


def test_a_window_that_moves_opens_what_it_says() -> None:
    hand = established(1460)
    assert data(hand.send(bytes(10_000))) == [1460]
    assert data(hand.comes("A", 1, 1461, window=2920)) == [1460, 1460]
    assert data(hand.comes("A", 1, 2921, window=1460)) == []
    assert data(hand.comes("A", 1, 2921, window=4380)) == [1460, 1460]


def test_an_old_segment_does_not_move_the_window() -> None:
    """RFC 9293 section 3.10.7.4: SND.WL1 and SND.WL2."""
    hand = established(3000)
    hand.comes("A", 1, 1, b"x" * 10, window=9000)
    hand.comes("A", 11, 1, window=500)
    hand.comes("A", 1, 1, b"x" * 10, window=9000)
    assert hand.endpoint.block.sender.window_end == 501
    hand.comes("A", 11, 1, window=2000)
    assert hand.endpoint.block.sender.window_end == 2001


def test_an_ack_from_before_does_not_move_the_window() -> None:
    hand = established(3000)
    hand.send(bytes(2920))
    hand.comes("A", 1, 2921, window=3000)
    hand.comes("A", 1, 1461, window=60_000)
    hand.comes("A", 50, 1461, b"later, yet older", window=60_000)
    assert hand.endpoint.block.sender.window_end == 5921


# zero windows


@PROFILES
def test_a_shut_window_is_asked_with_longer_and_longer_pauses(profile: str) -> None:
    """RFC 9293 section 3.8.6.1: first after the retransmission timeout, then with pauses that double, up to the longest."""
    hand = established(profile=profile, window=10)
    hand.comes("A", 1, 1, window=0)
    start = hand.endpoint.block.sender.books.round_trip.timeout
    longest = hand.endpoint.block.profile.maximum_timeout
    hand.send(b"0123456789")
    times, expected, at = [], [], 0.0
    for count in range(14):
        at += min(start * 2**count, longest)
        expected.append(at)
        [probe] = hand.wait(at + 1e-6)
        times.append(hand.now - 1e-6)
        assert hand.shape(probe)[1:] == (1, 1, 1)
        hand.comes("A", 1, 1, window=0)
    assert times == pytest.approx(expected)
    asked = [each for each in hand.events if each.kind is EventKind.PROBE]
    assert [each.reason.split("shut for ")[1].split(" s")[0] for each in asked] == [f"{each:.3g}" for each in expected]


@PROFILES
def test_it_is_asked_for_ever_while_there_is_an_answer(profile: str) -> None:
    """MUST-37, even where a user timeout is set."""
    hand = established(profile=profile, user_timeout=10.0)
    hand.comes("A", 1, 1, window=0)
    hand.send(b"0123456789")
    for _ in range(100):
        [probe] = hand.wait(hand.endpoint.next_deadline or 0)
        assert probe.payload == b"0"
        hand.comes("A", 1, 1, window=0)
    assert hand.state is State.ESTABLISHED
    assert hand.now > 1000
    assert b"".join(each.payload for each in hand.comes("A", 1, 1, window=100)) == b"0123456789"


@PROFILES
def test_without_any_answer_it_ends(profile: str) -> None:
    hand = established(profile=profile)
    hand.comes("A", 1, 1, window=0)
    hand.send(b"0123456789")
    hand.wait(10_000)
    assert hand.state is State.CLOSED
    assert hand.rules(EventKind.RESET)[-1] == ("reset.user-timeout" if profile == "rfc" else "reset.window")


def test_a_probe_that_is_taken_is_counted() -> None:
    """The window had opened, and its update was lost: the byte of the probe arrives, and everything goes on."""
    hand = established()
    hand.comes("A", 1, 1, window=0)
    hand.send(b"0123456789")
    [probe] = hand.wait(hand.endpoint.next_deadline or 0)
    assert probe.payload == b"0"
    out = hand.comes("A", 1, 2, window=5000)
    assert b"".join(each.payload for each in out) == b"123456789"
    hand.comes("A", 1, 11, window=5000)
    assert hand.endpoint.block.sender.all_acknowledged


def test_a_finish_can_be_the_probe() -> None:
    hand = established()
    hand.comes("A", 1, 1, window=0)
    assert hand.close() == []
    [probe] = hand.wait(hand.endpoint.next_deadline or 0)
    assert hand.shape(probe) == ("FA", 1, 1, 0)
    hand.comes("A", 1, 2, window=0)
    assert hand.state is State.FIN_WAIT_2


@PROFILES
def test_a_window_update_that_is_lost_stops_nothing(profile: str) -> None:
    """The reader was away; when it reads, the update is lost; the probes find out."""
    a, b = pair(profile=profile, receive_buffer=3000)
    lost = []

    def fate(seen: object) -> tuple[float, ...]:
        away = seen.time > 3 and seen.side == "b" and seen.segment.window and not lost  # type: ignore[attr-defined]
        if away:
            lost.append(seen)
        return () if away else (0.0,)

    network = Network(a, b, fate=fate)
    network.sides["a"].writes = [bytes(range(250)) * 40]
    network.sides["b"].reads = lambda now: 0 if now < 3 else None
    network.open()
    network.run()
    assert lost
    assert bytes(network.sides["b"].got) == bytes(range(250)) * 40


def test_a_full_receiver_answers_a_probe_and_still_reads_the_ack_in_it() -> None:
    """RFC 9293 section 3.10.7.4: no segment is acceptable, but valid ACKs are."""
    hand = established(receive_buffer=1000)
    hand.comes("A", 1, 1, bytes(1000))
    assert hand.out[-1].window == 0
    hand.send(b"mine")
    [answer] = hand.comes("A", 1001, 5, b"?")
    assert (hand.shape(answer), answer.window) == (("A", 5, 1001, 0), 0)
    assert hand.endpoint.block.sender.all_acknowledged


# the receiver's steps


@pytest.mark.parametrize("buffer", [1000, 4000, 65_535])
def test_reading_opens_the_window_in_large_steps(buffer: int) -> None:
    """RFC 9293 section 3.8.6.2.2: by a full segment or half of the buffer."""
    hand = established(receive_buffer=buffer)
    place = 1
    while hand.out == [] or hand.out[-1].window:
        size = min(1000, buffer - place + 1)
        hand.comes("A", place, 1, bytes(size))
        hand.wait(hand.now + 0.3)
        place += size
    step, told = min(1460, buffer // 2), []
    for _ in range(buffer):
        got, out = hand.read(1)
        assert len(got) == 1
        told += [each.window for each in out]
    assert told[0] == step
    assert len(told) <= buffer // step
    assert not [each for each in told if each < step]


def test_acks_move_the_edge_in_large_steps_too() -> None:
    """MUST-39: where a little was read, an ACK of data that came still says the old edge, until there is room for a step."""
    hand = established(receive_buffer=4000)
    place = 1
    while place < 4001:
        hand.comes("A", place, 1, bytes(200))
        hand.read(150)
        place += 200
        hand.wait(hand.now + 0.3)
    edges = [4001, *(hand.shape(each)[2] + each.window for each in hand.out if not each.flags & Flag.SYN)]  # type: ignore[operator]
    moves = [after - before for before, after in pairwise(edges) if after != before]
    assert moves
    assert min(moves) >= 1460


@pytest.mark.parametrize("size", [1 << 17, 1 << 20, 1 << 24])
def test_a_step_is_a_full_segment_even_when_windows_are_rounded(size: int) -> None:
    """A scaled window is rounded down (RFC 7323 section 2.3): what is told still has room for a segment, or the sender would wait."""
    hand = Hand(receive_buffer=size, window_scaling=True)
    hand.establish(shift=0)
    place, scale = 1, hand.endpoint.block.shift
    while hand.out == [] or hand.out[-1].window:
        count = min(1460, size - place + 1)
        hand.comes("A", place, 1, bytes(count))
        hand.wait(hand.now + 0.3)
        place += count
    hand.out.clear()
    while not hand.out:
        hand.read(1)
    assert 1460 <= hand.out[0].window << scale < 1460 + (2 << scale)


def test_reading_tells_nothing_once_the_other_side_has_finished() -> None:
    hand = established(receive_buffer=1000)
    hand.comes("A", 1, 1, bytes(1000))
    hand.read()
    hand.comes("FA", 1001, 1, bytes(900))
    assert hand.state is State.CLOSE_WAIT
    assert hand.read()[1] == []


def test_the_right_edge_never_moves_back() -> None:
    """SHLD-14; scaled windows are rounded, so an edge may seem to move by less than a unit (RFC 7323 section 2.4)."""
    for scaling in (False, True):
        hand = Hand(receive_buffer=200_000, window_scaling=scaling)
        hand.establish(shift=2)
        place, edge, unit = 1, 0, hand.endpoint.block.shift if scaling else 0
        for size in [700, 1460, 3, 1460, 1460, 999] * 30:
            for each in hand.comes("A", place, 1, bytes(size)):
                new = hand.shape(each)[2] + (each.window << unit)  # type: ignore[operator]
                assert new > edge - (1 << unit)
                edge = max(edge, new)
            place += size
            hand.read(500)


# the sender's patience


def test_a_small_window_waits_for_a_larger_one_but_not_for_ever() -> None:
    """RFC 9293 section 3.8.6.2.1: rule 4, after 0.1 to 1 s."""
    hand = established(60_000)
    hand.comes("A", 1, 1, window=100)
    assert data(hand.send(bytes(5000))) == []
    assert "wait.silly" in hand.rules()
    assert data(hand.wait(0.09)) == []
    assert data(hand.wait(hand.endpoint.next_deadline or 0)) == [100]
    assert 0.1 <= hand.now <= 1
    assert data(hand.comes("A", 1, 101, window=30_000)) == [1460, 1460, 1460]


def test_after_a_long_round_trip_too() -> None:
    """MUST-38: at most one second, though the timer for what is lost would take six."""
    hand = Hand()
    hand.establish(window=60_000, took=2.0)
    hand.comes("A", 1, 1, window=100)
    began = hand.now
    assert data(hand.send(bytes(5000))) == []
    assert hand.endpoint.block.sender.books.round_trip.timeout > 2
    assert data(hand.wait(hand.endpoint.next_deadline or 0)) == [100]
    assert hand.now <= began + 1


def test_a_small_window_is_used_where_all_fits_or_it_is_half_of_the_largest() -> None:
    hand = established(60_000)
    hand.comes("A", 1, 1, window=100)
    assert data(hand.send(bytes(100))) == [100]
    hand = established(1000)
    hand.comes("A", 1, 1, window=500)
    assert data(hand.send(bytes(5000))) == [500]


# shrinking


def test_a_window_that_shrinks_stops_new_data_and_not_old() -> None:
    """MUST-34, SHLD-15, SHLD-16."""
    hand = established(14_600)
    assert len(hand.send(bytes(50_000))) == 10
    assert data(hand.comes("A", 1, 1461, window=2920)) == []
    again = hand.wait(hand.now + 1.5)
    assert hand.shape(again[0])[1] == 1461
    hand.comes("A", 1, 14_601, window=2920)
    assert data(hand.out)[-2:] == [1460, 1460]


@PROFILES
def test_one_that_shrinks_to_nothing_ends_no_connection(profile: str) -> None:
    """SHLD-17, MUST-35: what is under way is sent again, and the answers keep it alive."""
    hand = established(14_600, profile=profile, user_timeout=200.0)
    hand.send(bytes(14_600))
    for _ in range(40):
        out = hand.wait(hand.endpoint.next_deadline or 0)
        if out:
            assert hand.shape(out[0])[1] == 1
            hand.comes("A", 1, 1, window=0)
    assert hand.state is State.ESTABLISHED
    assert hand.now > 1000
    hand.comes("A", 1, 14_601, window=14_600)
    assert hand.endpoint.block.sender.all_acknowledged


# Nagle, and delayed ACKs


def test_a_short_segment_waits_while_another_is_under_way() -> None:
    """RFC 9293 section 3.7.4."""
    hand = established()
    assert data(hand.send(b"a")) == [1]
    assert data(hand.send(b"b")) == data(hand.send(b"c")) == []
    assert hand.rules(EventKind.WAIT) == ["wait.nagle"]
    assert data(hand.send(bytes(1460))) == [1460]
    assert [each.payload for each in hand.comes("A", 1, 2)] == []
    assert [len(each.payload) for each in hand.comes("A", 1, 1462)] == [2]


def test_without_nagle_each_write_goes_out() -> None:
    hand = established(nagle=False)
    assert [data(hand.send(each)) for each in (b"a", b"bc", bytes(2000))] == [[1], [2], [1460, 540]]


def test_closing_sends_what_nagle_held_back() -> None:
    hand = established()
    hand.send(b"a")
    hand.send(b"b")
    assert hand.shapes(hand.close()) == [("FPA", 2, 1, 1)]


@PROFILES
def test_write_write_read_costs_one_delayed_ack(profile: str) -> None:
    """Nagle and delayed ACK together: the second small write waits until the ACK of the first has waited (RFC 9293 section 3.7.4)."""
    for nagle, expected in ((True, 0.1), (False, 0.0)):
        a, b = pair(profile=profile, nagle=nagle, quick_acknowledgments=0, delayed_acknowledgment=0.1,
                    tail_loss_probe=False)  # fmt: skip
        network = Network(a, b, delay=0.01)
        network.sides["a"].writes, network.sides["a"].closes = [b"head", b"body"], False
        network.sides["b"].closes = False
        network.open()
        network.run(until=1.5)
        first, second = network.payloads("a")
        assert second[0] - first[0] == pytest.approx(expected + (0.02 if nagle else 0.0))


def test_every_second_full_segment_is_acknowledged_at_once() -> None:
    """RFC 9293 section 3.8.6.3 (SHLD-19); a single one after the delay, which is under half a second (MUST-40)."""
    hand = established(profile="rfc")
    assert hand.comes("A", 1, 1, bytes(1460)) == []
    assert hand.shapes(hand.comes("A", 1461, 1, bytes(1460))) == [("A", 1, 2921, 0)]
    assert hand.comes("A", 2921, 1, bytes(1460)) == []
    assert hand.shapes(hand.wait(0.5)) == [("A", 1, 4381, 0)]
    assert hand.events[-1].time == pytest.approx(0.2)


def test_segments_of_a_smaller_sender_count_as_full_ones() -> None:
    hand = established(profile="rfc")
    assert hand.comes("A", 1, 1, bytes(536)) == []
    assert len(hand.comes("A", 537, 1, bytes(536))) == 1


def test_small_segments_are_acknowledged_after_two_full_ones_at_the_latest() -> None:
    """2*RMSS bytes of new data."""
    hand = established(profile="rfc")
    place, acks = 1, []
    for _ in range(60):
        place += 100
        acks += [each.acknowledgment - hand.theirs for each in hand.comes("A", place - 100, 1, bytes(100))]
    assert all(after - before <= 2 * 1460 for before, after in zip([1, *acks], acks, strict=False))
    assert acks


def test_a_gap_and_its_filling_are_acknowledged_at_once() -> None:
    """RFC 5681 section 4.2."""
    hand = established(profile="rfc")
    assert hand.shapes(hand.comes("A", 1461, 1, bytes(10))) == [("A", 1, 1, 0)]
    assert hand.shapes(hand.comes("A", 2000, 1, bytes(10))) == [("A", 1, 1, 0)]
    assert hand.shapes(hand.comes("A", 1, 1, bytes(1460))) == [("A", 1, 1471, 0)]


def test_data_carries_the_ack_that_waits() -> None:
    hand = established(profile="rfc")
    hand.comes("A", 1, 1, b"question")
    assert hand.shapes(hand.send(b"answer")) == [("PA", 1, 9, 6)]
    assert hand.wait(0.9) == []


@PROFILES
def test_at_the_beginning_linux_acknowledges_each(profile: str) -> None:
    hand = established(profile=profile)
    counts = [len(hand.comes("A", 1 + 1460 * number, 1, bytes(1460))) for number in range(20)]
    assert sum(counts[:16]) == (16 if profile == "linux" else 8)
    assert sum(counts[16:]) == 2


def test_two_whose_windows_are_used_up_do_not_answer_each_other_without_end() -> None:
    """Both have sent all that they may, both have lost their first segment, and the path doubles what it carries."""
    a, b = pair(profile="linux", receive_buffer=600, nagle=False)
    lost: set[str] = set()

    def fate(seen: Seen) -> tuple[float, ...]:
        first = bool(seen.segment.payload) and seen.side not in lost
        lost.update(seen.side if first else "")
        return () if first else (0.0, 0.0)

    network = Network(a, b, fate=fate, delay=0.001)
    for side in network.sides.values():
        side.writes = [bytes(300)] * 10
    network.open()
    network.run(steps=1000)
    assert lost == {"a", "b"}
    assert [len(side.got) for side in network.sides.values()] == [3000, 3000]
