"""Captures that labs make: the same bytes for the same arguments, and what a command writes."""

import io

import pytest

import netkit.capture
from netkit.errors import UsageError
from netkit.internet.payload import Given
from netkit.internet.plan import Plan
from netkit.internet.transferring import transfer
from netkit.lab.draw import Draw
from netkit.lab.made import generated
from netkit.lab.traffic import Library
from netkit.packet import build, dissect
from tests.solutions.key import CAPTURES


def records(data):
    with netkit.capture.open(io.BytesIO(data)) as capture:
        return [(record.time, record.data, record.comments) for record in capture]


def test_a_transfer_at_each_place_tells_nothing_but_its_packets():
    run = transfer(Plan(payload=Given(b"x" * 20_000), seed="7"))
    for place in ("sender", "receiver", "bottleneck"):
        data = generated.transfer_at(run, place)
        assert data == generated.transfer_at(transfer(Plan(payload=Given(b"x" * 20_000), seed="7")), place)
        assert sum(len(dissect(frame).values("tcp.payload")) for _, frame, _ in records(data)) >= 14
        assert not any(comments for _, _, comments in records(data))
    begun = records(generated.transfer_at(run, begins=10**18))
    assert [time - 10**18 for time, _, _ in begun] == [time for time, _, _ in records(generated.transfer_at(run))]


def test_a_walk_and_its_steps():
    data, walker = generated.walk_of("www.example.test", "A", seed="3")
    assert data == generated.walk_of("www.example.test", "A", seed="3")[0]
    assert data != generated.walk_of("www.example.test", "A", seed="4")[0]
    asked = [dissect(frame).value("dns.qry.name") for _, frame, _ in records(data)]
    assert len(asked) == 2 * len(walker.steps)


def test_packets_that_were_built():
    line = "ethernet / ipv4 destination=198.51.100.7 / udp dport=53 / dns question=www.example.test"
    data = generated.packets([(0, line), (0.25, b"\0" * 60)])
    assert [(time, frame) for time, frame, _ in records(data)] == [(0, build(line).encode()), (250_000_000, b"\0" * 60)]
    with pytest.raises(UsageError, match="order"):
        generated.packets([(1, line), (0.5, line)])


def test_each_student_gets_their_own():
    data, _ = generated.walk_of("www.example.test")
    library = Library(CAPTURES)
    made = {library.anew_of("walk", data, Draw(b"%d" % number)).data for number in range(30)}
    assert len(made) == 30
    assert library.anew_of("walk", data, Draw(b"1", forced={"n": 1})).data == data
