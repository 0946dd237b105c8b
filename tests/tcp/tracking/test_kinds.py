"""Segments written by hand, one kind after the other: what each is, by which rule, and how the ends stand."""

from __future__ import annotations

import pytest

from netkit.tcp import Flag, Segment, State, Tracker
from netkit.tcp.event import Trigger
from netkit.tcp.sending.phase import Phase
from netkit.tcp.tracking.verdict import Kind

OURS, THEIRS = 1000, 7000
TRIP = 0.05


class Wire:
    """A connection as a capture near the client shows it: what the client sends now, what the server's answers are half a second later."""

    def __init__(self, *, sack: bool = True):
        self.tracker, self.now = Tracker(), 0.0
        self.client(0, flags=Flag.SYN, sack_permitted=sack)
        self.later(TRIP)
        self.server(0, flags=Flag.SYN | Flag.ACK, ack=1, sack_permitted=sack)
        self.client(1)

    def later(self, seconds):
        self.now += seconds

    def client(self, sequence, length=0, **options):
        return self._take(0, OURS, THEIRS, sequence, length, **{"ack": 1, **options})

    def server(self, sequence, length=0, **options):
        return self._take(1, THEIRS, OURS, sequence, length, **{"ack": 1, **options})

    def _take(self, side, base, other, sequence, length, *, ack, flags=Flag.ACK, window=30_000, sack=(), **options):
        self.now += 0.0001
        return self.tracker.take(
            self.now,
            side,
            Segment(
                sequence=base + sequence, acknowledgment=other + ack if flags & Flag.ACK else 0, flags=flags, window=window,
                payload=bytes(length), sack=tuple((other + start, other + end) for start, end in sack), **options,
            ),
        )  # fmt: skip

    def data(self, count, size=1000, start=1):
        return [self.client(start + size * each, size) for each in range(count)]


def brief(verdict):
    return verdict.kind, verdict.rule, verdict.trigger


def test_the_opening():
    wire = Wire()
    assert wire.tracker.paths[0] == (State.CLOSED, State.SYN_SENT, State.ESTABLISHED)
    assert wire.tracker.paths[1] == (State.CLOSED, State.LISTEN, State.SYN_RECEIVED, State.ESTABLISHED)
    (data,) = wire.data(1)
    assert brief(data) == (Kind.DATA, "send.new", None)
    assert data.sure
    assert data.state.outstanding == 1000
    assert [each.kind for each in wire.tracker.settled()] == [Kind.SYN]


def test_a_syn_that_is_not_answered():
    tracker = Tracker()
    syn = Segment(sequence=5, flags=Flag.SYN, window=100)
    assert tracker.take(0.0, 0, syn).kind is Kind.SYN
    assert brief(tracker.take(1.0, 0, syn)) == (Kind.RETRANSMISSION, "again.handshake", Trigger.TIMER)
    reset = tracker.take(1.01, 1, Segment(sequence=0, acknowledgment=6, flags=Flag.RST | Flag.ACK))
    assert brief(reset) == (Kind.RESET, "reset.refused", None)
    assert tracker.paths[0][-1] is State.CLOSED


def test_three_duplicates_without_sack():
    wire = Wire(sack=False)
    wire.data(8)
    wire.later(TRIP)
    assert wire.server(1, ack=1001).kind is Kind.ACK
    for _ in range(3):
        assert wire.server(1, ack=1001).kind is Kind.DUPLICATE_ACK
    fast = wire.client(1001, 1000)
    assert brief(fast) == (Kind.RETRANSMISSION, "again.fast", Trigger.FAST)
    assert fast.state.phase is Phase.RECOVERY
    wire.later(TRIP)
    wire.server(1, ack=3001)
    assert brief(wire.client(3001, 1000)) == (Kind.RETRANSMISSION, "again.partial", Trigger.PARTIAL_ACK)


def test_the_timer_and_what_follows():
    wire = Wire(sack=False)
    wire.data(4)
    wire.later(0.3)
    timer = wire.client(1, 1000)
    assert brief(timer) == (Kind.RETRANSMISSION, "again.timer", Trigger.TIMER)
    assert timer.state.phase is Phase.LOSS
    wire.later(0.6)
    assert brief(wire.client(1, 1000))[2] is Trigger.TIMER
    wire.later(TRIP)
    wire.server(1, ack=1001)
    assert brief(wire.client(1001, 1000)) == (Kind.RETRANSMISSION, "again.after-timer", Trigger.TIMER)


def test_a_tail_loss_probe_shows_a_hole():
    wire = Wire()
    wire.data(4)
    wire.later(TRIP)
    wire.server(1, ack=1001)
    wire.later(2 * TRIP)
    assert brief(wire.client(3001, 1000)) == (Kind.RETRANSMISSION, "again.probe", Trigger.PROBE)
    wire.later(TRIP)
    hole = wire.server(1, ack=1001, sack=[(3001, 4001)])
    assert (hole.kind, hole.rule) == (Kind.DUPLICATE_ACK, "ack.hole")
    again = wire.client(1001, 1000)
    assert brief(again)[2] is Trigger.SACK
    assert again.state.scoreboard == ((3001, 4001),)


def test_the_only_segment_when_the_timer_is_due_can_t_be_told():
    wire = Wire()
    wire.data(1)
    wire.later(0.26)
    verdict = wire.client(1, 1000)
    assert brief(verdict) == (Kind.RETRANSMISSION, "again.timer-or-probe", None)
    assert not verdict.sure
    assert "can't be told" in verdict.reason


@pytest.mark.parametrize(("times", "trigger"), [(1, Trigger.PROBE), (2, Trigger.TIMER)])
def test_the_next_copy_settles_it(times, trigger):
    wire = Wire()
    wire.data(1)
    wire.later(0.26)
    first = wire.client(1, 1000)
    wire.tracker.settled()
    wire.later(0.26 * times)
    assert wire.client(1, 1000).trigger is Trigger.TIMER
    (settled,) = wire.tracker.settled()
    assert (settled.number, settled.trigger, settled.sure) == (first.number, trigger, False)


def test_a_window_that_is_shut_and_opens():
    wire = Wire()
    wire.data(1)
    wire.later(TRIP)
    wire.server(1, ack=1001, window=0)
    wire.later(0.3)
    assert wire.client(1000).kind is Kind.WINDOW_PROBE
    wire.later(TRIP)
    assert wire.server(1, ack=1001, window=0).kind is Kind.ANSWER
    wire.later(1)
    opened = wire.server(1, ack=1001)
    assert (opened.kind, opened.rule) == (Kind.WINDOW_UPDATE, "ack.window-opened")
    assert wire.client(1001, 1000).kind is Kind.DATA


def test_keep_alives_and_their_answers():
    wire = Wire()
    wire.data(1)
    wire.later(TRIP)
    wire.server(1, ack=1001)
    wire.later(60)
    assert wire.client(1000).kind is Kind.KEEP_ALIVE
    wire.later(TRIP)
    assert wire.server(1, ack=1001).kind is Kind.ANSWER
    wire.later(60)
    assert wire.client(1000, 1).kind is Kind.KEEP_ALIVE


def test_bytes_that_came_twice_are_reported():
    wire = Wire()
    wire.data(2)
    wire.later(TRIP)
    wire.server(1, ack=2001)
    report = wire.server(1, ack=2001, sack=[(1, 1001)])
    assert (report.kind, report.rule, report.rfc) == (Kind.REPEAT_REPORT, "ack.repeated", "RFC 2883 §4")


def test_a_challenge():
    wire = Wire()
    wire.data(1)
    wire.later(TRIP)
    wire.server(1, ack=1001)
    wire.server(500, flags=Flag.RST)
    wire.later(0.005)
    challenge = wire.client(1001)
    assert (challenge.kind, challenge.rule) == (Kind.CHALLENGE, "ack.challenge-reset")


def test_the_end():
    wire = Wire()
    assert wire.client(1, flags=Flag.FIN | Flag.ACK).kind is Kind.FINISH
    wire.later(TRIP)
    wire.server(1, ack=2)
    assert wire.tracker.paths[0][-1] is State.FIN_WAIT_2
    assert wire.tracker.paths[1][-1] is State.CLOSE_WAIT
    wire.server(1, ack=2, flags=Flag.FIN | Flag.ACK)
    last = wire.client(2, ack=2)
    assert last.state.connection is State.TIME_WAIT
    assert wire.tracker.paths[1][-1] is State.CLOSED


def test_a_stream_without_its_beginning_is_less_sure():
    tracker = Tracker()
    first = tracker.take(
        0.0, 0, Segment(sequence=50_000, acknowledgment=9, flags=Flag.ACK, window=100, payload=bytes(100))
    )
    assert (first.sequence, first.rule, first.sure) == (1, "send.first-seen", False)
    again = tracker.take(
        5.0, 0, Segment(sequence=50_000, acknowledgment=9, flags=Flag.ACK, window=100, payload=bytes(100))
    )
    assert again.kind is Kind.RETRANSMISSION
    assert not again.sure
