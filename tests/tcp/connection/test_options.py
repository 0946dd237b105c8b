"""Options of the handshake and after it: MSS, window scale, timestamps with PAWS, SACK and D-SACK, ECN."""

from __future__ import annotations

import pytest

from netkit.tcp import Endpoint, Segment, State
from netkit.tcp.event import EventKind
from tests.tcp.network import A, B, flags
from tests.tcp.segments import THEIRS, Hand

ALL: dict[str, object] = {"timestamps": True, "sack": True, "window_scaling": True}


def sizes(segments: list[Segment]) -> list[int]:
    return [len(each.payload) for each in segments]


# MSS (RFC 9293 section 3.7.1)


def test_the_own_mss_is_announced_in_every_syn() -> None:
    hand = Hand(mss=1220)
    assert hand.connect()[0].largest == 1220
    hand = Hand(mss=1220)
    hand.listen()
    assert hand.comes("S", 0)[0].largest == 1220


@pytest.mark.parametrize(
    ("offered", "own", "expected"),
    [(None, 1460, 536), (0, 1460, 536), (1000, 1460, 1000), (9000, 1460, 1460), (1, 1460, 1)],
)
def test_no_segment_is_larger_than_either_side_allows(offered: int | None, own: int, expected: int) -> None:
    """Without the option 536 (MUST-15); 0 says nothing."""
    hand = Hand(mss=own)
    hand.establish(largest=offered)
    assert sizes(hand.send(bytes(20_000)))[0] == expected


def test_options_take_their_place_out_of_the_segment() -> None:
    """RFC 9293 section 3.7.1: the MSS counts without options, so what they take, the data gives."""
    hand = Hand(**ALL)
    hand.establish(stamp=(7, 0), sack_permitted=True, shift=0)
    [first, *_] = hand.send(bytes(20_000))
    assert (len(first.payload), first.options_size) == (1448, 12)
    hand.comes("A", 2000, 1, b"behind a hole", stamp=(8, 0))
    [*_, last] = hand.send(bytes(20_000)) + hand.comes("A", 1, 1449, stamp=(9, 0))
    assert last.payload
    assert len(last.payload) + last.options_size <= 1460


# window scale (RFC 7323 section 2)


def test_the_shift_is_the_smallest_that_tells_the_whole_buffer() -> None:
    for buffer, shift in ((65_535, 0), (65_536, 1), (1 << 20, 5), (1 << 30, 14), (1 << 40, 14)):
        assert Hand(window_scaling=True, receive_buffer=buffer).connect()[0].shift == shift


def test_windows_are_scaled_only_if_both_sides_say_so() -> None:
    hand = Hand(window_scaling=True)
    hand.establish(shift=None, window=500)
    assert hand.endpoint.block.sender.window_end == 501
    hand.comes("A", 1, 1, window=1000)
    assert hand.endpoint.block.sender.window_end == 1001
    assert hand.comes("A", 1, 1, bytes(3000))[0].window == 65_535
    hand = Hand(window_scaling=False)
    hand.listen()
    assert hand.comes("S", 0, shift=7)[0].shift is None


def test_the_window_of_a_syn_is_never_scaled() -> None:
    """RFC 7323 section 2.2."""
    hand = Hand(window_scaling=True)
    hand.establish(shift=4, window=100)
    assert hand.endpoint.block.sender.window_end == 101
    hand.comes("A", 1, 1, window=100)
    assert hand.endpoint.block.sender.window_end == 1601


@pytest.mark.parametrize("shift", [14, 15, 64, 255])
def test_a_shift_beyond_14_counts_as_14(shift: int) -> None:
    """RFC 7323 section 2.3."""
    hand = Hand(window_scaling=True)
    hand.establish(shift=shift)
    hand.comes("A", 1, 1, window=2)
    assert hand.endpoint.block.sender.window_end == 1 + (2 << 14)


# timestamps and PAWS (RFC 7323 sections 3 to 5)


def stamped(**changes: object) -> Hand:
    hand = Hand(**{"timestamps": True, **changes})
    hand.establish(stamp=(1000, 0))
    return hand


def test_timestamps_are_in_every_segment_once_both_sides_offer_them() -> None:
    hand = stamped()
    hand.send(b"x")
    hand.comes("A", 1, 2, b"y", stamp=(1001, hand.out[0].timestamps.value))  # type: ignore[union-attr]
    hand.close()
    assert all(each.timestamps is not None for each in hand.out)
    hand = Hand(timestamps=True)
    hand.establish()
    assert hand.send(b"x")[0].timestamps is None


def test_the_echo_is_that_of_the_oldest_segment_that_waits_for_an_ack() -> None:
    """RFC 7323 section 4.3: so that a delayed ACK counts into the round trip; and of the one before a hole."""
    hand = stamped(quick_acknowledgments=0)
    hand.comes("A", 1, 1, bytes(1448), stamp=(2000, 0))
    [ack] = hand.comes("A", 1449, 1, bytes(1448), stamp=(2001, 0))
    assert ack.timestamps is not None
    assert ack.timestamps.echo == 2000
    [ack] = hand.comes("A", 10_000, 1, b"x", stamp=(2002, 0))
    assert ack.timestamps is not None
    assert ack.timestamps.echo == 2000
    [ack] = hand.comes("A", 2897, 1, bytes(10_000 - 2897), stamp=(2003, 0))
    assert ack.timestamps is not None
    assert ack.timestamps.echo == 2003


def test_a_segment_with_an_old_timestamp_is_from_an_earlier_round_of_numbers() -> None:
    """RFC 7323 section 5.3 (R1): not taken, and answered."""
    hand = stamped()
    [ack] = hand.comes("A", 1, 1, b"old", stamp=(999, 0))
    assert hand.shape(ack) == ("A", 1, 1, 0)
    assert hand.read()[0] == b""
    hand.comes("A", 1, 1, b"new", stamp=(1000, 0))
    assert hand.read()[0] == b"new"


def test_old_empty_segments_are_answered_now_and_then() -> None:
    hand = stamped()
    assert len([each for _ in range(50) for each in hand.comes("A", 1, 1, stamp=(999, 0))]) == 1


def test_timestamps_wrap() -> None:
    hand = Hand(timestamps=True)
    hand.establish(stamp=(2**32 - 2, 0))
    hand.comes("A", 1, 1, b"x", stamp=(3, 0))
    hand.comes("A", 2, 1, b"old", stamp=(2**32 - 1, 0))
    assert hand.read()[0] == b"x"


def test_after_24_days_of_silence_the_last_timestamp_says_nothing() -> None:
    """RFC 7323 section 5.5."""
    hand = stamped()
    hand.now = 24 * 86_400 + 1.0
    hand.comes("A", 1, 1, b"still here", stamp=(999, 0))
    assert hand.read()[0] == b"still here"


def test_a_reset_needs_no_fresh_timestamp() -> None:
    hand = stamped()
    hand.comes("R", 1, stamp=(1, 0))
    assert hand.state is State.CLOSED


def test_only_a_segment_that_is_in_the_window_sets_the_last_timestamp() -> None:
    hand = stamped()
    hand.comes("A", 3_000_000, 1, b"x", stamp=(500_000, 0))
    hand.comes("A", 1, 1, b"fine", stamp=(1001, 0))
    assert hand.read()[0] == b"fine"


# SACK (RFC 2018) and D-SACK (RFC 2883); the other side's numbers


def sacking(**changes: object) -> Hand:
    hand = Hand(**{"sack": True, **changes})
    hand.establish(sack_permitted=True, stamp=(1, 0) if changes.get("timestamps") else None)
    return hand


def blocks(segments: list[Segment]) -> list[tuple[int, int]]:
    return [(start - THEIRS, end - THEIRS) for start, end in segments[-1].sack]


def test_blocks_only_if_both_sides_permit_them() -> None:
    hand = Hand(sack=True)
    hand.establish(sack_permitted=False)
    assert hand.comes("A", 100, 1, b"x")[0].sack == ()


def test_the_newest_block_comes_first() -> None:
    """RFC 2018 section 4, and the example of its section 5 in our own numbers."""
    hand = sacking()
    assert blocks(hand.comes("A", 501, 1, bytes(500))) == [(501, 1001)]
    assert blocks(hand.comes("A", 1501, 1, bytes(500))) == [(1501, 2001), (501, 1001)]
    assert blocks(hand.comes("A", 2501, 1, bytes(500))) == [(2501, 3001), (1501, 2001), (501, 1001)]
    assert blocks(hand.comes("A", 3501, 1, bytes(500))) == [(3501, 4001), (2501, 3001), (1501, 2001), (501, 1001)]
    assert blocks(hand.comes("A", 4501, 1, bytes(500))) == [(4501, 5001), (3501, 4001), (2501, 3001), (1501, 2001)]
    assert blocks(hand.comes("A", 2001, 1, bytes(500))) == [(1501, 3001), (4501, 5001), (3501, 4001)]
    assert blocks(hand.comes("A", 1, 1, bytes(500)))[0] == (1501, 3001)
    assert hand.shape(hand.out[-1])[2] == 1001


def test_three_blocks_beside_timestamps() -> None:
    hand = sacking(timestamps=True)
    for number in (100, 200, 300, 400, 500):
        out = hand.comes("A", number, 1, b"x", stamp=(2, 0))
    assert blocks(out) == [(500, 501), (400, 401), (300, 301)]


def test_a_segment_that_came_before_is_reported_first() -> None:
    """RFC 2883 section 4: below the acknowledgment alone; above it, with the block around it second."""
    hand = sacking()
    hand.comes("A", 1, 1, bytes(1000))
    assert blocks(hand.comes("A", 501, 1, bytes(500))) == [(501, 1001)]
    assert blocks(hand.comes("A", 1001, 1, b"x")) in ([], [(501, 1001)][1:])
    hand.comes("A", 2000, 1, bytes(300))
    hand.comes("A", 5000, 1, bytes(300))
    assert blocks(hand.comes("A", 2100, 1, bytes(100))) == [(2100, 2200), (2000, 2300), (5000, 5300)]
    assert blocks(hand.comes("A", 2000, 1, bytes(300))) == [(2000, 2300), (2000, 2300), (5000, 5300)]
    assert blocks(hand.comes("A", 9000, 1, b"x")) == [(9000, 9001), (5000, 5300), (2000, 2300)]


def test_a_segment_that_came_in_part_is_reported_in_part() -> None:
    hand = sacking()
    hand.comes("A", 1, 1, bytes(1000))
    assert blocks(hand.comes("A", 501, 1, bytes(1000))) == [(501, 1001)]
    assert hand.shape(hand.out[-1])[2] == 1501


def test_a_repeated_syn_is_no_repeated_data() -> None:
    hand = sacking()
    hand.comes("A", 1, 1, bytes(1000))
    assert blocks(hand.comes("S", 0)) == []


def test_blocks_that_cannot_be_are_passed_over() -> None:
    """What was never sent, what is empty, what runs backwards."""
    hand = sacking()
    hand.send(bytes(14_600))
    hand.comes("A", 1, 1, sack=((20_000, 30_000),))
    hand.comes("A", 1, 1, sack=((3000, 3000), (5000, 2000)))
    assert hand.endpoint.block.sender.books.flight.sacked == 0
    hand.comes("A", 1, 1, sack=((1461, 2921),))
    assert hand.endpoint.block.sender.books.flight.sacked == 1


# ECN (RFC 3168 section 6.1)


def marking(**changes: object) -> Hand:
    hand = Hand(congestion_marks=True, **changes)
    hand.establish(marks="SAE")
    return hand


def letters(hand: Hand, segments: list[Segment]) -> list[str]:
    return ["".join(sorted(hand.shape(each)[0])) for each in segments]


def test_both_sides_agree_on_marks() -> None:
    """RFC 3168 section 6.1.1: SYN with ECE and CWR, answered by ECE alone; a peer that reflects both has not understood."""
    hand = Hand(congestion_marks=True)
    assert letters(hand, hand.connect()) == ["CES"]
    assert letters(hand, Hand(congestion_marks=False).connect()) == ["S"]
    hand = Hand(congestion_marks=True)
    hand.listen()
    assert letters(hand, hand.comes("SEC", 0)) == ["AES"]
    hand = Hand(congestion_marks=True)
    hand.listen()
    assert letters(hand, hand.comes("S", 0)) == ["AS"]
    hand = Hand(congestion_marks=False)
    hand.listen()
    assert letters(hand, hand.comes("SEC", 0)) == ["AS"]
    hand = Hand(congestion_marks=True)
    hand.establish(marks="SAEC")
    assert not hand.send(b"x")[0].capable


def test_only_new_data_may_be_marked() -> None:
    """RFC 3168 sections 6.1.4 to 6.1.6: no pure ACK, no retransmission, no window probe."""
    hand = marking()
    [data] = hand.send(bytes(1000))
    assert data.capable
    [again] = [each for each in hand.wait(3.0) if each.payload][:1]
    assert not again.capable
    ack = hand.comes("A", 1, 1001, bytes(3000), window=0)[0]
    assert not ack.capable
    hand.send(b"more")
    [probe] = [each for each in hand.wait(hand.now + 5) if each.payload][:1]
    assert not probe.capable


def test_a_mark_is_echoed_until_the_sender_has_answered() -> None:
    """RFC 3168 section 6.1.3; a segment that carries both answer and mark begins a new echo."""
    hand = marking()
    assert letters(hand, hand.comes("A", 1, 1, bytes(10), congestion=True)) == ["AE"]
    assert letters(hand, hand.comes("A", 11, 1, bytes(10))) == ["AE"]
    assert letters(hand, hand.comes("AC", 21, 1, bytes(10))) == ["A"]
    hand.comes("A", 31, 1, bytes(10), congestion=True)
    assert letters(hand, hand.comes("AC", 41, 1, bytes(10), congestion=True)) == ["AE"]


def test_the_window_is_halved_once_a_round_trip_and_that_is_said_once() -> None:
    """RFC 3168 section 6.1.2: CWR on the first new data after the reduction, and not again within the window."""
    hand = marking(congestion="reno")
    hand.send(bytes(200_000))
    out = []
    for upto in range(1461, 14_602, 1460):
        out += hand.comes("AE", 1, upto)
    losses = [each for each in hand.events if each.kind is EventKind.LOSS]
    assert [each.rule for each in losses] == ["loss.congestion"]
    assert hand.endpoint.block.sender.books.control.threshold == 5
    marks = [each for each in out if each.flags & flags("C")]
    assert marks == [each for each in out if each.payload][:1]


def test_marks_on_a_connection_that_did_not_agree_are_passed_over() -> None:
    hand = Hand()
    hand.establish()
    hand.send(bytes(20_000))
    hand.comes("AE", 1, 1461)
    assert not [each for each in hand.events if each.kind is EventKind.LOSS]
    assert letters(hand, hand.comes("A", 1, 1461, bytes(10), congestion=True))[-1] == "A"


def test_a_segment_without_the_timestamps_that_were_agreed_on_is_dropped_in_silence() -> None:
    """RFC 7323 section 3.2 (SHOULD): no answer, and no end of the connection; a reset needs none. Linux takes it."""
    hand = Hand(timestamps=True, profile="rfc")
    hand.establish(stamp=(100, 0))
    assert hand.comes("A", 1, 1, b"no", stamp=None) == hand.comes("FA", 1, 1, stamp=None) == []
    assert hand.rules()[-2:] == ["discard.timestamps"] * 2
    assert hand.state is State.ESTABLISHED
    assert hand.read()[0] == b""
    assert hand.comes("S", 0, stamp=None)[0].flags & 0x10
    hand.comes("A", 1, 1, b"yes")
    assert hand.read()[0] == b"yes"
    hand.comes("R", 4, stamp=None)
    assert hand.state is State.CLOSED
    linux = Hand(timestamps=True, profile="linux")
    linux.establish(stamp=(100, 0))
    linux.comes("A", 1, 1, b"yes", stamp=None)
    assert linux.read()[0] == b"yes"


def test_timestamps_that_were_not_agreed_on_are_ignored() -> None:
    """RFC 7323 section 3.2 (MUST)."""
    hand = Hand(timestamps=False)
    hand.establish()
    out = hand.comes("A", 1, 1, b"x", stamp=(5, 0)) + hand.comes("A", 2, 1, b"y", stamp=(4, 0))
    assert hand.read()[0] == b"xy"
    assert all(each.timestamps is None for each in out)


def test_who_announces_no_maximum_gets_the_default_of_its_ip_version() -> None:
    """MUST-15: 536 over IPv4, 1220 over IPv6; SHLD-5 and MAY-3: this side always announces its own."""
    for ends, expected in (((A, B), 536), ((("2001:db8::1", 1), ("2001:db8::2", 2)), 1220)):
        endpoint = Endpoint(*ends, timestamps=False, sack=False, window_scaling=False, mss=9000)
        [syn] = endpoint.connect(now=0).segments
        assert syn.largest == 9000
        answer = Segment(sequence=0, acknowledgment=(syn.sequence + 1) % 2**32, flags=flags("SA"), window=60_000)
        endpoint.receive(answer, now=0)
        assert len(endpoint.send(bytes(9000), now=0).segments[0].payload) == expected
