"""Attempts at TCP by hand: the server's side answers as RFC 9293 and RFC 5961 have it, and repeats at growing intervals."""

import itertools

import pytest

from netkit.address import parse_address
from netkit.internet.room import Held, Machine, Room, Scripted
from netkit.lab.traffic import Traffic
from netkit.lab.wire.tcp import segments
from netkit.lab.wire.tcp.recorder import Recorder
from netkit.lab.wire.tcp.traits import at_address
from tests.oracle.tshark import columns

SERVER, PORT, CLOSED = "203.0.113.7", 7777, 7778
FIN, SYN, RST, ACK = 1, 2, 4, 16


@pytest.fixture(scope="module")
def recorder():
    address = parse_address(SERVER)
    talk = Scripted(port=PORT, greeting=b"hi\n", answer=b"fine\n", late=0.5, farewell=[b"so ", b"long\n"], pause=0.4)
    room = Room(
        student=[Held(parse_address("192.0.2.2"), 24)],
        router=[Held(parse_address("192.0.2.1"), 24)],
        machines=[Machine(name="server", addresses=[address], services=[talk])],
        internet=False,
    )
    return Recorder(room, b"seed", 1_767_225_600_000_000_000)


def seen(recorder, attempt, port=PORT):
    """Who sent what, as flags, seq, ack and data."""
    made = recorder.of(lambda desk: attempt(desk.hand(parse_address(SERVER), port)))
    data = made()
    assert made() == data
    packets = Traffic("attempt", data).packets
    return data, [(each.ours, each) for each in segments(at_address(SERVER))(packets)]


def theirs(found):
    return [each for ours, each in found if not ours]


def test_a_port_where_nobody_listens_resets_and_acknowledges(recorder):
    _, [(_, syn), (_, reset)] = seen(recorder, lambda hand: hand.send("S"), CLOSED)
    assert reset.only(RST | ACK)
    assert (reset.segment.sequence, reset.segment.acknowledgment) == (0, (syn.segment.sequence + 1) % 2**32)


def test_an_ack_to_one_that_listens_is_reset_with_its_own_number(recorder):
    _, [(_, sent), (_, reset)] = seen(recorder, lambda hand: hand.send("A", 0, 77))
    assert reset.only(RST)
    assert reset.segment.sequence == sent.segment.acknowledgment


def test_a_syn_is_answered_again_after_one_second_and_then_two(recorder):
    def attempt(hand):
        hand.send("S")
        hand.desk.wait(3.5)

    _, found = seen(recorder, attempt)
    times = [each.time for each in theirs(found)]
    assert all(each.only(SYN | ACK) and each.ack == 1 for each in theirs(found))
    assert [round((later - before) / 1e9, 3) for before, later in itertools.pairwise(times)] == [1.0, 2.0]


def test_a_bad_checksum_is_met_with_silence_and_tshark_sees_it(recorder):
    data, found = seen(recorder, lambda hand: hand.send("S", pseudo_header=False))
    assert [ours for ours, _ in found] == [True]
    assert not found[0][1].checksum_fits
    assert [row["tcp.checksum.status"] for row in columns(data, ["tcp.checksum.status"])] == ["0"]


def test_a_syn_to_an_open_connection_is_challenged_with_the_old_numbers(recorder):
    def attempt(hand):
        hand.open()
        again = hand.desk.hand(hand.there.address, PORT, own=hand.here.port)
        again.send("S")

    _, found = seen(recorder, attempt)
    opening, challenge = theirs(found)
    assert challenge.only(ACK)
    assert challenge.segment.sequence == (opening.segment.sequence + 1) % 2**32
    assert challenge.segment.acknowledgment == opening.segment.acknowledgment


def test_what_a_server_says_comes_in_its_time_and_tshark_finds_every_checksum_good(recorder):
    def attempt(hand):
        hand.open()
        hand.desk.wait(0.6)
        hand.send("A", 1, 4)
        hand.send("AP", 1, 4, b"hello\n")
        hand.desk.wait(0.6)
        hand.send("AF", 7, 9)
        for ack in (12, 17, 18):
            hand.desk.wait(0.4)
            hand.send("A", 8, ack)

    data, found = seen(recorder, attempt)
    assert [each.data for each in theirs(found) if each.length] == [b"hi\n", b"fine\n", b"so ", b"long\n"]
    assert [each.has(FIN) for each in theirs(found)][-1]
    assert {row["tcp.checksum.status"] for row in columns(data, ["tcp.checksum.status"])} == {"1"}
