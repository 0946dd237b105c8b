"""Whole transfers: what the screens show, the formulas of lessons, ends of every kind, and the same bytes whatever happens."""

from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netkit.internet import Plan, parse_drop, transfer
from netkit.internet.crossing import Side
from netkit.internet.ending import Kind
from netkit.internet.link import LinkSettings
from netkit.internet.payload import Given, Numbered
from netkit.internet.view.account import summary
from netkit.internet.view.ladder import ladder
from netkit.tcp.event import EventKind, Trigger
from netkit.view import Rung

TEXTBOOK = {"profile": "rfc", "changes": {"sack": False, "rack": False}}


def data(run):
    return [each for each in run.crossings if each.side is Side.SENDER and each.length]


@pytest.fixture(scope="module")
def textbook():
    """A page of 20,416 bytes whose third segment is lost, as a textbook has it."""
    return transfer(Plan(payload=Numbered(20_416), drops=[parse_drop("data:3")], **TEXTBOOK))


SKETCH = (
    (0, "0.0", "SYN", False, "20.0", ""),
    (1, "40.0", "SYN, ACK 1", False, "20.0", ""),
    (0, "40.0", "ACK 1", False, "60.0", ""),
    (0, "40.0", "1–1448", False, "60.0", ""),
    (0, "40.0", "1449–2896", False, "60.0", ""),
    (0, "40.0", "2897–4344", True, "", "lost (you asked for it)"),
    (0, "40.0", "4345–5792", False, "60.0", "out of order: held"),
    (1, "80.0", "ACK 2897", False, "60.0", ""),
    (1, "80.0", "ACK 2897", False, "60.0", "1st duplicate"),
    (1, "80.0", "ACK 2897", False, "60.0", "2nd"),
    (1, "80.0", "ACK 2897", False, "60.0", "3rd"),
    (0, "80.0", "2897–4344 again", False, "100.0", "fast retransmit"),
)
"""The rows that the sketch of this screen has, from the top; what it leaves out may stand between them."""


def test_the_ladder_is_the_sketch(textbook):
    rows = iter(
        (row.source, row.left_time, row.label, row.lost, row.right_time, row.remark)
        for row in ladder(textbook).rows
        if isinstance(row, Rung)
    )
    for expected in SKETCH:
        assert expected in rows, expected
    assert {row.rule for row in ladder(textbook).rows if row.label.endswith("again")} == {"RFC 5681 §3.2"}


def test_the_sentence_is_the_sketch(textbook):
    assert summary(textbook) == (
        "15 segments, 1 lost, 1 sent again (fast retransmit), 20,416 bytes. Without it the timer would have waited until about "
        "1,080 ms (RFC 6298: at least 1 s; Linux: 0.2 s)."
    )


@pytest.mark.parametrize(("size", "mss"), [(20_416, 1460), (14_480, 1460), (1, 536), (5000, 1000)])
def test_lessons_about_segments(size, mss):
    run = transfer(Plan(payload=Numbered(size), mss=mss, **TEXTBOOK))
    each, sent = mss - 12, data(run)
    assert len(sent) == ceil(size / each)
    assert [segment.sequence for segment in sent] == [1 + k * each for k in range(len(sent))]
    assert sent[-1].length == size - (ceil(size / each) - 1) * each


def test_lessons_about_acknowledgments(textbook):
    k, s = 3, 1448
    acks = [
        each.acknowledgment for each in textbook.crossings if each.side is Side.RECEIVER and not each.header.flags & 2
    ]
    same = 1 + (k - 1) * s
    assert acks.count(same) >= 4
    again = next(each for each in textbook.crossings if each.again)
    before = [each for each in textbook.crossings if each.side is Side.RECEIVER and 0 < each.order < again.order]
    assert sum(each.acknowledgment == same for each in before) == 4  # the fourth, which is the third duplicate


@pytest.mark.parametrize(("version", "header"), [(4, 20), (6, 40)])
def test_lessons_about_bytes_on_the_link(version, header):
    size, rate = 20_000, 1e6
    run = transfer(
        Plan(
            payload=Numbered(size),
            version=version,
            link=LinkSettings(delay=0, rate=rate),
            changes={"initial_window": 100},
        )
    )
    each = 1500 - header - 32
    on_the_link = size + ceil(size / each) * (14 + header + 32)
    first = data(run)[0].time
    acknowledging = (14 + header + 32) * 8 / rate  # the third segment of the handshake goes first
    assert run.delivered_at - first == pytest.approx(on_the_link * 8 / rate + acknowledging, abs=1e-6)


def test_the_same_plan_gives_the_same_run():
    plan = Plan(payload=Numbered(60_000), link=LinkSettings(loss=0.1, reorder=0.1, duplicate=0.1), seed="x")
    first, second = transfer(plan), transfer(plan)
    assert first.events == second.events
    assert [(each.time, each.arrivals) for each in first.crossings] == [
        (each.time, each.arrivals) for each in second.crossings
    ]
    other = transfer(Plan(payload=Numbered(60_000), link=plan.link, seed="y"))
    assert [each.lost for each in other.crossings] != [each.lost for each in first.crossings]


def test_writes_are_kept_apart_without_nagle():
    run = transfer(Plan(payload=Numbered(4000), writes=[3000, 10, 990], changes={"nagle": False}))
    assert [each.length for each in data(run)] == [1448, 1448, 104, 10, 990]


def test_writes_are_joined_by_nagle():
    run = transfer(Plan(payload=Numbered(4000), writes=[3000, 10, 990]))
    assert [each.length for each in data(run)] == [1448, 1448, 1104]


def test_a_payload_larger_than_the_send_buffer_is_written_piece_by_piece():
    size = 300_000
    run = transfer(Plan(payload=Numbered(size), changes={"send_buffer": 50_000, "nagle": False}))
    assert run.intact
    assert run.delivered == size
    assert {each.length for each in data(run)[:-1]} == {1448}


def test_nothing_gets_through():
    run = transfer(Plan(payload=Numbered(1000), link=LinkSettings(loss=1.0)))
    assert run.ending.kind is Kind.GIVEN_UP
    assert "RFC 9293" in run.ending.rfc
    assert run.delivered == 0
    assert "0 of 1,000 bytes" in summary(run)


@pytest.mark.parametrize("profile", ["rfc", "linux"])
def test_a_window_that_never_opens(profile):
    plan = Plan(
        payload=Numbered(100_000), profile=profile, changes={"receive_buffer": 20_000}, read_rate=0, user_timeout=60
    )
    run = transfer(plan)
    assert run.ending.kind is Kind.GIVEN_UP
    assert "60 s" in run.ending.text
    assert any(event.kind is EventKind.PROBE for event in run.events)
    assert len(data(run)) < 100


def test_everything_is_lost_after_a_while():
    drops = [parse_drop(f"copy:{1 + 1448 * 5}:{n}") for n in range(1, 40)]
    run = transfer(Plan(payload=Numbered(20_000), drops=drops))
    assert run.ending.kind is Kind.GIVEN_UP
    assert run.delivered == 1448 * 5


def test_a_reader_who_does_not_read_leaves_the_connection_half_open():
    run = transfer(Plan(payload=Numbered(100), read_rate=0))
    assert run.ending.kind is Kind.STALLED
    assert "CLOSE-WAIT" in run.ending.text


def test_a_slow_reader_gets_all():
    run = transfer(Plan(payload=Numbered(50_000), changes={"receive_buffer": 8000}, read_rate=100_000))
    assert run.delivered == 50_000
    assert run.intact
    assert run.delivered_at >= 0.5


def test_the_timer_steps_in_where_nothing_else_can():
    plan = Plan(payload=Numbered(1448 * 3), drops=[parse_drop("data:3")], **TEXTBOOK)
    run = transfer(plan)
    assert [each.trigger for each in run.again] == [Trigger.TIMER]
    assert run.again[0].time >= 1.04
    assert "The timer was needed once" in summary(run)


CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "sack": st.just(False), "rack": st.just(False), "timestamps": st.just(False), "nagle": st.just(False),
        "tail_loss_probe": st.just(False), "initial_window": st.integers(1, 20), "congestion": st.sampled_from(("reno", "cubic")),
    },
)  # fmt: skip


@given(
    size=st.integers(0, 40_000),
    profile=st.sampled_from(("rfc", "linux")),
    changes=CHANGES,
    loss=st.floats(0, 0.2),
    reorder=st.floats(0, 0.3),
    duplicate=st.floats(0, 0.3),
    rate=st.sampled_from((None, 1e6, 1e8)),
    seed=st.integers(0, 1000),
)
@settings(max_examples=25)
def test_the_same_bytes_arrive(size, profile, changes, loss, reorder, duplicate, rate, seed):
    link = LinkSettings(loss=loss, reorder=reorder, duplicate=duplicate, rate=rate, queue_packets=20 if rate else None)
    payload = Given(bytes(n * 7 % 251 for n in range(size)))
    run = transfer(Plan(payload=payload, profile=profile, changes=changes, link=link, seed=str(seed)))
    assert run.intact
    assert run.delivered == size or run.ending.kind is Kind.GIVEN_UP
    assert all(each.length <= 1460 for each in run.crossings)
    for event in run.events:
        assert event.reason
        assert event.rfc.startswith("RFC ")
        assert "§" in event.rfc


@pytest.mark.parametrize("seed", ["7", "8"])
def test_what_comes_too_late_ends_nothing(seed):
    """The last segments arrive twice, when the receiver has closed already: it refuses them, and all is well."""
    link = LinkSettings(delay=0.02, duplicate=0.9, reorder=0.5)
    run = transfer(Plan(payload=Numbered(3000), link=link, seed=seed, profile="rfc"))
    assert any(event.rule == "reset.refused" for event in run.events)
    assert run.ending.kind is Kind.CLOSED


@pytest.mark.parametrize("link", [{"delay": 43_200}, {"rate": 1.0}])
def test_a_path_that_is_slower_than_any_patience(link):
    run = transfer(Plan(payload=Numbered(1000), link=LinkSettings(**link)))
    assert run.ending.kind is Kind.GIVEN_UP
    assert run.delivered == 0


def test_a_reader_of_a_byte_a_second_makes_progress():
    run = transfer(Plan(payload=Numbered(2000), read_rate=1, user_timeout=30, changes={"receive_buffer": 500}))
    assert run.delivered == 2000
    assert run.delivered_at >= 1900
