"""netkit's own transfers as an oracle: the event log says why each segment was sent again, and so does the tracker, from any place."""

from __future__ import annotations

import pytest

from netkit.capture.interface import Interface
from netkit.capture.record import Record
from netkit.capture.streams.passing import passing
from netkit.internet import Plan, parse_drop, transfer
from netkit.internet.crossing import Side
from netkit.internet.link import LinkSettings
from netkit.internet.packets import packets_of
from netkit.internet.payload import Numbered
from netkit.tcp.event import Trigger
from netkit.tcp.tracking.reach import Place
from netkit.tcp.tracking.story import Story
from netkit.tcp.tracking.verdict import Kind

PLANS = {
    "calm": {},
    "one": {"drops": ["data:3"]},
    "one, textbook": {"drops": ["data:3"], "profile": "rfc", "changes": {"sack": False, "rack": False}},
    "partial ACKs": {"drops": ["data:20", "data:22"], "changes": {"sack": False}},
    "holes": {"drops": ["data:3", "data:5", "data:9"]},
    "no clocks": {"drops": ["data:20", "data:21"], "changes": {"timestamps": False, "sack": False}},
    "lost again": {"drops": ["data:20", "copy:27513:2"]},
    "lost again, textbook": {"drops": ["data:20", "copy:27513:2"], "changes": {"rack": False}},
    "the last three": {"drops": ["data:40", "data:41", "data:42"]},
    "all but two": {"drops": [f"data:{each}" for each in range(3, 11)], "changes": {"tail_loss_probe": False}},
    "ACKs": {"drops": ["ack:3", "ack:4", "ack:5"]},
    "IPv6": {"drops": ["data:7"], "version": 6},
    "a queue": {"link": LinkSettings(delay=0.02, rate=5e6, queue_packets=8)},
    "by chance": {"link": LinkSettings(delay=0.03, loss=0.06), "seed": "4"},
    "overtaken": {"link": LinkSettings(delay=0.02, reorder=0.05), "seed": "2"},
}
SACK = {Trigger.SACK, Trigger.FAST}
"""With SACK both are one thing to the eye: a hole is shown, and filled."""


@pytest.fixture(scope="module")
def runs():
    return {name: ran(plan) for name, plan in PLANS.items()}


def ran(plan):
    plan = dict(plan)
    drops = [parse_drop(each) for each in plan.pop("drops", ())]
    return transfer(Plan(payload=Numbered(60_000), drops=drops, **plan))


def told(run, place):
    """The story of a run, as a capture at a place shows it."""
    card = Interface(0, 1)
    records = [
        Record(number, each.time, each.data, len(each.data), card)
        for number, each in enumerate(packets_of(run, place), 1)
    ]
    story = Story(0, "client", "server")
    for each in passing(records):
        story.take(each.packet, each.time, 0 if each.forward else 1, each.segment)
    return story


def alike(trigger, other, *, sack):
    return trigger is other or (sack and {trigger, other} <= SACK)


@pytest.mark.parametrize("name", PLANS)
def test_at_the_sender_it_says_what_the_log_says(runs, name):
    run = runs[name]
    story = told(run, "sender")
    again = [each.verdict for each in story.told if each.verdict.side == 0 and each.verdict.kind is Kind.RETRANSMISSION]
    log = [each for each in run.again if each.side is Side.SENDER]
    assert [each.sequence for each in again] == [each.sequence for each in log]
    sack = run.ends[0].block.profile.sack
    for verdict, logged in zip(again, log, strict=True):
        if verdict.trigger is not None and logged.event.rule != "again.late-probe":
            assert alike(verdict.trigger, logged.trigger, sack=sack), (verdict, logged)
    told_of = sum(each.trigger is not None for each in again)
    late = sum(each.event.rule == "again.late-probe" for each in log)
    assert told_of >= 0.95 * len(again) - late


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("place", ["receiver", "bottleneck"])
def test_elsewhere_nothing_wrong_is_sure(runs, name, place):
    run = runs[name]
    log = {}
    for each in run.again:
        if each.side is Side.SENDER:
            log.setdefault(each.sequence, []).append(each)
    sack = run.ends[0].block.profile.sack
    for each in told(run, place).told:
        verdict = each.verdict
        if verdict.side == 0 and verdict.kind is Kind.RETRANSMISSION and verdict.sure:
            assert any(alike(verdict.trigger, logged.trigger, sack=sack) for logged in log[verdict.sequence]), verdict


@pytest.mark.parametrize(
    ("place", "where"), [("sender", Place.FIRST), ("receiver", Place.SECOND), ("bottleneck", Place.BETWEEN)]
)
def test_it_finds_out_where_the_capture_was_made(runs, place, where):
    assert told(runs["one"], place).tracker.place is where


@pytest.mark.parametrize("name", ["calm", "one", "the last three", "IPv6"])
def test_both_ends_go_their_way_through_the_states(runs, name):
    run = runs[name]
    client, server = told(run, "sender").tracker.paths
    assert [each.value for each in client][:3] == ["CLOSED", "SYN-SENT", "ESTABLISHED"]
    assert client[-1].value in ("TIME-WAIT", "CLOSED")
    assert [each.value for each in server][:4] == ["CLOSED", "LISTEN", "SYN-RECEIVED", "ESTABLISHED"]
    assert server[-1].value in ("CLOSED", "TIME-WAIT")


def test_calm_data_is_new_for_sure_at_the_sender(runs):
    data = [each.verdict for each in told(runs["calm"], "sender").told if each.verdict.length]
    assert data
    assert all(each.kind is Kind.DATA and each.sure for each in data[1:])
