"""Conversations counted in batches are those that a plain loop over dissected packets counts."""

from collections import defaultdict

import numpy as np
import pytest

import netkit.capture
from netkit.capture.columnar.query import Selection
from netkit.capture.conversations.counting import KINDS, Counting
from netkit.capture.conversations.timeline import Timeline, fit
from netkit.errors import UsageError
from netkit.packet import dissect
from tests.system.program import CAPTURES

PLAIN = {"eth": ("eth.src", "eth.dst"), "ip": ("ip.src", "ip.dst"), "ipv6": ("ipv6.src", "ipv6.dst")}

SHIPPED = ("page-load-01", "page-load-ipv6-01", "dns-types", "page-load-12", "ping", "hello-01")
"""Without fragments, tunnels and errors: there the loop would be as long as what it is to judge."""


def counted(path, text=None, limit=1000):
    counting = Counting(limit)
    with Selection(path, (), text) as selection:
        for batch, rows in selection.marked():
            counting.take(batch, rows)
    return counting


def plain_loop(path):
    """{kind: {frozenset of ends: {end: [packets, bytes]}}}, counted packet by packet."""
    found = {kind: defaultdict(lambda: defaultdict(lambda: [0, 0])) for kind in KINDS}
    with netkit.capture.open(path) as records:
        for record in records:
            packet = dissect(record.data, record.link_type, original_length=record.original_length)
            for kind in KINDS:
                if kind in PLAIN:
                    ends = [packet.value(key) for key in PLAIN[kind]]
                else:
                    source, destination = (
                        packet.value(f"ip.{side}") or packet.value(f"ipv6.{side}") for side in ("src", "dst")
                    )
                    ports = [packet.value(f"{kind}.{side}port") for side in ("src", "dst")]
                    ends = [None, None] if ports[0] is None else [(source, ports[0]), (destination, ports[1])]
                if ends[0] is not None:
                    sums = found[kind][frozenset(ends)][ends[0]]
                    sums[0] += 1
                    sums[1] += record.original_length
    return found


def end_of(talker):
    return talker.address if talker.port is None else (talker.address, talker.port)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_sums_are_those_of_a_plain_loop(name):
    path = CAPTURES / f"{name}.pcapng"
    counting, expected = counted(path), plain_loop(path)
    for kind in KINDS:
        mine = {}
        for each in counting.conversations(kind):
            one, two = end_of(each.one), end_of(each.two)
            mine[frozenset((one, two))] = {
                end: sums
                for end, sums in ((one, [each.sent, each.sent_bytes]), (two, [each.received, each.received_bytes]))
                if sums[0]
            }
        assert mine == {ends: dict(sums) for ends, sums in expected[kind].items()}


def test_a_filter_counts_less_and_changes_no_number_of_a_stream():
    path = CAPTURES / "page-load-05.pcapng"
    every = {each.stream: each for each in counted(path).conversations("tcp")}
    chosen = counted(path, "tcp.len > 0").conversations("tcp")
    assert chosen
    for each in chosen:
        whole = every[each.stream]
        assert {each.one, each.two} == {whole.one, whole.two}
        assert each.packets < whole.packets


def test_what_goes_beyond_the_limit_is_counted_as_left_out():
    path = CAPTURES / "dns-types.pcapng"
    every, few = counted(path), counted(path, limit=2)
    kept = few.conversations("udp")
    assert len(kept) == 2 < every.count("udp")
    packets = sum(each.packets for each in every.conversations("udp"))
    assert few.left_out["udp"] == packets - sum(each.packets for each in kept)


def test_endpoints_are_the_sums_of_their_conversations():
    counting = counted(CAPTURES / "page-load-01.pcapng")
    for kind in KINDS:
        sent = sum(each.packets for each in counting.conversations(kind))
        ends = counting.endpoints(kind)
        assert sum(each.sent for each in ends) == sum(each.received for each in ends) == sent


def test_a_timeline_widens_until_it_fits_and_loses_nothing():
    times = np.array([0, 1, 999, 1_000, 123_456_789_000, 123_456_789_001], np.int64)
    line = Timeline(None)
    line.add(times, np.full(6, 10), 0)
    fit([line], 40)
    found = line.intervals()
    assert str(line.width).rstrip("0") in ("1", "2", "5")
    assert sum(each.packets for each in found) == 6
    assert sum(each.bytes for each in found) == 60
    assert (found[-1].start - found[0].start) // line.width <= 40


def test_a_timeline_of_too_narrow_intervals_is_refused(monkeypatch):
    monkeypatch.setattr("netkit.capture.conversations.timeline.MOST_INTERVALS", 3)
    line = Timeline(1)
    with pytest.raises(UsageError, match="more than 3 intervals"):
        line.add(np.arange(10), np.ones(10, np.int64), 0)
