"""Following a stream: whole out of any order, by every policy, around the end of the numbers, with what is missing named."""

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import netkit.capture
from netkit.capture.streams.exchange import follow_datagrams
from netkit.capture.streams.following import follow
from netkit.capture.streams.listing import list_datagrams, list_streams
from netkit.errors import UsageError
from netkit.packet.overlap import TCP_POLICIES
from tests.capture.streams import asking
from tests.capture.streams.making import (
    ACK,
    CLIENT,
    FIN,
    RST,
    SYN,
    datagram,
    fragments,
    ipv4,
    opened,
    opening,
    segment,
)
from tests.overlap.model import TCP, TCP_MERGING, Model
from tests.packet.steps import steps
from tests.system.program import CAPTURES

INITIAL = [0, 1, 2**32 - 1, 2**32 - 11, 2**31]

ONE_OF_EACH = [path for path in sorted(CAPTURES.glob("*.pcapng")) if "01" in path.stem or not path.stem[-1].isdigit()]
"""Captures of which several ship differ in names and numbers; tshark starts for each anew."""

every_policy = pytest.mark.parametrize("policy", sorted(TCP_POLICIES))
every_start = pytest.mark.parametrize("initial", INITIAL)


def said(found, direction):
    """The chunks of one side, as (start, data or the number of missing bytes); they lie one behind the other from 0 on."""
    chunks = [chunk for chunk in found.chunks if chunk.direction == direction]
    assert [chunk.start for chunk in chunks] == list(itertools.accumulate([0, *(chunk.length for chunk in chunks)]))[
        :-1
    ]
    return [chunk.length if chunk.data is None else chunk.data for chunk in chunks]


def whole(found, direction):
    parts = said(found, direction)
    assert all(isinstance(part, bytes) for part in parts)
    return b"".join(parts)


def followed(packets, number=0, **more):
    found, _ = follow(opened(packets), number, **more)
    return found


@every_policy
@settings(max_examples=25, deadline=None)
@given(
    content=st.binary(min_size=1, max_size=300),
    answer=st.binary(max_size=100),
    initial=st.sampled_from(INITIAL),
    other=st.sampled_from(INITIAL),
    seed=st.integers(0, 2**32),
)
def test_a_stream_in_any_order_comes_out_whole(policy, content, answer, initial, other, seed):
    chance = random.Random(seed)

    def cut(data, isn, *, back):
        cuts = sorted({0, len(data), *(chance.randrange(len(data) + 1) for _ in range(6))})
        pieces = [(start, data[start:end]) for start, end in itertools.pairwise(cuts)]
        return [segment(isn + 1 + start, piece, ack=0, flags=0, back=back) for start, piece in pieces] * 2

    segments = cut(content, initial, back=False) + cut(answer, other, back=True)
    chance.shuffle(segments)
    found = followed([*opening(initial, other), *segments], policy=policy)
    assert (whole(found, "client"), whole(found, "server")) == (content, answer)
    assert found.opened
    assert found.problems == []


@every_policy
@settings(max_examples=60, deadline=None)
@given(
    spans=st.lists(st.tuples(st.integers(0, 24), st.integers(1, 12)), min_size=1, max_size=9),
    initial=st.sampled_from(INITIAL),
)
def test_overlaps_are_decided_over_all_bytes_as_the_tables_have_it(policy, spans, initial):
    model = Model(TCP[policy], merging=policy in TCP_MERGING)
    packets = opening(initial, 77)
    for number, (start, size) in enumerate(spans, 1):
        data = bytes([64 + number]) * size
        model.put(number, start, data)
        packets.append(segment(initial + 1 + start, data, ack=78))
    found = followed(packets, policy=policy)
    held = {start + at: byte for start, data in found.data["client"] for at, byte in enumerate(data)}
    assert held == model.data
    end = max(held) + 1
    assert b"".join(bytes(part) if isinstance(part, int) else part for part in said(found, "client")) == bytes(
        held.get(at, 0) for at in range(end)
    )
    assert sum(part for part in said(found, "client") if isinstance(part, int)) == end - len(held)
    whose = {
        at: owner.numbers for owner in found.owners["client"] for at in range(owner.start, owner.start + owner.length)
    }
    assert whose == {at: (number + 3,) for at, number in model.owner.items()}


@every_start
def test_turns_are_in_the_order_of_delivery(initial):
    found = followed(
        [
            *opening(initial, 5),
            segment(initial + 4, b"two", ack=6),
            segment(6, b"ONE", ack=initial + 1, back=True),
            segment(initial + 1, b"one", ack=6),
            segment(9, b"TWO", ack=initial + 7, back=True),
            segment(initial + 7, b"three", ack=12),
        ]
    )
    assert [(chunk.direction, chunk.data) for chunk in found.chunks] == [
        ("server", b"ONE"),
        ("client", b"onetwo"),
        ("server", b"TWO"),
        ("client", b"three"),
    ]


def test_what_was_acknowledged_and_never_came_is_missing_where_it_was_said():
    found = followed(
        [
            *opening(0, 5),
            segment(1, b"ask", ack=6),
            segment(9, b"more", ack=6),
            segment(6, b"ANSWER", ack=13, back=True),
            segment(13, b"!", ack=12),
        ]
    )
    assert [(chunk.direction, chunk.start, chunk.length, chunk.data) for chunk in found.chunks] == [
        ("client", 0, 3, b"ask"),
        ("client", 3, 5, None),
        ("client", 8, 4, b"more"),
        ("server", 0, 6, b"ANSWER"),
        ("client", 12, 1, b"!"),
    ]
    assert (found.said("client"), found.missing("client")) == (8, 5)


def test_a_hole_that_is_filled_late_is_none():
    found = followed(
        [*opening(0, 5), segment(4, b"late", ack=6), segment(6, b"A", ack=8, back=True), segment(1, b"all", ack=7)]
    )
    assert whole(found, "client") == b"alllate"


def test_bytes_before_a_fin_that_never_came_are_missing():
    found = followed([*opening(0, 5), segment(1, b"abc", ack=6), segment(11, ack=6, flags=FIN | ACK)])
    assert said(found, "client") == [b"abc", 7]
    assert found.ended == "half"


def test_an_acknowledged_fin_that_was_not_captured_is_no_missing_byte():
    found = followed([*opening(0, 5), segment(1, b"abc", ack=6), segment(6, ack=5, back=True)])
    assert said(found, "client") == [b"abc"]
    found = followed([*opening(0, 5), segment(1, b"abc", ack=6), segment(6, ack=9, back=True)])
    assert said(found, "client") == [b"abc", 5]


def test_a_hole_of_gigabytes_costs_nothing():
    found = followed(
        [*opening(0, 5), segment(1, b"a", ack=6), segment(1 << 30, b"b", ack=6), segment(1 << 31, b"c", ack=6)]
    )
    assert said(found, "client")[:2] == [b"a", (1 << 30) - 2]
    assert sum(map(len, (data for _, data in found.data["client"]))) <= 3


def test_no_more_is_held_than_the_limit():
    packets = [*opening(0, 5), *(segment(1 + 1000 * at, bytes(1000), ack=6) for at in range(40))]
    found = followed(packets, limit=20_000)
    assert 10_000 < found.said("client") <= 20_000
    assert any("left out" in problem for problem in found.problems)


def test_without_an_opening_the_first_byte_seen_is_the_first():
    found = followed(
        [segment(500, b"abc", ack=90), segment(90, b"XYZ", ack=503, back=True), segment(400, b"old", ack=90)]
    )
    assert (whole(found, "client"), whole(found, "server")) == (b"abc", b"XYZ")
    assert not found.opened
    assert any("before the first" in problem for problem in found.problems)


def test_who_answers_is_the_server_though_seen_first():
    found = followed(opening(0, 5)[1:])
    assert (found.client.text, found.server.text) == ("192.0.2.1:50000", "198.51.100.2:80")


def test_data_may_come_with_the_syn():
    found = followed([segment(9, b"early", flags=SYN), *opening(9, 5)[1:], segment(15, b"!", ack=6)])
    assert whole(found, "client") == b"early!"


@every_policy
def test_a_byte_that_keeps_alive_is_none_of_the_streams(policy):
    found = followed(
        [*opening(0, 5), segment(1, b"abc", ack=6), segment(3, b"\0", ack=6), segment(4, b"d", ack=6)], policy=policy
    )
    assert whole(found, "client") == b"abcd"


def test_a_reset_ends_it_and_what_it_says_is_told():
    found = followed(
        [*opening(0, 5), segment(1, b"abc", ack=6), segment(6, b"go away", ack=4, flags=RST | ACK, back=True)]
    )
    assert found.ended == "reset"
    assert any("7 bytes of the server came with its reset" in problem for problem in found.problems)


def test_closed_by_both():
    found = followed(
        [*opening(0, 5), segment(1, b"a", ack=6, flags=FIN | ACK), segment(6, b"B", ack=3, flags=FIN | ACK, back=True)]
    )
    assert (found.ended, whole(found, "client"), whole(found, "server")) == ("fin", b"a", b"B")


def test_ip_fragments_are_put_together_first():
    content = bytes(range(256)) * 4
    pieces = fragments(segment(1, content, ack=6, number=99), 200)
    found = followed([*opening(0, 5), *pieces[::-1]])
    assert whole(found, "client") == content
    assert [owner.numbers for owner in found.owners["client"]] == [tuple(range(4, 4 + len(pieces)))]
    assert whole(followed([*opening(0, 5), *pieces[1:]]), "client") == b""


def test_what_an_error_quotes_is_said_by_nobody():
    quote = ipv4(b"\x0b\0\0\0\0\0\0\0" + segment(1, b"quoted", ack=6), protocol=1)
    found = followed([*opening(0, 5), quote, segment(1, b"right", ack=6)])
    assert whole(found, "client") == b"right"
    found, count = follow(opened([quote]), 0)
    assert (found, count) == (None, 1)


def test_both_ends_may_be_one():
    packets = [
        ipv4(each[20:], destination=CLIENT)
        for each in (segment(9, flags=SYN, ports=(7, 7)), segment(10, b"me", ack=10, ports=(7, 7)))
    ]
    found = followed(packets)
    assert whole(found, "client") == b"me"


def test_ports_that_are_used_again_are_another_stream():
    packets = [*opening(0, 5), segment(1, b"one", ack=6), *opening(900, 700), segment(901, b"two", ack=701)]
    assert whole(followed(packets, 0), "client") == b"one"
    assert whole(followed(packets, 1), "client") == b"two"
    assert follow(opened(packets), 2) == (None, 2)


def test_datagrams_come_in_turn():
    packets = [
        datagram(b"ask"),
        datagram(b"other", ports=(1, 2)),
        datagram(b"", back=True),
        datagram(b"answer", back=True),
    ]
    found, count = follow_datagrams(opened(packets), 0)
    assert count == 2
    assert [(chunk.direction, chunk.start, chunk.data) for chunk in found.chunks] == [
        ("client", 0, b"ask"),
        ("server", 0, b""),
        ("server", 0, b"answer"),
    ]
    found, _ = follow_datagrams(opened([datagram(bytes(1000))] * 9), 0, limit=3000)
    assert found.said("client") == 2000
    assert any("left out" in problem for problem in found.problems)


def test_a_datagram_of_which_bytes_are_missing():
    found, _ = follow_datagrams(opened([datagram(b"half", stated=20)]), 0)
    assert [(chunk.data, chunk.length) for chunk in found.chunks] == [(b"half", 4), (None, 8)]


def test_the_list_says_who_how_much_and_how_it_ended():
    packets = [
        *opening(0, 5),
        segment(1, b"abc", ack=6),
        segment(4, ack=6, flags=FIN | ACK),
        segment(6, b"XY", ack=5, flags=FIN | ACK, back=True),
        segment(3, b"q", ports=(1, 2)),
        segment(0, ports=(1, 2), back=True, flags=RST),
    ]
    first, second = list_streams(opened(packets))
    assert (first.client.text, first.server.text) == ("192.0.2.1:50000", "198.51.100.2:80")
    assert (first.client_packets, first.server_packets, first.client_bytes, first.server_bytes) == (4, 2, 3, 2)
    assert (first.began, first.ended, first.first) == ("syn", "fin", 1)
    assert (second.began, second.ended, second.first) == ("", "reset", 7)
    assert [entry.server_bytes for entry in list_datagrams(opened([datagram(b"a"), datagram(b"bcd", back=True)]))] == [
        3
    ]


def test_an_unknown_policy_is_named():
    with pytest.raises(UsageError):
        followed(opening(0, 5), policy="linux6")


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_nothing_that_a_capture_says_raises(seed):
    chance = random.Random(seed)
    packets = [*opening(0, 5), segment(1, b"abc", ack=6), datagram(b"abc")]
    for _ in range(12):
        packet = bytearray(
            segment(
                chance.randrange(2**32),
                bytes(chance.randrange(9)),
                ack=chance.randrange(2**32),
                flags=chance.randrange(256),
                back=chance.random() < 0.5,
            )
        )
        for _ in range(chance.randrange(3)):
            packet[chance.randrange(len(packet))] = chance.randrange(256)
        packets.append(bytes(packet[: chance.randrange(len(packet) + 1)] if chance.random() < 0.2 else packet))
    for policy in ("first", "linux-6"):
        found = followed(packets, policy=policy)
        said(found, "client")
        said(found, "server")
    list_streams(opened(packets))
    follow_datagrams(opened(packets), 0)


@pytest.mark.parametrize("path", ONE_OF_EACH, ids=lambda path: path.name)
def test_what_ships_is_followed_as_tshark_follows_it(path):
    with netkit.capture.open(path) as records:
        count = len(list_streams(records))
    for number in range(count):
        node, turns = asking.followed(path, number)
        found, _ = follow(netkit.capture.open(path), number)
        assert asking.turns_of(found, node) == turns


def test_both_ends_of_ipv6_are_spelled_as_urls_have_them():
    found, _ = follow(netkit.capture.open(CAPTURES / "page-load-ipv6-01.pcapng"), 0)
    assert found.server.text == f"[{found.server.address}]:80"


def test_a_flood_of_tiny_segments_costs_what_it_has():
    """Calls of functions: ten times as many segments, the last first, take about ten times as many."""

    def work(count):
        packets = [*opening(0, 5), *(segment(2 + 2 * at, b"x", ack=6) for at in range(count, 0, -1))]
        calls, found = steps(lambda: followed(packets))
        assert len(said(found, "client")) == 2 * count
        return calls / count

    assert work(2000) < 1.3 * work(200)
