"""The packets of a capture as checks look at them: by number, in slices, and those that a filter selects."""

import io

import pytest

from bench.classes import handed_in
from netkit import capture
from netkit.capture import NewRecord
from netkit.errors import UsageError
from netkit.lab.judging.captured import packets_of
from netkit.lab.packet import FEW
from netkit.lab.traffic import Traffic
from netkit.lab.variant import draw_variant
from netkit.lab.wire.dns import FILTER
from netkit.lab.wire.wire import look
from tests.lab.course.bundles import lab_of
from tests.lab.students import LIBRARY

RAW_IP = 101


def asking(packets):
    """The numbers of those to or from a name server's port, found one by one."""
    return [packet.number for packet in packets if 53 in (packet.value("udp.srcport"), packet.value("udp.dstport"))]


def mixed(*parts):
    """A capture in which the packets of several stand one after the other."""
    target = io.BytesIO()
    records = [record for data in parts for record in capture.open(io.BytesIO(data))]
    capture.write(target, records, format="pcapng", packed="none")
    return target.getvalue()


def test_packets_count_from_one_and_each_is_one_object():
    packets = Traffic("made", handed_in(7, 20)).packets
    assert [packet.number for packet in packets] == list(range(1, 21))
    assert packets[-1] is packets[19]
    assert [packet.number for packet in packets[4:8]] == [5, 6, 7, 8]
    with pytest.raises(IndexError):
        packets[20]


@pytest.mark.parametrize("count", [FEW, FEW + 1, 1000])
def test_a_filter_selects_the_packets_that_have_the_port(count):
    packets = Traffic("made", handed_in(3, count)).packets
    wanted = asking(packets)
    selected = packets.selected(FILTER)
    assert len(wanted) == 2
    assert [packet.number for packet in selected] == (wanted if count > FEW else list(range(1, count + 1)))
    assert all(packet is packets[packet.number - 1] for packet in selected)


def test_captures_of_several_link_types_are_selected_from_as_well():
    without_link = io.BytesIO()
    alone = capture.open(io.BytesIO(handed_in(2, 2)))
    records = [NewRecord(data=record.data[14:], time=record.time, link_type=RAW_IP) for record in alone]
    capture.write(without_link, records, format="pcapng", packed="none")
    packets = Traffic("mixed", mixed(handed_in(1, 80), without_link.getvalue())).packets
    assert [packet.number for packet in packets.selected(FILTER)] == asking(packets) == [79, 80, 81, 82]


def test_a_filter_that_is_none_is_refused():
    with pytest.raises(UsageError):
        Traffic("made", handed_in(1, 100)).packets.selected("udp.port ==")


@pytest.mark.parametrize("slug", ["ask-the-right-question", "shake-hands"])
def test_an_attempt_among_much_else_is_judged_as_the_attempt_alone(slug):
    variant = draw_variant(lab_of(slug), "ada", LIBRARY)
    for task in variant.lab.tasks:
        wire, twin = variant.question(task).wire, variant.situation.twins.get(task.id)
        if wire is None or twin is None:
            continue
        for attempt, make in twin.made.items():
            alone, noise = make(), handed_in(1, 100)
            among = Traffic("among", mixed(noise, alone)).packets
            seen, before = look(wire, among.selected(wire.filter)), look(wire, packets_of(attempt, variant))
            assert len(among) > FEW
            assert seen.right is before.right
            assert (seen.mistake and seen.mistake.slug) == (before.mistake and before.mistake.slug)
            assert {number - 100 for number in seen.packets} >= before.packets
