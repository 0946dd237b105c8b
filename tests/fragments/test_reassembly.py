"""Fragments put together: every order, every overlap under every policy beside a plain model, and everything that can't be."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import netkit.packet
from netkit.errors import UsageError
from netkit.packet import Incomplete, Reassembled, dissect, reassemble
from netkit.packet.overlap import IP_POLICIES
from tests.fragments.making import ether, ipv4, ipv6, pieces_of
from tests.overlap.model import IP, Model
from tests.packet.making import slow_sum

DROPPING = ("linux-6", "rfc5722")
POLICIES = [*IP, *DROPPING]

every_policy = pytest.mark.parametrize("policy", POLICIES)
every_version = pytest.mark.parametrize("make", [ipv4, ipv6], ids=["IPv4", "IPv6"])

LINK = {ipv4: 228, ipv6: 229}


def packets(make, spans, **more):
    """Fragments as dissections, given as (start, data, whether more follow)."""
    return [dissect(make(data, start, follows, **more), LINK[make]) for start, data, follows in spans]


def content_of(result, make):
    """The data of a whole packet, without the header that the test's making has."""
    return result.encode()[20 if make is ipv4 else 40 :]


def test_the_policies_are_those_that_are_promised():
    assert set(IP_POLICIES) == set(POLICIES)
    assert {netkit.packet.reassemble, netkit.packet.fragment}


# Without overlaps: every order, whatever the policy


@every_version
@every_policy
def test_every_order_of_arrival_gives_the_packet(make, policy):
    content = bytes(range(100))
    cut = pieces_of(content, 24)
    assert len(cut) == 5
    for order in itertools.permutations(cut):
        result = reassemble(packets(make, order), policy=policy)
        assert isinstance(result, Reassembled)
        assert content_of(result, make) == content
        assert result.problems == result.decisions == result.left_out == ()
        assert result.numbers == [1, 2, 3, 4, 5]
        assert result.whole_with == 5


@every_version
@every_policy
def test_what_is_missing_is_named(make, policy):
    cut = pieces_of(bytes(100), 24)
    holes = {0: "bytes 0–23", 1: "bytes 24–47", 2: "bytes 48–71", 3: "bytes 72–95"}
    for left_out in itertools.chain.from_iterable(itertools.combinations(range(5), count) for count in range(1, 5)):
        there = [piece for number, piece in enumerate(cut) if number not in left_out]
        result = reassemble(packets(make, reversed(there)), policy=policy)
        assert isinstance(result, Incomplete)
        assert result.rule == "fragments.missing"
        assert ("the last fragment has not come" in result.reason) == (4 in left_out)
        missing = {at for start, end in result.holes for at in range(start, end)}
        furthest = max(start + len(data) for start, data, _ in there)
        wanted = {at for at in range(furthest) if not any(start <= at < start + len(data) for start, data, _ in there)}
        assert missing == wanted
        if len(left_out) == 1 and left_out[0] in holes:
            assert result.reason == f"{holes[left_out[0]]} are missing"
    assert reassemble(packets(make, [cut[0], cut[2]]), policy=policy).reason == (
        "bytes 24–47 are missing, and the last fragment has not come"
    )
    assert reassemble(packets(make, [cut[1], cut[3], cut[4]]), policy=policy).reason == (
        "bytes 0–23 and 48–71 are missing"
    )


def test_a_single_missing_byte_and_many_holes_are_told_in_good_words():
    one = reassemble(packets(ipv4, [(0, bytes(16), True), (24, b"x", False)]))
    assert one.reason == "bytes 16–23 are missing"
    many = reassemble(packets(ipv4, [(16 * n, bytes(8), n < 9) for n in range(10)]))
    assert many.reason == "bytes 8–15, 24–31, 40–47, 56–63 and 5 more stretches are missing"


# Overlaps

BLOCKS = st.tuples(st.integers(0, 7), st.integers(1, 4))


@st.composite
def overlapping(draw):
    """Fragments of a packet of some 60 bytes, overlapping anyhow, whose last is no whole number of blocks."""
    total = draw(st.integers(33, 64))
    spans = []
    for block, count in draw(st.lists(BLOCKS, min_size=1, max_size=8)):
        start, end = block * 8, min((block + count) * 8, total)
        if start < end:
            spans.append((start, end, end < total or (draw(st.booleans()) and end % 8 == 0)))
    return total, [
        (start, bytes([65 + number]) * (end - start), more) for number, (start, end, more) in enumerate(spans)
    ]


@every_version
@every_policy
@settings(max_examples=80, deadline=None)
@given(given=overlapping())
def test_every_overlap_is_decided_as_the_table_has_it(make, policy, given):
    total, spans = given
    result = reassemble(packets(make, spans), policy=policy)
    clashes = [
        (a, b)
        for (a, first, _), (b, second, _) in itertools.combinations(spans, 2)
        if a < b + len(second) and b < a + len(first)
        if policy == "rfc5722" or (a, len(first)) != (b, len(second))
    ]
    if policy in DROPPING and clashes:
        assert isinstance(result, Incomplete)
        assert result.rule == "fragments.dropped"
        return
    model = Model(IP["first" if policy in DROPPING else policy])
    for number, (start, data, _) in enumerate(spans, 1):
        model.put(number, start, data)
    owners = {at: piece.number for piece in result.pieces for at in range(piece.start, piece.end)}
    assert owners == model.owner
    whole = set(model.owner) == set(range(total)) and any(not more for *_, more in spans)
    assert isinstance(result, Reassembled) == whole
    if whole:
        assert content_of(result, make) == bytes(model.data[at] for at in range(total))
    told = {at for decision in result.decisions for at in range(decision.start, decision.end)}
    twice = [at for at in range(total) if sum(start <= at < start + len(data) for start, data, _ in spans) > 1]
    assert told == set(twice)
    assert len(result.problems) == len(result.decisions)


FIGURE = [(0, 3), (4, 2), (6, 3), (1, 4), (6, 3), (9, 3)]
"""Six fragments, as (block, blocks), in the order in which Shankar and Paxson ("Active Mapping", 2003) send them to tell hosts apart."""

SEEN = {
    "bsd": "111442333666",
    "bsd-right": "144422555666",
    "linux-2007": "111442555666",
    "first": "111422333666",
    "last": "144442555666",
}
"""What they publish of the hosts' answers: whose each block is."""


@every_version
@pytest.mark.parametrize("policy", SEEN)
def test_hosts_keep_what_was_published_of_them(make, policy):
    spans = [(block * 8, str(n).encode() * count * 8, n < 6) for n, (block, count) in enumerate(FIGURE, 1)]
    result = reassemble(packets(make, spans), policy=policy)
    assert content_of(result, make)[::8].decode() == SEEN[policy]


def test_a_policy_drops_the_packet_and_says_which_bytes_came_twice():
    spans = [(0, b"A" * 16, True), (8, b"B" * 16, True), (24, b"C" * 8, False)]
    for policy, why in (("linux-6", "an overlap drops the whole datagram"), ("rfc5722", "any overlap drops")):
        result = reassemble(packets(ipv4, spans), policy=policy)
        assert result.reason.startswith("bytes 8–15 came twice, in fragment 1 and in fragment 2")
        assert why in result.reason
    exact = [spans[0], spans[0], (16, b"C" * 8, False)]
    assert isinstance(reassemble(packets(ipv4, exact), policy="linux-6"), Reassembled)
    assert isinstance(reassemble(packets(ipv4, exact), policy="rfc5722"), Incomplete)


def test_the_usual_policy_is_that_of_wireshark_or_of_the_standard():
    spans = [(8, b"A" * 8, True), (0, b"B" * 16, True), (16, b"C" * 8, False)]
    assert content_of(reassemble(packets(ipv4, spans)), ipv4) == b"B" * 16 + b"C" * 8
    assert reassemble(packets(ipv4, spans)).policy.name == "bsd"
    refused = reassemble(packets(ipv6, spans))
    assert (refused.rule, refused.policy.name) == ("fragments.dropped", "linux-6")


def test_overlaps_are_problems_told_with_their_place():
    spans = [(0, b"A" * 16, True), (8, b"A" * 8 + b"B" * 8, True), (16, b"C" * 16, False)]
    result = reassemble(packets(ipv4, spans))
    assert [(each.fragment, each.rule, each.start_bit, each.width_bits) for each in result.problems] == [
        (2, "fragments.overlap.same", 20 * 8, 64),
        (3, "fragments.overlap.different", 20 * 8, 64),
    ]
    assert result.problems[1].text == "bytes 16–23 came in fragment 2 already, with other content"
    assert result.problems[1].details == (
        "bytes 16–23 stay those of fragment 2, not 3 (bsd: the old one wins, unless the new one starts before it)",
    )


def test_an_overlap_of_many_bytes_is_one_decision():
    """However the store cuts it up."""
    spans = [(0, b"A" * 40000, True), (8, b"B" * 39992, True), (40000, b"C", False)]
    (decision,) = reassemble(packets(ipv4, spans), policy="last").decisions
    assert (decision.start, decision.end, decision.winner, decision.loser) == (8, 40000, 2, 1)
    spans = [(0, b"A" * 16384, True), (16384, b"B" * 16384, True), (8, b"C" * 32760, True)]
    told = reassemble(packets(ipv4, spans), policy="first").decisions
    assert [(each.start, each.end, each.winner) for each in told] == [(8, 16384, 1), (16384, 32768, 2)]


def test_it_is_told_with_which_fragment_a_host_would_have_stopped():
    spans = [(0, b"A" * 8, True), (8, b"B" * 8, False), (0, b"C" * 8, True)]
    result = reassemble(packets(ipv4, spans), policy="last")
    assert content_of(result, ipv4) == b"C" * 8 + b"B" * 8
    assert result.whole_with == 2


def test_an_unknown_policy_is_named_with_the_near_ones():
    with pytest.raises(UsageError) as caught:
        reassemble([], policy="bsd-rigth")
    assert "bsd-right" in caught.value.hint
    with pytest.raises(UsageError):
        reassemble([], policy="linux-old")  # of TCP alone


# What can't be


@every_policy
def test_a_packet_of_more_than_65535_bytes_is_refused(policy):
    beyond = reassemble(packets(ipv4, [(8183 * 8, bytes(71), False)]), policy=policy)
    assert beyond.rule == "ipv4.fragment.large"
    assert beyond.reason == (
        "the whole packet would have 65,555 bytes with fragment 1; it can have 65,535 at most, header included"
    )
    blocks = [(at, bytes(8176), True) for at in range(0, 8 * 8176, 8176)]
    fits = [*blocks, (65408, bytes(107), False)]
    assert len(reassemble(packets(ipv4, fits), policy=policy).encode()) == 65535
    above = [*blocks, (65408, bytes(108), False)]
    assert reassemble(packets(ipv4, above), policy=policy).rule == "ipv4.fragment.large"
    # An option of the first fragment's makes the header longer.
    longer = dissect(ipv4(bytes(8176), 0, True, options=b"\x01" * 4), 228)
    assert reassemble([longer, *packets(ipv4, fits)[1:]], policy=policy).rule == "ipv4.fragment.large"


def test_an_ipv6_packet_counts_its_size_without_the_fixed_header():
    blocks = [(at, bytes(8176), True) for at in range(0, 8 * 8176, 8176)]
    fits = reassemble(packets(ipv6, [*blocks, (65408, bytes(127), False)]))
    assert len(fits.encode()) == 40 + 65535
    above = reassemble(packets(ipv6, [*blocks, (65408, bytes(128), False)]))
    assert above.rule == "ipv6.fragment.large"
    hop = bytes([44, 0, 1, 4, 0, 0, 0, 0])
    spans = [*blocks, (65408, bytes(127), False)]
    assert reassemble(packets(ipv6, spans, before=hop, before_kind=0)).rule == "ipv6.fragment.large"


@every_version
def test_an_empty_fragment_is_refused(make):
    for spans in ([(0, b"", True)], [(0, bytes(8), True), (8, b"", True), (8, bytes(8), False)], [(8, b"", False)]):
        result = reassemble(packets(make, spans))
        assert result.rule == "fragments.empty"
        assert " is empty" in result.reason


@every_version
def test_a_size_that_is_no_whole_number_of_blocks_is_refused_unless_it_is_the_last(make):
    result = reassemble(packets(make, [(0, bytes(20), True), (24, bytes(3), False)]))
    assert result.rule == f"ipv{4 if make is ipv4 else 6}.fragment.length"
    assert result.reason == (
        "fragment 1 has 20 bytes of data, no multiple of 8, though more fragments follow; 16 or 24 would be right, "
        "since offsets count blocks of 8"
    )
    assert "; 8 would be right" in reassemble(packets(make, [(0, bytes(3), True)])).reason
    assert isinstance(reassemble(packets(make, [(0, bytes(16), True), (16, bytes(3), False)])), Reassembled)


@every_version
@pytest.mark.parametrize(
    ("spans", "told"),
    [
        (
            [(16, bytes(8), False), (24, bytes(8), False)],
            "fragment 1 is the last and ends the data at byte 24; fragment 2 is the last, too, and ends them at byte 32",
        ),
        (
            [(16, bytes(8), False), (8, bytes(24), True)],
            "fragment 1 is the last and ends the data at byte 24; fragment 2 goes on to byte 32",
        ),
        (
            [(24, bytes(8), True), (16, bytes(8), False)],
            "fragment 1 goes on to byte 32; fragment 2 is the last and ends the data at byte 24",
        ),
    ],
)
def test_two_different_ends_are_refused(make, spans, told):
    result = reassemble(packets(make, spans))
    assert (result.rule, result.reason) == ("fragments.ends", f"two different ends: {told}")


@every_version
def test_a_fragment_with_more_to_come_may_end_where_the_packet_does(make):
    result = reassemble(
        packets(make, [(8, b"A" * 16, True), (0, b"B" * 16, True), (16, b"C" * 8, False)]), policy="last"
    )
    assert content_of(result, make) == b"B" * 16 + b"C" * 8


# Whose is what


def test_fragments_of_others_are_left_out_and_named():
    content = bytes(range(48))
    cut = [dissect(ether(ipv4(data, start, more))) for start, data, more in pieces_of(content, 16)]
    others = {
        "another identification (0x1235)": ether(ipv4(bytes(16), 16, True, number=0x1235)),
        "another protocol (6)": ether(ipv4(bytes(16), 16, True, protocol=6)),
        "other addresses (192.0.2.9 to 198.51.100.2)": ether(ipv4(bytes(16), 16, True, source=bytes([192, 0, 2, 9]))),
        "another VLAN or tunnel": ether(ipv4(bytes(16), 16, True), 7),
        "it is IPv6": ether(ipv6(bytes(16), 16, True)),
        "it is no fragment": ether(ipv4(bytes(16))),
    }
    for why, frame in others.items():
        result = reassemble([cut[0], dissect(frame), cut[2]], policy="last")
        assert result.reason == "bytes 16–31 are missing"
        assert [(each.number, each.why) for each in result.left_out] == [(2, why)]
        result = reassemble([cut[0], dissect(frame), *cut[1:]])
        assert result.encode()[20:] == content
        assert result.numbers == [1, 3, 4]


def test_the_same_vlans_are_needed_and_each_counts():
    first = ether(ipv4(bytes(16), 0, True), 5, 9)
    for vlans, same in (((5, 9), True), ((5,), False), ((9, 5), False), ((), False), ((5, 10), False)):
        result = reassemble([dissect(first), dissect(ether(ipv4(bytes(8), 16), *vlans))])
        assert isinstance(result, Reassembled) == same
    # The priority is no part of a VLAN's number.
    urgent = ether(ipv4(bytes(8), 16), 0xE005, 9)
    assert isinstance(reassemble([dissect(first), dissect(urgent)]), Reassembled)


def test_ipv6_fragments_may_name_different_next_headers_and_the_first_counts():
    spans = pieces_of(bytes(range(48)), 16)
    frames = [ipv6(data, start, more, protocol=17 if not start else 6) for start, data, more in spans]
    result = reassemble([dissect(frame, 229) for frame in reversed(frames)])
    assert result.encode()[6] == 17


def test_an_atomic_fragment_is_whole_by_itself():
    """RFC 6946: even where fragments with its identification wait."""
    atomic = dissect(ipv6(b"whole by itself!"), 229)
    first = dissect(ipv6(bytes(16), 0, True), 229)
    alone = reassemble([atomic])
    assert alone.encode()[40:] == b"whole by itself!"
    assert alone.encode()[6] == 17
    assert int.from_bytes(alone.encode()[4:6], "big") == 16
    both = reassemble([atomic, first])
    assert both.encode() == alone.encode()
    assert both.left_out[0].why == "fragment 1 is whole by itself (RFC 6946)"
    other = reassemble([first, atomic])
    assert other.reason == "the last fragment has not come"
    assert other.left_out[0].why == "it is whole by itself (RFC 6946)"


def test_what_was_never_cut_is_what_it_is():
    for frame, link in ((ipv4(b"hello"), 228), (ether(ipv4(b"hello"), 5), 1), (ipv4(b"", checksum=0x1234), 228)):
        result = reassemble([dissect(frame, link)])
        assert frame.endswith(result.encode())
        assert result.encode()[0] == 0x45
    assert reassemble([]).rule == "fragments.none"
    arp = dissect(bytes.fromhex("ffffffffffff 020000000001 0806 0001 0800 06 04 0001") + bytes(20))
    assert reassemble([arp]).reason == "there is no fragment of an IP packet"


def test_what_an_error_quotes_did_not_arrive():
    quoted = ipv4(bytes(16), 0, True)
    error = ipv4(bytes([11, 1]) + bytes(6) + quoted, protocol=1)
    assert reassemble([dissect(error, 228), dissect(ipv4(bytes(8), 16), 228)]).numbers == [2]


def test_the_outermost_fragment_counts():
    inner = [ipv4(data, start, more, number=7) for start, data, more in pieces_of(bytes(range(32)), 16)]
    carried = [dissect(ipv4(packet, protocol=4, number=n), 228) for n, packet in enumerate(inner)]
    result = reassemble(carried)
    assert result.encode()[20:] == bytes(range(32))
    whole = ipv4(inner[0], protocol=4)
    cut = [dissect(ipv4(data, start, more, protocol=4), 228) for start, data, more in pieces_of(whole[20:], 24)]
    assert reassemble(cut).encode()[20:] == inner[0]


# The header


@every_policy
def test_the_header_is_the_first_fragments_with_length_and_checksum_made_anew(policy):
    options = bytes([0x94, 4, 0, 0]) + bytes([7, 7, 4, 0, 0, 0, 0, 0])
    first = ipv4(b"A" * 16, 0, True, options=options, ttl=61, tos=0xB8, flags=0b01)
    last = ipv4(b"B" * 5, 16, options=options[:4], ttl=60)
    for order in ([first, last], [last, first]):
        header = reassemble([dissect(packet, 228) for packet in order], policy=policy).header
        assert header[0] == 0x40 | 8
        assert header[1] == 0xB8
        assert int.from_bytes(header[2:4], "big") == 32 + 21
        assert header[4:6] == first[4:6]
        assert header[6:8] == b"\x40\x00"  # Don't Fragment stays as it was; more fragments and the offset are gone
        assert header[8] == 61
        assert header[20:] == options
        assert slow_sum(header) == 0xFFFF


def test_the_headers_before_ipv6s_fragment_header_are_the_first_fragments():
    hop, routing = bytes([43, 0, 1, 4, 0, 0, 0, 0]), bytes([44, 0, 253, 0, 0, 0, 0, 0])
    first = ipv6(b"A" * 16, 0, True, before=hop + routing, before_kind=0, hop_limit=61)
    last = ipv6(b"B" * 5, 16, hop_limit=60)
    result = reassemble([dissect(last, 229), dissect(first, 229)])
    packet = result.encode()
    assert packet[6] == 0
    assert packet[7] == 61
    assert packet[40:48] == hop
    assert packet[48:56] == bytes([17]) + routing[1:]
    assert int.from_bytes(packet[4:6], "big") == 16 + 21 == len(packet) - 40
    assert packet[56:] == b"A" * 16 + b"B" * 5


def test_the_header_is_that_of_the_fragment_whose_first_byte_stays():
    spans = [ipv4(b"A" * 16, 0, True, ttl=10), ipv4(b"B" * 16, 0, True, ttl=20), ipv4(b"C" * 8, 16)]
    for policy, ttl in (("first", 10), ("last", 20)):
        assert reassemble([dissect(packet, 228) for packet in spans], policy=policy).header[8] == ttl


@pytest.mark.parametrize(
    ("fields", "whole", "torn"),
    [
        ([0, 0, 0], 0, False),
        ([2, 2, 2], 2, False),
        ([2, 3, 2], 3, False),
        ([1, 1, 3], 3, False),
        ([2, 1, 2], 2, False),
        ([0, 3, 0], 0, True),
        ([3, 0, 0], 3, True),
        ([3, 2, 0], 3, True),
    ],
)
@every_version
def test_congestion_that_one_fragment_met_is_not_forgotten(make, fields, whole, torn):
    """RFC 3168 §5.3."""
    cut = pieces_of(bytes(range(24)), 8)
    how = "tos" if make is ipv4 else "traffic_class"
    given = [
        dissect(make(data, start, more, **{how: ecn}), LINK[make])
        for (start, data, more), ecn in zip(cut, fields, strict=True)
    ]
    result = reassemble(given)
    field = result.header[1] & 3 if make is ipv4 else result.header[1] >> 4 & 3
    assert field == whole
    assert [problem.rule for problem in result.problems] == ["fragments.ecn"] * torn


def test_a_wrong_header_checksum_is_a_problem_and_no_refusal():
    given = packets(ipv4, pieces_of(bytes(range(24)), 8))
    given[1] = dissect(ipv4(bytes(range(8, 16)), 8, True, checksum=0x1111), 228)
    result = reassemble(given)
    assert result.encode()[20:] == bytes(range(24))
    assert [(each.fragment, each.rule) for each in result.problems] == [(2, "ipv4.checksum.bad")]


def test_the_whole_packet_can_be_taken_apart():
    content = bytes.fromhex("c0de0bad0020 0000") + b"data of the datagram ..."
    result = reassemble(packets(ipv4, pieces_of(content, 16)))
    whole = result.dissect()
    assert whole.encode() == result.encode()
    assert whole.problems == []
    assert whole.value("udp.length") == 32


# Headers that are cut apart


def test_a_first_fragment_that_ends_inside_of_a_tcp_header_is_told():
    header = bytes.fromhex("c0de0050 00000001 00000000 5002ffff 00000000")
    tiny = reassemble(packets(ipv4, pieces_of(header, 8), protocol=6))
    assert [(each.fragment, each.rule, each.rfc) for each in tiny.problems] == [(1, "fragments.tiny", "RFC 1858 §3")]
    whole = reassemble(packets(ipv4, pieces_of(header + bytes(20), 24), protocol=6))
    assert whole.problems == ()


def test_an_ipv6_first_fragment_has_to_hold_all_headers():
    options = bytes([6, 1]) + bytes([1, 12]) + bytes(12)
    tcp = bytes.fromhex("c0de0050 00000001 00000000 5002ffff 00000000")
    for size, fine in ((8, False), (16, False), (32, False), (40, True)):
        result = reassemble(packets(ipv6, pieces_of(options + tcp + bytes(40), size), protocol=60))
        assert [each.rule for each in result.problems] == [] if fine else ["fragments.headers.cut"]


# Captures that kept too little, and anything else


@every_version
def test_what_a_capture_cut_off_is_missing(make):
    spans = pieces_of(bytes(range(48)), 16)
    given = packets(make, spans)
    start, data, more = spans[1]
    short = make(data, start, more)[:-6]
    given[1] = dissect(short, LINK[make], original_length=len(short) + 6)
    result = reassemble(given)
    assert result.reason == "bytes 26–31 are missing, and the capture kept only a part of fragment 2"
    given.append(packets(make, [spans[1]])[0])
    assert content_of(reassemble(given), make) == bytes(range(48))


@every_version
@every_policy
def test_every_shorter_prefix_of_a_fragment_gives_a_result(make, policy):
    spans = pieces_of(bytes(range(48)), 16)
    frames = [ether(make(data, start, more), 5) for start, data, more in spans]
    others = [dissect(frame) for frame in frames[1:]]
    for size in range(len(frames[0])):
        result = reassemble([dissect(frames[0][:size]), *others], policy=policy)
        assert isinstance(result, Incomplete)
        assert result.reason
        assert all(problem.rule and problem.text for problem in result.problems)


def test_lengths_that_lie_are_refused_with_the_place():
    short = dissect(ipv4(bytes(16), 0, True, total_length=19), 228)
    assert reassemble([short]).reason == (
        "fragment 1 can't be read: its total length of 19 is shorter than its header of 20"
    )
    backwards = dissect(ipv6(bytes(16), 0, True, payload_length=4), 229)
    assert reassemble([backwards]).reason == "fragment 1 can't be read: its fragment header breaks off"
    jumbo = dissect(ipv6(bytes(16), 0, True, payload_length=0), 229)
    assert "a jumbogram can't be a fragment (RFC 2675 §3)" in reassemble([jumbo]).reason


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_nothing_that_fragments_say_raises(data):
    """Whatever bytes there are: a result, whose words can be read and whose places lie in the packets."""
    make = data.draw(st.sampled_from([ipv4, ipv6]))
    frames = []
    for start, content, more in pieces_of(bytes(range(60)), 16):
        frame = bytearray(ether(make(content, start, more), 5))
        for _ in range(data.draw(st.integers(0, 3))):
            frame[data.draw(st.integers(0, len(frame) - 1))] = data.draw(st.integers(0, 255))
        frames.append(
            dissect(bytes(frame[: data.draw(st.integers(0, len(frame)))]) if data.draw(st.booleans()) else bytes(frame))
        )
    result = reassemble(data.draw(st.permutations(frames)), policy=data.draw(st.sampled_from([None, *POLICIES])))
    if isinstance(result, Reassembled):
        assert result.dissect().encode() == result.encode()
        assert len(result.header) + result.pieces[-1].end == len(result.encode())
    else:
        assert result.reason
        assert "." in result.rule
    for problem in result.problems:
        size = len(result.fragments[result.numbers.index(problem.fragment)].packet.data) * 8
        assert 0 <= problem.start_bit <= problem.start_bit + problem.width_bits <= size
