"""ICMP errors at an endpoint: who is believed, what ends a connection, and what becomes of segments that were too big."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netkit.tcp import Endpoint, State
from netkit.tcp.connection.network_error import NetworkError, Severity
from netkit.tcp.event import EventKind, Trigger
from netkit.tcp.sequence import add

A, B = ("192.0.2.1", 1000), ("192.0.2.2", 80)


def pair(**changes):
    """Two ends that have shaken hands; time stands at 0."""
    a, b = Endpoint(A, B, seed="a", **changes), Endpoint(B, A, seed="b", **changes)
    b.listen()
    on_the_way = [(b, each) for each in a.connect(now=0).segments]
    settle(a, b, on_the_way)
    assert a.state is b.state is State.ESTABLISHED
    return a, b


def settle(a, b, on_the_way, now=0.0):
    """Deliver everything until nobody says anything more."""
    while on_the_way:
        to, segment = on_the_way.pop(0)
        other = b if to is a else a
        on_the_way += [(other, each) for each in to.receive(segment, now=now).segments]


def error(end, offset=0, severity=Severity.SOFT, **more):
    sequence = add(end.block.wire(end.block.sender.books.acknowledged), offset)
    return NetworkError(sequence=sequence, severity=severity, what="host unreachable", **more)


def rules(output):
    return [event.rule for event in output.events]


def test_a_hard_error_about_the_syn_ends_it():
    end = Endpoint(A, B)
    end.connect(now=0)
    out = end.receive_error(
        NetworkError(sequence=end.block.initial, severity=Severity.HARD, what="port unreachable"), now=1
    )
    assert end.state is State.CLOSED
    assert "reset.unreachable" in rules(out)
    assert not out.segments


@pytest.mark.parametrize("severity", [Severity.SOFT, Severity.HARD])
def test_an_established_connection_outlives_every_error(severity):
    a, _ = pair()
    a.send(b"x" * 5000, now=1)
    out = a.receive_error(error(a, severity=severity), now=1)
    assert a.state is State.ESTABLISHED
    assert [event.kind for event in out.events] == [EventKind.ERROR]


def test_a_soft_error_about_the_syn_changes_nothing():
    end = Endpoint(A, B)
    end.connect(now=0)
    end.receive_error(NetworkError(sequence=end.block.initial, severity=Severity.SOFT, what="no route"), now=1)
    assert end.state is State.SYN_SENT
    assert end.next_deadline is not None


@given(st.integers(0, 2**32 - 1), st.sampled_from(list(Severity)), st.integers(0, 65535))
def test_who_does_not_know_what_is_under_way_is_not_believed(offset, severity, mtu):
    a, _ = pair()
    a.send(b"x" * 5000, now=1)
    under_way = a.block.sender.sent_end - a.block.sender.books.acknowledged
    largest = a.block.sender.largest
    out = a.receive_error(error(a, offset, severity, mtu=mtu, size=1500), now=1)
    assert a.state is State.ESTABLISHED
    if offset >= under_way:
        assert rules(out) == ["error.forged"]
        assert not out.segments
        assert a.block.sender.largest == largest


@pytest.mark.parametrize("changes", [{}, {"sack": False}, {"timestamps": False}, {"rack": False, "sack": False}])
@settings(max_examples=20)
@given(st.integers(68, 1499), st.integers(1, 20_000))
def test_what_was_too_big_goes_out_again_in_smaller_segments_and_all_arrives(changes, mtu, size):
    a, b = pair(**changes)
    content = bytes(number % 251 for number in range(size))
    first = a.send(content, now=1).segments
    too_big = [each for each in first if len(each.payload) + each.options_size + 40 > mtu]
    on_the_way = [(b, each) for each in first if each not in too_big]
    for each in too_big:
        out = a.receive_error(
            NetworkError(sequence=each.sequence, severity=Severity.TOO_BIG, what="too big", mtu=mtu, size=1500),
            now=1.01,
        )
        on_the_way += [(b, segment) for segment in out.segments]
    assert all(len(segment.payload) + segment.options_size + 40 <= mtu for _, segment in on_the_way)
    settle(a, b, on_the_way, now=1.02)
    for _ in range(200):
        deadline = a.next_deadline
        if deadline is None:
            break
        settle(a, b, [(b, each) for each in a.tick(now=deadline).segments], now=deadline)
    assert b.read(now=2)[0] == content
    assert not len(a.block.sender.books.flight)


def test_the_window_stays_and_the_reason_is_said():
    a, _ = pair()
    a.send(b"x" * 14_480, now=1)
    window = a.block.sender.books.control.window
    out = a.receive_error(error(a, severity=Severity.TOO_BIG, mtu=576, size=1500), now=1)
    assert a.block.sender.books.control.window == window
    assert a.block.sender.largest == 576 - 52
    again = [event for event in out.events if event.kind is EventKind.RETRANSMIT]
    assert {event.trigger for event in again} == {Trigger.TOO_BIG}
    assert [event.sequence for event in again] == sorted(event.sequence for event in again)
    assert sum(event.length for event in again) == 14_480


def test_an_old_router_that_names_no_size_gets_the_next_plateau():
    a, _ = pair()
    a.send(b"x" * 3000, now=1)
    a.receive_error(error(a, severity=Severity.TOO_BIG, mtu=0, size=1500), now=1)
    assert a.block.sender.largest == 1492 - 52  # RFC 1191 section 7.1


@pytest.mark.parametrize("mtu", [1500, 9000, 67, 1])
def test_a_size_that_is_no_news_or_can_not_be_is_passed_over(mtu):
    a, _ = pair()
    a.send(b"x" * 3000, now=1)
    out = a.receive_error(error(a, severity=Severity.TOO_BIG, mtu=mtu, size=1500), now=1)
    assert rules(out) == ["error.mtu"]
    assert a.block.sender.largest == 1448


def test_ipv6_packets_are_never_made_smaller_than_1280():
    a, b = (
        Endpoint(("2001:db8::1", 1), ("2001:db8::2", 2), mss=1440),
        Endpoint(("2001:db8::2", 2), ("2001:db8::1", 1), mss=1440),
    )
    b.listen()
    settle(a, b, [(b, each) for each in a.connect(now=0).segments])
    a.send(b"x" * 3000, now=1)
    assert rules(a.receive_error(error(a, severity=Severity.TOO_BIG, mtu=1279), now=1)) == ["error.mtu"]
    assert "error.too-big-v6" in rules(a.receive_error(error(a, severity=Severity.TOO_BIG, mtu=1280), now=1))
    assert a.block.sender.largest == 1280 - 72


@pytest.mark.parametrize("state", ["closed", "listening"])
def test_where_nothing_is_under_way_nothing_happens(state):
    end = Endpoint(A, B)
    if state == "listening":
        end.listen()
    out = end.receive_error(NetworkError(sequence=5, severity=Severity.HARD, what="x"), now=0)
    assert rules(out) == ["error.forged"]
