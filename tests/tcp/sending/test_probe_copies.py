"""The copy that a tail loss probe sends: it is not counted twice, and what came back in the shortest round trip is believed."""

import pytest

from netkit.errors import UsageError
from netkit.tcp import Endpoint, Flag, Segment, State
from netkit.tcp.sending.flight import Flight, Sent
from netkit.tcp.sending.rack import Rack
from tests.tcp.network import A, B


def test_a_probe_stands_for_a_segment_that_may_be_there_still():
    flight = Flight()
    for start in (1, 1001):
        flight.add(Sent(start, start + 1000, 0.0, 0.0))
    flight.sent_again(flight.last, 0.2, probe=True)
    assert flight.under_way == 2
    assert (flight.last.copies, flight.last.sent_at) == (2, 0.2)
    flight.sent_again(flight.first, 0.3)
    assert flight.under_way == 3


@pytest.mark.parametrize(("took", "believed"), [(0.1, True), (0.1 - 1e-12, True), (0.09, False)])
def test_a_copy_is_believed_from_the_shortest_round_trip_on(took, believed):
    rack, sent = Rack(), Sent(1, 1001, 0.4, 0.2, copies=2, order=5)
    rack.delivered([sent], 0.4 + took, 0.1)
    assert (rack.order == 5) is believed


@pytest.fixture
def established():
    end = Endpoint(A, B)
    syn = end.connect(now=0.0).segments[0]
    answer = Segment(
        sequence=0, acknowledgment=syn.sequence + 1, flags=Flag.SYN | Flag.ACK, window=60_000, largest=1000
    )
    end.receive(answer, now=0.1)
    return end


def test_what_nagle_held_back_goes_out_when_it_is_turned_off(established):
    assert len(established.send(b"one", now=0.2).segments) == 1
    assert established.send(b"two", now=0.2).segments == []
    made = established.adjust(now=0.3, nagle=False)
    assert [each.payload for each in made.segments] == [b"two"]
    with pytest.raises(UsageError, match="no such number"):
        established.adjust(now=0.3, nagel=True)
    with pytest.raises(UsageError, match="vegas"):
        established.adjust(now=0.3, congestion="vegas")


def test_another_congestion_control_begins_where_the_last_one_stood(established):
    books = established.block.sender.books
    books.control.window, books.control.threshold = 17, 12
    established.adjust(now=0.3, congestion="reno")
    assert (books.control.name, books.control.window, books.control.threshold) == ("reno", 17, 12)


def test_late_data_are_refused_with_the_number_that_they_acknowledge(established):
    initial = established.block.initial
    established.close(now=0.2)
    late = Segment(sequence=1, acknowledgment=initial + 2, flags=Flag.ACK, window=9, payload=b"late")
    made = established.refuse(late, now=0.3)
    assert [(each.flags, each.sequence) for each in made.segments] == [(Flag.RST, initial + 2)]
    assert made.events[0].rfc == "RFC 9293 §3.6.1"
    assert established.state is State.CLOSED
    with pytest.raises(UsageError):
        established.refuse(late, now=0.4)
